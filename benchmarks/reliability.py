"""Whether pair probabilities mean what they say: of the pairs given 0.8, do 80 % stand in the reference?

Counts add up over sequences, so a whole set is tallied one RNA at a time (the reliability diagram of Murphy and
Winkler 1977, in ten bins of equal width).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ssp_core.folding.structure import Structure

BINS = 10
Tally = NDArray[np.float64]


def empty() -> Tally:
    """A tally of nothing."""
    return np.zeros((3, BINS))


def tally(pair_probabilities: ArrayLike, reference: Structure) -> Tally:
    """How many positions i < j fall into each bin, the sum of their probabilities, how many of them pair: (3, BINS).

    `pair_probabilities` (L, L), of which i < j is read; a bin takes its lower edge in, the last one 1 as well. Raises
    ValueError where the reference is of another length.
    """
    given = np.asarray(pair_probabilities, dtype=np.float64)
    length = len(reference)
    if given.shape != (length, length):
        raise ValueError(f"The pair probabilities have shape {given.shape}: wanted ({length}, {length}).")
    true = np.zeros((length, length))
    for i, j in reference.pairs:
        true[i, j] = 1.0
    upper = np.triu_indices(length, 1)
    values = np.clip(given[upper], 0.0, 1.0)
    place = np.minimum((values * BINS).astype(int), BINS - 1)
    weights = (np.ones_like(values), values, true[upper])
    return np.stack([np.bincount(place, weights=weight, minlength=BINS) for weight in weights])


def bins(tallied: Tally) -> list[dict[str, float]]:
    """A row a bin that is not empty: mean probability, observed frequency of true pairs, count."""
    return [
        {"mean": round(float(total / count), 4), "frequency": round(float(hits / count), 4), "count": int(count)}
        for count, total, hits in tallied.T
        if count
    ]
