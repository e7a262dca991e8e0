"""The structure strip."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from ssp_core.ui import stored, strip
from ssp_core.ui.folded import Folded


@pytest.fixture(scope="module")
def first() -> Folded:
    return stored.read()


def test_every_nucleotide_of_every_line_is_a_span(first: Folded) -> None:
    found = re.findall(r'data-i="(\d+)"', strip.html(first))
    length = len(first.prediction.sequence)
    assert sorted(map(int, found)) == sorted([i for i in range(length) for _ in range(4)])


def test_letters_read_in_order(first: Folded) -> None:
    blocks = re.findall(r'data-label="seq">(.*?)</div>', strip.html(first))
    letters = "".join(re.findall(r">([ACGUN])</span>", "".join(blocks)))
    assert letters == first.prediction.sequence


def test_marks_what_is_illegal_changed_and_different() -> None:
    first = stored.read()
    prediction = replace(
        first.prediction,
        sequence="GGGAAAACCCA",
        raw_structure="(((....)).)",
        structure="(((....))).",
        probabilities=first.prediction.probabilities[:11],
        pair_probabilities=None,
    )
    rows = {row.label: row for row in strip.rows(replace(first, prediction=prediction, reference=None))}
    assert {i: mark[0] for i, mark in rows["raw"].marks.items()} == {0: "fault", 10: "fault"}
    assert {i: mark[0] for i, mark in rows["decoded"].marks.items()} == {9: "changed", 10: "changed"}
    assert "known" not in rows


def test_the_summary_counts(first: Folded) -> None:
    changed = sum(a != b for a, b in zip(first.prediction.raw_structure, first.prediction.structure, strict=True))
    assert f"Decoding changed {changed} letter" in strip.summary(first)
