"""Whose probabilities the page shows: those that made the drawing, the network's alone, or thermodynamics alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ssp_core.folding import thermo
from ssp_core.folding.decoding import classes_of
from ssp_core.folding.structure import Structure
from ssp_core.prediction import Prediction

# By name: how the switch above the heatmap calls it, and how bars and charts are labelled.
SOURCES = {
    "decoded": ("the drawing", "what made the drawing"),
    "network": ("the network alone", "the network alone"),
    "thermodynamics": ("thermodynamics", "thermodynamics alone"),
}


@dataclass(frozen=True, eq=False)
class Source:
    """Probabilities by one method for an RNA of L nucleotides: classes (L, 3), and pairs (L, L) or None."""

    name: str
    title: str
    class_probabilities: NDArray[Any]
    pair_probabilities: NDArray[Any] | None

    def of_pairs(self, structure: Structure) -> list[float | None]:
        """The probability of each nucleotide's pair in a structure; None where it is unpaired or there is none."""
        pairs = self.pair_probabilities
        if pairs is None:
            return [None] * len(structure)
        return [None if j < 0 else round(float(pairs[i, j]), 4) for i, j in enumerate(structure.partners)]


def source(prediction: Prediction, name: str) -> Source:
    """One source of probabilities; what made the drawing for a name that is none."""
    title = SOURCES.get(name, SOURCES["decoded"])[1]
    if name == "network":
        output = prediction.output
        return Source(name, title, output.class_probabilities, output.pair_probabilities)
    if name == "thermodynamics":
        pairs = thermo.mean_pair_probabilities(prediction.sequence)
        return Source(name, title, classes_of(pairs), pairs)
    return Source("decoded", title, prediction.probabilities, prediction.pair_probabilities)


def rounded(probabilities: NDArray[Any]) -> list[Any]:
    """Probabilities with four digits, as lists."""
    found: list[Any] = np.round(np.asarray(probabilities, dtype=np.float64), 4).tolist()
    return found
