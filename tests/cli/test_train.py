"""`ssp-core train`: it trains, evaluates, writes the folder, goes on when interrupted, and refuses in a sentence."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ssp_core import Predictor
from ssp_core.cli import main
from ssp_core.training.random_rnas import RandomRnas
from ssp_core.training.recipe import DATA_SETTINGS, SETTINGS
from ssp_core.training.rows import LabelledRna
from tests.network.folders import SMALL, write_hub

DATA = RandomRnas(count=30, shortest=15, longest=25).make()


def write_table(path: Path, rnas: tuple[LabelledRna, ...]) -> Path:
    path.write_text("".join(f"{rna.sequence}\t{rna.structure}\t{rna.name}\n" for rna in rnas), encoding="utf-8")
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return write_table(tmp_path / "data.tsv", DATA.training)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    write_hub(tmp_path / "tiny", SMALL)
    return tmp_path / "tiny"


def test_it_trains_and_writes_a_model_that_opens(
    table: Path, base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    validation = write_table(tmp_path / "held.tsv", (*DATA.validation, DATA.training[0]))
    folder = tmp_path / "new" / "model"
    code = main(["train", str(table), "-o", str(folder), "--base", str(base), "--validation", str(validation),
                 "--steps", "20", "--report-every", "10", "--batch-size", "8"])  # fmt: skip
    out, err = capsys.readouterr()
    assert code == 0, err
    assert "1 RNAs that are also among those to validate with were left out." in err
    assert "23 RNAs to learn from, 7 to validate with" in err
    steps = re.findall(r"^step (\d+) of 20 .*macro-F1 (0\.\d+) \(all unpaired 0\.\d+\)", err, re.MULTILINE)
    assert [step for step, _ in steps] == ["0", "10", "20"]
    assert out.startswith(f"macro-F1 {steps[-1][1]}  accuracy 0.")
    assert "on 7 RNAs; all unpaired: macro-F1 0." in out
    assert {path.name for path in folder.iterdir()} == {
        "config.json", "model.safetensors", "README.md", "training.csv", "training.json",
    }  # fmt: skip
    predictor = Predictor(folder, device="cpu")
    assert "20 steps on 23 RNAs from data.tsv" in predictor.entry.training
    assert not predictor.provenance.imitates_thermodynamics


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_an_interrupted_training_is_continued_by_the_same_command(table: Path, base: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ssp_core", "train", str(table), "-o", str(tmp_path / "out"), "--base", str(base),
               "--report-every", "500", "--batch-size", "8", "--steps"]  # fmt: skip
    process = subprocess.Popen([*command, "200000"], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("step 500 "):
            os.kill(process.pid, signal.SIGINT)
            break
    _, err = process.communicate()
    assert process.returncode == 130, err
    assert re.search(r"ssp-core: interrupted; [\d,]+ of 200,000 steps are in .*out, and the same command", err)
    other = subprocess.run([*command, "600"], capture_output=True, text=True, check=False)
    assert other.returncode == 2
    assert "The training in out was begun with another steps" in other.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.tsv"], "There is no file 'missing.tsv'."),
        (["bad.tsv"], "bad.tsv: Line 2: The structure has 3 letters for 4 nucleotides; as many are wanted."),
        (["data.tsv", "--learning-rate", "nan"], "The learning rate is nan; a number from 1e-06 to 100 is wanted."),
        (["data.tsv", "--share", "0.9"], "The validation share is 0.9; a number from 0.05 to 0.5 is wanted."),
        (["random", "--validation", "data.tsv"], "Random RNAs bring their own validation RNAs; --validation is for"),
        (["data.tsv", "--max-length", "5"], "No RNA of at most 5 nucleotides is left to learn from"),
        (["data.tsv", "-o", "full"], "The folder 'full' holds other files; an empty or a new one is wanted."),
    ],
)
def test_what_cannot_be_used_is_one_sentence(
    arguments: list[str], message: str, tmp_path: Path, table: Path,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert table.name == "data.tsv"
    Path("bad.tsv").write_text("ACGU\t....\nACGU\t...\n", encoding="utf-8")
    Path("full").mkdir()
    Path("full/letter.txt").write_text("dear", encoding="utf-8")
    assert main(["train", "-o", "out", *arguments]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"ssp-core: {message}")
    assert [path.name for path in Path("full").iterdir()] == ["letter.txt"]


def test_a_loss_that_is_not_finite_ends_with_1_and_keeps_the_model(
    table: Path, base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["train", str(table), "-o", str(tmp_path / "out"), "--base", str(base), "--unfreeze",
                 "--learning-rate", "100", "--warmup", "0", "--batch-size", "4"])  # fmt: skip
    assert code == 1
    assert "the weights of step 0 are kept" in capsys.readouterr().err.splitlines()[-1]
    assert (tmp_path / "out" / "model.safetensors").is_file()


def test_help_lists_every_setting_with_its_range(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["train", "--help"])
    text = " ".join(capsys.readouterr().out.split())
    for setting in (*SETTINGS.values(), *DATA_SETTINGS.values()):
        assert f"--{setting.name.replace('_', '-')}" in text
        assert f"{setting.least:g} to {setting.most:g} (default: {setting.default:g})" in text
