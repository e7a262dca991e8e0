"""What a visitor does while something else is under way, by the handlers of the tab."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event
from types import SimpleNamespace
from typing import Any, TypeVar

import gradio as gr
import pytest

from ssp_core.errors import HubError
from ssp_core.folding.decoding import DecoderSettings
from ssp_core.network import zoo
from ssp_core.prediction import Prediction
from ssp_core.ui.fold import entry, panels, shown, view_events
from ssp_core.ui.fold.fold_events import FoldEvents
from ssp_core.ui.fold.view_events import ViewEvents
from ssp_core.ui.fold.whatif_events import WhatIfEvents
from ssp_core.ui.models import Models
from ssp_core.ui.result import Result, decoded_by
from ssp_core.ui.session import Session, SessionHolder, with_options
from tests.fakes import PROVENANCE, FakePredictor, fake_prediction

PREVIEWS = ("preview-heatmap", "preview-matrix")
HAIRPIN = "GGGGAAACGCUUCGGCGUUUCCCC"
OTHER = "GGGGGAAAACCCCC"
Result_ = TypeVar("Result_")
ARGMAX = ("argmax", 1.0, 0.5, 1.0, 0.75)


BUNDLED = replace(PROVENANCE, model="bundled")


class Bundled(FakePredictor):
    """Stands for the bundled model."""

    def predict(self, sequences: str | Sequence[str], decoder: str | DecoderSettings = "best") -> list[Prediction]:
        return [replace(prediction, provenance=BUNDLED) for prediction in super().predict(sequences, decoder)]


class Tab:
    """The handlers of the tab, on a model without a network."""

    def __init__(self, **load: Any) -> None:
        self.predictor = Bundled()
        self.fails = load.get("fails")
        self.wait: Event | None = load.get("wait")
        session = Session(Result(replace(fake_prediction(OTHER), provenance=BUNDLED)))
        self.holder = SessionHolder(session)
        models = Models(self.load)
        with gr.Blocks():
            given = entry.build(models, session.result)
            right = shown.build(
                panels.panels(*panels.PRIMARY, *panels.SECONDARY)(session) | dict.fromkeys(PREVIEWS, "")
            )
            state = gr.State(self.holder)
            self.fold = FoldEvents(models, given, right, state)
            self.view = ViewEvents(models, given, right, state)
            self.whatif = WhatIfEvents(models, right, state)
        self.given, self.answer = given, right.answer

    def load(self, _: str, *, progress: Any) -> Any:
        if self.wait is not None:
            progress(50_000_000, 200_000_000)
            assert self.wait.wait(30)
        if self.fails:
            raise HubError(self.fails)
        return self.predictor

    @property
    def result(self) -> Result:
        return self.holder.session.result


def run(steps: Coroutine[Any, Any, Result_]) -> Result_:
    """What a coroutine gives, run in a thread of its own: browser tests leave a running loop in this one."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, steps).result()


def sent(answer: Any) -> dict[str, str]:
    """The panels of an answer."""
    panels_: dict[str, str] = json.loads(answer)["panels"] if isinstance(answer, str) else {}
    return panels_


async def every(steps: AsyncIterator[dict[Any, Any]]) -> list[dict[Any, Any]]:
    return [step async for step in steps]


def folded(tab: Tab, text: str, reference: str = "", model: str = "bundled") -> list[dict[Any, Any]]:
    return run(every(tab.fold.fold(text, reference, model, tab.holder)))


def test_a_fold_shows_what_is_in_sight_first_and_then_the_rest() -> None:
    tab = Tab()
    first, rest = folded(tab, f">mine\n{HAIRPIN}")
    assert tab.result.title == "mine"
    assert {"status", "view-planar", "view-strip", "link-data"} <= set(sent(first[tab.answer]))
    assert {"view-arcs", "view-matrix", "exports"} <= set(sent(rest[tab.answer]))
    assert not set(sent(first[tab.answer])) & set(sent(rest[tab.answer]))


def test_what_is_chosen_while_the_network_runs_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    tab = Tab()
    predict = tab.predictor.predict

    def choosing(*arguments: Any, **named: Any) -> Any:
        tab.view.redecode(*ARGMAX, tab.holder)
        tab.holder.choose(with_options(views=("matrix",), colour="base", mfe=True))
        return predict(*arguments, **named)

    monkeypatch.setattr(tab.predictor, "predict", choosing)
    first, rest = folded(tab, HAIRPIN)
    assert tab.result.sequence == HAIRPIN
    assert tab.result.prediction.settings.decoder == "argmax"
    assert "MFE" in sent(first[tab.answer])["view-strip"]
    assert {name for name in sent(first[tab.answer]) | sent(rest[tab.answer]) if name.startswith("view-")} == {
        "view-strip",
        "view-matrix",
    }


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
        await tab.fold.network.acquire()  # a third visitor's fold
        waiting = [
            asyncio.create_task(every(tab.fold.fold(text, "", "bundled", tab.holder))) for text in (HAIRPIN, OTHER)
        ]
        await asyncio.sleep(0.05)
        tab.fold.network.release()
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

    *waiting, first, _ = run(download())
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
    first, _ = run(every(_example(tab, "trna-phe-yeast")))
    assert first[tab.given.sequence] == str(tab.result.sequence)
    assert tab.result.reference is not None
    assert first[tab.given.reference] == tab.result.reference.dot_bracket


