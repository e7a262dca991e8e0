"""The MAP recursion of `optimal`, cell by cell: a table for learning how dynamic programming finds a structure.

Nussinov's recursion (Nussinov and Jacobson 1980) asks for each interval i..j what becomes of nucleotide i. It stays
unpaired, which leaves i+1..j; or it pairs with k, which leaves i+1..k-1 inside and k+1..j behind. `optimal` computes
the same faster, and keeps no choices.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ssp_core.errors import InputError
from ssp_core.folding.structure import Structure

from .classes import log_gains

MAX_TABLE = 30  # nucleotides: a larger table cannot be read

Cell: TypeAlias = tuple[int, int]  # the interval i..j, both ends included, 0-based, i <= j


@dataclass(frozen=True)
class Choice:
    """What may become of nucleotide i in an interval i..j.

    Attributes:
        kind: "unpaired" or "pair".
        partner: the 0-based position that i pairs with, None if it stays unpaired.
        gain: what the pair adds to the log probability of the all-unpaired structure; None without a pair.
        parts: the cells whose values are added; an interval without a nucleotide is left out and counts 0.
        value: the gain and the values of the parts, added up.
        is_taken: whether it is the choice of its cell: of the largest value, rather unpaired than a pair that gains
            nothing, rather a near partner than a far one.
    """

    kind: str
    partner: int | None
    gain: float | None
    parts: tuple[Cell, ...]
    value: float
    is_taken: bool


@dataclass(frozen=True, eq=False)
class Table:
    """The table of an RNA of L nucleotides, and the structure that it leads to.

    Attributes:
        gains: what each pair i < j adds (L, L), -inf where it cannot form.
        best: the largest gain of a structure within the interval i..j at [i, j], for i <= j; 0 elsewhere (L, L).
        order: all cells in the order in which they are filled: short intervals first, from 5' to 3'.
        traceback: the cells that lead from the whole RNA to the structure, each before its parts.
        structure: the structure of the largest gain, that of `map_structure`.
    """

    gains: NDArray[np.float64]
    best: NDArray[np.float64]
    order: tuple[Cell, ...]
    traceback: tuple[Cell, ...]
    structure: Structure

    @property
    def total(self) -> float:
        """The gain of the structure: the value of the cell of the whole RNA."""
        return self.value(0, len(self.best) - 1)

    def value(self, i: int, j: int) -> float:
        """The largest gain within the interval i..j; 0 where it has no nucleotide."""
        return float(self.best[i, j]) if i <= j else 0.0

    def choices(self, i: int, j: int) -> tuple[Choice, ...]:
        """The choices of a cell: unpaired first, then all possible partners of i, the nearest first."""
        return _choices(self.gains, self.best, (i, j))


def fill(sequence: str, probabilities: ArrayLike) -> Table:
    """Fill the table of a short RNA.

    Args:
        sequence: 1 to `MAX_TABLE` nucleotides.
        probabilities: class probabilities (L, 3), columns ( ) .

    Raises:
        InputError: if the RNA is too long or empty.
        ValueError: if the probabilities do not fit.

    Example:
        >>> table = fill("GAAAC", [[0.8, 0.1, 0.1], *[[0.1, 0.1, 0.8]] * 3, [0.1, 0.8, 0.1]])
        >>> table.structure.dot_bracket, round(table.total, 2)
        ('(...)', 4.16)
        >>> [(choice.kind, choice.partner, choice.parts, choice.is_taken) for choice in table.choices(0, 4)]
        [('unpaired', None, ((1, 4),), False), ('pair', 4, ((1, 3),), True)]
    """
    length = len(sequence)
    if not 1 <= length <= MAX_TABLE:
        raise InputError(f"The RNA to fill a table for has {length:,} nt: wanted 1 to {MAX_TABLE}.")
    gains = log_gains(sequence, probabilities)
    best = np.zeros((length, length))
    order = tuple((i, i + distance) for distance in range(length) for i in range(length - distance))
    for cell in order:
        best[cell] = next(choice.value for choice in _choices(gains, best, cell) if choice.is_taken)
    traceback, pairs = _trace(gains, best)
    return Table(gains, best, order, traceback, Structure.from_pairs(length, pairs))


def _trace(gains: NDArray[np.float64], best: NDArray[np.float64]) -> tuple[tuple[Cell, ...], list[tuple[int, int]]]:
    """The cells from the whole RNA down, and the pairs that are taken in them."""
    visited: list[Cell] = []
    pairs: list[tuple[int, int]] = []
    waiting = [(0, len(best) - 1)]
    while waiting:
        cell = waiting.pop()
        visited.append(cell)
        taken = next(choice for choice in _choices(gains, best, cell) if choice.is_taken)
        if taken.partner is not None:
            pairs.append((cell[0], taken.partner))
        waiting += reversed(taken.parts)
    return tuple(visited), pairs


def _choices(gains: NDArray[np.float64], best: NDArray[np.float64], cell: Cell) -> tuple[Choice, ...]:
    """The choices of a cell; `best` needs to hold the cells of its parts."""
    i, j = cell

    def value(start: int, end: int) -> float:
        return float(best[start, end]) if start <= end else 0.0

    unpaired = value(i + 1, j)
    found: list[tuple[int | None, float | None, tuple[Cell, ...], float]] = [(None, None, ((i + 1, j),), unpaired)]
    largest, taken = unpaired, 0
    for k in (np.flatnonzero(gains[i, i : j + 1] > -np.inf) + i).tolist():
        gain = float(gains[i, k])
        closed = gain + value(i + 1, k - 1)
        total = closed + value(k + 1, j)
        # As in `optimal`: a pair that gains nothing within i..k gains nothing in a longer interval.
        if gain > 0.0 and closed > value(i + 1, k) and total > largest:
            largest, taken = total, len(found)
        found.append((k, gain, ((i + 1, k - 1), (k + 1, j)), total))
    return tuple(
        Choice(
            "unpaired" if partner is None else "pair",
            partner,
            gain,
            tuple(part for part in parts if part[0] <= part[1]),
            total,
            number == taken,
        )
        for number, (partner, gain, parts, total) in enumerate(found)
    )
