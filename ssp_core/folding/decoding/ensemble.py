"""All legal structures at once: the exact posterior of each pair, structures drawn at random, and the likeliest ones.

Each structure weighs exp(sum of the gains of its pairs). The sums over all structures of an interval (McCaskill 1990)
are kept as logarithms, so that nothing overflows however sure the network is or long the RNA. Posteriors come from the
derivative of the total, carried back through the same recursion; its terms are probabilities and need no logarithms.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ssp_core.folding.structure import Structure
from ssp_core.rna import canonical_mask

from .classes import FLOOR, checked, log_gains
from .ranked import ranked

# A pair's posterior is at most exp(gain), since taking the pair out leaves a legal structure; and no share of the total
# below this matters. Both leave out at most L^2 times this much in any one posterior.
_NEGLIGIBLE = 1e-16


@dataclass(frozen=True)
class Sample:
    """A structure, drawn or ranked, and its probability among all legal structures."""

    structure: Structure
    probability: float


def posteriors(sequence: str, probabilities: ArrayLike) -> NDArray[np.float64]:
    """P(i pairs with j), symmetric (L, L), under the product of class probabilities (L, 3) given that all is legal."""
    ensemble = _Ensemble(log_gains(sequence, probabilities))
    upper = ensemble.posteriors()
    return upper + upper.T


def samples(sequence: str, probabilities: ArrayLike, count: int, seed: int) -> tuple[Sample, ...]:
    """`count` legal structures drawn with their probability given class probabilities (L, 3); repeats are kept."""
    return _Ensemble(log_gains(sequence, probabilities)).draw(count, seed)


def pair_samples(sequence: str, pair_probabilities: ArrayLike, count: int, seed: int) -> tuple[Sample, ...]:
    """`count` legal structures drawn given symmetric pair probabilities (L, L); repeats are kept.

    Each nucleotide names its partner, or none, by its row of the matrix; the distribution is that of these independent
    choices, given that they agree and are legal. So a pair weighs P[i, j] * P[j, i], an unpaired base what its row
    leaves.
    """
    return _Ensemble(_pair_gains(sequence, pair_probabilities)).draw(count, seed)


def likeliest(sequence: str, probabilities: ArrayLike, count: int) -> tuple[Sample, ...]:
    """The `count` likeliest legal structures, best first, under the distribution of `samples`; exact."""
    return _ranked(log_gains(sequence, probabilities), count)


def pair_likeliest(sequence: str, pair_probabilities: ArrayLike, count: int) -> tuple[Sample, ...]:
    """The `count` likeliest legal structures, best first, under the distribution of `pair_samples`; exact."""
    return _ranked(_pair_gains(sequence, pair_probabilities), count)


def _ranked(gains: NDArray[np.float64], count: int) -> tuple[Sample, ...]:
    ensemble = _Ensemble(gains)
    return tuple(ensemble.sample(pairs) for pairs in ranked(gains, count))


def _pair_gains(sequence: str, pair_probabilities: ArrayLike) -> NDArray[np.float64]:
    pairs = checked("pair probabilities", pair_probabilities, (len(sequence), len(sequence)))
    unpaired = np.log(np.maximum(1.0 - pairs.sum(axis=1), FLOOR))
    paired = np.log(np.maximum(pairs, FLOOR))
    gains = paired + paired.T - unpaired[:, None] - unpaired[None, :]
    return np.where(canonical_mask(sequence), gains, -np.inf)


class _Ensemble:
    """The log sums over the legal structures of every interval, from the gains of pairs (L, L)."""

    def __init__(self, gains: NDArray[np.float64]) -> None:
        length = len(gains)
        self._gains = gains
        # total[i, j]: log of the summed weights within the half-open interval i..j; -inf where no interval exists.
        self._total = total = np.full((length + 1, length + 1), -np.inf)
        np.fill_diagonal(total, 0.0)
        kept = gains > np.log(_NEGLIGIBLE)
        self._partners = [np.flatnonzero(row) for row in kept]
        for i in range(length - 1, -1, -1):
            total[i, i + 1 :] = total[i + 1, i + 1 :]
            partners = self._partners[i]
            if len(partners):
                columns = slice(int(partners[0]) + 1, None)
                shares = self._shares(i, columns, total[i + 1, columns])
                total[i, columns] += np.log1p(shares.sum(axis=0))

    def _shares(
        self, i: int, columns: slice | NDArray[np.intp] | int, reference: NDArray[np.float64] | float
    ) -> NDArray[np.float64]:
        """Weight of the intervals i..j with i paired to each of its partners, over exp(reference[j]); (partners, j).

        Over the total of i + 1..j or more, no share exceeds exp(gain), which `FLOOR` keeps well within doubles.
        """
        partners = self._partners[i]
        closed = self._gains[i, partners] + self._total[i + 1, partners]
        return np.asarray(np.exp((closed + (self._total[partners + 1][:, columns] - reference).T).T))

    def posteriors(self) -> NDArray[np.float64]:
        """P(i pairs with j) for i < j, (L, L)."""
        length = len(self._gains)
        total = self._total
        posterior = np.zeros((length, length))
        # usage[i, j]: the probability that the recursion passes through the interval i..j.
        usage = np.zeros((length + 1, length + 1))
        usage[0, length] = 1.0
        for i in range(length):
            columns = np.flatnonzero(usage[i] > _NEGLIGIBLE)
            if not len(columns):
                continue
            used = usage[i, columns]
            usage[i + 1, columns] += used * np.exp(total[i + 1, columns] - total[i, columns])
            partners = self._partners[i]
            if len(partners):
                passed = used * self._shares(i, columns, total[i, columns])
                posterior[i, partners] = passed.sum(axis=1)
                usage[i + 1, partners] += posterior[i, partners]
                usage[partners[:, None] + 1, columns] += passed
        return posterior

    def draw(self, count: int, seed: int) -> tuple[Sample, ...]:
        random = np.random.default_rng(seed)
        return tuple(self._draw_one(random) for _ in range(count))

    def _draw_one(self, random: np.random.Generator) -> Sample:
        length = len(self._gains)
        total = self._total
        pairs: list[tuple[int, int]] = []
        open_intervals = [(0, length)]
        while open_intervals:
            i, j = open_intervals.pop()
            while i < j:
                chances = np.cumsum(self._shares(i, j, total[i, j])) if len(self._partners[i]) else ()
                # What the pairs leave over of 1 is the chance that base i is unpaired.
                chosen = int(np.searchsorted(chances, random.random(), side="right"))
                if chosen < len(chances):
                    k = int(self._partners[i][chosen])
                    pairs.append((i, k))
                    open_intervals.append((k + 1, j))
                    j = k
                i += 1
        return self.sample(pairs)

    def sample(self, pairs: list[tuple[int, int]]) -> Sample:
        """The structure of these pairs with its probability."""
        length = len(self._gains)
        gain = sum(self._gains[pair] for pair in pairs)
        return Sample(Structure.from_pairs(length, pairs), float(np.exp(gain - self._total[0, length])))
