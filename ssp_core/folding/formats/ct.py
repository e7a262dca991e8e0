"""Connectivity tables (CT), as mfold, UNAFold, RNAstructure and ViennaRNA write them: a line of title, then columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ssp_core.errors import FormatError
from ssp_core.sequence.letters import CIRCULAR
from ssp_core.text import Line, numbered_lines

from .energies import split_title
from .record import InputRecord, Record, Row, Table, read_integer, read_row, records_of_tables, rows_of, source_name

_COLUMNS = (6, 8)  # mfold writes two more, about stacking


def write(records: Iterable[Record]) -> Iterator[str]:
    """Yield the text of each record: position, nucleotide, the one before, the one after, partner, position."""
    for record in records:
        length = len(record.sequence)
        lines = [f"{length} {record.name}".rstrip()]
        for position, nucleotide, partner in rows_of(record):
            following = position + 1 if position < length else 0
            lines.append(f"{position} {nucleotide} {position - 1} {following} {partner} {position}")
        yield "\n".join([*lines, ""])


def read(text: str, max_length: int | None = None) -> Iterator[InputRecord]:
    """Yield the records; columns are separated by any blanks, and each structure of one RNA is a record."""
    yield from records_of_tables(list(_tables(numbered_lines(text))), max_length)


def _tables(lines: Sequence[Line]) -> Iterator[Table]:
    start = 0
    file_name = ""
    while start < len(lines):
        number, header = lines[start]
        above = "" if header.startswith(("#", ";")) else source_name(header)
        if above is not None:
            file_name = file_name or above
            start += 1
            continue
        length, *title = header.split(None, 1)
        count = read_integer(length, number, "the number of nucleotides")
        body = lines[start + 1 : start + 1 + count]
        if len(body) < count or count < 1:
            raise FormatError(
                f"Line {number} announces {count} nucleotides and {len(body)} lines follow; as many are wanted."
            )
        name, energy = split_title(title[0] if title else "")
        rows = [_row(line, count) for line in body]
        yield Table(name or file_name, number, rows, energy)
        start += 1 + count


def _row(line: Line, count: int) -> Row:
    fields = line.text.split()
    if len(fields) not in _COLUMNS:
        raise FormatError(f"Line {line.number} has {len(fields)} fields; {_COLUMNS[0]} are wanted.")
    position, nucleotide, before, after, partner = fields[:5]
    if count > 1 and ((position == "1" and before == str(count)) or (position == str(count) and after == "1")):
        raise FormatError(f"Line {line.number} joins the two ends: {CIRCULAR}.")
    return read_row(line.number, position, nucleotide, partner)
