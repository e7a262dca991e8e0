"""BPSEQ, as the Comparative RNA Web Site and bpRNA write it: comments, then position, nucleotide and partner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ssp_core.errors import FormatError
from ssp_core.sequence.records import comment_title
from ssp_core.text import numbered_lines

from .record import InputRecord, Record, Row, Table, read_row, records_of_tables, rows_of, source_name


def write(records: Iterable[Record]) -> Iterator[str]:
    """Yield the text of each record; its name is the comment that it starts with."""
    for record in records:
        rows = (f"{position} {nucleotide} {partner}" for position, nucleotide, partner in rows_of(record))
        yield "\n".join([f"# {record.name}".rstrip(), *rows, ""])


def read(text: str, max_length: int | None = None) -> Iterator[InputRecord]:
    """Yield the records: each starts at a comment, of which the first names it, or where positions start again at 1."""
    yield from records_of_tables(list(_tables(text)), max_length)


def _tables(text: str) -> Iterator[Table]:
    name: str | None = None
    start = 0
    rows: list[Row] = []
    for line in numbered_lines(text):
        title = comment_title(line.text) if line.text.startswith("#") else source_name(line.text)
        row = None
        if title is None:
            fields = line.text.split()
            if len(fields) != 3:
                raise FormatError(f"Line {line.number} has {len(fields)} fields; 3 are wanted.")
            row = read_row(line.number, *fields)
        if rows and (row is None or row.position == 1):
            yield Table(name or "", start, rows)
            name, rows, start = None, [], 0
        start = start or line.number
        if row is not None:
            rows.append(row)
        elif name is None:
            name = title
    if rows:
        yield Table(name or "", start, rows)
