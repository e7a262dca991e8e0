"""Folding, and what a visitor does while it is under way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest

from ssp_core.network import zoo
from ssp_core.ui.fold import status, view_events
from ssp_core.ui.result import Result, decoded_by
from ssp_core.ui.session import with_options

from .handlers import ARGMAX, HAIRPIN, OTHER, Tab, every, folded, run, sent


def test_a_fold_shows_what_is_in_sight_first_and_then_the_rest() -> None:
    tab = Tab()
    first, rest, last = folded(tab, f">mine\n{HAIRPIN}")
    assert tab.result.title == "mine"
    assert {"status", "view-planar", "view-strip", "link-data"} <= set(sent(first[tab.answer]))
    assert {"view-arcs", "view-matrix"} <= set(sent(rest[tab.answer]))
    assert set(sent(last[tab.answer])) == {"computed", "exports"}
    assert not set(sent(first[tab.answer])) & set(sent(rest[tab.answer]))


def test_what_is_chosen_while_the_network_runs_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    tab = Tab()
    predict = tab.predictor.predict

    def choosing(*arguments: Any, **named: Any) -> Any:
        tab.view.redecode(*ARGMAX, tab.holder)
        tab.holder.choose(with_options(colour="base", mfe=True))
        return predict(*arguments, **named)

    monkeypatch.setattr(tab.predictor, "predict", choosing)
    first, *_ = folded(tab, HAIRPIN)
    assert tab.result.sequence == HAIRPIN
    assert tab.result.prediction.settings.decoder == "argmax"
    assert "MFE" in sent(first[tab.answer])["view-strip"]
    assert 'class="base-' in sent(first[tab.answer])["view-planar"].replace("nucleotide ", "")


def test_an_event_about_the_rna_before_changes_nothing_of_the_newer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another RNA is folded while a decoder's answer about the one before is made."""
    tab = Tab()
    began: list[str] = []

    def late(predictor: Any, result: Result, choice: Any) -> Result:
        after = decoded_by(predictor, result, choice)
        if not began:
            began.append(result.sequence)
            folded(tab, HAIRPIN)
        return after

    monkeypatch.setattr(view_events, "decoded_by", late)
    answer = sent(tab.view.redecode(*ARGMAX, tab.holder))
    assert began == [OTHER]
    assert tab.result.sequence == HAIRPIN
    assert tab.result.prediction.settings.decoder == "argmax"
    assert OTHER not in answer.get("link-data", "")


def test_of_two_folds_the_one_that_was_asked_for_last_stays() -> None:
    tab = Tab()

    async def both() -> None:
        async with tab.fold.admission.fold("a third visitor", 1_000_000):
            waiting = [
                asyncio.create_task(every(tab.fold.fold(text, "", "bundled", tab.holder))) for text in (HAIRPIN, OTHER)
            ]
            while not tab.holder.is_overtaken(1):  # until both have begun
                await asyncio.sleep(0.01)
        await asyncio.gather(*waiting)

    run(both())
    assert tab.result.sequence == OTHER
    assert list(tab.predictor.folded) == [OTHER]  # the other one need not be folded any more


@pytest.fixture
def far_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """No model but the bundled one is on this machine."""
    monkeypatch.setattr(zoo, "folder_of", lambda entry: None if entry.repository else object())


@pytest.mark.usefixtures("far_away")
def test_a_download_says_how_far_it_is_and_then_the_rna_is_folded() -> None:
    tab = Tab(wait=Event())

    async def download() -> list[dict[Any, Any]]:
        steps = tab.fold.fold(HAIRPIN, "", "omnigenome-52m", tab.holder)
        found = [await anext(steps), await anext(steps)]
        assert tab.wait is not None
        tab.wait.set()
        return found + await every(steps)

    *waiting, first, _, _ = run(download())
    assert "OmniGenome-52M is being downloaded" in sent(waiting[0][tab.answer])["sequence-message"]
    assert "50.0 MB of 200.0 MB" in sent(waiting[1][tab.answer])["sequence-message"]
    assert "status" in sent(first[tab.answer])
    assert tab.result.sequence == HAIRPIN


