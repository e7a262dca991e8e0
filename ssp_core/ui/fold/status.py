"""The answer to a visitor's RNA: what it is, how sure, which model gave it, and how it was computed."""

from __future__ import annotations

import math

from ssp_core.analysis.description import answer_sentence, model_sentence
from ssp_core.folding import thermo
from ssp_core.folding.decoding import BEST, CHOICES, SETTINGS
from ssp_core.folding.homology import FamilyHit
from ssp_core.prediction import Prediction
from ssp_core.ui.result import Result
from ssp_core.ui.templates import render

_SHOWN = 3  # families named; a repeat can hold many


def html(result: Result) -> str:
    """What the RNA is, and the answer in a sentence."""
    shown = result.shown
    return render(
        "fold/status.html",
        title=result.title,
        length=len(shown.sequence),
        trained=shown.provenance.trained,
        answer=answer_sentence(shown, result.reference),
        picked=picked_in_words(result),
    )


def origin_html(result: Result) -> str:
    """Which model gave the answer, what else made it, and whether the model saw this RNA in training."""
    model = model_sentence(result.shown)
    return render("fold/origin.html", stored=result.stored, model=model, example=result.example)


def computed_html(result: Result) -> str:
    """What is known of the RNA, and how the result was computed; both folded away."""
    shown, hits = result.shown, result.prediction.family_hits
    energy = shown.free_energy
    return render(
        "fold/computed.html",
        example=result.example,
        hits=[_family(hit) for hit in hits[:_SHOWN]],
        more_hits=max(0, len(hits) - _SHOWN),
        family_weight=shown.settings.family_weight,
        n_families=shown.provenance.n_families,
        energy=energy,
        mfe=None if energy is None else thermo.mfe(result.sequence).energy,
        facts=facts(result),
    )


def facts(result: Result) -> list[tuple[str, str]]:
    """How the result was computed: term and value."""
    shown = result.shown
    provenance, output = shown.provenance, shown.output
    found = [
        ("model", provenance.model),
        ("revision", provenance.revision),
        ("device", provenance.device),
        ("precision", provenance.dtype),
        ("network, families" if provenance.n_families else "network", _milliseconds(output.network_ms)),
        ("ViennaRNA", _milliseconds(output.thermo_ms) if output.thermo_input_pairs is not None else ""),
        ("decoding", _milliseconds(shown.decoded.milliseconds)),
        ("decoder", decoder_in_words(result)),
    ]
    return [(term, value) for term, value in found if value]


def decoder_in_words(result: Result) -> str:
    """`MEA, gamma 1.5`; for "best" what it stands for; or which of the alternatives is shown."""
    picked = picked_in_words(result)
    if picked:
        return f"none: {picked}"
    words = settings_in_words(result.prediction)
    return f"best: {words} (most accurate in our tests, see About)" if result.choice == BEST else words


def picked_in_words(result: Result) -> str:
    """Which of the alternatives is shown in place of the decoded structure; empty if none is."""
    if result.picked is None or result.alternatives is None:
        return ""
    sample = result.alternatives.samples[result.picked - 1]
    kind = "structures drawn at random" if result.alternatives.kind == "drawn" else "likeliest structures"
    count = len(result.alternatives.samples)
    return f"number {result.picked} of {count} {kind}, probability {sample.probability:.2g}"


def settings_in_words(prediction: Prediction) -> str:
    """A decoder's title and the numbers it used."""
    settings, spec = prediction.settings, prediction.settings.spec
    title = CHOICES[spec.name][0]
    words = [title if title.isupper() else title.lower()]
    for name in spec.settings:
        value = getattr(settings, name)
        if name == "gamma":
            words.append(f"gamma {prediction.decoded.gamma:g}" + (" for this RNA" if value is None else ""))
        elif name == "trust" or (name == "temperature" and value != SETTINGS[name].default):
            words.append(f"{SETTINGS[name].title.partition(' ')[0].lower()} {value:g}")
    return ", ".join(words)


def _family(hit: FamilyHit) -> dict[str, object]:
    """A family hit as the template shows it."""
    return {
        "first": hit.start + 1,
        "last": hit.end,
        "members": hit.members,
        "chance": chance(hit.evalue),
        "possible_pairs": hit.possible_pairs,
    }


def chance(evalue: float) -> str:
    """An E-value in words: `1 in 10^18`, `1 in 200`, `0.3 expected by chance`."""
    if evalue >= 0.1:
        return f"{evalue:.1g} expected by chance"
    if evalue >= 1e-4:
        return f"1 in {float(f'{1 / evalue:.1g}'):,.0f}"
    return "practically none" if evalue <= 0 else f"1 in 10^{-math.ceil(math.log10(evalue))}"


def _milliseconds(value: float) -> str:
    return f"{value:.1f} ms" if value < 10 else f"{value:,.0f} ms"