def test_the_known_structure_of_the_last_rna_goes_with_it() -> None:
    tab = Tab()
    known = tab.result.structure.dot_bracket
    assert "scores" in sent(tab.view.compare(OTHER, known, tab.holder))
    first, _ = folded(tab, "GGGGGAAAACCCCG", known)
    assert first[tab.given.reference] == ""
    assert tab.result.reference is None
    assert "was removed" in sent(first[tab.answer])["sequence-message"]


def test_a_known_structure_is_compared_at_once() -> None:
    tab = Tab()
    answer = sent(tab.view.compare(OTHER, "." * 14, tab.holder))
    assert "0 pairs right" in " ".join(answer["scores"].split())
    assert "3 letters" in sent(tab.view.compare(OTHER, "(.)", tab.holder))["reference-message"]
    assert set(sent(tab.view.compare(HAIRPIN, "." * 24, tab.holder))) == {"reference-message"}  # not folded yet
    assert tab.result.reference is not None


def test_a_number_out_of_range_or_missing_is_one_sentence() -> None:
    tab = Tab()
    for gamma, wanted in (
        (99.0, "The gamma is 99; a number from 0.25 to 4 is wanted."),
        (None, "The gamma is missing"),
    ):
        answer = sent(tab.view.redecode("mea", gamma, 0.5, 1.0, 0.75, tab.holder))
        assert wanted in answer["sequence-message"]
        assert set(answer) == {"sequence-message"}
    assert "takes no thermodynamics" in sent(tab.view.redecode("informed", *ARGMAX[1:], tab.holder))["sequence-message"]


def test_a_decoder_changes_what_depends_on_it_and_the_rest_follows() -> None:
    tab = Tab()
    tab.view.follow(tab.holder)
    assert sent(tab.view.follow(tab.holder)) == {}  # the page has it all
    first = sent(tab.view.redecode(*ARGMAX, tab.holder))
    assert "status" in first
    assert "view-arcs" not in first
    assert "exports" in sent(tab.view.follow(tab.holder))


def test_a_colouring_draws_the_chain_views_that_are_open() -> None:
    tab = Tab()
    tab.view.open_views(["planar", "circle"], tab.holder)
    assert set(sent(tab.view.recolour("base", tab.holder))) == {"view-planar", "view-circle"}
    assert set(sent(tab.view.open_views(["planar", "circle", "arcs"], tab.holder))) == {"view-arcs"}


def test_other_probabilities_change_heatmap_and_matrix_alone() -> None:
    tab = Tab()
    tab.view.follow(tab.holder)
    assert set(sent(tab.view.change_source("thermodynamics", tab.holder))) == {"view-heatmap", "view-matrix"}


def test_a_list_of_structures_is_stepped_through_and_left_by_a_decoder() -> None:
    tab = Tab()
    assert sent(tab.view.rank(tab.holder))["samples"].count("<input") > 1
    event: Any = SimpleNamespace(number=2)
    answer = sent(tab.view.pick(tab.holder, event))
    assert "number 2 of" in answer["status"]
    assert "samples" not in answer  # written anew, the list would lose the focus that arrow keys step from
    wrong: Any = SimpleNamespace(number=99)
    assert "no structure 99" in sent(tab.view.pick(tab.holder, wrong))["sequence-message"]
    tab.view.redecode("map", *ARGMAX[1:], tab.holder)
    assert tab.result.picked is None


def test_a_mutant_and_a_scan_belong_to_the_rna_they_were_asked_for() -> None:
    tab = Tab()
    assert "G2A:" in sent(tab.whatif.mutate(2, "A", tab.holder))["whatif"]
    assert "from 1 to 14" in sent(tab.whatif.mutate(900, "A", tab.holder))["whatif"]
    steps = tab.whatif.scan(tab.holder)
    next(steps)
    assert "of 42 mutants" in sent(next(steps)[tab.answer])["scan-map"]
    first, _ = folded(tab, HAIRPIN)
    assert sent(first[tab.answer])["scan-map"] == ""
    assert list(steps) == []


def test_a_link_fills_the_controls_and_is_decoded_as_it_says() -> None:
    tab = Tab()
    request: Any = SimpleNamespace(query_params={"seq": HAIRPIN, "decoder": "map", "families": "0.5", "name": "linked"})
    controls, first, _ = run(every(tab.fold.open_link(tab.holder, request)))
    assert controls[tab.given.sequence] == HAIRPIN
    assert controls[tab.given.decoder.decoder] == "map"
    assert "status" in sent(first[tab.answer])
    assert tab.result.title == "linked"
    assert tab.result.prediction.settings == replace(tab.result.prediction.settings, decoder="map", family_weight=0.5)
    wrong: Any = SimpleNamespace(query_params={"seq": HAIRPIN, "gamma": "50"})
    [step] = run(every(tab.fold.open_link(tab.holder, wrong)))
    assert step[tab.given.sequence] == HAIRPIN
    assert "gamma is 50" in sent(step[tab.answer])["sequence-message"]
