"""`ssp-core score`, `mutate`, `explain`, `models` and `serve`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ssp_core.analysis.comparison import MEASURES
from ssp_core.errors import ModelError
from ssp_core.network import zoo
from tests.cli.conftest import Shell

HAIRPIN = ">hairpin\nGGGAAAACCC\n"


def table(text: str) -> list[dict[str, str]]:
    """The rows of a table with tabs, by its column names."""
    header, *rows = [line.split("\t") for line in text.splitlines()]
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.fixture
def hairpin(tmp_path: Path) -> Path:
    path = tmp_path / "hairpin.fa"
    path.write_text(HAIRPIN)
    return path


def test_score_of_two_formats(shell: Shell, tmp_path: Path) -> None:
    predicted, known = tmp_path / "predicted.dbn", tmp_path / "known.bpseq"
    predicted.write_text(">a\nGGGAAAACCC\n((......))\n>b\nGAAAC\n(...)\n")
    pairs = {1: 10, 2: 9, 3: 8, 8: 3, 9: 2, 10: 1}
    rows = "".join(f"{i} {base} {pairs.get(i, 0)}\n" for i, base in enumerate("GGGAAAACCC", start=1))
    known.write_text(f"# a\n{rows}# b\n1 G 5\n2 A 0\n3 A 0\n4 A 0\n5 C 1\n")
    answer = shell("score", predicted, known)
    first, second, mean = table(answer.out)
    assert (answer.code, list(first)) == (0, ["name", "length", *MEASURES])
    assert (first["name"], first["precision"], first["sensitivity"]) == ("a", "1.0000", "0.6667")
    assert (second["length"], second["f1"]) == ("5", "1.0000")
    assert (mean["name"], mean["sensitivity"]) == ("mean", "0.8333")


@pytest.mark.parametrize(
    ("known", "message"),
    [
        (">a\nGGGAAAACCC\n(((....)))\n>b\nGAAAC\n(...)\n", "holds 1 structures and"),
        (">a\nGAAAC\n(...)\n", "Record 1 has 10 nucleotides in"),
        (">a\nGGGAUAACCC\n(((....)))\n", "Record 1 has another nucleotide at position 5; the same RNA is wanted."),
        (">a\nGGGAAAACCC\n(((....)\n", "Line 3 has 8 letters of structure"),
        ("", "is empty; at least one structure is wanted"),
    ],
)
def test_score_of_another_rna_is_refused(shell: Shell, tmp_path: Path, known: str, message: str) -> None:
    (tmp_path / "p.dbn").write_text(">a\nGGGAAAACCC\n(((....)))\n")
    (tmp_path / "k.dbn").write_text(known)
    answer = shell("score", tmp_path / "p.dbn", tmp_path / "k.dbn")
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err


def test_score_takes_t_for_u_and_any_nucleotide_for_n(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "p.dbn").write_text(">a\nGGGNAUACCC\n(((....)))\n")
    answer = shell("score", tmp_path / "p.dbn", "-", stdin=">a\nGGGAATACCC\n(((....)))\n")
    assert table(answer.out)[0]["f1"] == "1.0000"


def test_mutations_by_name(shell: Shell, hairpin: Path) -> None:
    answer = shell("mutate", hairpin, "G1A", "a5g")
    unchanged, first, second = table(answer.out)
    assert answer.code == 0
    assert (unchanged["mutation"], unchanged["structure"]) == ("none", "(((....)))")
    assert (first["mutation"], first["changed_pairs"], first["moved_nucleotides"]) == ("G1A", "1", "2")
    assert (first["sequence"], first["structure"]) == ("AGGAAAACCC", ".((....)).")
    assert (second["mutation"], second["changed_pairs"]) == ("A5G", "0")
    assert float(first["confidence"]) > 0.5
    assert float(unchanged["free_energy"]) < float(first["free_energy"])
    assert (unchanged["sentence"], first["sentence"]) == ("", "G1A changes 1 pair.")


def test_mutations_as_json(shell: Shell, hairpin: Path) -> None:
    answer = shell("mutate", hairpin, "G1A", "--json")
    [mutant] = json.loads(answer.out)
    assert (mutant["mutation"], mutant["position"], mutant["changed_pairs"]) == ("G1A", 1, 1)
    assert mutant["moved_nucleotides"] == [1, 10]
    assert (mutant["before"]["structure"], mutant["after"]["structure"]) == ("(((....)))", ".((....)).")
    assert mutant["before"]["nucleotide"]["opens"] > 0.8 > mutant["after"]["nucleotide"]["opens"]
    assert (mutant["lost_stems"], mutant["sentence"]) == ([], "G1A changes 1 pair.")
    scanned = json.loads(shell("mutate", hairpin, "--scan", "--json").out)
    assert (len(scanned), scanned[0]) == (30, {"mutation": "G1A", "changed_pairs": 1})


def test_a_scan(shell: Shell, hairpin: Path, tmp_path: Path) -> None:
    answer = shell("mutate", hairpin, "--scan", "-o", tmp_path / "scan.tsv")
    rows = {row["mutation"]: row["changed_pairs"] for row in table((tmp_path / "scan.tsv").read_text())}
    assert len(rows) == 30
    assert (rows["G1A"], rows["A5G"]) == ("1", "0")
    assert answer.err == "30 of 30 folded\n"


def test_what_a_failed_scan_has_done_is_in_its_file(shell: Shell, hairpin: Path, tmp_path: Path) -> None:
    shell.fails_at, shell.error = 20, ModelError("The model failed.")
    answer = shell("mutate", hairpin, "--scan", "-o", tmp_path / "scan.tsv")
    assert answer.code == 1
    rows = table((tmp_path / "scan.tsv").read_text())
    assert 1 <= len(rows) < 20
    assert f"The model failed. {len(rows)} of 30 folded, in" in answer.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Mutations such as G34A, or --scan for all of them, are wanted."),
        (["G1A", "--scan"], "Mutations such as G34A, or --scan"),
        (["C1A"], "expects C at position 1, where the sequence has G"),
        (
            ["G1A", "--decoder", "map", "--trust", "1"],
            "The decoder map does not use trust in the network; leave it out.",
        ),
    ],
)
def test_a_mutation_that_cannot_be_is_one_sentence(
    shell: Shell, hairpin: Path, arguments: list[str], message: str
) -> None:
    answer = shell("mutate", hairpin, *arguments)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert message in answer.err
    assert shell.predictors == []


def test_mutations_are_of_one_short_rna(shell: Shell) -> None:
    assert "holds 2 RNAs; one is wanted" in shell("mutate", "-", "G1A", stdin=HAIRPIN * 2).err
    answer = shell("mutate", "-", "--scan", stdin="A" * 301)
    assert answer.code == 2
    assert "a scan folds three mutants a position and takes at most 300" in answer.err


def test_why_a_pair(shell: Shell, hairpin: Path, tmp_path: Path) -> None:
    answer = shell("explain", hairpin, 10)
    lines = answer.out.splitlines()
    assert (answer.code, answer.err) == (0, "")
    assert lines[0] == "G 1 pairs with C 10, in a stem of 3 pairs, 1-3 with 8-10."
    assert "The drawing was made from the network alone: 90 %." in lines
    assert lines[lines.index("") + 1].startswith("G 1 and C 10 pair with a probability of 90 %")
    assert lines[-1].startswith("Together they restore the pair.")
    assert shell("explain", hairpin, 1, "-o", tmp_path / "why.txt").out == ""
    assert (tmp_path / "why.txt").read_text() == answer.out


@pytest.mark.parametrize(
    ("position", "message"),
    [
        (5, "A 5 is unpaired in this structure; a nucleotide with a partner is wanted."),
        (11, "The position is 11; a whole number from 1 to 10 is wanted."),
        (0, "The position is 0; a whole number"),
    ],
)
def test_a_position_without_a_pair_is_one_sentence(
    shell: Shell, hairpin: Path, tmp_path: Path, position: int, message: str
) -> None:
    answer = shell("explain", hairpin, position, "-o", tmp_path / "why.txt")
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert message in answer.err
    assert not (tmp_path / "why.txt").exists()
    assert "holds 2 RNAs; one is wanted" in shell("explain", "-", 1, stdin=HAIRPIN * 2).err


def test_the_models(shell: Shell) -> None:
    lines = shell("models").out.splitlines()
    assert lines[0].split() == ["model", "downloaded", "trained", "parameters", "title"]
    assert [line.split()[0] for line in lines[1:]] == [entry.key for entry in zoo.zoo()]
    assert lines[1].split()[1:3] == ["yes", "yes"]
    assert lines[2].split()[:3] == ["bundled-untrained", "yes", "no"]
    assert "no (211 MB)" in lines[3]


def test_the_page_is_started_where_it_is_wanted(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Any] = []
    page = ModuleType("ssp_core.ui")
    page.serve = lambda *arguments: started.append(arguments)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "ssp_core.ui", page)
    assert shell("serve").code == 0
    assert shell("serve", "--host", "0.0.0.0", "--port", "8000", "--root-path", "/rna").code == 0  # noqa: S104
    assert started == [(None, None, None), ("0.0.0.0", 8000, "/rna")]  # noqa: S104


def test_a_missing_package_is_one_sentence(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    page = ModuleType("ssp_core.ui")

    def serve(*_: object) -> None:
        raise ModuleNotFoundError("No module named 'gradio'", name="gradio")

    page.serve = serve  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "ssp_core.ui", page)
    answer = shell("serve")
    assert answer.code == 1
    assert answer.err == (
        "ssp-core: The package gradio is not installed; pip install 'ssp-core[app,train]' brings all of them.\n"
    )
