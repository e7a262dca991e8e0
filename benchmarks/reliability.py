"""Count how often pairs given a probability are true, for `benchmarks.accuracy`; a library, not a command.

It gives the reliability diagram of Murphy and Winkler (1977, Applied Statistics 26, 41) in ten bins of equal width: of
the pairs given 0.8, 80 % should be in the reference. Counts add up over sequences, so a set is tallied one RNA at a
time.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ssp_core.folding.structure import Structure

BINS = 10
Tally = NDArray[np.float64]


def empty() -> Tally:
    """A tally without counts."""
    return np.zeros((3, BINS))


def tally(pair_probabilities: ArrayLike, reference: Structure) -> Tally:
    """Count the pairs i < j in each bin, the sum of their probabilities, and how many are true: (3, BINS).

    `pair_probabilities` (L, L), of which i < j is read. A bin includes its lower edge, the last one also 1. Raises
    ValueError where the reference has another length.
    """
    given = np.asarray(pair_probabilities, dtype=np.float64)
    length = len(reference)
    if given.shape != (length, length):
        raise ValueError(f"The pair probabilities have shape {given.shape}; ({length}, {length}) is wanted.")
    true = np.zeros((length, length))
    for i, j in reference.pairs:
        true[i, j] = 1.0
    upper = np.triu_indices(length, 1)
    values = np.clip(given[upper], 0.0, 1.0)
    place = np.minimum((values * BINS).astype(int), BINS - 1)
    weights = (np.ones_like(values), values, true[upper])
    return np.stack([np.bincount(place, weights=weight, minlength=BINS) for weight in weights])


def bins(tallied: Tally) -> list[dict[str, float]]:
    """A row for each bin that is not empty: mean probability, observed frequency of true pairs, count."""
    return [
        {"mean": round(float(total / count), 4), "frequency": round(float(hits / count), 4), "count": int(count)}
        for count, total, hits in tallied.T
        if count
    ]
