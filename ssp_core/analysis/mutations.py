"""Single mutations: what changes in the structure when one nucleotide is another, and how sure the model is of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ssp_core.errors import InputError
from ssp_core.folding.metrics import base_pair_distance
from ssp_core.rna import BASES
from ssp_core.sequence import RnaSequence

from .stems import StemChanges, stem_changes
from .wording import counted, no_position

if TYPE_CHECKING:  # at run time it would bring torch
    from ssp_core.prediction import Prediction
    from ssp_core.predictor import Predictor

_DIGITS = 6
_CLASSES = ("opens", "closes", "unpaired")  # in the order of the columns of class probabilities
_WRITTEN = re.compile(r"([A-Za-z])(\d{1,9})([A-Za-z])")


@dataclass(frozen=True)
class Mutation:
    """One nucleotide replaced by another: 0-based position and new base.

    >>> Mutation(1, "A").name("GGC")
    'G2A'
    >>> Mutation(1, "A").apply("GGC")
    RnaSequence('GAC', name='G2A', notes=())
    """

    position: int
    base: str

    def apply(self, sequence: str) -> RnaSequence:
        """The mutated sequence; its name is that of `sequence` with the mutation's behind it."""
        mutated = sequence[: self.position] + self.base + sequence[self.position + 1 :]
        own = sequence.name if isinstance(sequence, RnaSequence) else ""
        return RnaSequence(mutated, f"{own} {self.name(sequence)}".strip())

    def name(self, sequence: str) -> str:
        """The mutation as geneticists write it, position from 1."""
        return f"{sequence[self.position]}{self.position + 1}{self.base}"


@dataclass(frozen=True, eq=False)
class Mutant:
    """A mutation and what it changes.

    Attributes:
        mutation: the mutation.
        before: the prediction that was mutated.
        after: the prediction of the mutant, with the same decoder settings.
        changed_pairs: how many pairs are in one of the two structures only.
        moved: 0-based positions of the nucleotides with another partner, or with one instead of none.
        stems: the stems that it takes away or brings as a whole, with their mean pair probabilities before and after.
    """

    mutation: Mutation
    before: Prediction
    after: Prediction
    changed_pairs: int
    moved: tuple[int, ...]
    stems: StemChanges

    @property
    def name(self) -> str:
        """The mutation as geneticists write it."""
        return self.mutation.name(self.before.sequence)

    @property
    def first_sentence(self) -> str:
        """How many pairs it changes."""
        changed = counted(self.changed_pairs, "pair") if self.changed_pairs else "no pair"
        return f"{self.name} changes {changed}."

    @property
    def sentence(self) -> str:
        """What changes, and how sure the model is where a whole stem does."""
        return " ".join([self.first_sentence, *self.stems.sentences])

    def to_dict(self) -> dict[str, Any]:
        """The mutant as plain JSON types, positions from 1."""
        position = self.mutation.position
        return {
            "mutation": self.name,
            "position": position + 1,
            "changed_pairs": self.changed_pairs,
            "moved_nucleotides": [i + 1 for i in self.moved],
            "sentence": self.sentence,
            "before": _side(self.before, position),
            "after": _side(self.after, position),
            "lost_stems": [stem.to_dict() for stem in self.stems.lost],
            "gained_stems": [stem.to_dict() for stem in self.stems.gained],
        }


def _side(prediction: Prediction, position: int) -> dict[str, Any]:
    """One of the two predictions of a mutant, with the class probabilities of the mutated nucleotide."""
    return {
        "sequence": str(prediction.sequence),
        "structure": prediction.structure,
        "confidence": round(prediction.confidence, _DIGITS),
        "free_energy": prediction.free_energy,
        "nucleotide": {
            name: round(float(share), _DIGITS)
            for name, share in zip(_CLASSES, prediction.probabilities[position], strict=True)
        },
    }


def parse_mutation(sequence: str, position: float | None, base: str | None) -> Mutation:
    """Check a mutation that was chosen by position and base.

    Args:
        sequence: the RNA.
        position: counted from 1.
        base: the new base, one of A, C, G, U.

    Raises:
        InputError: if the position is outside the sequence, or the base is none or the one that is there.
    """
    if position is None or position != int(position) or not 1 <= position <= len(sequence):
        found = "missing" if position is None else f"{position:g}"
        raise InputError(no_position(found, len(sequence)))
    if base is None or base not in tuple(BASES):
        raise InputError("No base is chosen; one of A, C, G, U is wanted.")
    if sequence[int(position) - 1] == base:
        raise InputError(f"Position {int(position)} is {base} already; another base is wanted.")
    return Mutation(int(position) - 1, base)


def read_mutation(sequence: str, text: str) -> Mutation:
    """Read a mutation as geneticists write it.

    Args:
        sequence: the RNA.
        text: such as G34A; T is read as U.

    Raises:
        InputError: if it is written otherwise, or does not fit the sequence.

    Example:
        >>> read_mutation("GGGAAAUCCC", "u7g")
        Mutation(position=6, base='G')
    """
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        raise InputError(f"The mutation {text!r} is not written like G34A: base, position, new base.")
    old, position, base = match[1].upper().replace("T", "U"), int(match[2]), match[3].upper().replace("T", "U")
    if base not in BASES:
        raise InputError(f"The mutation {text!r} ends in {match[3]!r}; one of A, C, G, U is wanted.")
    mutation = parse_mutation(sequence, position, base)
    if sequence[mutation.position] != old:
        raise InputError(
            f"The mutation {text!r} expects {old} at position {position}, where the sequence has "
            f"{sequence[mutation.position]}."
        )
    return mutation


def all_mutations(sequence: str) -> tuple[Mutation, ...]:
    """Every single mutation, by position."""
    return tuple(Mutation(i, base) for i, old in enumerate(sequence) for base in BASES if base != old)


def mutate(predictor: Predictor, prediction: Prediction, mutation: Mutation) -> Mutant:
    """Fold a mutant as `prediction` was folded.

    Args:
        predictor: the model that made the prediction.
        prediction: the RNA before the mutation, with its decoded structure (not one of its samples).
        mutation: what to change.
    """
    after = predictor.predict([mutation.apply(prediction.sequence)], decoder=prediction.settings)[0]
    old, new = prediction.decoded.structure, after.decoded.structure
    moved = tuple(i for i, (a, b) in enumerate(zip(old.partners, new.partners, strict=True)) if a != b)
    changes = stem_changes(prediction, after, [mutation.position])
    return Mutant(mutation, prediction, after, base_pair_distance(old, new), moved, changes)
