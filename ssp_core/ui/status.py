"""The status line: which model, in which version, on what, how long it took, and which decoder made this structure."""

from __future__ import annotations

from html import escape

from ssp_core.examples import Example
from ssp_core.prediction import Prediction

from .folded import Folded
from .texts import DECODERS, FIRST_PAINT, NO_FAMILY, paragraph

_SHOWN = 3  # families named; a repeat can hold many


def html(folded: Folded) -> str:
    """The status line as HTML; everything that came from a visitor is escaped."""
    prediction = folded.prediction
    name, revision, scores = prediction.provenance.model, prediction.provenance.revision, prediction.output
    facts = [
        ("model", name),
        ("revision", revision),
        ("device", prediction.provenance.device),
        ("precision", prediction.provenance.dtype),
        ("network, families" if prediction.provenance.n_families else "network", _milliseconds(scores.network_ms)),
        ("ViennaRNA", _milliseconds(scores.thermo_ms) if scores.thermo_input_pairs is not None else ""),
        ("decoding", _milliseconds(prediction.decoded.milliseconds)),
        ("decoder", _made_by(folded)),
        ("confidence", f"{prediction.confidence:.2f} of 1"),
    ]
    items = "".join(f"<div><dt>{escape(term)}</dt><dd>{escape(value)}</dd></div>" for term, value in facts if value)
    badges = f'<span class="badge">{escape(FIRST_PAINT)}</span>' if folded.stored else ""
    if not prediction.provenance.trained:
        badges += '<span class="badge warn">untrained head: this structure means nothing</span>'
    return (
        f'<div class="status-head"><h1>{escape(folded.title)}</h1>'
        f'<span class="length">{len(prediction.sequence):,} nt</span>{badges}</div>'
        f'{_about(folded.example)}<dl class="facts">{items}</dl>{_families(folded)}'
    )


def _families(folded: Folded) -> str:
    """Which known families this RNA belongs to, and how far the decoder trusts their pairs."""
    prediction = folded.prediction
    relatives, trusted = prediction.family_hits, prediction.settings.family_weight
    more = f"; and {len(relatives) - _SHOWN} more" if len(relatives) > _SHOWN else ""
    if not relatives:
        return (
            paragraph(NO_FAMILY.format(count=prediction.provenance.n_families), "about")
            if prediction.provenance.n_families
            else ""
        )
    found = "; ".join(
        f"nucleotides {each.start + 1}-{each.end} fit a family learned from {each.members} known RNAs "
        f"(E-value {each.evalue:.0e}, {each.possible_pairs:.0%} of its pairs can form here)"
        for each in relatives[:_SHOWN]
    )
    say = f"There its pairs have up to {trusted:.0%} of the say" if trusted else "Its pairs are left out"
    return paragraph(f"Family found: {found}{more}. {say}.", "about")


def _about(example: Example | None) -> str:
    """What an example is, where its reference is from, and whether the model has seen it before."""
    if example is None:
        return ""
    seen = ""
    if example.in_training:
        seen = " The model in the box was trained on this very sequence: its score here says little."
    elif example.homolog_in_training:
        seen = " The model in the box was trained on a close relative of this sequence."
    return paragraph(f"{example.note} Known structure: {example.source}.{seen}", "about")


def _milliseconds(value: float) -> str:
    return f"{value:.1f} ms" if value < 10 else f"{value:,.0f} ms"


def _made_by(folded: Folded) -> str:
    """The decoder, or the sample that is shown in its place."""
    if folded.picked is None:
        return decoder_in_words(folded.chosen, folded.prediction)
    sample = folded.samples[folded.picked - 1]
    count, chance = len(folded.samples), f"probability {sample.probability:.2g}"
    if folded.ranked:
        return f"none: number {folded.picked} of the {count} likeliest structures, {chance}"
    return f"none: sample {folded.picked} of {count}, drawn with {chance}"


def decoder_in_words(chosen: str, prediction: Prediction) -> str:
    """`mixed, trust 0.65, gamma 1.5`, and for `best` why it is what it is."""
    decoding = prediction.settings
    words = [
        DECODERS[decoding.decoder].lower()
        if decoding.decoder != "mea" and decoding.decoder != "map"
        else DECODERS[decoding.decoder]
    ]
    if decoding.spec.uses_thermo:
        words.append(f"trust {decoding.trust:g}")
    if decoding.spec.objective == "mea":
        words.append(f"gamma {prediction.decoded.gamma:g}" + (" for this RNA" if decoding.gamma is None else ""))
    if decoding.temperature != 1:
        words.append(f"temperature {decoding.temperature:g}")
    text = ", ".join(words)
    return f"best: {text} (chosen on validation, see About)" if chosen == "best" else text
