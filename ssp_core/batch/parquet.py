"""Predictions as a Parquet table, written in groups of rows; the only module that knows Arrow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ssp_core.analysis.many import table_row

_GROUP = 10_000  # rows, which are in memory together
_SCHEMA = pa.schema(
    [
        ("number", pa.int64()), ("name", pa.string()), ("length", pa.int32()), ("sequence", pa.string()),
        ("structure", pa.string()), ("confidence", pa.float64()), ("free_energy", pa.float64()), ("notes", pa.string()),
        ("error", pa.string()),
    ]
)  # fmt: skip


def write_parquet(lines: Iterable[Mapping[str, Any]], path: Path) -> None:
    """Write the rows of `analysis.many.TABLE_COLUMNS` for the fields of JSON lines."""
    rows = map(table_row, lines)
    with pq.ParquetWriter(path, _SCHEMA, compression="zstd") as writer:
        while group := list(islice(rows, _GROUP)):
            writer.write_table(pa.Table.from_pylist(group, schema=_SCHEMA))
