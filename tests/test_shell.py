"""The same from a shell: `python -m ssp_core predict`."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssp_core.__main__ import main


@pytest.mark.parametrize("suffix", ["dbn", "ct", "bpseq", "csv", "json"])
def test_folds_a_file(tmp_path: Path, suffix: str) -> None:
    fasta, output = tmp_path / "in.fasta", tmp_path / f"out.{suffix}"
    fasta.write_text(">one\nGGGGGCCAAAAGGCCCCC\n>two\nGGGGAAAATCCC\n")
    assert main(["predict", str(fasta), "-o", str(output), "--device", "cpu"]) == 0
    text = output.read_text()
    assert "one" in text
    assert "two" in text
    if suffix == "dbn":
        assert "(((((((....)))))))" in text


def test_a_wrong_input_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fasta = tmp_path / "in.fasta"
    fasta.write_text(">one\nGGGG7AAAACCCC\n")
    assert main(["predict", str(fasta), "-o", str(tmp_path / "out.pdf")]) == 2
    assert "suffix" in capsys.readouterr().err
    assert main(["predict", str(fasta), "-o", str(tmp_path / "out.dbn"), "--device", "cpu"]) == 2
    assert capsys.readouterr().err.strip().count("\n") == 0
    assert not (tmp_path / "out.dbn").exists()
