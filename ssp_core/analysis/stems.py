"""Stems that one structure has and another has not, and how sure the model is of that."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ssp_core.folding.elements import describe_stem, stem_of, stems
from ssp_core.folding.structure import Structure

from .shares import pair_probabilities_of
from .wording import percent

if TYPE_CHECKING:
    from ssp_core.prediction import Prediction

Pair = tuple[int, int]
_CLEAR, _LIKELY = 0.9, 0.7  # probabilities from which a change is called so


@dataclass(frozen=True)
class StemChange:
    """A stem of which no pair is in the other structure.

    Attributes:
        pairs: its pairs (i, j), 0-based, outermost first.
        mutated: whether a mutated nucleotide is in it. The pair of that one, which a mutation usually makes
            impossible, is left out of the two means, unless it is the only one.
        before: the mean probability of its pairs before the mutation.
        after: the same after it.
    """

    pairs: tuple[Pair, ...]
    mutated: bool
    before: float
    after: float

    @property
    def change(self) -> str:
        """The two means, as the end of a sentence."""
        what = (
            f"the mean probability of its {'other ' * self.mutated}pairs" if len(self.pairs) > 1 else "its probability"
        )
        return f"{what} goes from {percent(self.before)} to {percent(self.after)}"

    @property
    def name(self) -> str:
        """The stem in words."""
        return describe_stem(self.pairs)


@dataclass(frozen=True)
class StemChanges:
    """The stems that a mutation takes away, and those that it brings."""

    lost: tuple[StemChange, ...] = ()
    gained: tuple[StemChange, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """A sentence for each stem, with how sure the model is."""
        return tuple(
            [
                f"It breaks a {stem.name}: {stem.change}, so the loss is {_how_sure(1 - stem.after)}."
                for stem in self.lost
            ]
            + [
                f"It forms a {stem.name}: {stem.change}, so the gain is {_how_sure(stem.after)}."
                for stem in self.gained
            ]
        )


def stem_changes(before: Prediction, after: Prediction, mutated: Collection[int]) -> StemChanges:
    """Find the stems that only one of two predictions has.

    Args:
        before: the prediction of an RNA.
        after: that of a mutant of the same length.
        mutated: the 0-based positions of the mutated nucleotides.
    """
    old, new = before.decoded.structure, after.decoded.structure
    lost, gained = _only_in(old, new), _only_in(new, old)
    if not (lost or gained):
        return StemChanges()
    probabilities = pair_probabilities_of(before), pair_probabilities_of(after)

    def change(pairs: tuple[Pair, ...]) -> StemChange:
        others = [pair for pair in pairs if not set(pair) & set(mutated)]
        means = (_mean(matrix, others or pairs) for matrix in probabilities)
        return StemChange(pairs, len(others) < len(pairs), *means)

    return StemChanges(tuple(map(change, lost)), tuple(map(change, gained)))


def _only_in(structure: Structure, other: Structure) -> list[tuple[Pair, ...]]:
    """The stems of a structure of which another has no pair."""
    there = set(other.pairs)
    found = (stem_of(structure, first) for (first, _), _ in stems(structure))
    return [pairs for pairs in found if there.isdisjoint(pairs)]


def _mean(probabilities: NDArray[np.floating[Any]], pairs: Collection[Pair]) -> float:
    return float(np.mean([probabilities[pair] for pair in pairs]))


def _how_sure(probability: float) -> str:
    return "clear" if probability >= _CLEAR else "likely" if probability >= _LIKELY else "uncertain"
