"""What the views show, in words: for those who do not see them, and for those who want to quote them."""

from __future__ import annotations

import numpy as np

from ssp_core.folding import elements, thermo

from . import texts
from .folded import Folded

_NAMED = 3  # positions or pairs that a sentence names


def html(folded: Folded) -> str:
    """A paragraph for the drawings, one for the class probabilities and one for the pair matrix."""
    sentences = (elements.describe_structure(folded.structure), probabilities(folded), pairs(folded))
    first, *others = sentences
    return texts.paragraph(first, "words") + "".join(texts.paragraph(each, "words more") for each in others if each)


def probabilities(folded: Folded) -> str:
    """How sure the model is of its letters, and where least."""
    p = np.asarray(folded.prediction.probabilities, dtype=np.float64)
    entropy = -np.where(p > 0, p * np.log2(np.where(p > 0, p, 1.0)), 0.0).sum(axis=1)
    least = ", ".join(
        f"{folded.prediction.sequence[i]} {i + 1} ({entropy[i]:.2f} bits)"
        for i in np.argsort(-entropy, kind="stable")[:_NAMED]
    )
    mean = f"mean entropy {entropy.mean():.2f} bits of at most {np.log2(3):.2f}"
    return f"Class probabilities: {mean}; least sure at {least}."


def pairs(folded: Folded) -> str:
    """How many pairs are to be expected, and the likeliest that were not drawn; nothing without pair probabilities."""
    likely = folded.prediction.pair_probabilities
    if likely is None:
        return ""
    letters = folded.prediction.sequence
    upper = np.triu(np.asarray(likely, dtype=np.float64), 1)
    thermodynamic = float(np.triu(thermo.mean_pair_probabilities(letters), 1).sum())
    text = f"Pair matrix: the model expects {upper.sum():.1f} pairs, thermodynamics {thermodynamic:.1f}"
    drawn = folded.structure.pairs
    if drawn:
        rows, columns = zip(*drawn, strict=True)
        upper[list(rows), list(columns)] = 0.0
    order = np.argsort(-upper, axis=None, kind="stable")[:_NAMED]
    found = [(int(k) // len(letters), int(k) % len(letters)) for k in order]
    left = ", ".join(f"{i + 1}-{j + 1} (P {upper[i, j]:.2f})" for i, j in found if upper[i, j] >= 0.05)
    return f"{text}; likeliest of those not drawn: {left}." if left else f"{text}; no pair of note is left undrawn."
