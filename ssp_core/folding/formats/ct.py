"""Connectivity tables (CT), as mfold and RNAstructure write them: a line with length and name, then six columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ssp_core.errors import FormatError

from .record import Record, fields_of, numbered_lines, read_integer, read_row, record_of_rows, rows_of


def write(records: Iterable[Record]) -> Iterator[str]:
    """Yield the text of each record: position, nucleotide, the one before, the one after, partner, position."""
    for record in records:
        length = len(record.sequence)
        lines = [f"{length} {record.name}".rstrip()]
        for position, nucleotide, partner in rows_of(record):
            following = position + 1 if position < length else 0
            lines.append(f"{position} {nucleotide} {position - 1} {following} {partner} {position}")
        yield "\n".join([*lines, ""])


def read(text: str) -> Iterator[Record]:
    """Yield the records; columns are separated by any blanks."""
    lines = numbered_lines(text)
    start = 0
    while start < len(lines):
        number, header = lines[start]
        length, _, name = header.replace("\t", " ").partition(" ")
        count = read_integer(length, number, "the number of nucleotides")
        body = lines[start + 1 : start + 1 + count]
        if len(body) < count or count < 1:
            raise FormatError(
                f"Line {number} announces {count} nucleotides and {len(body)} lines follow; as many are wanted."
            )
        rows = []
        for line in body:
            position, nucleotide, _, _, partner, _ = fields_of(line, 6)
            rows.append(read_row(line.number, position, nucleotide, partner))
        yield record_of_rows(name.strip(), rows)
        start += 1 + count