@pytest.mark.usefixtures("far_away")
def test_whoever_folds_something_else_during_a_download_keeps_that() -> None:
    tab = Tab(wait=Event())

    async def download() -> list[dict[Any, Any]]:
        steps = tab.fold.fold(HAIRPIN, "", "omnigenome-52m", tab.holder)
        await anext(steps)
        release = tab.wait
        tab.wait = None
        await every(tab.fold.fold(">other\nGGGGAAAACCCC", "", "bundled", tab.holder))
        assert release is not None
        release.set()
        return await every(steps)

    assert all(not sent(step.get(tab.answer)) for step in run(download()))
    assert tab.result.title == "other"


@pytest.mark.usefixtures("far_away")
def test_a_model_that_does_not_come_is_one_sentence() -> None:
    tab = Tab(fails="The Hub is far away.")
    *_, last = folded(tab, HAIRPIN, model="omnigenome-52m")
    assert "The Hub is far away." in sent(last[tab.answer])["sequence-message"]
    assert tab.result.sequence == OTHER


def test_bad_input_is_one_sentence_and_the_result_stays() -> None:
    tab = Tab()
    for text, reference, model, wanted in (
        ("GGGAXCCC", "", "bundled", "position 5"),
        (HAIRPIN, "((..))", "bundled", "6 letters"),
        (HAIRPIN, "", "/etc", "from the list"),
    ):
        [step] = folded(tab, text, reference, model)
        answer = sent(step[tab.answer])
        assert wanted in answer["sequence-message"]
        assert ("reference-message" in answer) == bool(reference)
    assert tab.result.sequence == OTHER


def _example(tab: Tab, key: str) -> AsyncIterator[dict[Any, Any]]:
    event: Any = SimpleNamespace(key=key)
    return tab.fold.fold_example("bundled", tab.holder, event)


def test_an_example_fills_the_boxes() -> None:
    tab = Tab()
    first, *_ = run(every(_example(tab, "trna-phe-yeast")))
    assert first[tab.given.sequence] == str(tab.result.sequence)
    assert tab.result.reference is not None
    assert first[tab.given.reference] == tab.result.reference.dot_bracket


def test_an_example_without_a_known_structure_empties_its_box() -> None:
    tab = Tab()
    run(every(_example(tab, "trna-phe-yeast")))
    first, *_ = run(every(_example(tab, "tutorial")))
    assert (first[tab.given.sequence], first[tab.given.reference]) == ("AUGCCGUGCAUUAA", "")
    assert tab.result.reference is None
    assert tab.result.title == "The tutorial's RNA"
    assert "Known structure" not in status.computed_html(tab.result)


def test_the_known_structure_of_the_last_rna_goes_with_it() -> None:
    tab = Tab()
    known = tab.result.structure.dot_bracket
    assert "scores" in sent(tab.view.compare(OTHER, known, tab.holder))
    boxes, first, *_ = folded(tab, "GGGGGAAAACCCCG", known)
    assert boxes[tab.given.reference] == ""
    assert tab.given.sequence not in boxes
    assert tab.result.reference is None
    assert "was removed" in sent(first[tab.answer])["sequence-message"]


def test_a_link_fills_the_controls_and_is_decoded_as_it_says() -> None:
    tab = Tab()
    request: Any = SimpleNamespace(query_params={"seq": HAIRPIN, "decoder": "map", "families": "0.5", "name": "linked"})
    controls, first, *_ = run(every(tab.fold.open_link(tab.holder, request)))
    assert controls[tab.given.sequence] == f">linked\n{HAIRPIN}"
    assert controls[tab.given.decoder.decoder] == "map"
    assert "status" in sent(first[tab.answer])
    assert tab.result.title == "linked"
    assert tab.result.prediction.settings == replace(tab.result.prediction.settings, decoder="map", family_weight=0.5)
    wrong: Any = SimpleNamespace(query_params={"seq": HAIRPIN, "gamma": "50"})
    [step] = run(every(tab.fold.open_link(tab.holder, wrong)))
    assert step[tab.given.sequence] == HAIRPIN
    assert "gamma is 50" in sent(step[tab.answer])["sequence-message"]
