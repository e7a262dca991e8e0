"""The likeliest structures in their order: exact, without drawing and without listing them all.

Best-first search over the choices that make a structure: the first base of the first open interval is unpaired, or it
pairs with one of its partners. What an open interval can still gain at most is known exactly from Nussinov's recursion
(Nussinov and Jacobson 1980), so whatever is finished first is the next best.
"""

from __future__ import annotations

import heapq
from itertools import count as numbers
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

# A pair that gains less than the log of this belongs to no structure worth ranking.
_LEAST = float(np.log(1e-16))

# Linked lists: what is chosen and what is open are shared by the many candidates that begin alike.
Chain: TypeAlias = "tuple[tuple[int, int], Chain] | None"


def ranked(gains: NDArray[np.float64], count: int) -> list[list[tuple[int, int]]]:
    """The pairs of the `count` nested structures of the largest summed gain, best first.

    `gains` (L, L) over pairs (i, j), i < j, -inf where there is none. Fewer come where there are fewer.
    """
    length = len(gains)
    best, partners = _best(gains)
    order = numbers()
    whole: Chain = ((0, length), None)
    waiting: list[tuple[float, int, Chain, Chain]] = [(-best[0, length], next(order), None, whole)]
    found: list[list[tuple[int, int]]] = []
    while waiting and len(found) < count:
        bound, _, chosen, intervals = heapq.heappop(waiting)
        while intervals is not None and intervals[0][1] - intervals[0][0] < 1:
            intervals = intervals[1]
        if intervals is None:
            found.append(sorted(_listed(chosen)))
            continue
        (i, j), others = intervals
        rest = -bound - best[i, j]  # what everything but this interval comes to
        left = (-rest - best[i + 1, j], next(order), chosen, ((i + 1, j), others))
        heapq.heappush(waiting, left)
        mates = partners[i][partners[i] < j]
        if not len(mates):
            continue
        values = gains[i, mates] + best[i + 1, mates] + best[mates + 1, j]
        for k in np.argsort(-values, kind="stable")[:count].tolist():  # more than `count` of them are never needed
            mate = int(mates[k])
            inside: Chain = ((i + 1, mate), ((mate + 1, j), others))
            heapq.heappush(waiting, (-rest - float(values[k]), next(order), ((i, mate), chosen), inside))
    return found


def _best(gains: NDArray[np.float64]) -> tuple[NDArray[np.float64], list[NDArray[np.intp]]]:
    """The largest gain within every half-open interval (L + 1, L + 1), and the partners each base may take."""
    length = len(gains)
    best = np.full((length + 1, length + 1), -np.inf)
    np.fill_diagonal(best, 0.0)
    partners = [np.flatnonzero(row > _LEAST) for row in gains]
    for i in range(length - 1, -1, -1):
        np.maximum(best[i], best[i + 1], out=best[i])
        mates = partners[i]
        if len(mates):
            closed = gains[i, mates] + best[i + 1, mates]
            start = int(mates[0]) + 1
            options = closed[:, None] + best[mates + 1, start:]
            np.maximum(best[i, start:], options.max(axis=0), out=best[i, start:])
    return best, partners


def _listed(chain: Chain) -> list[tuple[int, int]]:
    found = []
    while chain is not None:
        pair, chain = chain
        found.append(pair)
    return found
