"""Scores against cases counted by hand, and against scikit-learn's and Matthews' definitions written out."""

from __future__ import annotations

from itertools import combinations
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssp_core.errors import StructureError
from ssp_core.folding.metrics import PairScores, score, score_pairs, score_tokens
from ssp_core.folding.structure import Structure
from tests.folding.strategies import balanced


def read(text: str) -> Structure:
    return Structure.from_dot_bracket(text)


def test_pairs_counted_by_hand() -> None:
    scores = score_pairs(read("(((...)))."), read("((.....))."))
    assert scores == PairScores(true_positives=2, false_positives=1, false_negatives=0, true_negatives=42)
    assert scores.precision == pytest.approx(2 / 3)
    assert scores.sensitivity == 1.0
    assert scores.f1 == pytest.approx(0.8)
    assert scores.mcc == pytest.approx(2 * 42 / sqrt(3 * 2 * 43 * 42))


@pytest.mark.parametrize(
    ("predicted", "exact", "slipped"),
    [
        ("((.....)).", 2, 2),
        ("(.(...).).", 1, 1),  # 3-7 is two off 2-8 counted by L1, one at each end: no hit
        ("(.(....)).", 1, 2),  # 3-9... the inner pair shifted at its 5' side only
        (".((....)).", 0, 2),
        ("((......))", 0, 2),
        (".((.....))", 0, 0),  # both ends moved by one
    ],
)
def test_slippage_by_one_counted_by_hand(predicted: str, exact: int, slipped: int) -> None:
    reference = read("((.....)).")
    assert score_pairs(read(predicted), reference).true_positives == exact
    assert score_pairs(read(predicted), reference, slip=1).true_positives == slipped


def test_one_reference_pair_is_found_once() -> None:
    # 2-8 lies within one of both 1-8's and 2-9's ends; only one of a prediction's pairs may have it.
    assert score_pairs(read("((...).).."), read("(....)....")).true_positives == 0
    scores = score_pairs(read("((...)...)"), read(".(....)..."), slip=1)
    assert (scores.true_positives, scores.false_positives, scores.false_negatives) == (1, 1, 0)


def test_an_exact_hit_makes_way_where_that_matches_more() -> None:
    # Predicted 2-9 could hold its exact partner or 2-10's; all of the predicted pairs find one.
    predicted, reference = read("(((....)))"), read(".((...))..")
    assert score_pairs(predicted, reference, slip=1).true_positives == largest_matching(predicted, reference)


def largest_matching(predicted: Structure, reference: Structure) -> int:
    """By trying every assignment of a few pairs."""

    def near(a: tuple[int, int], b: tuple[int, int]) -> bool:
        return abs(a[0] - b[0]) + abs(a[1] - b[1]) <= 1

    def most(ours: tuple[tuple[int, int], ...], theirs: frozenset[tuple[int, int]]) -> int:
        if not ours:
            return 0
        return max(most(ours[1:], theirs), *(1 + most(ours[1:], theirs - {b}) for b in theirs if near(ours[0], b)), 0)

    return most(predicted.pairs, frozenset(reference.pairs))


@given(st.data())
@settings(max_examples=200)
def test_the_slipped_matching_is_the_largest(data: st.DataObject) -> None:
    predicted = data.draw(balanced(16))
    length = len(predicted)
    reference = data.draw(balanced(16).map(lambda s: fitted(s, length)))
    scores = score_pairs(predicted, reference, slip=1)
    assert scores.true_positives == largest_matching(predicted, reference)
    assert scores.true_positives >= score_pairs(predicted, reference).true_positives
    assert scores.true_positives + scores.false_positives == len(predicted.pairs)
    assert scores.true_positives + scores.false_negatives == len(reference.pairs)


def fitted(structure: Structure, length: int) -> Structure:
    """The structure cut or filled up to a length."""
    return Structure.from_pairs(length, [(i, j) for i, j in structure.pairs if j < length])


@given(balanced())
def test_a_structure_agrees_with_itself(structure: Structure) -> None:
    scores = score(structure.dot_bracket, structure.dot_bracket)
    for pairs in (scores.pairs, scores.slipped):
        assert pairs.precision == pairs.sensitivity == pairs.f1 == 1.0
        assert pairs.mcc == pytest.approx(1.0)
    assert scores.tokens.accuracy == scores.tokens.macro_f1 == 1.0


def test_ratios_without_cases() -> None:
    nothing_said = score_pairs(read("....."), read("(...)"))
    assert (nothing_said.precision, nothing_said.sensitivity, nothing_said.f1, nothing_said.mcc) == (0, 0, 0, 0)
    nothing_there = score_pairs(read("(...)"), read("....."))
    assert (nothing_there.precision, nothing_there.sensitivity, nothing_there.f1, nothing_there.mcc) == (0, 0, 0, 0)
    agreed = score_pairs(read("....."), read("....."))
    assert (agreed.precision, agreed.sensitivity, agreed.f1, agreed.mcc) == (1, 1, 1, 1)


def test_tokens_counted_by_hand() -> None:
    scores = score_tokens("((..))", "(....)")
    assert scores.accuracy == pytest.approx(4 / 6)
    # ( : one right of two said, one there; ) the same; . : two right of two said, four there.
    assert scores.macro_f1 == pytest.approx((2 / 3 + 2 / 3 + 4 / 6) / 3)
    # ( and ) are in neither string and so in no mean; the all-unpaired baseline is scored on what is there.
    assert score_tokens("....", "....").macro_f1 == 1.0
    assert score_tokens(".....", "(...)").macro_f1 == pytest.approx((0 + 0 + 6 / 8) / 3)


@given(st.data())
def test_token_scores_by_confusion_counts(data: st.DataObject) -> None:
    predicted = data.draw(st.text("().", min_size=1, max_size=40))
    reference = data.draw(st.text("().", min_size=len(predicted), max_size=len(predicted)))
    ratios = []
    for letter in sorted(set(predicted + reference)):
        hits = sum(a == letter and b == letter for a, b in zip(predicted, reference, strict=True))
        said, there = predicted.count(letter), reference.count(letter)
        precision, recall = hits / said if said else 0.0, hits / there if there else 0.0
        ratios.append(2 * precision * recall / (precision + recall) if hits else 0.0)
    assert score_tokens(predicted, reference).macro_f1 == pytest.approx(sum(ratios) / len(ratios))


def test_other_lengths_are_refused() -> None:
    with pytest.raises(StructureError, match="prediction has 3 letters and the reference 4"):
        score("...", "....")
    with pytest.raises(StructureError, match="prediction has 3 letters and the reference 4"):
        score_tokens("...", "....")


def test_all_pairs_of_small_structures_give_scores_within_bounds() -> None:
    texts = ["......", "(....)", ".(...)", "(...).", "(.).()"]
    for a, b in combinations(texts, 2):
        scores = score(a, b)
        assert -1.0 <= scores.pairs.mcc <= 1.0
        assert 0.0 <= scores.slipped.f1 <= 1.0
