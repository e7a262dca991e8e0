"""What a fold is asked for: by the Fold button, the gallery, or a link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ssp_core.errors import InputError
from ssp_core.examples import example
from ssp_core.folding.decoding import DecoderSettings
from ssp_core.folding.structure import Structure
from ssp_core.predictor import Predictor
from ssp_core.sequence import read_sequence
from ssp_core.ui.inputs import bounded
from ssp_core.ui.links import Link
from ssp_core.ui.result import Result, fold_example, predict, reference_of

from . import texts

Make = Callable[[Predictor, "str | DecoderSettings"], Result]


@dataclass(frozen=True, eq=False)
class FoldRequest:
    """A fold whose input has been read.

    Attributes:
        model: the name of the model.
        length: how many nucleotides it has.
        make: folds it with a predictor and a decoder.
    """

    model: str
    length: int
    make: Make


def typed(text: str, reference: str, model: str, last: Result) -> FoldRequest:
    """What the boxes hold; the known structure of the last RNA is not taken for another one's.

    Raises:
        SequenceError, StructureError: if a box holds something else.
    """
    sequence = read_sequence(bounded(text, "sequence"))
    reference = bounded(reference, "reference")
    removed = is_of(reference, last) and sequence != last.sequence
    known = None if removed else reference_of(reference, len(sequence))
    notes = (*sequence.notes, texts.REFERENCE_REMOVED) if removed else sequence.notes

    def make(predictor: Predictor, choice: str | DecoderSettings) -> Result:
        return Result(predict(predictor, sequence, choice), choice, known, notes)

    return FoldRequest(model, len(sequence), make)


def is_of(reference: str, result: Result) -> bool:
    """Whether a text is the known structure of a result."""
    return result.reference is not None and reference.strip() == result.reference.dot_bracket


def from_gallery(key: str, model: str) -> FoldRequest:
    """An example of the gallery; InputError for a key that is none."""
    try:
        chosen = example(key)
    except KeyError as error:
        raise InputError(str(error.args[0])) from None
    return FoldRequest(model, len(chosen.sequence), lambda predictor, choice: fold_example(predictor, chosen, choice))


def from_link(link: Link, last: Result) -> FoldRequest:
    """What an address asks for; errors as of `typed`."""
    text = f">{link.name}\n{link.sequence}" if link.name else link.sequence
    return typed(text, link.reference, link.model, replace(last, reference=None))


def known_structure(text: str, reference: str, result: Result) -> tuple[bool, Structure | None]:
    """Whether the sequence box holds the RNA that is shown, and the structure in the box of the known one.

    Raises:
        SequenceError, StructureError: if a box holds something else.
    """
    sequence = read_sequence(bounded(text, "sequence"))
    return sequence == result.sequence, reference_of(bounded(reference, "reference"), len(sequence))
