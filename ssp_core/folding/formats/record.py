"""One RNA with its structure, as a file holds it and as reading gives it, and what the readers of tables share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ssp_core.errors import FormatError, StructureError
from ssp_core.folding.brackets import Pairs, nested_part
from ssp_core.folding.structure import Structure
from ssp_core.sequence import RnaSequence
from ssp_core.sequence.letters import letters_of_rows, sequence_of
from ssp_core.sequence.records import subject_of
from ssp_core.text import Line, lines_of


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


@dataclass(frozen=True)
class InputRecord:
    """One RNA of a text or file, with its structure if there is one.

    Attributes:
        sequence: the sequence, with its name and notes on what reading changed.
        reference: the nested part of the structure; None if there is no structure.
        energy: what the file gives as the free energy of the structure, in kcal/mol; None if it gives none.
        crossing_pairs: pairs (i, j), 0-based, of the structure that cross the nested part, as in a pseudoknot.
        line: the number of the line where the record starts.
    """

    sequence: RnaSequence
    reference: Structure | None = None
    energy: float | None = None
    crossing_pairs: Pairs = ()
    line: int = 1


class Row(NamedTuple):
    """One nucleotide of a position table: positions from 1, a partner of 0 for none, and the number of its line."""

    line: int
    position: int
    nucleotide: str
    partner: int


class Table(NamedTuple):
    """A position table: its name, the line where it starts, its rows, and the free energy in kcal/mol."""

    name: str
    line: int
    rows: Sequence[Row]
    energy: float | None = None


def records_of_tables(tables: Sequence[Table], max_length: int | None) -> Iterator[InputRecord]:
    """Yield the records of position tables; an error names the line."""
    for number, table in enumerate(tables, start=1):
        rows = table.rows
        for expected, row in enumerate(rows, start=1):
            if row.position != expected:
                raise FormatError(f"Line {row.line} has position {row.position}; {expected} is wanted there.")
            if row.partner > len(rows):
                raise FormatError(
                    f"Line {row.line} has the partner {row.partner}; one from 0 to {len(rows)} is wanted."
                )
        subject = subject_of(number, len(tables), table.name)
        letters = letters_of_rows([Line(row.line, row.nucleotide) for row in rows])
        sequence = sequence_of(letters, table.name, subject, max_length)
        try:
            structure, crossing = nested_part([row.partner - 1 for row in rows])
        except StructureError as error:
            raise FormatError(f"The record of lines {rows[0].line}-{rows[-1].line}: {error}") from None
        yield InputRecord(sequence, structure, table.energy, crossing, table.line)


def rows_of(record: Record) -> Iterator[tuple[int, str, int]]:
    """(position, nucleotide, partner) of each nucleotide, positions from 1, 0 for no partner."""
    for i, (nucleotide, partner) in enumerate(zip(record.sequence, record.structure.partners, strict=True)):
        yield i + 1, nucleotide, partner + 1


def read_row(number: int, position: str, nucleotide: str, partner: str) -> Row:
    """A row from its three fields in line `number`; `FormatError` names the line."""
    if len(nucleotide) != 1:
        raise FormatError(f"Line {number} has {nucleotide!r} for a nucleotide; one letter is wanted.")
    return Row(
        number,
        read_integer(position, number, "a position"),
        nucleotide,
        read_integer(partner, number, "a partner's position or 0"),
    )


def read_integer(text: str, number: int, wanted: str) -> int:
    """A whole number of at most nine digits; `FormatError` says what is wanted in line `number`."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise FormatError(f"Line {number} has {text!r}; {wanted} is wanted there.")
    return int(text)


def source_name(line: str) -> str | None:
    """The name in a line above a table, as the Comparative RNA Web Site has them; None if it is no such line.

    >>> source_name("Filename: d.5.e.E.coli.bpseq"), source_name("Organism: Escherichia coli"), source_name("1 G 9")
    ('d.5.e.E.coli', '', None)
    """
    if ":" not in line or not line[0].isalpha():
        return None
    key, _, value = line.partition(":")
    if key.strip().lower() != "filename":
        return ""
    name = value.strip()
    return name.rsplit(".", 1)[0] if name.lower().endswith((".bpseq", ".ct")) else name
