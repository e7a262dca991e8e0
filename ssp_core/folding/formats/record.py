"""One RNA with its structure as a file holds it, and what the readers of line formats share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ssp_core.errors import FormatError, StructureError
from ssp_core.folding.structure import Structure
from ssp_core.text import lines_of


@dataclass(frozen=True)
class Record:
    """One RNA with its structure.

    Args:
        name: one line, may be empty.
        sequence: at least one nucleotide, in upper case.
        structure: as long as the sequence.
        energy: the free energy of the structure in kcal/mol. Dot-bracket notation and FASTA write it where it is given;
            no reader keeps it, and records that differ in it alone are equal.

    Raises:
        FormatError: if the name has several lines, or sequence and structure differ in length or are empty.
    """

    name: str
    sequence: str
    structure: Structure
    energy: float | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if len(lines_of(self.name)) > 1:
            raise FormatError(f"The name {self.name!r} has several lines; one is wanted.")
        if not self.sequence or len(self.sequence) != len(self.structure):
            raise FormatError(
                f"The record {self.name!r} has {len(self.sequence)} letters and a structure of {len(self.structure)}; "
                "as many are wanted, and at least one."
            )


class Line(NamedTuple):
    """A line of a file, stripped, with its number from 1."""

    number: int
    text: str


class Row(NamedTuple):
    """One nucleotide of a position table: positions from 1, a partner of 0 for none, and the number of its line."""

    line: int
    position: int
    nucleotide: str
    partner: int


def numbered_lines(text: str) -> list[Line]:
    """The lines of a text that are not blank."""
    return [Line(number, line.strip()) for number, line in enumerate(lines_of(text), start=1) if line.strip()]


def rows_of(record: Record) -> Iterator[tuple[int, str, int]]:
    """(position, nucleotide, partner) of each nucleotide, positions from 1, 0 for no partner."""
    for i, (nucleotide, partner) in enumerate(zip(record.sequence, record.structure.partners, strict=True)):
        yield i + 1, nucleotide, partner + 1


def read_row(number: int, position: str, nucleotide: str, partner: str) -> Row:
    """A row from its three fields in line `number`; `FormatError` names the line."""
    if len(nucleotide) != 1:
        raise FormatError(f"Line {number} has {nucleotide!r} for a nucleotide; one letter is wanted.")
    check_nucleotides(nucleotide, number)
    return Row(
        number,
        read_integer(position, number, "a position"),
        nucleotide.upper(),
        read_integer(partner, number, "a partner's position or 0"),
    )


def fields_of(line: Line, count: int) -> list[str]:
    """The fields of a line, separated by blanks; `FormatError` if they are not `count`."""
    fields = line.text.split()
    if len(fields) != count:
        raise FormatError(f"Line {line.number} has {len(fields)} fields; {count} are wanted.")
    return fields


def check_nucleotides(sequence: str, number: int) -> None:
    """Raise `FormatError` at the first character that is no ASCII letter in line `number`."""
    for i, nucleotide in enumerate(sequence):
        if not (nucleotide.isascii() and nucleotide.isalpha()):
            raise FormatError(
                f"Line {number} has {nucleotide!r} at position {i + 1}; a nucleotide's letter is wanted there."
            )


def read_integer(text: str, number: int, wanted: str) -> int:
    """A whole number of at most nine digits; `FormatError` says what is wanted in line `number`."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise FormatError(f"Line {number} has {text!r}; {wanted} is wanted there.")
    return int(text)


def record_of_rows(name: str, rows: list[Row]) -> Record:
    """The record of a position table; `FormatError` names the line."""
    for expected, row in enumerate(rows, start=1):
        if row.position != expected:
            raise FormatError(f"Line {row.line} has position {row.position}; {expected} is wanted there.")
        if row.partner > len(rows):
            raise FormatError(f"Line {row.line} has the partner {row.partner}; one from 0 to {len(rows)} is wanted.")
    try:
        structure = Structure(tuple(row.partner - 1 for row in rows))
    except StructureError as error:
        raise FormatError(f"The record of lines {rows[0].line}-{rows[-1].line}: {error}") from None
    return Record(name, "".join(row.nucleotide for row in rows), structure)
