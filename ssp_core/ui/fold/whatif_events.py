"""The events of the What if card."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import gradio as gr

from ssp_core.analysis.mutations import mutate, parse_mutation, scan
from ssp_core.predictor import Predictor
from ssp_core.ui.models import Models, reraise_as_model_error
from ssp_core.ui.result import Result
from ssp_core.ui.session import SessionHolder

from .events import QUIET, SENTENCES, Updates
from .messages import message
from .shown import Shown
from .whatif import mutant_html, scan_html

_EVERY = 0.5  # seconds between two maps of a scan


class WhatIfEvents:
    """Its handlers."""

    def __init__(self, models: Models, shown: Shown, holder: gr.State) -> None:
        self.models, self.shown, self.holder = models, shown, holder
        self.answer = shown.answer

    def wire(self) -> None:
        """Bind every handler to what sets it off."""
        shown, holder, answer = self.shown, self.holder, self.answer
        gr.on(
            [shown.mutate.click, shown.base.input],
            self.mutate,
            [shown.position, shown.base, holder],
            answer,
            concurrency_id="mutate",
            concurrency_limit=1,
            **QUIET,
        )
        running = shown.scan.click(
            self.scan, holder, [answer, shown.scan, shown.stop], concurrency_id="scan", concurrency_limit=1, **QUIET
        )
        shown.stop.click(lambda: gr.update(interactive=False), None, shown.stop, cancels=[running], **QUIET)
        # gradio ends a run when the mutants under way are folded, and takes no other before: so none is offered.
        running.then(self.offer, None, [shown.scan, shown.stop], queue=False, **QUIET)

    def mutate(self, position: float | None, base: str | None, holder: SessionHolder) -> Any:
        """Fold a mutant and show both structures."""
        session = holder.session
        result = session.result
        try:
            mutation = parse_mutation(str(result.sequence), position, base)
            predictor = self._predictor(result)
            with reraise_as_model_error("The model failed on the mutant"):
                html = mutant_html(mutate(predictor, result.prediction, mutation), result)
        except SENTENCES as error:
            html = message(wrong=str(error))
        if holder.session.fold != session.fold:  # another RNA has been folded meanwhile
            return gr.skip()
        return holder.answer({"whatif": html})

    def scan(self, holder: SessionHolder) -> Iterator[Updates]:
        """Fold every single mutant and show the map as it fills."""
        session = holder.session
        result = session.result
        try:
            steps = scan(self._predictor(result), result.prediction)
            yield {
                self.shown.scan: gr.update(visible=False),
                self.shown.stop: gr.update(visible=True, interactive=True),
                self.answer: holder.answer({"whatif": ""}),
            }
            shown_at = 0.0
            with reraise_as_model_error("The model failed on a mutant"):
                for progress in steps:
                    if holder.session.fold != session.fold:
                        return
                    if time.monotonic() - shown_at >= _EVERY or progress.done == progress.total:
                        shown_at = time.monotonic()
                        yield {self.answer: holder.answer({"scan-map": scan_html(progress, result)})}
        except SENTENCES as error:
            yield {self.answer: holder.answer({"scan-map": message(wrong=str(error))})}

    def offer(self) -> Updates:
        """Offer the next scan."""
        return {self.shown.scan: gr.update(visible=True), self.shown.stop: gr.update(visible=False)}

    def _predictor(self, result: Result) -> Predictor:
        return self.models.get(result.prediction.provenance.model)
