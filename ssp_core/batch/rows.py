"""Other files of a run's JSON lines: tables, structures, and archives with a file for each RNA."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from ssp_core.analysis.many import TABLE_COLUMNS, record_of_fields, record_text, table_text
from ssp_core.analysis.report import plain_name
from ssp_core.drawing import DrawingOptions, draw
from ssp_core.folding.formats import Record
from ssp_core.folding.formats.csv_table import csv_lines

Fields = Mapping[str, Any]


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the fields of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def folded(rows: Iterable[Fields]) -> Iterator[tuple[int, Record]]:
    """Yield number and record of those that could be read."""
    return ((row["number"], record_of_fields(row)) for row in rows if not row["error"])


def write_table(rows: Iterable[Fields], path: Path) -> None:
    """Write CSV with a row for each RNA."""
    _write_texts(chain([csv_lines([TABLE_COLUMNS])], map(table_text, rows)), path)


def write_dbn(rows: Iterable[Fields], path: Path) -> None:
    """Write dot-bracket notation with the free energies."""
    _write_texts((record_text(record, "dbn") for _, record in folded(rows)), path)


def write_ct_zip(rows: Iterable[Fields], path: Path) -> None:
    """Write an archive with a CT file for each RNA."""
    _write_zip(rows, path, "ct", lambda record: record_text(record, "ct"))


def write_svg_zip(rows: Iterable[Fields], path: Path) -> None:
    """Write an archive with a planar drawing of each RNA."""
    _write_zip(rows, path, "svg", drawing)


def write_parquet(rows: Iterable[Fields], path: Path) -> None:
    """Write a Parquet table; ModuleNotFoundError where pyarrow is not installed."""
    from .parquet import write_parquet as write

    write(rows, path)


def drawing(record: Record) -> str:
    """The planar drawing of a record, as a file."""
    return draw("planar", record.sequence, record.structure, DrawingOptions(title=record.name)).svg()


def member(number: int, record: Record, suffix: str) -> str:
    """The name of a record's file in an archive."""
    return "_".join(filter(None, [f"{number:05d}", plain_name(record.name)])) + f".{suffix}"


def _write_texts(texts: Iterable[str], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        out.writelines(texts)


def _write_zip(rows: Iterable[Fields], path: Path, suffix: str, text: Callable[[Record], str]) -> None:
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for number, record in folded(rows):
            archive.writestr(member(number, record, suffix), text(record))


# What is made of JSON lines when they are done, by the ending of its file.
PACKED: dict[str, Callable[[Iterable[Fields], Path], None]] = {
    "parquet": write_parquet,
    "ct.zip": write_ct_zip,
    "svg.zip": write_svg_zip,
}
