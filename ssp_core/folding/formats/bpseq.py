"""BPSEQ, as the Comparative RNA Web Site writes it: comments with #, then position, nucleotide and partner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .record import Record, Row, fields_of, numbered_lines, read_row, record_of_rows, rows_of


def write(records: Iterable[Record]) -> Iterator[str]:
    """Yield the text of each record; its name is the comment that it starts with."""
    for record in records:
        rows = (f"{position} {nucleotide} {partner}" for position, nucleotide, partner in rows_of(record))
        yield "\n".join([f"# {record.name}".rstrip(), *rows, ""])


def read(text: str) -> Iterator[Record]:
    """Yield the records: each starts at a comment, of which the first names it, or where positions start again at 1."""
    name: str | None = None
    rows: list[Row] = []
    for line in numbered_lines(text):
        is_comment = line.text.startswith("#")
        row = None if is_comment else read_row(line.number, *fields_of(line, 3))
        if rows and (row is None or row.position == 1):
            yield record_of_rows(name or "", rows)
            name, rows = None, []
        if row is not None:
            rows.append(row)
        elif name is None:
            name = line.text[1:].strip()
    if rows:
        yield record_of_rows(name or "", rows)
