"""Events of the Train tab: begin, look, stop, go on, reset, and fold with what was trained.

Handlers hold the trainings of all visitors; which of them is a visitor's is the key in that visitor's `gr.State`.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import gradio as gr
import orjson

from ssp_core.errors import InputError, ModelError, TrainingError
from ssp_core.training.jobs import TrainingJobs
from ssp_core.ui.models import Models
from ssp_core.ui.panel import json_text
from ssp_core.ui.session import SessionHolder
from ssp_core.ui.templates import render

from . import shown
from .request import order_of

_AT_ONCE: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}
_SENTENCES = (InputError, ModelError, TrainingError)
_EMPTY = {"train-standing": "", "train-curves": "", "train-watched": "", "train-message": ""}


@dataclass(frozen=True, eq=False)
class TrainEvents:
    """Their handlers.

    Attributes:
        models: the models on offer, to which trained ones are added.
        jobs: the trainings of all visitors.
        holder: the component with the visitor's session.
        key: the component with the key of the visitor's training, empty without one.
        answer: what fills the panels.
    """

    models: Models
    jobs: TrainingJobs
    holder: gr.State
    key: gr.State
    answer: gr.HTML

    def wire(self, asked: gr.HTML, polled: gr.HTML) -> None:
        """Bind the handlers to the components that a script sets off."""
        asked.click(self.act, [self.key, self.holder], [self.key, self.answer], **_AT_ONCE)
        polled.click(self.look, [self.key, self.holder], self.answer, **_AT_ONCE)

    def act(self, key: str, holder: SessionHolder, event: gr.EventData) -> tuple[str, str]:
        """Do what a button says; the key from now on, and the panels."""
        try:
            if event.action == "start":
                return self._start(key, holder, event)
            if event.action == "fold":
                return key, holder.answer({"train-adopted": self._adopted(key)})
            if event.action == "reset":
                self._forget(key)
                return "", holder.answer(_EMPTY)
            {"stop": self.jobs.stop, "resume": self.jobs.resume}[str(event.action)](key)
        except _SENTENCES as error:
            return key, holder.answer({"train-message": _wrong(error)})
        return key, holder.answer({**self._panels(key, seen=-1), "train-message": ""})

    def look(self, key: str, holder: SessionHolder, event: gr.EventData) -> str:
        """Where the training is; curves and the watched RNA where there are more reports than the page has seen."""
        if not key:
            return holder.answer({})
        try:
            return holder.answer(self._panels(key, seen=int(event.seen)))
        except InputError as error:
            return holder.answer({"train-standing": _wrong(error)})

    def _start(self, key: str, holder: SessionHolder, event: gr.EventData) -> tuple[str, str]:
        watch = str(holder.session.result.sequence)
        order = order_of(dict(event.fields), event.file, str(event.title), watch)
        new = self.jobs.start(order)
        self._forget(key)
        return new, holder.answer({**_EMPTY, **self._panels(new, seen=0)})

    def _forget(self, key: str) -> None:
        if key:
            with suppress(InputError):  # it has gone before
                self.jobs.remove(key)

    def _panels(self, key: str, seen: int) -> dict[str, str]:
        status = self.jobs.status(key)
        panels = {"train-standing": shown.standing(key, status)}
        if len(status.reports) != seen:
            panels["train-curves"] = shown.curve_chart(status.reports)
            panels["train-watched"] = shown.watched(status.reports)
        return panels

    def _adopted(self, key: str) -> str:
        """The trained model among those on offer to this visitor: its key and title as JSON."""
        folder = self.jobs.status(key).folder if key else None
        if folder is None:
            raise InputError("There is no trained model yet; train one first.")
        predictor = self.models.adopt(f"trained-{key}", folder)
        steps = self.jobs.status(key).reports[-1].step
        return json_text(orjson.dumps({"key": predictor.entry.key, "title": f"Your model, {steps:,} steps"}).decode())


def _wrong(error: Exception) -> str:
    return render("paragraph.html", text=str(error), kind="wrong")
