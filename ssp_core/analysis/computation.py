"""How a prediction was computed, in terms and values, and which known families had a part in it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ssp_core.folding.decoding import BEST, CHOICES, SETTINGS
from ssp_core.folding.homology import FamilyHit

from .wording import percent

if TYPE_CHECKING:
    from ssp_core.prediction import Prediction

    from .report import Context, Picked


def computation(prediction: Prediction, context: Context) -> list[tuple[str, str]]:
    """How a prediction was computed: term and value; what does not apply is left out."""
    provenance, output = prediction.provenance, prediction.output
    found = [
        ("model", provenance.model),
        ("revision", provenance.revision),
        ("device", provenance.device),
        ("precision", provenance.dtype),
        ("network, families" if provenance.n_families else "network", _milliseconds(output.network_ms)),
        ("ViennaRNA", _milliseconds(output.thermo_ms) if output.thermo_input_pairs is not None else ""),
        ("decoding", _milliseconds(prediction.decoded.milliseconds)),
        ("decoder", decoder_in_words(prediction, context)),
    ]
    return [(term, value) for term, value in found if value]


def decoder_in_words(prediction: Prediction, context: Context) -> str:
    """`MEA, gamma 1.5`; for "best" what it stands for; or which sample is shown."""
    if context.picked is not None:
        return f"none: {picked_in_words(context.picked)}"
    words = settings_in_words(prediction)
    return f"best: {words}" if context.chosen == BEST else words


def picked_in_words(picked: Picked) -> str:
    """Which sample is shown in place of the decoded structure."""
    kind = "structures drawn at random" if picked.of == "drawn" else "likeliest structures"
    return f"number {picked.number} of the {kind}, probability {picked.probability:.2g}"


def settings_in_words(prediction: Prediction) -> str:
    """A decoder's title and the numbers it used."""
    settings, spec = prediction.settings, prediction.settings.spec
    title = CHOICES[spec.name][0]
    words = [title if title.isupper() else title.lower()]
    for name in spec.settings:
        value = getattr(settings, name)
        if name == "gamma":
            words.append(f"gamma {prediction.decoded.gamma:g}" + (" for this RNA" if value is None else ""))
        elif name == "trust":
            trust = settings.trust_for(prediction.family_hits)
            words.append(f"trust {trust:g}" + (" for this RNA" if value is None else ""))
        elif name == "temperature" and value != SETTINGS[name].default:
            words.append(f"temperature {value:g}")
    return ", ".join(words)


def family_sentence(hit: FamilyHit) -> str:
    """Where a known family was found, and how sure that is."""
    return (
        f"Positions {hit.start + 1}-{hit.end} look like a known RNA family ({hit.members} training examples; chance "
        f"match: {chance(hit.evalue)}). {percent(hit.possible_pairs)} of that family's pairs are possible here."
    )


def chance(evalue: float) -> str:
    """An E-value in words: `1 in 10^18`, `1 in 200`, `0.3 expected by chance`."""
    if evalue >= 0.1:
        return f"{evalue:.1g} expected by chance"
    if evalue >= 1e-4:
        return f"1 in {float(f'{1 / evalue:.1g}'):,.0f}"
    return "practically none" if evalue <= 0 else f"1 in 10^{-math.ceil(math.log10(evalue))}"


def _milliseconds(value: float) -> str:
    return f"{value:.1f} ms" if value < 10 else f"{value:,.0f} ms"
