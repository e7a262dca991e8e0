"""`ssp-core report`: a page for each RNA."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Shell

HAIRPIN = ">hairpin\nGGGAAAACCC\n"


def test_a_page_has_the_answer_and_the_scores(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "known.dbn").write_text(">known\nGGGAAAACCC\n((......))\n")
    answer = shell("report", "-", "-o", "-", "--reference", tmp_path / "known.dbn", stdin=HAIRPIN)
    assert answer.code == 0
    assert answer.out.startswith("<!doctype html>")
    assert "<h1>hairpin, 10 nt</h1>" in answer.out
    assert "2 of 2 known pairs found" in answer.out
    assert "<td>0.667</td>" in answer.out  # precision: two of three pairs


def test_several_rnas_get_numbered_files(shell: Shell, tmp_path: Path) -> None:
    assert shell("report", "-", "-o", tmp_path / "x.html", stdin=HAIRPIN + ">b\nGGGGAAAACCCC\n").code == 0
    assert {path.name for path in tmp_path.iterdir()} == {"x-1.html", "x-2.html"}
    assert "No known structure was given." in (tmp_path / "x-2.html").read_text()


def test_another_suffix_is_refused_before_any_work(shell: Shell, tmp_path: Path) -> None:
    answer = shell("report", "-", "-o", tmp_path / "x.pdf", stdin=HAIRPIN)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert "The suffix '.pdf' of the output is unknown" in answer.err
    assert shell.predictors == []
