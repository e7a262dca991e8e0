"""Files of many predictions: every format is read back, and unreadable records have their place."""

from __future__ import annotations

import csv
import io
import json

import pytest

from ssp_core.analysis.many import TABLE_COLUMNS, TITLES, ManyFile, record_of_fields
from ssp_core.analysis.report import Context
from ssp_core.folding.formats import FORMATS, Record, load
from ssp_core.folding.structure import Structure
from ssp_core.sequence import RnaSequence
from tests.fakes import fake_prediction

HAIRPIN = Record("one", "GGGGAAAACCCC", Structure.from_dot_bracket("((((....))))"))


def written(file: ManyFile, names: tuple[str, ...]) -> str:
    entries = [
        file.entry(number, fake_prediction(RnaSequence("GGGGAAAACCCC", name, ("T became U",))))
        for number, name in enumerate(names, start=1)
    ]
    return file.head + file.separator.join(entries) + file.tail


@pytest.mark.parametrize("probabilities", [True, False])
@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_written_entry_by_entry_is_read_back(kind: str, probabilities: bool) -> None:
    text = written(ManyFile(kind, probabilities=probabilities), ("one", "two"))
    assert [record.name for record in load(text, kind)] == ["one", "two"]
    assert load(text, kind)[0] == HAIRPIN
    assert ("p_open" in text or '"probabilities"' in text) == (probabilities and kind in ("csv", "json"))


def test_json_lines_and_the_table_have_a_row_for_every_record() -> None:
    lines, table = ManyFile("jsonl", Context("best")), ManyFile("table")
    text = written(lines, ("one",)) + lines.unreadable(2, "two", "Record 2 is wrong.")
    good, bad = map(json.loads, text.splitlines())
    assert (good["number"], good["decoder"], good["error"]) == (1, "best", None)
    assert record_of_fields(good) == HAIRPIN
    assert bad == {"number": 2, "name": "two", "error": "Record 2 is wrong."}
    text = written(table, ("one",)) + table.unreadable(2, "two", "Record 2 is wrong.")
    first, second = csv.DictReader(io.StringIO(text))
    assert tuple(first) == TABLE_COLUMNS
    assert (first["length"], first["structure"], first["notes"]) == ("12", "((((....))))", "T became U")
    assert float(first["free_energy"]) < 0.0 < float(first["confidence"])
    assert (second["number"], second["sequence"], second["error"]) == ("2", "", "Record 2 is wrong.")
    assert {kind: ManyFile(kind).unreadable(1, "", "x") for kind in TITLES if kind not in ("jsonl", "table")} == (
        dict.fromkeys(FORMATS, "")
    )
