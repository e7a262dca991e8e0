"""A result that is not of what the box holds says so; a fold says how far it is and can be given up."""

from __future__ import annotations

import asyncio
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest

from ssp_core.progress import Stage, checkpoint, report
from ssp_core.ui.fold import duration, standing

from .handlers import HAIRPIN, OTHER, Tab, folded, run, sent

PREVIOUS = "Previous result: the box holds another RNA."


def test_what_is_typed_makes_the_result_a_previous_one_until_it_is_folded_or_taken_back() -> None:
    tab = Tab()
    assert PREVIOUS in sent(tab.reading.check(HAIRPIN, tab.holder))["standing"]
    assert sent(tab.reading.check(f" {OTHER[:5]} {OTHER[5:].lower()}\n", tab.holder))["standing"] == ""
    assert PREVIOUS in sent(tab.reading.check("GGG7XX", tab.holder))["standing"]
    tab.reading.check(HAIRPIN, tab.holder)
    first, *_ = folded(tab, HAIRPIN)
    assert sent(first[tab.answer])["standing"] == ""


def test_a_text_that_cannot_be_folded_leaves_a_result_that_is_called_the_previous_one() -> None:
    tab = Tab()
    [step] = folded(tab, "MKV*")
    assert "still the previous result" in sent(step[tab.answer])["standing"]


class Slow:
    """A fold that reports a stage, and goes on when it is let."""

    def __init__(self, tab: Tab, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.go_on, self.ended = Event(), Event(), Event()
        predict = tab.predictor.predict

        def slow(*arguments: Any, **named: Any) -> Any:
            report("thermodynamics", 1, 3)
            self.begun.set()
            try:
                while not self.go_on.wait(0.02):
                    checkpoint()
            finally:
                self.ended.set()
            return predict(*arguments, **named)

        monkeypatch.setattr(tab.predictor, "predict", slow)


def test_a_long_fold_says_its_stage_and_the_time_left_and_then_shows_its_result(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tab = Tab()
    slow = Slow(tab, monkeypatch)

    async def fold() -> list[dict[str, str]]:
        steps = []
        async for step in tab.fold.fold(HAIRPIN, "", "bundled", tab.holder):
            steps.append(sent(step[tab.answer]))
            slow.go_on.set()
        return steps

    first, result, *_ = run(fold())
    assert "Folding 24 nt: thermodynamics 2 of 3, " in first["standing"]
    assert result["standing"] == ""
    assert tab.result.sequence == HAIRPIN


def test_a_cancelled_fold_ends_and_the_result_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    tab = Tab()
    slow = Slow(tab, monkeypatch)

    async def fold() -> None:
        async for _ in tab.fold.fold(HAIRPIN, "", "bundled", tab.holder):
            assert "Cancelled. This is the previous result." in sent(tab.fold.cancel(tab.holder))["standing"]

    run(fold())
    assert slow.ended.wait(20)  # the thread that folded has let go
    assert tab.result.sequence == OTHER


def test_a_fold_that_nobody_waits_for_any_more_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    tab = Tab()
    slow = Slow(tab, monkeypatch)

    async def leave() -> None:
        steps: Any = tab.fold.fold(HAIRPIN, "", "bundled", tab.holder)
        await steps.__anext__()
        await steps.aclose()
        await asyncio.get_running_loop().run_in_executor(None, slow.ended.wait, 20)

    run(leave())
    assert slow.ended.is_set()


def test_an_earlier_address_of_the_page_is_shown_again() -> None:
    tab = Tab()
    folded(tab, HAIRPIN)

    async def go(query: dict[str, str]) -> None:
        event: Any = SimpleNamespace(query=query)
        async for _ in tab.fold.open_address(tab.holder, event):
            pass

    run(go({"seq": OTHER, "decoder": "mea"}))
    assert (tab.result.sequence, tab.result.choice_name) == (OTHER, "mea")
    run(go({}))  # the page's own address: the result that it opens with
    assert tab.result.title == "tRNA-Phe, yeast"


def test_stages_and_times_are_in_words() -> None:
    assert standing.stage_in_words(Stage("thermodynamics", 3, 3)) == "thermodynamics 3 of 3"
    assert standing.stage_in_words(Stage("network")) == "network"
    assert "network, nearly done." in standing.folding(500, Stage("network"), 4.0, 4.2)
    assert "network, about 3 min left." in standing.folding(500, Stage("network"), 0.0, 200)


def test_the_time_that_a_fold_takes_is_learned_on_this_machine() -> None:
    durations = duration.Durations()
    before = durations.expected("bundled", 500)
    durations.learn("bundled", 1000, 4 * durations.expected("bundled", 1000))
    assert durations.expected("bundled", 500) == pytest.approx(4 * before)
    assert durations.expected("other", 500) == before
    assert durations.expected("bundled", 1000) > 4 * durations.expected("bundled", 500)
