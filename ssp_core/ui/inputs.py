"""What visitors and programs bring as text: bounded, and read by `ssp_core.reading`, one record or one of several."""

from __future__ import annotations

import binascii
from base64 import b64decode

from ssp_core.errors import FormatError, InputError, SequenceError
from ssp_core.folding.brackets import write_brackets
from ssp_core.reading import InputRecord, Reference, read_input, read_reference
from ssp_core.rna import MAX_LENGTH
from ssp_core.sequence.letters import check_length
from ssp_core.sequence.records import subject_of
from ssp_core.text import one_line

MAX_CHARACTERS = 100_000  # more than a CT file of the longest RNA takes; longer text is not read at all
MAX_FILE = 1_000_000  # bytes of a file that is opened, and characters of what is in it
_NAMED = 5  # records that a sentence names


class SeveralRecordsError(SequenceError):
    """Several records where one is wanted."""

    def __init__(self, records: tuple[InputRecord, ...]) -> None:
        self.records = records
        names = ", ".join(record_name(record, number) for number, record in enumerate(records[:_NAMED], start=1))
        more = ", ..." if len(records) > _NAMED else ""
        super().__init__(f"The text holds {len(records):,} records ({names}{more}); choose one of them.")


def bounded(text: str | None, what: str) -> str:
    """The text, unless it is absurdly long; raises SequenceError with a sentence."""
    text = text or ""
    if len(text) > MAX_CHARACTERS:
        raise SequenceError(too_many_characters(len(text), what))
    return text


def too_many_characters(count: int, what: str) -> str:
    """What is wrong with a text that is not even read."""
    return f"The {what} box holds {count:,} characters; at most {MAX_CHARACTERS:,} are read there."


def file_content(data: object) -> bytes:
    """The bytes of a file that a script sent in base64; FormatError if they are none or too many."""
    if not isinstance(data, str) or len(data) > 4 * (MAX_FILE // 3 + 1):
        raise FormatError(f"The file has more than {MAX_FILE:,} bytes; a smaller one is wanted.")
    try:
        return b64decode(data, validate=True)
    except binascii.Error:
        raise FormatError("The file did not arrive as it was sent; open it once more.") from None


def records_of(text: str | None) -> tuple[InputRecord, ...]:
    """Every record of a text, of any length."""
    return read_input(bounded(text, "sequence"), max_length=None)


def only_record(text: str | None) -> InputRecord:
    """The one record of a text.

    Raises:
        SeveralRecordsError: if there are more.
        InputError: if it cannot be read, or has too many nucleotides.
    """
    records = records_of(text)
    if len(records) > 1:
        raise SeveralRecordsError(records)
    return fitting(records, 1)


def fitting(records: tuple[InputRecord, ...], number: int) -> InputRecord:
    """One of several records by its number from 1; InputError if there is none, or if it does not fit one pass."""
    if not 1 <= number <= len(records):
        raise InputError(f"There is no record {number} in the text; it has {len(records):,}.")
    record = records[number - 1]
    check_length(len(record.sequence), subject_of(number, len(records), record.sequence.name), MAX_LENGTH)
    return record


def record_name(record: InputRecord, number: int) -> str:
    """What a list of records calls one of them."""
    return one_line(record.sequence.name) or f"record {number}"


def reference_text(reference: Reference) -> str:
    """A known structure as its box shows it, with the pairs that cross others."""
    return write_brackets(reference.structure, reference.crossing_pairs)


def own_reference(record: InputRecord) -> Reference | None:
    """The structure that came with a record."""
    if record.reference is None:
        return None
    return Reference(record.reference, record.crossing_pairs, record.energy)


def reference_of(text: str | None, sequence: str) -> Reference | None:
    """The structure that was given for a sequence, None where there is none; InputError if it cannot be read."""
    text = bounded(text, "reference")
    return read_reference(text, sequence) if text.strip() else None
