"""The same from a shell: `python -m ssp_core predict`."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from ssp_core.__main__ import main
from ssp_core.folding.formats import load


@pytest.mark.parametrize("suffix", ["dbn", "ct", "bpseq", "csv", "json"])
def test_folds_a_file(tmp_path: Path, suffix: str) -> None:
    fasta, output = tmp_path / "in.fasta", tmp_path / f"out.{suffix}"
    fasta.write_text(">one\nGGGGGCCAAAAGGCCCCC\n>two\nGGGGAAAATCCC\n")
    assert main(["predict", str(fasta), "-o", str(output), "--device", "cpu"]) == 0
    one, two = load(output.read_text(), suffix)
    assert (one.name, one.sequence, one.structure.dot_bracket) == ("one", "GGGGGCCAAAAGGCCCCC", "(((((((....)))))))")
    assert (two.name, two.sequence) == ("two", "GGGGAAAAUCCC")


def test_a_wrong_input_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fasta = tmp_path / "in.fasta"
    fasta.write_text(">one\nGGGG7AAAACCCC\n")
    assert main(["predict", str(fasta), "-o", str(tmp_path / "out.pdf")]) == 2
    assert "suffix" in capsys.readouterr().err
    assert main(["predict", str(fasta), "-o", str(tmp_path / "out.dbn"), "--device", "cpu"]) == 2
    assert capsys.readouterr().err.strip().count("\n") == 0
    assert not (tmp_path / "out.dbn").exists()
    fasta.write_text(">one\nGGGGAAAACCCC\n")
    assert main(["predict", str(fasta), "-o", str(tmp_path / "none" / "out.dbn")]) == 2
    assert "There is no folder" in capsys.readouterr().err
    if not torch.cuda.is_available():
        assert main(["predict", str(fasta), "-o", str(tmp_path / "out.dbn"), "--device", "cuda"]) == 2
        assert "'cuda' is not on this machine" in capsys.readouterr().err
