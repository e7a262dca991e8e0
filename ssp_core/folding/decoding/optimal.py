"""The legal structure of the largest gain: exact MAP over class probabilities, exact MEA over pair probabilities.

Both are Nussinov's recursion (Nussinov and Jacobson 1980) on the gains of pairs over leaving both bases unpaired,
filled row by row with one vectorised step a row. Gains that are not positive are dropped first: taking a pair
out of a legal structure leaves a legal one, so such a pair never helps.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ssp_core.folding.structure import Structure
from ssp_core.rna import canonical_mask

from .classes import checked, log_gains

# Where gamma is free: no pair less likely than about a half, a third, a fifth.
GAMMAS = (1.0, 2.0, 4.0)


def map_structure(sequence: str, probabilities: ArrayLike) -> Structure:
    """The legal structure of the largest product of class probabilities (L, 3); ties go to fewer pairs."""
    return best_structure(log_gains(sequence, probabilities))


def mea_structure(sequence: str, pair_probabilities: ArrayLike, gamma: float | None = 1.0) -> Structure:
    """The legal structure of maximum expected accuracy (Do et al. 2006), from symmetric pair probabilities (L, L).

    Maximises the sum of 2 * gamma * P[i, j] over pairs and of max(0, 1 - sum_j P[i, j]) over unpaired bases. A larger
    gamma pairs more; None takes, of the structures for `GAMMAS`, the one of the largest `expected_f1`. ValueError if
    gamma is not a number above 0.
    """
    return mea_with_gamma(sequence, pair_probabilities, gamma)[1]


def mea_with_gamma(sequence: str, pair_probabilities: ArrayLike, gamma: float | None) -> tuple[float, Structure]:
    """`mea_structure`, and the gamma that took it."""
    pairs = checked("pair probabilities", pair_probabilities, (len(sequence), len(sequence)))
    allowed = canonical_mask(sequence)
    if gamma is None:
        found = ((each, _mea(allowed, pairs, each)) for each in GAMMAS)
        return max(found, key=lambda each: expected_f1(each[1], pairs))
    if not (gamma > 0.0 and np.isfinite(gamma)):
        raise ValueError(f"The gamma is {gamma}; a number above 0 is wanted.")
    return gamma, _mea(allowed, pairs, gamma)


def expected_f1(structure: Structure, pair_probabilities: NDArray[np.float64]) -> float:
    """Return the base-pair F1 that a structure can expect, by symmetric pair probabilities (L, L).

    It is twice the number of right pairs to be expected in it, over the number of its pairs and of all pairs to be
    expected: the pseudo-expected accuracy of Hamada, Sato and Asai 2010 (BMC Bioinformatics 11, 586). It is 1 where
    the structure has no pair and none is expected.
    """
    i, j = np.array(structure.pairs, dtype=np.intp).reshape(-1, 2).T
    both = len(i) + float(pair_probabilities.sum()) / 2.0
    return 2.0 * float(pair_probabilities[i, j].sum()) / both if both else 1.0


def _mea(allowed: NDArray[np.bool_], pairs: NDArray[np.float64], gamma: float) -> Structure:
    unpaired = np.maximum(0.0, 1.0 - pairs.sum(axis=1))
    gains = 2.0 * gamma * pairs - unpaired[:, None] - unpaired[None, :]
    return best_structure(np.where(allowed, gains, -np.inf))


def best_structure(gains: NDArray[np.float64]) -> Structure:
    """The nested structure of the largest summed gain, over pairs (i, j), i < j, with a positive gain (L, L).

    O(L^2) memory; O(L^3) time at worst, far less where few pairs have a positive gain.
    """
    length = len(gains)
    # best[i, j]: the largest gain within the half-open interval i..j. Below the diagonal no interval exists; -inf there
    # lets whole rows be added without looking at where each one starts.
    best = np.full((length + 1, length + 1), -np.inf)
    np.fill_diagonal(best, 0.0)
    kept: list[tuple[NDArray[np.intp], NDArray[np.float64]]] = [_NONE] * length
    rows, columns = np.nonzero(np.triu(gains > 0.0, 1))
    starts = np.searchsorted(rows, np.arange(length + 1)).tolist()
    for i in range(length - 1, -1, -1):
        row = best[i]
        np.maximum(row, best[i + 1], out=row)  # base i unpaired
        partners = columns[starts[i] : starts[i + 1]]
        if not len(partners):
            continue
        closed = gains[i, partners] + best[i + 1, partners]
        # A pair (i, k) no better than leaving i unpaired within i..k is of no use in any longer interval either:
        # best[i + 1, j] >= best[i + 1, k + 1] + best[k + 1, j].
        useful = closed > best[i + 1, partners + 1]
        partners, closed = partners[useful], closed[useful]
        if len(partners):
            start = int(partners[0]) + 1
            options = closed[:, None] + best[partners + 1, start:]
            np.maximum(row[start:], options.max(axis=0), out=row[start:])
            kept[i] = (partners, closed)

    pairs: list[tuple[int, int]] = []
    open_intervals = [(0, length)]
    while open_intervals:
        i, j = open_intervals.pop()
        while i < j and best[i, j] == best[i + 1, j]:
            i += 1
        if i >= j:
            continue
        partners, closed = kept[i]
        k = int(partners[np.argmax(closed + best[partners + 1, j])])
        pairs.append((i, k))
        open_intervals += [(i + 1, k), (k + 1, j)]
    return Structure.from_pairs(length, pairs)


_NONE: tuple[NDArray[np.intp], NDArray[np.float64]] = (np.empty(0, dtype=np.intp), np.empty(0))
