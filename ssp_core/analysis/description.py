"""A prediction in sentences: for readers who do not see the drawings, and to quote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ssp_core.folding import thermo
from ssp_core.folding.elements import describe_structure
from ssp_core.folding.structure import Structure

if TYPE_CHECKING:
    from ssp_core.prediction import Prediction

_NAMED = 3  # positions or pairs that a sentence names
_LIKELY = 0.05  # probability from which an undrawn pair is named


@dataclass(frozen=True)
class Description:
    """Three sentences: on the structure, on the probabilities of its nucleotides, on the pairs.

    `pairs` is empty for a prediction without pair probabilities.
    """

    structure: str
    probabilities: str
    pairs: str


def describe(prediction: Prediction, structure: Structure | None = None) -> Description:
    """Describe a prediction.

    Args:
        prediction: what to describe; its probabilities are those that its decoder used.
        structure: the structure that is shown, if it is not the decoded one.
    """
    shown = prediction if structure is None else prediction.with_structure(structure)
    return Description(describe_structure(shown.decoded.structure), _describe_confidence(shown), _describe_pairs(shown))


def _describe_confidence(prediction: Prediction) -> str:
    """The mean confidence, and the nucleotides with the least."""
    confidence = np.asarray(prediction.decoded.confidence, dtype=np.float64)
    least = [
        f"{prediction.sequence[i]} {i + 1} ({_percent(confidence[i])})"
        for i in np.argsort(confidence, kind="stable")[:_NAMED].tolist()
    ]
    return f"Average confidence {_percent(confidence.mean())}; lowest at {_listed(least)}."


def _describe_pairs(prediction: Prediction) -> str:
    """How many pairs are expected, also by thermodynamics alone, and the likeliest that are not drawn."""
    pairs = prediction.decoded.pair_probabilities
    if pairs is None:
        return ""
    upper = np.triu(np.asarray(pairs, dtype=np.float64), 1)
    by_thermodynamics = float(np.triu(thermo.mean_pair_probabilities(prediction.sequence), 1).sum())
    expected = f"The pair probabilities add up to {upper.sum():.1f} pairs ({by_thermodynamics:.1f} by thermodynamics "
    for pair in prediction.decoded.structure.pairs:
        upper[pair] = 0.0
    order = np.argsort(-upper, axis=None, kind="stable")[:_NAMED].tolist()
    places = [divmod(k, len(upper)) for k in order]
    undrawn = [f"{i + 1}-{j + 1} ({_percent(upper[i, j])})" for i, j in places if upper[i, j] >= _LIKELY]
    rest = f"the likeliest that are not drawn: {_listed(undrawn)}" if undrawn else "every likely pair is drawn"
    return f"{expected}alone); {rest}."


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _listed(items: list[str]) -> str:
    """`a, b and c`."""
    return " and ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))
