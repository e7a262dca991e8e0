r"""The one reader of what people bring, for the page, the API and the shell: a paste, or the bytes of a file.

The format is found out from the content: plain letters, FASTA, dot-bracket files, CT, BPSEQ, Stockholm, GenBank, EMBL,
RNAstructure's .seq, CSV and JSON; plain or packed with gzip; in UTF-8, UTF-16 or Windows-1252.

>>> [record] = read_input(">hairpin\nGGGTAAACCC\n(((....))) (-1.20)")
>>> record.sequence, record.reference.dot_bracket, record.energy
(RnaSequence('GGGUAAACCC', name='hairpin', notes=('T became U at position 4',)), '(((....)))', -1.2)
"""

from __future__ import annotations

from dataclasses import replace

from ssp_core.errors import FormatError, InputError, SequenceError
from ssp_core.folding.formats import READERS, InputRecord
from ssp_core.rna import IUPAC, MAX_LENGTH
from ssp_core.sequence import MAX_CHARACTERS, WANTED, RnaSequence
from ssp_core.sequence.free_text import free_letters
from ssp_core.sequence.letters import PARENTS
from ssp_core.sequence.records import letter_lines, text_records
from ssp_core.text import Line

from .decode import decode
from .detect import format_of_text
from .reference import Reference, crossing_pairs_sentence, read_reference

__all__ = [
    "InputRecord",
    "Reference",
    "count_nucleotides",
    "crossing_pairs_sentence",
    "read_input",
    "read_reference",
]


def read_input(
    content: str | bytes, *, max_length: int | None = MAX_LENGTH, max_characters: int = MAX_CHARACTERS
) -> tuple[InputRecord, ...]:
    """Read every RNA of a paste or a file, with its structure if there is one.

    Args:
        content: text, or the bytes of a file.
        max_length: nucleotides that a record may have; None for any number.
        max_characters: characters that the text, or the unpacked file, may have.

    Returns:
        The records in order, at least one.

    Raises:
        SequenceError: if a sequence cannot be read, or there is none.
        StructureError: if a structure cannot be read.
        FormatError: if the file cannot be read; each of the three is one sentence that says what was found, where,
            and what is wanted.
    """
    text, guessed = decode(content, max_characters) if isinstance(content, bytes) else (content, "")
    if len(text) > max_characters:
        raise FormatError(f"The text has {len(text):,} characters; at most {max_characters:,} can be read at once.")
    text = text.removeprefix("\ufeff")
    records = tuple(READERS[format_of_text(text)](text, max_length))
    if not records:
        raise SequenceError(f"The sequence is empty; {WANTED} are wanted.")
    if guessed:
        return tuple(_with_guess(record, guessed) for record in records)
    return records


def _with_guess(record: InputRecord, encoding: str) -> InputRecord:
    """A record whose name has letters that were read by a guess, with a note about it."""
    sequence = record.sequence
    if sequence.name.isascii():
        return record
    note = f"The file is not in UTF-8; its title was read as {encoding}"
    return replace(record, sequence=RnaSequence(sequence, sequence.name, (note, *sequence.notes)))


def count_nucleotides(text: str) -> int:
    r"""Count the nucleotides of a text as `read_input` does, also while it cannot be read as it stands.

    Example:
        >>> count_nucleotides("   >abc def\nACGU7")
        4
    """
    try:
        return sum(len(record.sequence) for record in read_input(text, max_length=None))
    except InputError:
        lines = [line for record in text_records(text) for line in letter_lines(record)]
        return sum(_letters_of(line) for line in lines) if format_of_text(text) == "fasta" else 0


def _letters_of(line: Line) -> int:
    """The nucleotides of a line that belongs to a text with something wrong."""
    try:
        letters = free_letters([line], "The sequence").text
    except SequenceError:
        letters = line.text
    return sum(letter.upper() in _NUCLEOTIDES for letter in letters)


_NUCLEOTIDES = frozenset(IUPAC) | frozenset(PARENTS)
