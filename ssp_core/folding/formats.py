"""Structures in the field's file formats, written and read: dbn, FASTA with a structure line, ct, bpseq, CSV, JSON.

What `dump` writes `load` reads back unchanged. Positions in files count from 1; a partner of 0 means unpaired.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ssp_core.errors import StructureError

from .structure import Structure


class FormatError(ValueError):
    """A file that cannot be written or read; the message says what was found, in which line, and what is wanted."""


@dataclass(frozen=True)
class Record:
    """One RNA with its structure: a name of one line, and at least one letter, with as many places in the structure."""

    name: str
    letters: str
    structure: Structure

    def __post_init__(self) -> None:
        if len(self.name.splitlines()) > 1:
            raise FormatError(f"The name {self.name!r} has several lines; one is wanted.")
        if not self.letters or len(self.letters) != len(self.structure):
            raise FormatError(
                f"The record {self.name!r} has {len(self.letters)} letters and a structure of {len(self.structure)}; "
                "as many are wanted, and at least one."
            )


class _Line(NamedTuple):
    number: int
    text: str


class _Row(NamedTuple):
    """One nucleotide of a table, positions as in the file."""

    line: int
    position: int
    letter: str
    partner: int


def dump(records: Iterable[Record], format: str) -> str:  # noqa: A002 - the field's own word
    """The records as text in one of `FORMATS`; `FormatError` if the format is unknown."""
    return _known(format).write(tuple(records))


def load(text: str, format: str) -> tuple[Record, ...]:  # noqa: A002 - the field's own word
    """The records of a text in one of `FORMATS`; `FormatError`, with the line, if it cannot be read.

    Lower case becomes upper case; letters are otherwise taken as they are.
    """
    reader = _known(format).read
    return tuple(reader(text))


def _write_dbn(records: tuple[Record, ...]) -> str:
    return "".join(f">{record.name}\n{record.letters}\n{record.structure}\n" for record in records)


# RNAfold writes the energy behind the structure.
_ENERGY = re.compile(r"\s+\(\s*[-+]?\d+\.?\d*\s*\)$")


def _read_dbn(text: str) -> Iterator[Record]:
    lines = _lines(text)
    while lines:
        name = lines.pop(0).text[1:].strip() if lines[0].text.startswith(">") else ""
        if len(lines) < 2:
            raise FormatError(
                f"The last record, {name!r}, ends early; a line of letters and a line of structure are wanted."
            )
        letters, structure = lines.pop(0), lines.pop(0)
        yield _record(name, letters.text, letters.number, structure)


def _record(name: str, letters: str, number: int, structure: _Line) -> Record:
    _check_letters(letters, number)
    text = _ENERGY.sub("", structure.text)
    if len(text) != len(letters):
        raise FormatError(
            f"Line {structure.number} has {len(text)} letters of structure for {len(letters)} nucleotides; "
            "as many are wanted."
        )
    try:
        return Record(name, letters.upper(), Structure.from_dot_bracket(text))
    except StructureError as error:
        raise FormatError(f"Line {structure.number}: {error}") from None


def _check_letters(letters: str, number: int) -> None:
    for i, letter in enumerate(letters):
        if not (letter.isascii() and letter.isalpha()):
            raise FormatError(
                f"Line {number} has {letter!r} at position {i + 1}; a nucleotide's letter is wanted there."
            )


def _write_ct(records: tuple[Record, ...]) -> str:
    lines: list[str] = []
    for record in records:
        length = len(record.letters)
        lines.append(f"{length} {record.name}".rstrip())
        for position, letter, partner in _table(record):
            following = position + 1 if position < length else 0
            lines.append(f"{position} {letter} {position - 1} {following} {partner} {position}")
    return _joined(lines)


def _read_ct(text: str) -> Iterator[Record]:
    lines = _lines(text)
    start = 0
    while start < len(lines):
        number, header = lines[start]
        length, _, name = header.partition(" ")
        count = _integer(length, number, "the number of nucleotides")
        body = lines[start + 1 : start + 1 + count]
        if len(body) < count or count < 1:
            raise FormatError(
                f"Line {number} announces {count} nucleotides and {len(body)} lines follow; as many are wanted."
            )
        rows = [_row(line, line.text.split(), 6, 4) for line in body]
        yield _from_rows(name.strip(), rows)
        start += 1 + count


def _write_bpseq(records: tuple[Record, ...]) -> str:
    lines: list[str] = []
    for record in records:
        lines.append(f"# {record.name}".rstrip())
        lines += [f"{position} {letter} {partner}" for position, letter, partner in _table(record)]
    return _joined(lines)


def _read_bpseq(text: str) -> Iterator[Record]:
    """Records start at a comment, of which the first names it, or where the count starts again at 1."""
    name: str | None = None
    rows: list[_Row] = []
    for line in _lines(text):
        if line.text.startswith("#"):
            if rows:
                yield _from_rows(name or "", rows)
                name, rows = None, []
            name = line.text[1:].strip() if name is None else name
            continue
        row = _row(line, line.text.split(), 3, 2)
        if row.position == 1 and rows:
            yield _from_rows(name or "", rows)
            name, rows = None, []
        rows.append(row)
    if rows:
        yield _from_rows(name or "", rows)


_COLUMNS = ["name", "position", "nucleotide", "partner"]


def _write_csv(records: tuple[Record, ...]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for record in records:
        writer.writerows((record.name, *row) for row in _table(record))
    return out.getvalue()


def _read_csv(text: str) -> Iterator[Record]:
    reader = csv.reader(io.StringIO(text))
    if (header := next(reader, [])) != _COLUMNS:
        raise FormatError(f"Line 1 has the columns {','.join(header)!r}; {','.join(_COLUMNS)!r} are wanted.")
    name, rows = "", list[_Row]()
    for fields in reader:
        line = _Line(reader.line_num, ",".join(fields))
        row = _row(line, fields[1:], 3, 2)
        if row.position == 1 and rows:
            yield _from_rows(name, rows)
            rows = []
        name = fields[0]
        rows.append(row)
    if rows:
        yield _from_rows(name, rows)


def _write_json(records: tuple[Record, ...]) -> str:
    entries = [
        {"name": record.name, "sequence": record.letters, "structure": record.structure.dot_bracket}
        for record in records
    ]
    return json.dumps(entries, indent=1, ensure_ascii=False) + "\n"


def _read_json(text: str) -> Iterator[Record]:
    try:
        entries = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise FormatError(f"This is no JSON: {error}.") from None
    if not isinstance(entries, list):
        raise FormatError(f"The JSON holds a {type(entries).__name__}; a list of records is wanted.")
    for number, entry in enumerate(entries, start=1):
        match entry:
            case {"name": str(name), "sequence": str(letters), "structure": str(structure)}:
                pass
            case _:
                raise FormatError(f"Entry {number} is incomplete; the texts name, sequence and structure are wanted.")
        try:
            yield _record(name, letters, 1, _Line(1, structure))
        except FormatError as error:
            raise FormatError(f"Entry {number}: {str(error).removeprefix('Line 1: ')}") from None


def _table(record: Record) -> Iterator[tuple[int, str, int]]:
    """(position, letter, partner) of each nucleotide, as files count."""
    for i, (letter, partner) in enumerate(zip(record.letters, record.structure.partners, strict=True)):
        yield i + 1, letter, partner + 1


def _lines(text: str) -> list[_Line]:
    """The lines that hold anything, stripped, with their numbers."""
    return [_Line(n, line.strip()) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]


def _joined(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _row(line: _Line, fields: list[str], count: int, partner: int) -> _Row:
    """A line's fields as a row: position, letter, and the partner in field number `partner`."""
    if len(fields) != count:
        raise FormatError(f"Line {line.number} has {len(fields)} fields; {count} are wanted.")
    if len(fields[1]) != 1:
        raise FormatError(f"Line {line.number} has {fields[1]!r} for a nucleotide; one letter is wanted.")
    _check_letters(fields[1], line.number)
    return _Row(
        line.number,
        _integer(fields[0], line.number, "a position"),
        fields[1].upper(),
        _integer(fields[partner], line.number, "a partner's position or 0"),
    )


