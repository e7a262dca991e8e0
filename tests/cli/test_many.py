"""`ssp-core predict` with files of many: bad records, formats made at the end, a killed run that goes on."""

from __future__ import annotations

import gzip
import json
import os
import signal
import time
from pathlib import Path
from zipfile import ZipFile

import pytest

from ssp_core.errors import ModelError
from ssp_core.folding.formats import load
from tests.cli.conftest import Shell
from tests.cli.test_program import start

MIXED = ">a\nGGGGAAAACCCC\n>b\nGGXG\n>c\nGGGGAAAACCCT\n>d\n>e\nGGGGAAAACCCC\n"


@pytest.fixture
def many(tmp_path: Path) -> Path:
    path = tmp_path / "many.fa.gz"
    path.write_bytes(gzip.compress(MIXED.encode()))
    return path


def test_bad_records_are_listed_and_the_others_done(shell: Shell, many: Path, tmp_path: Path) -> None:
    answer = shell("predict", many, "-o", tmp_path / "out.jsonl")
    assert answer.code == 3
    lines = answer.err.splitlines()
    assert lines[0].startswith("Record 2 (b) has 'X' at position 3 in line 4")
    assert lines[1].startswith("Record 4 (d) is empty")
    assert lines[2:] == [
        "c: T became U at position 12", "3 of 3 folded", "2 of 5 records cannot be read; they are listed above",
    ]  # fmt: skip
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [row["number"] for row in rows] == [1, 2, 3, 4, 5]
    assert [row["error"] for row in rows][1::2] == lines[:2]
    assert shell("predict", many).out.count(">") == 3
    refused = shell("predict", "-", stdin=">a\n>b\n")
    assert (refused.code, refused.err.splitlines()[-1]) == (
        2,
        "ssp-core: No record can be read; one at least is wanted.",
    )


def test_what_is_made_at_the_end(shell: Shell, many: Path, tmp_path: Path) -> None:
    for suffix in ("svg", "ct"):
        assert shell("predict", many, "-o", tmp_path / f"out.{suffix}.zip").code == 3
        assert len(ZipFile(tmp_path / f"out.{suffix}.zip").namelist()) == 3
    assert shell("predict", many, "-o", tmp_path / "x.csv", "--format", "table").code == 3
    assert (tmp_path / "x.csv").read_text().count("\n") == 6
    assert len(list(tmp_path.iterdir())) == 4  # nothing is left beside them
    assert "not written to standard output" in shell("predict", many, "--format", "ct.zip").err
    assert "at least 1 is wanted" in shell("predict", many, "--jobs", "0").err


def test_a_failed_run_goes_on_where_it_was(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "in.fa").write_text("".join(f">{number}\nGGGGAAAACCCC\n" for number in range(10)))
    output = tmp_path / "out.ct.zip"
    shell.fails_at, shell.error = 5, ModelError("The model failed.")
    answer = shell("predict", tmp_path / "in.fa", "-o", output)
    assert answer.err.splitlines()[-1] == f"ssp-core: The model failed. 4 of 10 folded, in {output}."
    assert len(ZipFile(output).namelist()) == 4
    shell.error = None
    answer = shell("predict", tmp_path / "in.fa", "-o", output)
    assert answer.err.splitlines() == ["going on after record 4, where this run was ended", "10 of 10 folded"]
    assert len(shell.predictors[-1].folded) == 6
    assert len(ZipFile(output).namelist()) == 10
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.fa", "out.ct.zip"]


@pytest.mark.skipif(os.name == "nt", reason="kills a process")
@pytest.mark.parametrize("format_", ["json", "csv"])
def test_a_killed_run_loses_and_doubles_nothing(tmp_path: Path, format_: str) -> None:
    (tmp_path / "in.fa").write_text("".join(f">{number}\nGGGGAAAACCCC\n" for number in range(40)))
    output, state = tmp_path / f"out.{format_}", tmp_path / f"out.{format_}.unfinished"
    program = start("predict", tmp_path / "in.fa", "-o", output, delay=0.1)
    deadline = time.monotonic() + 60
    while not state.exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    program.send_signal(signal.SIGKILL)
    program.communicate()
    again = start("predict", tmp_path / "in.fa", "-o", output)
    assert "going on after record" in again.communicate()[1]
    assert [record.name for record in load(output.read_text(), format_)] == [str(number) for number in range(40)]
    assert not state.exists()
