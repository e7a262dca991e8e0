"""Events of the Many tab: begin, look, stop, reset. Handlers hold the runs of all visitors, a visitor's `gr.State` the
key of its own."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import gradio as gr

from ssp_core.batch.jobs import BatchJobs
from ssp_core.batch.order import RESULT
from ssp_core.errors import BatchError, InputError, ModelError
from ssp_core.ui.session import SessionHolder
from ssp_core.ui.templates import render

from . import shown
from .request import order_of, view_of

_AT_ONCE: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}
_EMPTY = {"many-standing": "", "many-table": "", "many-message": ""}


@dataclass(frozen=True, eq=False)
class ManyEvents:
    """Their handlers.

    Attributes:
        jobs: the runs of all visitors.
        holder: the component with the visitor's session.
        key: the component with the key of the visitor's run, empty without one.
        answer: what fills the panels.
    """

    jobs: BatchJobs
    holder: gr.State
    key: gr.State
    answer: gr.HTML

    def wire(self, asked: gr.HTML, polled: gr.HTML) -> None:
        """Bind the handlers to the components that a script sets off."""
        asked.click(self.act, [self.key, self.holder], [self.key, self.answer], **_AT_ONCE)
        # each of several quick ones: what was asked for while one is under way would be lost
        polled.click(self.look, [self.key, self.holder], self.answer, trigger_mode="multiple", **_AT_ONCE)

    def act(self, key: str, holder: SessionHolder, event: gr.EventData) -> tuple[str, str]:
        """Do what a button says; the key from now on, and the panels."""
        try:
            if event.action == "start":
                new = self.jobs.start(order_of(dict(event.fields), event.file))
                self._forget(key)
                return new, holder.answer({**_EMPTY, "many-standing": shown.standing(new, self.jobs.status(new))})
            if event.action == "reset":
                self._forget(key)
                return "", holder.answer(_EMPTY)
            self.jobs.stop(key)
        except (InputError, ModelError, BatchError) as error:
            return key, holder.answer({"many-message": _wrong(error)})
        return key, holder.answer({"many-standing": shown.standing(key, self.jobs.status(key)), "many-message": ""})

    def look(self, key: str, holder: SessionHolder, event: gr.EventData) -> str:
        """Where the run is, and the table if it differs from what the page has seen."""
        if not key:
            return holder.answer({})
        try:
            status = self.jobs.status(key)
        except InputError as error:
            return holder.answer({"many-standing": _wrong(error)})
        panels = {"many-standing": shown.standing(key, status)}
        done = status.reports[-1].done if status.reports else 0
        if int(event.seen) != done:
            panels["many-table"] = shown.table(status.files / RESULT, view_of(dict(event.view)))
        return holder.answer(panels)

    def _forget(self, key: str) -> None:
        if key:
            with suppress(InputError):  # it has gone before
                self.jobs.remove(key)


def _wrong(error: Exception) -> str:
    return render("paragraph.html", text=str(error), kind="wrong")
