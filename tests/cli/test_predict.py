"""`ssp-core predict`: formats, streams, settings, and what is refused before anything is folded."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from ssp_core.analysis.report import CSV_COLUMNS
from ssp_core.errors import ModelError
from ssp_core.folding.decoding import CHOICES, SETTINGS, DecoderSettings
from ssp_core.folding.formats import FORMATS, load
from tests.cli.conftest import Shell
from tests.fakes import FakePredictor

ONE = ">one\nGGGGGCCAAAAGGCCCCC\n"
TWO = f"{ONE}>two\nGGGGAAAATCCC\n"


@pytest.fixture
def fasta(tmp_path: Path) -> Path:
    path = tmp_path / "in.fasta"
    path.write_text(TWO)
    return path


@pytest.mark.parametrize("suffix", ["dbn", "FA", "ct", "bpseq", "csv", "json"])
def test_folds_a_file(shell: Shell, fasta: Path, tmp_path: Path, suffix: str) -> None:
    output = tmp_path / f"out.{suffix}"
    answer = shell("predict", fasta, "-o", output)
    assert (answer.code, answer.out) == (0, "")
    one, two = load(output.read_text(), {"FA": "fasta"}.get(suffix, suffix))
    assert (one.name, one.sequence, one.structure.dot_bracket) == ("one", "GGGGGCCAAAAGGCCCCC", "(((((((....)))))))")
    assert (two.name, two.sequence) == ("two", "GGGGAAAAUCCC")


@pytest.mark.parametrize(
    ("command", "suffix", "more"),
    [("predict", "dbn", ""), ("draw", "svg", ""), ("report", "html", ""), ("mutate", "csv", "G1A")],
)
def test_an_untrained_model_is_said_to_be_untrained(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, suffix: str, more: str
) -> None:
    arguments = (command, "-", *more.split(), "-o", tmp_path / f"x.{suffix}")
    assert "untrained" not in shell(*arguments, stdin=ONE).err
    provenance = replace(FakePredictor.provenance, trained=False, title="Random head")
    monkeypatch.setattr(FakePredictor, "provenance", provenance)
    answer = shell(*arguments, stdin=ONE)
    assert answer.code == 0, answer.err
    assert answer.err.count("Random head: untrained, its structures are random\n") == 1


@pytest.mark.parametrize("format_", FORMATS)
def test_pipes(shell: Shell, format_: str) -> None:
    answer = shell("predict", "-", "--format", format_, stdin=TWO)
    assert answer.code == 0
    assert [record.name for record in load(answer.out, format_)] == ["one", "two"]
    assert "2 of 2 folded" in answer.err


def test_several_inputs_and_their_notes(shell: Shell, fasta: Path) -> None:
    answer = shell("predict", fasta, "-", stdin="GGGRAAAAYCCC")
    assert [record.name for record in load(answer.out, "dbn")] == ["one", "two", ""]
    assert "two: T became U at position 9\n" in answer.err
    assert "record 3: IUPAC letter R became N at position 4\n" in answer.err


def test_probabilities_are_written_where_they_are_wanted(shell: Shell, fasta: Path) -> None:
    plain = json.loads(shell("predict", fasta, "--format", "json").out)
    full = json.loads(shell("predict", fasta, "--format", "json", "--probabilities").out)
    assert "probabilities" not in plain[0]
    assert len(full[1]["probabilities"]) == len(full[1]["sequence"])
    assert full[0]["decoder"] == "best"
    table = shell("predict", fasta, "--format", "csv", "--probabilities").out
    assert table.splitlines()[0] == ",".join(CSV_COLUMNS)
    refused = shell("predict", fasta, "--format", "ct", "--probabilities")
    assert (refused.code, refused.err) == (
        2,
        "ssp-core: The format ct holds no probabilities; csv or json or jsonl is wanted.\n",
    )


def test_energies_are_written_where_they_are_wanted(shell: Shell, fasta: Path) -> None:
    assert shell("predict", fasta, "--energy").out.splitlines()[2] == "(((((((....))))))) (-15.80)"
    assert "(-" not in shell("predict", fasta).out
    plain, full = (json.loads(shell("predict", fasta, "--format", "json", *more).out) for more in ([], ["--energy"]))
    assert plain[0]["energy"] == {"structure": -15.8, "mfe": None, "unit": "kcal/mol"}
    assert full[0]["energy"] == {"structure": -15.8, "mfe": -15.8, "unit": "kcal/mol"}
    refused = shell("predict", fasta, "--format", "ct", "--energy")
    assert (refused.code, refused.err) == (
        2,
        "ssp-core: The format ct takes no --energy; one of dbn, fasta, json, jsonl is wanted.\n",
    )


def test_the_decoder_gets_its_numbers(shell: Shell, fasta: Path) -> None:
    answer = shell(
        "predict",
        fasta,
        "--format",
        "json",
        "--decoder",
        "mea",
        "--gamma",
        "2",
        "--temperature",
        "0.5",
        "--families",
        0,
    )
    decoding = json.loads(answer.out)[0]["decoding"]
    assert decoding == {
        "decoder": "mea", "gamma": 2.0, "trust": 0.5, "temperature": 0.5, "families": 0.0,
        "gamma_taken": 2.0, "trust_taken": None,
    }  # fmt: skip
    recommended = json.loads(shell("predict", fasta, "--format", "json", "--gamma", "4").out)[0]
    assert (recommended["decoder"], recommended["decoding"]["gamma"]) == ("best", 4.0)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--gamma", "0"], "The gamma is 0; a number from 0.25 to 4 is wanted."),
        (["--decoder", "mixed", "--trust", "1.5"], "The trust in the network is 1.5; a number from 0 to 1 is wanted."),
        (["--decoder", "map", "--gamma", "2"], "The decoder map does not use gamma; leave it out."),
        (["--decoder", "informed"], "Fake model takes no thermodynamics as input; another decoder is wanted."),
    ],
)
def test_a_decoder_that_cannot_be_is_one_sentence(
    shell: Shell, fasta: Path, tmp_path: Path, options: list[str], message: str
) -> None:
    output = tmp_path / "out.dbn"
    answer = shell("predict", fasta, "-o", output, *options)
    assert answer.code == 2
    assert answer.err.removeprefix("two: T became U at position 9\n") == f"ssp-core: {message}\n"
    assert not output.exists()


def test_the_help_lists_the_registry(shell: Shell, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    with pytest.raises(SystemExit):
        shell("predict", "--help")
    text = " ".join(capsysbinary.readouterr().out.decode().split())
    for hint in [hint for _, hint in CHOICES.values()] + [setting.hint for setting in SETTINGS.values()]:
        assert hint in text
    assert "130 interrupted by Ctrl-C" in text


def test_defaults_are_the_registrys(shell: Shell, fasta: Path) -> None:
    shell("predict", fasta, "--decoder", "mea")
    [predictor] = shell.predictors
    assert predictor.settings == DecoderSettings("mea")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (">one\nGGGG7AAAACCCC\n", "The sequence has the digit '7' at position 5"),
        ("", "The sequence is empty"),
    ],
)
def test_bad_sequences_are_one_sentence(shell: Shell, tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "in.fa").write_text(text)
    answer = shell("predict", tmp_path / "in.fa", "-o", tmp_path / "out.dbn")
    assert answer.code == 2
    assert answer.err.startswith(f"ssp-core: {message}")
    assert answer.err.count("\n") == 1
    assert not (tmp_path / "out.dbn").exists()


def test_of_several_files_the_wrong_one_is_named(shell: Shell, fasta: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.fa").write_text("GGG7")
    answer = shell("predict", fasta, tmp_path / "bad.fa")
    assert answer.code == 3
    assert f"{str(tmp_path / 'bad.fa')!r}: The sequence has the digit" in answer.err


def test_files_that_cannot_be_read(shell: Shell, tmp_path: Path) -> None:
    assert "There is no file 'none.fa'" in shell("predict", "none.fa").err
    assert "is a folder" in shell("predict", tmp_path).err
    (tmp_path / "two.fa").write_bytes(b"\x00\x01\x02")
    answer = shell("predict", tmp_path / "two.fa")
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert f"{str(tmp_path / 'two.fa')!r}: The file is no text; a text file is wanted" in answer.err


def test_files_of_any_format_and_encoding_are_read(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes("1 G 5\n2 A 0\n3 A 0\n4 A 0\n5 C 1\n".encode("utf-16"))
    (tmp_path / "y").write_text("# STOCKHOLM 1.0\ny GAA-AC\n#=GC SS_cons <____>\n//\n")
    answer = shell("predict", tmp_path / "x.txt", tmp_path / "y")
    assert [(record.name, record.sequence) for record in load(answer.out, "dbn")] == [("", "GAAAC"), ("y", "GAAAC")]
    assert "y: The gaps of the alignment were left out\n" in answer.err
    assert "the structures of the input are not used\n" in answer.err


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("out.pdf", "The suffix '.pdf' of 'out.pdf' is unknown"),
        ("folder.ct", "is a folder; a file is wanted"),
        ("none/out.dbn", "There is no folder"),
        ("in.fasta", "is also an input; it would be overwritten"),
        ("link.fa", "is also an input; it would be overwritten"),
    ],
)
def test_an_output_that_cannot_be_is_refused_before_folding(
    shell: Shell, fasta: Path, tmp_path: Path, output: str, message: str
) -> None:
    (tmp_path / "folder.ct").mkdir()
    (tmp_path / "link.fa").symlink_to(fasta)
    answer = shell("predict", fasta, "-o", tmp_path / output)
    assert answer.code == 2
    assert message in answer.err
    assert shell.predictors == []
    assert fasta.read_text() == TWO


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_full_device_is_refused_before_folding(shell: Shell, fasta: Path) -> None:
    answer = shell("predict", fasta, "-o", "/dev/full", "--format", "dbn")
    assert answer.code == 2
    assert "'/dev/full' cannot be written: No space left on device." in answer.err
    assert shell.predictors == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_file_that_may_not_be_written_is_refused_before_folding(shell: Shell, fasta: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.dbn"
    output.touch(mode=0o400)
    answer = shell("predict", fasta, "-o", output)
    assert answer.code == 2
    assert "cannot be written: Permission denied." in answer.err


def test_a_file_that_is_there_is_replaced_once_there_is_a_result(shell: Shell, fasta: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.dbn"
    output.write_text("of last year\n" * 100)
    shell.fails_at, shell.error = 1, ModelError("The model failed.")
    answer = shell("predict", fasta, "-o", output)
    assert (answer.code, answer.err.splitlines()[-1]) == (1, "ssp-core: The model failed.")
    assert output.read_text().startswith("of last year")
    shell.error = None
    assert shell("predict", fasta, "-o", output).code == 0
    assert [record.name for record in load(output.read_text(), "dbn")] == ["one", "two"]


@pytest.mark.parametrize("format_", FORMATS)
def test_what_is_done_before_a_failure_is_in_the_file(shell: Shell, fasta: Path, tmp_path: Path, format_: str) -> None:
    output = tmp_path / f"out.{format_}"
    shell.fails_at, shell.error = 2, ModelError("The model failed.")
    answer = shell("predict", fasta, "-o", output)
    assert answer.code == 1
    last = answer.err.splitlines()[-1]
    assert last == f"ssp-core: The model failed. 1 of 2 folded, in {output}."
    assert [record.name for record in load(output.read_text(), format_)] == ["one"]


def test_a_fault_nobody_foresaw_is_one_sentence(shell: Shell, fasta: Path) -> None:
    shell.fails_at, shell.error = 1, KeyError("families\nmissing")
    answer = shell("predict", fasta)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.splitlines()[-1] == r"ssp-core: KeyError: 'families\nmissing'"
