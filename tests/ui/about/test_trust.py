"""Whether to trust a prediction: sentences that follow the figures, and the diagrams in words."""

from __future__ import annotations

import pytest

from ssp_core.card import Bin
from ssp_core.ui.about import trust

from .cards import measured, unmeasured, with_f1


def test_five_sentences_with_the_figures_of_the_card() -> None:
    card = measured(0)
    assert card.figures is not None
    answers = trust.answers(card)
    text = " ".join(answers)
    for key in (trust.KNOWN, trust.NEW):
        row = card.figures.row(key, trust.BEST)
        assert row is not None
        assert f"{row.f1:.2f}" in text
        assert f"{row.sequences:,} RNAs" in text
    long = card.figures.row(trust.NEW, trust.BEST, trust.LONG)
    assert long is not None
    assert f"{long.f1:.2f}" in answers[-1]


@pytest.mark.parametrize(
    ("ours", "theirs", "words"),
    [(0.8, 0.5, "clearly better"), (0.52, 0.5, "slightly better"), (0.5, 0.5, "no better"), (0.3, 0.5, "no better")],
)
def test_better_is_said_only_where_it_is(ours: float, theirs: float, words: str) -> None:
    card = with_f1(measured(1), trust.KNOWN, {"best": ours, "RNAfold MFE": theirs, "RNAfold MEA": theirs - 0.01})
    assert f"it is {words} than thermodynamics alone" in trust.answers(card)[1]
    assert f"its mean score is {ours:.2f}, that of RNAfold {theirs:.2f}" in trust.answers(card)[1]


def test_nothing_is_claimed_before_it_is_measured() -> None:
    assert trust.answers(unmeasured())[1] == trust.UNMEASURED
    assert trust.diagrams(unmeasured()) == ()


def test_the_calibration_error_weighs_bins_by_their_pairs_and_leaves_out_the_unlikely() -> None:
    bins = (Bin(0.01, 0.5, 10**6), Bin(0.2, 0.3, 30), Bin(0.9, 0.7, 10))
    assert trust.calibration_error(bins) == pytest.approx((30 * 0.1 + 10 * 0.2) / 40)
    assert trust.calibration_error(bins[:1]) == 0.0


def test_the_diagrams_words_are_the_bins() -> None:
    card = measured(2)
    first = trust.diagrams(card)[0]
    surest = first.bins["network"][-1]
    assert first.sentences == (
        f"Network: of 30 pairs given 90 % or more, {100 * surest.frequency:.1f} % are true. "
        f"Expected calibration error: {100 * abs(0.95 - surest.frequency):.1f} % (pairs given 10 % or more).",
        "Best: no pair was given 90 % or more.",
    )
    assert first.curves["network"][-1] == (surest.mean, surest.frequency, surest.count)
    assert [diagram.title for diagram in trust.diagrams(card)] == [each.title for each in card.sets]
