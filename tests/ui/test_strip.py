"""The structure strip."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from ssp_core.folding.decoding import CLASSES
from ssp_core.folding.structure import Structure
from ssp_core.ui import stored, strip
from ssp_core.ui.folded import Folded


@pytest.fixture(scope="module")
def first() -> Folded:
    return stored.read()


def test_every_nucleotide_of_every_line_is_a_span(first: Folded) -> None:
    found = re.findall(r'data-i="(\d+)"', strip.html(first))
    length = len(first.prediction.sequence)
    assert sorted(map(int, found)) == sorted([i for i in range(length) for _ in range(4)])


def made(sequence: str, *, raw: str, structure: str) -> Folded:
    """A result of our own making, without a reference."""
    first = stored.read()
    prediction = replace(
        first.prediction,
        sequence=sequence,
        structure=structure,
        probabilities=np.array([[letter == each for each in CLASSES] for letter in raw], dtype=np.float32),
        pair_probabilities=None,
    )
    return replace(first, prediction=prediction, reference=None)


def test_letters_read_in_order(first: Folded) -> None:
    blocks = re.findall(r'data-label="seq">(.*?)</div>', strip.html(first))
    letters = "".join(re.findall(r">([ACGUN])</span>", "".join(blocks)))
    assert letters == first.prediction.sequence


def test_marks_what_is_illegal_changed_and_different() -> None:
    result = made("GGGAAAACCCA", raw="(((....)).)", structure="(((....))).")
    rows = {row.label: row for row in strip.rows(result)}
    assert {i: mark[0] for i, mark in rows["raw"].marks.items()} == {0: "fault", 10: "fault"}
    assert {i: mark[0] for i, mark in rows["decoded"].marks.items()} == {9: "changed", 10: "changed"}
    assert "known" not in rows


def test_the_summary_counts(first: Folded) -> None:
    changed = sum(a != b for a, b in zip(first.prediction.raw_structure, first.prediction.structure, strict=True))
    assert f"DecoderSettings changed {changed} letter" in strip.summary(first)


def test_pairs_are_marked_right_missed_and_wrong() -> None:
    known = Structure.from_dot_bracket("(.(....).).")
    result = replace(made("GGGAAAACCCC", raw="(((....))).", structure="((......))."), reference=known)
    marks = {row.label: {i: mark[0] for i, mark in row.marks.items()} for row in strip.rows(result)}
    assert marks["decoded"] == {0: "right", 1: "wrong", 2: "changed", 7: "changed", 8: "wrong", 9: "right"}
    assert marks["known"] == {0: "right", 2: "missed", 7: "missed", 9: "right"}
    assert "1 of the pairs are right (underlined), 1 missed (dashed), 1 wrong (dotted)" in strip.summary(result)


def test_two_marks_share_a_letter() -> None:
    assert strip._together({0: ("changed", "a")}, {0: ("wrong", "b"), 1: ("right", "c")}) == {
        0: ("changed wrong", "a; b"),
        1: ("right", "c"),
    }
