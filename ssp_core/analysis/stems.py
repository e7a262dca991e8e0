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
# Probabilities from which a change is called so: if the pair probabilities are reliable (the About tab shows how far
# they are), at most one clear change in ten is wrong, and at most three likely ones.
_CLEAR, _LIKELY = 0.9, 0.7
_THERE = 0.5  # a stem that is less probable before a mutation was rather not there to be lost
_DIGITS = 6


@dataclass(frozen=True)
class StemChange:
    """A stem of which no pair is in the other structure.

    Attributes:
        pairs: its pairs (i, j), 0-based, outermost first.
        mutated: whether a mutated nucleotide is in it. The pair of that one, which a mutation usually makes
            impossible, is left out of the two means, unless it is the only one.
        before: the mean probability of its pairs before the mutation.
        after: the same after it.
        lost: whether the mutation takes it away; otherwise it brings it.
    """

    pairs: tuple[Pair, ...]
    mutated: bool
    before: float
    after: float
    lost: bool

    @property
    def how_sure(self) -> str:
        """How sure the model is that the mutation takes this stem away, or brings it."""
        if self.lost and self.before < _THERE:
            return "unsure, as the stem was before"
        probability = 1 - self.after if self.lost else self.after
        return "clear" if probability >= _CLEAR else "likely" if probability >= _LIKELY else "a close call"

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

    @property
    def sentence(self) -> str:
        """What becomes of the stem, and how sure that is."""
        verb, noun = ("breaks", "loss") if self.lost else ("forms", "gain")
        return f"It {verb} a {self.name}: {self.change}, so the {noun} is {self.how_sure}."

    def to_dict(self) -> dict[str, Any]:
        """The stem as plain JSON types, positions from 1."""
        return {
            "pairs": [[i + 1, j + 1] for i, j in self.pairs],
            "without_the_mutated_pair": self.mutated and len(self.pairs) > 1,
            "mean_probability_before": round(self.before, _DIGITS),
            "mean_probability_after": round(self.after, _DIGITS),
            "how_sure": self.how_sure,
        }


@dataclass(frozen=True)
class StemChanges:
    """The stems that a mutation takes away, and those that it brings."""

    lost: tuple[StemChange, ...] = ()
    gained: tuple[StemChange, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """A sentence for each stem, with how sure the model is."""
        return tuple(stem.sentence for stem in (*self.lost, *self.gained))


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

    def change(pairs: tuple[Pair, ...], lost: bool) -> StemChange:
        others = [pair for pair in pairs if not set(pair) & set(mutated)]
        one, other = (_mean(matrix, others or pairs) for matrix in probabilities)
        return StemChange(pairs, len(others) < len(pairs), one, other, lost)

    return StemChanges(
        tuple(change(pairs, lost=True) for pairs in lost), tuple(change(pairs, lost=False) for pairs in gained)
    )


def _only_in(structure: Structure, other: Structure) -> list[tuple[Pair, ...]]:
    """The stems of a structure of which another has no pair."""
    there = set(other.pairs)
    found = (stem_of(structure, first) for (first, _), _ in stems(structure))
    return [pairs for pairs in found if there.isdisjoint(pairs)]


def _mean(probabilities: NDArray[np.floating[Any]], pairs: Collection[Pair]) -> float:
    return float(np.mean([probabilities[pair] for pair in pairs]))
