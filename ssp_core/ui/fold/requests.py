"""What a fold is asked for: by the boxes, a file, the gallery, or a link; read, and not folded yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ssp_core.analysis.description import no_pair_sentence
from ssp_core.errors import InputError
from ssp_core.examples import example
from ssp_core.folding.decoding import DecoderSettings
from ssp_core.reading import InputRecord, Reference, read_reference
from ssp_core.ui.inputs import (
    SeveralRecordsError,
    bounded,
    fitting,
    own_reference,
    record_name,
    records_of,
    reference_of,
    reference_text,
)
from ssp_core.ui.links import Link
from ssp_core.ui.models import DEFAULT
from ssp_core.ui.result import Result, compared, fold_example, predict

from . import texts

if TYPE_CHECKING:
    from ssp_core.predictor import Predictor

Make = Callable[["Predictor", "str | DecoderSettings"], Result]


@dataclass(frozen=True)
class Given:
    """What a visitor gives for a fold.

    Attributes:
        text: what the sequence box holds, or a file.
        reference: what the box of the known structure holds.
        model: the name of the model.
        record: the number, from 1, of the record that was chosen of several.
        is_file: whether the text is a file's, so that it belongs into the box.
        notes: what there is to say about the file.
    """

    text: str
    reference: str = ""
    model: str = DEFAULT
    record: int | None = None
    is_file: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class FoldRequest:
    """A fold whose input has been read.

    Attributes:
        model: the name of the model.
        length: how many nucleotides it has.
        make: folds it with a predictor and a decoder.
        boxes: what "sequence" and "reference" are to hold from now on; a box that is not named stays as it is.
        records: the records that it was chosen from, if there are several.
        number: which of them it is, from 1.
    """

    model: str
    length: int
    make: Make
    boxes: Mapping[str, str] = field(default_factory=dict)
    records: tuple[InputRecord, ...] = ()
    number: int = 1


def typed(given: Given, last: Result) -> FoldRequest:
    """What was typed or opened; the known structure of the last RNA is not taken for another one's.

    Raises:
        SeveralRecordsError: if the text has several and none was chosen.
        InputError: if a text cannot be read.
    """
    records = records_of(given.text)
    if len(records) > 1 and given.record is None:
        raise SeveralRecordsError(records)
    number = 1 if given.record is None else given.record
    record = fitting(records, number)
    sequence = record.sequence
    known = _known(given.reference, record, last)
    notes = [*given.notes, *sequence.notes, *known.notes]
    if len(records) > 1:
        notes.insert(0, texts.chosen(number, len(records), record_name(record, number)))
    if impossible := no_pair_sentence(sequence):
        notes.append(impossible)
    before = last.reference if sequence == last.sequence else None

    def make(predictor: Predictor, choice: str | DecoderSettings) -> Result:
        made = Result(predict(predictor, sequence, choice), choice, before, notes=tuple(notes))
        return compared(made, known.reference)

    boxes = {} if known.box is None else {"reference": known.box}
    if len(records) == 1 and known.is_own:
        boxes["sequence"] = f">{sequence.name}\n{sequence}" if sequence.name else str(sequence)
    elif given.is_file:
        boxes["sequence"] = given.text
    several = records if len(records) > 1 else ()
    return FoldRequest(given.model, len(sequence), make, boxes, several, number)


@dataclass(frozen=True)
class _Known:
    """The known structure of a fold, what its box is to hold (None: as it is), and what there is to say."""

    reference: Reference | None
    box: str | None = None
    is_own: bool = False
    notes: tuple[str, ...] = ()


def _known(text: str, record: InputRecord, last: Result) -> _Known:
    """The structure that was given in its box, or else the one that came with the record."""
    own, sequence = own_reference(record), record.sequence
    is_last = is_of(text, last)
    if bounded(text, "reference").strip() and not (is_last and (own or sequence != last.sequence)):
        given = reference_of(text, sequence)
        unused = own is not None and given is not None and own.structure != given.structure
        return _Known(given, notes=(texts.OWN_UNUSED,) if unused else ())
    if own is not None:
        return _Known(own, reference_text(own), is_own=True, notes=(texts.own_reference(own),))
    return _Known(None, "", notes=(texts.REFERENCE_REMOVED,)) if is_last else _Known(None)


def is_of(text: str, result: Result) -> bool:
    """Whether a text is the known structure of a result."""
    known = result.pseudoknot.structure if result.pseudoknot else result.reference
    try:
        return known is not None and read_reference(bounded(text, "reference")).structure == known
    except InputError:
        return False


def from_gallery(key: str, model: str) -> FoldRequest:
    """An example of the gallery; InputError for a key that is none."""
    try:
        chosen = example(key)
    except KeyError as error:
        raise InputError(str(error.args[0])) from None
    boxes = {"sequence": chosen.sequence, "reference": chosen.structure or ""}

    def make(predictor: Predictor, choice: str | DecoderSettings) -> Result:
        return fold_example(predictor, chosen, choice)

    return FoldRequest(model, len(chosen.sequence), make, boxes)


def from_link(link: Link, last: Result) -> FoldRequest:
    """What an address asks for; errors as of `typed`."""
    return typed(Given(link.text, link.reference, link.model), replace(last, reference=None, pseudoknot=None))


def known_structure(text: str, reference: str, result: Result) -> tuple[bool, Reference | None]:
    """Whether the sequence box holds the RNA that is shown, and the structure in the box of the known one.

    Raises:
        InputError: if a box holds something else.
    """
    sequences = [record.sequence for record in records_of(text)]
    if result.sequence in sequences:
        return True, reference_of(reference, result.sequence)
    return False, reference_of(reference, sequences[0]) if len(sequences) == 1 else None
