"""Other files of JSON lines: what each holds, and that unreadable records are in the tables alone."""

from __future__ import annotations

import csv
from pathlib import Path
from zipfile import ZipFile

import pytest

from ssp_core.analysis.many import TABLE_COLUMNS, ManyFile
from ssp_core.batch import rows
from ssp_core.folding.formats import load
from ssp_core.sequence import RnaSequence
from tests.fakes import fake_prediction


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    file = ManyFile("jsonl")
    texts = [file.entry(1, fake_prediction(RnaSequence("GGGGAAAACCCC", '../"a" <b>')))]
    texts += [file.unreadable(2, "bad", "Record 2 (bad) is empty."), file.entry(3, fake_prediction("GGGGAAAACCCU"))]
    path.write_text("".join(texts), encoding="utf-8")
    return path


def test_the_table_has_every_record_and_dot_brackets_those_that_were_folded(lines: Path, tmp_path: Path) -> None:
    rows.write_table(rows.read_rows(lines), tmp_path / "x.csv")
    with (tmp_path / "x.csv").open(encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    assert [row["error"] for row in table] == ["", "Record 2 (bad) is empty.", ""]
    rows.write_dbn(rows.read_rows(lines), tmp_path / "x.dbn")
    text = (tmp_path / "x.dbn").read_text(encoding="utf-8")
    assert [record.sequence for record in load(text, "dbn")] == ["GGGGAAAACCCC", "GGGGAAAACCCU"]
    assert "((((....)))) ( -" in text


@pytest.mark.parametrize("suffix", ["ct", "svg"])
def test_archives_have_a_file_for_each(lines: Path, tmp_path: Path, suffix: str) -> None:
    rows.PACKED[f"{suffix}.zip"](rows.read_rows(lines), tmp_path / "x.zip")
    archive = ZipFile(tmp_path / "x.zip")
    assert archive.namelist() == [f"00001_a-b.{suffix}", f"00003.{suffix}"]
    content = archive.read("00003." + suffix).decode()
    assert content.startswith("<svg") if suffix == "svg" else load(content, "ct")[0].sequence == "GGGGAAAACCCU"


def test_a_parquet_table_has_the_same_rows(lines: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs the extra many")
    rows.PACKED["parquet"](rows.read_rows(lines), tmp_path / "x.parquet")
    table = parquet.read_table(tmp_path / "x.parquet")
    assert tuple(table.column_names) == TABLE_COLUMNS
    first, bad, last = table.to_pylist()
    assert (first["structure"], first["error"], last["number"], last["length"]) == ("((((....))))", None, 3, 12)
    assert (bad["sequence"], bad["confidence"], bad["error"]) == (None, None, "Record 2 (bad) is empty.")
    assert first["free_energy"] < 0 < first["confidence"] <= 1
