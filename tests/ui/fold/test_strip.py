"""The structure strip."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from ssp_core.folding.structure import Structure
from ssp_core.rna import CLASSES
from ssp_core.sequence import RnaSequence
from ssp_core.ui.fold import strip
from ssp_core.ui.result import Result
from tests.fakes import fake_prediction


def test_every_nucleotide_of_every_line_can_be_lit(first: Result) -> None:
    found = re.findall(r'data-i="(\d+)"', strip.html(first))
    assert sorted(map(int, found)) == sorted([i for i in range(76) for _ in range(4)])
    with_mfe = re.findall(r'data-i="(\d+)"', strip.html(first, with_mfe=True))
    assert len(with_mfe) == 5 * 76


def test_letters_read_in_order(first: Result) -> None:
    blocks = re.findall(r'data-label="seq">(.*?)</div>', strip.html(first))
    assert "".join(re.findall(r">([ACGUN])</span>", "".join(blocks))) == first.sequence


def made(sequence: str, *, raw: str, structure: str) -> Result:
    """A result whose network gives `raw` and whose decoder gives `structure`."""
    prediction = fake_prediction(sequence)
    classes = np.array([[letter == symbol for symbol in CLASSES] for letter in raw], dtype=np.float32)
    output = replace(prediction.output, class_probabilities=classes, pair_probabilities=None)
    decoded = replace(prediction.decoded, structure=Structure.from_dot_bracket(structure))
    return Result(replace(prediction, sequence=RnaSequence(sequence), output=output, decoded=decoded))


def kinds(result: Result) -> dict[str, dict[int, str]]:
    return {row.label: {i: kind for i, (kind, _) in row.marks.items()} for row in strip.rows(result)}


def test_marks_what_is_no_pair_and_what_was_changed() -> None:
    marks = kinds(made("GGGAAAACCCA", raw="(((....)).)", structure="(((....)))."))
    assert marks["network"] == {0: "fault", 10: "fault"}
    assert marks["structure"] == {9: "changed", 10: "changed"}
    assert "known" not in marks


def test_pairs_are_marked_right_missed_and_wrong() -> None:
    known = Structure.from_dot_bracket("(.(....).).")
    result = replace(made("GGGAAAACCCC", raw="(((....))).", structure="((......))."), reference=known)
    marks = kinds(result)
    assert marks["structure"] == {0: "right", 1: "wrong", 2: "changed", 7: "changed", 8: "wrong", 9: "right"}
    assert marks["known"] == {0: "right", 2: "missed", 7: "missed", 9: "right"}
    assert "1 pair right (underlined), 1 missed (dashed), 1 wrong (dotted)" in strip.summary(result)


def test_the_summary_says_what_is_wrong_and_what_was_changed() -> None:
    assert strip.summary(made("GGGAAAACCCA", raw="(((....)).)", structure="(((....))).")) == (
        "Problems in the network's letters (wavy): 2 letters of pairs that are not AU, GC or GU. "
        "Decoding changed 2 letters (boxed)."
    )
    assert "nothing was changed" in strip.summary(made("GGGAAAACCC", raw="(((....)))", structure="(((....)))"))
    changed = strip.summary(made("GGGAAAACCC", raw="(((....)))", structure="((......))"))
    assert changed == "The network's letters already form a valid structure. Decoding changed 2 letters (boxed)."


def test_two_marks_share_a_letter() -> None:
    assert strip.together({0: ("changed", "a")}, {0: ("wrong", "b"), 1: ("right", "c")}) == {
        0: ("changed wrong", "a; b"),
        1: ("right", "c"),
    }