def _integer(text: str, number: int, wanted: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise FormatError(f"Line {number} has {text!r}; {wanted} is wanted there.")
    return int(text)


def _from_rows(name: str, rows: list[_Row]) -> Record:
    for expected, row in enumerate(rows, start=1):
        if row.position != expected:
            raise FormatError(f"Line {row.line} has position {row.position}; {expected} is wanted there.")
        if row.partner > len(rows):
            raise FormatError(f"Line {row.line} has the partner {row.partner}; one from 0 to {len(rows)} is wanted.")
    try:
        structure = Structure(tuple(row.partner - 1 for row in rows))
    except StructureError as error:
        raise FormatError(f"The record of lines {rows[0].line}-{rows[-1].line}: {error}") from None
    return Record(name, "".join(row.letter for row in rows), structure)


class _Format(NamedTuple):
    write: Callable[[tuple[Record, ...]], str]
    read: Callable[[str], Iterator[Record]]


FORMATS = {
    "dbn": _Format(_write_dbn, _read_dbn),
    "fasta": _Format(_write_dbn, _read_dbn),  # the structure as a second line, as ViennaRNA writes it
    "ct": _Format(_write_ct, _read_ct),
    "bpseq": _Format(_write_bpseq, _read_bpseq),
    "csv": _Format(_write_csv, _read_csv),
    "json": _Format(_write_json, _read_json),
}


def _known(format: str) -> _Format:  # noqa: A002 - as above
    if format not in FORMATS:
        raise FormatError(f"The format {format!r} is unknown; one of {', '.join(FORMATS)} is wanted.")
    return FORMATS[format]
