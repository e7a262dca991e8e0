"""Scans: every mutant once, in steps, with the time that is left, up to a length."""

from __future__ import annotations

from typing import Any

import pytest

from ssp_core.analysis.mutations import Mutation, all_mutations
from ssp_core.analysis.scan import ScanProgress, scan, seconds_left
from ssp_core.analysis.wording import time_left
from ssp_core.errors import InputError
from ssp_core.sequence import RnaSequence
from tests.fakes import FakePredictor, fake_prediction

HAIRPIN = RnaSequence("GGGAAAACCC", "hairpin")


def test_a_scan_folds_every_mutant_once_and_reports_on_the_way() -> None:
    predictor: Any = FakePredictor()
    steps = list(scan(predictor, fake_prediction(HAIRPIN)))
    assert len(steps) > 2
    assert (steps[0].done, steps[0].total, dict(steps[0].changed)) == (0, 30, {})
    assert [step.done for step in steps] == sorted({step.done for step in steps})
    last = steps[-1]
    assert isinstance(last, ScanProgress)
    assert last.done == last.total == len(set(predictor.folded)) == 30
    assert set(last.changed) == set(all_mutations(HAIRPIN))
    assert last.changed[Mutation(0, "A")] == last.changed[Mutation(9, "A")] == 1
    assert last.changed[Mutation(3, "G")] == 0  # in the loop
    assert all(len(step.changed) == step.done for step in steps)  # a report does not change afterwards


def test_a_scan_lets_others_go_first() -> None:
    predictor: Any = FakePredictor()
    list(scan(predictor, fake_prediction(HAIRPIN)))
    assert predictor.in_background == [True] * 30


def test_a_slow_scan_reports_each_mutant_and_can_be_closed_at_once() -> None:
    predictor: Any = FakePredictor(delay=0.2)
    steps = scan(predictor, fake_prediction(HAIRPIN))
    assert next(steps).done == 0
    assert predictor.folded == []
    assert [next(steps).done for _ in range(3)] == [1, 2, 3]
    steps.close()
    assert len(predictor.folded) == 3
    with pytest.raises(StopIteration):
        next(steps)


def test_a_scan_of_a_long_rna_is_refused_at_once() -> None:
    predictor: Any = FakePredictor()
    with pytest.raises(InputError, match="has 301 nucleotides; a scan folds three mutants a position"):
        scan(predictor, fake_prediction("A" * 301))
    assert predictor.folded == []


def test_the_time_left_is_that_of_the_last_steps() -> None:
    assert seconds_left([(0.0, 0)], 30) is None
    assert seconds_left([(0.0, 0), (10.0, 10)], 30) == pytest.approx(20)
    assert seconds_left([(10.0, 10), (12.0, 20)], 30) == pytest.approx(2)
    assert seconds_left([(10.0, 10), (12.0, 30)], 30) == 0


def test_every_report_but_the_first_says_how_much_time_is_left() -> None:
    predictor: Any = FakePredictor(delay=0.01)
    first, *others = scan(predictor, fake_prediction(HAIRPIN))
    assert first.seconds_left is None
    assert all(step.seconds_left is not None for step in others)
    assert (others[0].seconds_left or 0) > 0 == others[-1].seconds_left


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "nearly done"),
        (2.0, "a few seconds left"),
        (57.0, "about 55 s left"),
        (59.0, "about 60 s left"),
        (119.0, "about 120 s left"),
        (121.0, "about 2 min left"),
        (3600.0, "about 60 min left"),
    ],
)
def test_the_time_left_in_words(seconds: float, words: str) -> None:
    assert time_left(seconds) == words
