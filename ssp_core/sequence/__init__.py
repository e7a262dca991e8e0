"""Text to RNA: plain letters or FASTA, one record or several, cleaned with a note or refused with one sentence.

What is a matter of writing goes silently: lower case, blanks, line breaks, numbers that count the letters. What
changes a letter or is left out leaves a note: T becomes U, an IUPAC letter for several bases becomes N, a modified
nucleotide becomes its base. Everything else is an error that says what was found, where (counted from 1, in the
record's own nucleotides, with the line) and what is wanted. Files of other formats are read by `ssp_core.reading`.
"""

from __future__ import annotations

from ssp_core.errors import SequenceError
from ssp_core.rna import MAX_LENGTH

from .letters import WANTED
from .records import TextRecord, rna_of, subject_of, text_records
from .rna_sequence import RnaSequence

__all__ = ["MAX_CHARACTERS", "WANTED", "RnaSequence", "read_sequence", "read_sequences"]

MAX_CHARACTERS = 50_000_000  # a paste or file beyond this is refused unread


def read_sequences(text: str, *, max_length: int | None = MAX_LENGTH) -> tuple[RnaSequence, ...]:
    """Read every record of plain or FASTA text, in order, at least one.

    Text without a > line is one record. A dot-bracket line after a record's letters, as in .dbn files, is refused:
    `ssp_core.reading.read_input` takes both.

    Args:
        text: the text.
        max_length: nucleotides that a record may have; None for any number.

    Raises:
        SequenceError: if any record cannot be read.
    """
    records = _records(text)
    return tuple(
        rna_of(record, subject_of(number, len(records), record.name), max_length)
        for number, record in enumerate(records, start=1)
    )


def read_sequence(text: str, *, max_length: int | None = MAX_LENGTH) -> RnaSequence:
    """Read the one record of plain or FASTA text.

    Args:
        text: the text.
        max_length: nucleotides that it may have; None for any number.

    Raises:
        SequenceError: if there are several records, or it cannot be read.
    """
    records = _records(text)
    titles = [record.line for record in records if record.has_title]
    if len(titles) > 1:
        raise SequenceError(
            f"The text holds {len(titles)} FASTA records, the second from line {titles[1]}; one is wanted here."
        )
    if len(records) > 1:
        raise SequenceError("The text holds letters before its FASTA record as well; one sequence is wanted here.")
    return rna_of(records[0], subject_of(1, 1, ""), max_length)


def _records(text: str) -> list[TextRecord]:
    """The records of a text, at least one."""
    if len(text) > MAX_CHARACTERS:
        raise SequenceError(f"The text has {len(text):,} characters; at most {MAX_CHARACTERS:,} can be read at once.")
    records = text_records(text)
    if not records:
        raise SequenceError(f"The sequence is empty; {WANTED} are wanted.")
    return records
