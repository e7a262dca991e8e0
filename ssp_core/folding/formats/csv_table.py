"""CSV, a row for each nucleotide. A table with probabilities has more columns, which are not read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from ssp_core.errors import FormatError
from ssp_core.text import lines_of

from .record import InputRecord, Record, Row, Table, read_row, records_of_tables, rows_of

COLUMNS = ("name", "position", "nucleotide", "structure", "partner")
NEEDED = ("name", "position", "nucleotide", "partner")


def csv_lines(rows: Iterable[Iterable[object]]) -> str:
    """Rows of values as lines of CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def write(records: Iterable[Record]) -> Iterator[str]:
    """Yield the line of column names, then the rows of each record."""
    yield csv_lines([COLUMNS])
    for record in records:
        letters = record.structure.dot_bracket
        yield csv_lines(
            (record.name, position, nucleotide, letters[position - 1], partner)
            for position, nucleotide, partner in rows_of(record)
        )


def read(text: str, max_length: int | None = None) -> Iterator[InputRecord]:
    """Yield the records: each starts where positions start again at 1. Columns may have any order."""
    yield from records_of_tables(list(_tables(text)), max_length)


def _tables(text: str) -> Iterator[Table]:
    lines = _lines(text)
    _, header = next(lines, (1, list[str]()))
    if missing := [column for column in NEEDED if column not in header]:
        raise FormatError(f"Line 1 has the columns {','.join(header)!r}; {', '.join(missing)} must be among them.")
    places = [header.index(column) for column in NEEDED]
    name, rows = "", list[Row]()
    for number, fields in lines:
        if len(fields) != len(header):
            raise FormatError(f"Line {number} has {len(fields)} fields; {len(header)} are wanted.")
        new_name, *row_fields = (fields[place] for place in places)
        row = read_row(number, *row_fields)
        if row.position == 1 and rows:
            yield Table(name, rows[0].line, rows)
            rows = []
        name = " ".join(lines_of(new_name))
        rows.append(row)
    if rows:
        yield Table(name, rows[0].line, rows)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """(line number, fields) of each row that is not blank."""
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        for fields in reader:
            if fields:
                yield reader.line_num, fields
    except csv.Error as error:
        raise FormatError(f"Line {reader.line_num} is no CSV: {error}.") from None
