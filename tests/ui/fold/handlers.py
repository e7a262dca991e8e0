"""The handlers of the Fold tab on a model without a network, and how tests call them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event
from typing import Any, TypeVar

import gradio as gr

from ssp_core.errors import HubError
from ssp_core.folding.decoding import DecoderSettings
from ssp_core.prediction import Prediction
from ssp_core.ui.fold import entry, panels, shown
from ssp_core.ui.fold.fold_events import FoldEvents
from ssp_core.ui.fold.question_events import QuestionEvents
from ssp_core.ui.fold.reading_events import ReadingEvents
from ssp_core.ui.fold.view_events import ViewEvents
from ssp_core.ui.fold.whatif_events import WhatIfEvents
from ssp_core.ui.models import Models
from ssp_core.ui.result import Result
from ssp_core.ui.session import Session, SessionHolder
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
            right = shown.build(panels.panels(*panels.EVERY)(session) | dict.fromkeys(PREVIEWS, ""))
            state = gr.State(self.holder)
            self.fold = FoldEvents(models, given, right, state)
            self.reading = ReadingEvents(self.fold, given, right.answer, state)
            self.view = ViewEvents(models, given, right, state)
            self.whatif = WhatIfEvents(models, right, state)
            self.questions = QuestionEvents(models, right, state)
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
    """All steps but those that only say how far a fold is: how many of these come depends on the machine."""
    return [step async for step in steps if not _is_waiting(step)]


def _is_waiting(step: dict[Any, Any]) -> bool:
    return len(step) == 1 and all(set(sent(answer)) == {"standing"} for answer in step.values())


def folded(tab: Tab, text: str, reference: str = "", model: str = "bundled") -> list[dict[Any, Any]]:
    return run(every(tab.fold.fold(text, reference, model, tab.holder)))
