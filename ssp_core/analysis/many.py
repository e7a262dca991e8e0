"""Files of many predictions, made entry by entry, so that they can be written while others are still computed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from ssp_core.folding.formats import FORMATS, Record
from ssp_core.folding.formats.csv_table import COLUMNS, csv_lines
from ssp_core.folding.structure import Structure

from .report import CSV_COLUMNS, Context, csv_rows, record_of, to_json

if TYPE_CHECKING:
    from ssp_core.prediction import Prediction

TABLE_COLUMNS = (
    "number", "name", "length", "sequence", "structure", "confidence", "free_energy", "notes", "error",
)  # fmt: skip
TITLES = {name: known.title for name, known in FORMATS.items()} | {
    "jsonl": "JSON lines",
    "table": "CSV, a row for each RNA",
}
WITH_PROBABILITIES = ("csv", "json", "jsonl")
WITH_ENERGY = ("dbn", "fasta", "json", "jsonl")


@dataclass(frozen=True)
class ManyFile:
    """How a file of many predictions is made: `head`, the entries with `separator` between them, `tail`.

    Attributes:
        kind: one of `TITLES`.
        context: what is said beside each prediction.
        probabilities: whether CSV, JSON and JSON lines include them.
    """

    kind: str
    context: Context = field(default_factory=Context)
    probabilities: bool = False

    @property
    def head(self) -> str:
        """What stands before the first entry."""
        columns = CSV_COLUMNS if self.probabilities else COLUMNS
        return {"json": "[\n", "csv": csv_lines([columns]), "table": csv_lines([TABLE_COLUMNS])}.get(self.kind, "")

    @property
    def separator(self) -> str:
        """What stands between two entries."""
        return ",\n" if self.kind == "json" else ""

    @property
    def tail(self) -> str:
        """What stands behind the last entry."""
        return "\n]\n" if self.kind == "json" else ""

    def entry(self, number: int, prediction: Prediction) -> str:
        """The text of one prediction, whose record has this number from 1."""
        if self.kind == "table":
            return table_text(self._fields(number, prediction))
        if self.kind == "jsonl":
            return json.dumps(self._fields(number, prediction), ensure_ascii=False) + "\n"
        if self.kind == "json":
            fields = to_json(prediction, self.context, probabilities=self.probabilities)
            return json.dumps(fields, ensure_ascii=False)
        if self.kind == "csv" and self.probabilities:
            return csv_lines(csv_rows(prediction))
        return record_text(record_of(prediction, self.context), self.kind)

    def _fields(self, number: int, prediction: Prediction) -> dict[str, Any]:
        fields = to_json(prediction, self.context, probabilities=self.probabilities)
        return {"number": number, **fields, "error": None}

    def unreadable(self, number: int, name: str, error: str) -> str:
        """The text of a record that cannot be read; empty where the format has no place for it."""
        fields = {"number": number, "name": name, "error": error}
        if self.kind == "jsonl":
            return json.dumps(fields, ensure_ascii=False) + "\n"
        return table_text(fields) if self.kind == "table" else ""


def record_text(record: Record, kind: str) -> str:
    """One record as an entry of a file in one of `FORMATS`, other than JSON."""
    return "".join(islice(FORMATS[kind].write([record]), kind == "csv", None))


def table_row(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The row of `TABLE_COLUMNS` for the fields of a JSON line; None where a record could not be read."""
    sequence = fields.get("sequence")
    return {
        "number": fields["number"],
        "name": fields["name"],
        "length": None if sequence is None else len(sequence),
        "sequence": sequence,
        "structure": fields.get("structure"),
        "confidence": fields.get("confidence"),
        "free_energy": fields["energy"]["structure"] if "energy" in fields else None,
        "notes": "; ".join(fields.get("notes", ())),
        "error": fields["error"],
    }


def table_text(fields: Mapping[str, Any]) -> str:
    """The line of the table for the fields of a JSON line."""
    return csv_lines([["" if value is None else value for value in table_row(fields).values()]])


def record_of_fields(fields: Mapping[str, Any]) -> Record:
    """The record of a JSON line."""
    structure = Structure.from_dot_bracket(fields["structure"])
    return Record(" ".join(fields["name"].split()), fields["sequence"], structure, fields["energy"]["structure"])
