"""The geneticist's test of a pair: break it from either side, then let the second mutation make up for the first.

In a laboratory, two mutations that each destroy the function of an RNA and together restore it are the classical proof
that two nucleotides pair. Here the model predicts what becomes of the structure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ssp_core.errors import InputError
from ssp_core.folding.elements import stem_of
from ssp_core.rna import can_pair

from .mutations import Mutation
from .shares import pair_probabilities_of
from .wording import counted, kcal, nucleotide_name, percent

if TYPE_CHECKING:
    from ssp_core.prediction import Prediction
    from ssp_core.predictor import Predictor

Pair = tuple[int, int]


@dataclass(frozen=True, eq=False)
class PairMutant:
    """A mutant of one nucleotide of a pair, or of both.

    Attributes:
        mutations: one or two.
        after: the prediction of the mutant, with the same decoder settings.
        probability: of the pair in the mutant.
        stem_left: how many pairs of the pair's stem the mutant still has.
        lost_pairs: the pairs of the original structure that it has not, 0-based.
        new_pairs: the pairs that it has and the original has not.
        free_energy: of its structure in kcal/mol; None where that has none.
    """

    mutations: tuple[Mutation, ...]
    after: Prediction
    probability: float
    stem_left: int
    lost_pairs: tuple[Pair, ...]
    new_pairs: tuple[Pair, ...]
    free_energy: float | None

    def has(self, pair: Pair) -> bool:
        """Whether the mutant's structure has a pair."""
        return pair in self.after.decoded.structure.pairs


@dataclass(frozen=True, eq=False)
class CompensatoryTest:
    """A pair, broken from either side and restored.

    Attributes:
        before: the prediction that was mutated.
        pair: (i, j), 0-based.
        stem: the pairs of its stem, outermost first.
        probability: of the pair before.
        first: the mutant of i, which cannot pair with j.
        second: the mutant of j, which cannot pair with i.
        both: the double mutant, in which the two can pair again.
        regained_pairs: those that a single mutant has lost and the double mutant has.
    """

    before: Prediction
    pair: Pair
    stem: tuple[Pair, ...]
    probability: float
    first: PairMutant
    second: PairMutant
    both: PairMutant
    regained_pairs: tuple[Pair, ...]

    @property
    def restored(self) -> bool:
        """Whether the double mutant has the pair, as a pair that rests on its two nucleotides would."""
        return self.both.has(self.pair)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The test in plain sentences."""
        return tuple(_sentences(self))


def compensatory_mutations(predictor: Predictor, prediction: Prediction, pair: Pair) -> CompensatoryTest:
    """Fold three mutants of a pair: each side with the base of the other, so that they cannot pair, and both swapped.

    A G-C pair becomes C-C, G-G and C-G.

    Args:
        predictor: the model that made the prediction.
        prediction: the RNA before the mutations, with its decoded structure (not one of its samples).
        pair: a pair (i, j) of the structure, 0-based, i < j.

    Raises:
        InputError: if the structure does not have the pair, or the two nucleotides cannot pair.
    """
    i, j = pair
    sequence, structure = prediction.sequence, prediction.decoded.structure
    if pair not in structure.pairs:
        raise InputError(f"The structure has no pair {i + 1}-{j + 1}; one of its own pairs is wanted.")
    if not can_pair(sequence[i], sequence[j]):
        raise InputError(f"{sequence[i]} and {sequence[j]} form no canonical pair; one such as G-C is wanted.")
    # No base pairs with itself, and a pair is one either way round: a swap serves each of the six.
    first, second = Mutation(i, sequence[j]), Mutation(j, sequence[i])
    chosen = ((first,), (second,), (first, second))
    mutants = []
    for mutations in chosen:
        mutant = sequence
        for mutation in mutations:
            mutant = mutation.apply(mutant)
        mutants.append(mutant)
    after = predictor.predict(mutants, decoder=prediction.settings)
    by_first, by_second, by_both = (
        _mutant(prediction, pair, mutations, one) for mutations, one in zip(chosen, after, strict=True)
    )
    regained = {*by_first.lost_pairs, *by_second.lost_pairs} - set(by_both.lost_pairs)
    return CompensatoryTest(
        prediction,
        pair,
        stem_of(structure, i),
        float(pair_probabilities_of(prediction)[pair]),
        by_first,
        by_second,
        by_both,
        tuple(sorted(regained)),
    )


def _mutant(before: Prediction, pair: Pair, mutations: tuple[Mutation, ...], after: Prediction) -> PairMutant:
    old, new = set(before.decoded.structure.pairs), set(after.decoded.structure.pairs)
    return PairMutant(
        mutations,
        after,
        float(pair_probabilities_of(after)[pair]),
        len(new.intersection(stem_of(before.decoded.structure, pair[0]))),
        tuple(sorted(old - new)),
        tuple(sorted(new - old)),
        after.free_energy,
    )


def _sentences(test: CompensatoryTest) -> Iterator[str]:
    sequence, (i, j) = test.before.sequence, test.pair
    energy = test.before.free_energy
    yield (
        f"{nucleotide_name(sequence, i)} and {nucleotide_name(sequence, j)} pair with a probability of "
        f"{percent(test.probability)}, in a stem of {counted(len(test.stem), 'pair')}"
        f"{'' if energy is None else f'; the free energy is {kcal(energy)}'}."
    )
    for mutant in (test.first, test.second, test.both):
        yield _mutant_sentence(test, mutant)
    yield _verdict(test)


def _mutant_sentence(test: CompensatoryTest, mutant: PairMutant) -> str:
    name = " and ".join(mutation.name(test.before.sequence) for mutation in mutant.mutations)
    can = "can pair again" if len(mutant.mutations) > 1 else "cannot pair"
    a, b = (mutant.after.sequence[position] for position in test.pair)
    energy = "" if mutant.free_energy is None else f"; {kcal(mutant.free_energy)}"
    there = "there" if mutant.has(test.pair) else "not there"
    return (
        f"{name}: {a} and {b} {can}; the pair is {there} ({percent(mutant.probability)}), the stem keeps "
        f"{mutant.stem_left} of {counted(len(test.stem), 'pair')}{energy}."
    )


def _verdict(test: CompensatoryTest) -> str:
    if not test.restored:
        return "Together they do not restore the pair: it depends on more than these two bases being able to pair."
    regained = counted(len(test.regained_pairs), "pair")
    what = "the pair" if len(test.regained_pairs) == 1 else f"the pair and what depends on it, {regained} in all"
    return (
        f"Together they restore {what}. In the laboratory that would be evidence that the two bases pair; this is the "
        "model's prediction."
    )
