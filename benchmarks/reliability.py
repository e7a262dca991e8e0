"""Reliability of pair probabilities: of the pairs given 0.8, are 80 % in the reference?

Counts add up over sequences, so a whole set is tallied one RNA at a time: the reliability diagram of Murphy and Winkler
1977, in ten bins of equal width.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ssp_core.folding.structure import Structure

BINS = 10
Tally = NDArray[np.float64]


def empty() -> Tally:
    """An empty tally."""
    return np.zeros((3, BINS))


def tally(pair_probabilities: ArrayLike, reference: Structure) -> Tally:
    """Count the positions i < j of one RNA by probability.

    Args:
        pair_probabilities: (L, L), of which i < j is used; a bin includes its lower edge, the last one also 1.
        reference: the known structure.

    Returns:
        (3, BINS): how many positions are in each bin, the sum of their probabilities, how many of them pair.

    Raises:
        ValueError: the reference has another length.
    """
    probabilities = np.asarray(pair_probabilities, dtype=np.float64)
    length = len(reference)
    if probabilities.shape != (length, length):
        found = probabilities.shape
        raise ValueError(f"The pair probabilities have shape {found}: wanted ({length}, {length}).")
    true = np.zeros((length, length))
    for i, j in reference.pairs:
        true[i, j] = 1.0
    upper = np.triu_indices(length, 1)
    values = np.clip(probabilities[upper], 0.0, 1.0)
    place = np.minimum((values * BINS).astype(int), BINS - 1)
    weights = (np.ones_like(values), values, true[upper])
    return np.stack([np.bincount(place, weights=weight, minlength=BINS) for weight in weights])


def bins(tallied: Tally) -> list[dict[str, float]]:
    """A row for each bin that is not empty: mean probability, frequency of true pairs, count."""
    return [
        {"mean": round(float(total / count), 4), "frequency": round(float(hits / count), 4), "count": int(count)}
        for count, total, hits in tallied.T
        if count
    ]
