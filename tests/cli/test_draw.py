"""`ssp-core draw`: of sequences and of structures, one drawing a file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

HAIRPIN = ">hairpin\nGGGAAAACCC\n"
KNOWN = ">known\nGGGAAAACCC\n((......))\n"


def pairs(svg: str) -> int:
    """How many pairs a drawing has."""
    return len(re.findall(r'class="pair ', svg))


@pytest.mark.parametrize("view", ["planar", "arcs", "circle"])
def test_a_sequence_is_predicted_and_drawn(shell: Shell, tmp_path: Path, view: str) -> None:
    (tmp_path / "x.fa").write_text(HAIRPIN)
    answer = shell("draw", tmp_path / "x.fa", "-o", tmp_path / "x.svg", "--view", view)
    svg = (tmp_path / "x.svg").read_text()
    assert answer.code == 0
    assert (f'data-view="{view}"' in svg, pairs(svg)) == (True, 3)
    assert "hairpin" in svg
    assert len(shell.predictors) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.dbn", KNOWN),
        ("x.fasta", KNOWN),
        ("x.txt", KNOWN),
        ("x.json", '{"name": "known", "sequence": "GGGAAAACCC", "structure": "((......))"}'),
        ("x.bpseq", "1 G 10\n2 G 9\n3 G 0\n4 A 0\n5 A 0\n6 A 0\n7 A 0\n8 C 0\n9 C 2\n10 C 1\n"),
    ],
)
def test_a_structure_needs_no_model(shell: Shell, tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    assert shell("draw", tmp_path / name, "-o", tmp_path / "x.svg").code == 0
    assert pairs((tmp_path / "x.svg").read_text()) == 2
    assert shell.predictors == []


def test_several_rnas_get_numbered_files(shell: Shell, tmp_path: Path) -> None:
    answer = shell("draw", "-", "-o", tmp_path / "x.html", stdin=HAIRPIN + KNOWN.replace("((......))", ""))
    assert answer.code == 0
    assert {path.name for path in tmp_path.iterdir()} == {"x-1.html", "x-2.html"}
    assert "<html" in (tmp_path / "x-2.html").read_text()


def test_a_picture_of_points(shell: Shell, tmp_path: Path) -> None:
    assert shell("draw", "-", "-o", tmp_path / "x.PNG", stdin=KNOWN).code == 0
    assert (tmp_path / "x.PNG").read_bytes().startswith(b"\x89PNG")


def test_pipes(shell: Shell) -> None:
    answer = shell("draw", "-", "-o", "-", stdin=KNOWN)
    assert answer.out.startswith("<svg")
    assert pairs(answer.out) == 2


def test_a_reference_is_drawn_and_confidence_coloured(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "known.dbn").write_text(KNOWN)
    compared = ("--reference", tmp_path / "known.dbn", "--colour", "agreement")
    svg = shell("draw", "-", "-o", "-", *compared, stdin=HAIRPIN).out
    assert "pair-true" in svg
    assert "pair-false" in svg
    assert "confidence-" in shell("draw", "-", "-o", "-", "--colour", "confidence", stdin=HAIRPIN).out


@pytest.mark.parametrize(
    ("arguments", "stdin", "message"),
    [
        (["-o", "x.pdf"], HAIRPIN, "The suffix '.pdf' of the output is unknown; one of .svg, .png, .html is wanted."),
        (["-o", "-"], HAIRPIN * 2, "The input holds 2 RNAs; standard output takes one of them"),
        (["-o", "none/x.svg"], HAIRPIN, "There is no folder 'none'"),
        (["-o", "-", "--colour", "confidence"], KNOWN, "A structure from a file has no confidence"),
        (["-o", "-", "--colour", "agreement"], KNOWN, "--reference FILE is wanted"),
        (["-o", "-", "--gamma", "9"], HAIRPIN, "The gamma is 9"),
        (["-o", "-"], KNOWN + HAIRPIN, "Standard input: Record 2 (hairpin) has no structure."),
        (["-o", "-"], ">a\nGGG\n(..\n", "Standard input: Line 3: The ( at position 1 is never closed"),
    ],
)
def test_what_cannot_be_drawn_is_one_sentence(shell: Shell, arguments: list[str], stdin: str, message: str) -> None:
    answer = shell("draw", "-", *arguments, stdin=stdin)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert message in answer.err
    assert shell.predictors == []


def test_pairs_that_cannot_be_drawn_are_said(shell: Shell) -> None:
    answer = shell("draw", "-", "-o", "-", stdin=">x\nGGGAAACCCUU\n(((AA.)))aa\n")
    assert pairs(answer.out) == 3
    assert answer.err.splitlines()[0] == (
        "The structure of x has a pseudoknot: 2 pairs (4-11, 5-10) cross others and cannot be shown."
    )


def test_a_reference_of_another_rna_is_refused(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "known.dbn").write_text(KNOWN)
    answer = shell("draw", "-", "-o", "-", "--reference", tmp_path / "known.dbn", stdin="GGGAAAACCCC")
    assert answer.code == 2
    assert "The known structures have 10 nucleotides and the RNAs of the input 11." in answer.err
