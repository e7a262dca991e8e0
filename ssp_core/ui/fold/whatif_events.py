"""The events of the What if card."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any

import gradio as gr
from anyio import to_thread

from ssp_core.analysis.mutations import Mutation, mutate, parse_mutation, read_mutation
from ssp_core.analysis.scan import ScanProgress, scan
from ssp_core.ui.models import Models, reraise_as_model_error
from ssp_core.ui.result import Result
from ssp_core.ui.session import SessionHolder

from .events import QUIET, SENTENCES, Updates
from .messages import message
from .scan_map import map_html, progress_html
from .scan_runs import ScanRuns
from .shown import Shown
from .whatif import mutant_html

if TYPE_CHECKING:
    from ssp_core.predictor import Predictor

_EVERY = 0.5  # seconds between two reports of a scan
_SCANS = 64  # of all visitors at the same time; they take turns


class WhatIfEvents:
    """Its handlers."""

    def __init__(self, models: Models, shown: Shown, holder: gr.State) -> None:
        self.models, self.card, self.holder = models, shown.whatif, holder
        self.answer = shown.answer
        self.turn = asyncio.Lock()  # one visitor's step of a scan at a time

    def wire(self) -> None:
        """Bind every handler to what sets it off."""
        card, holder, answer = self.card, self.holder, self.answer
        one: dict[str, Any] = {**QUIET, "concurrency_id": "mutate", "concurrency_limit": 1}
        gr.on([card.mutate.click, card.base.input], self.mutate, [card.position, card.base, holder], answer, **one)
        gr.on([card.map.select, card.progress.select], self.open, holder, [answer, card.position, card.base], **one)
        many: dict[str, Any] = {"concurrency_id": "scan", "concurrency_limit": _SCANS, "trigger_mode": "multiple"}
        card.tools.submit(self.scan, [holder, card.runs], answer, **many, **QUIET)
        card.tools.stop(self.stop, card.runs, None, queue=False, **QUIET)

    def mutate(self, position: float | None, base: str | None, holder: SessionHolder) -> Any:
        """Fold the mutant that was chosen and show both structures."""
        result = holder.session.result
        try:
            mutation = parse_mutation(str(result.sequence), position, base)
        except SENTENCES as error:
            return holder.answer({"whatif": message(wrong=str(error))})
        return self._mutant(mutation, holder)

    def open(self, holder: SessionHolder, event: gr.EventData) -> Updates:
        """The same for a mutation that was clicked in the map or below it; the controls follow."""
        result = holder.session.result
        try:
            mutation = read_mutation(str(result.sequence), str(event.mutation))
        except SENTENCES as error:
            return {self.answer: holder.answer({"whatif": message(wrong=str(error))})}
        return {
            self.answer: self._mutant(mutation, holder),
            self.card.position: mutation.position + 1,
            self.card.base: mutation.base,
        }

    def _mutant(self, mutation: Mutation, holder: SessionHolder) -> Any:
        session = holder.session
        result = session.result
        try:
            predictor = self._predictor(result)
            with reraise_as_model_error("The model failed on the mutant"):
                html = mutant_html(mutate(predictor, result.prediction, mutation), result)
        except SENTENCES as error:
            html = message(wrong=str(error))
        if holder.session.fold != session.fold:  # another RNA has been folded meanwhile
            return gr.skip()
        return holder.answer({"whatif": html})

    async def scan(self, holder: SessionHolder, runs: ScanRuns) -> AsyncIterator[Updates]:
        """Fold every single mutant, show the map as it fills, and end as soon as it is to stop."""
        session = holder.session
        result = session.result
        stopped = runs.begin()
        try:
            predictor = await to_thread.run_sync(self._predictor, result)
            steps = scan(predictor, result.prediction)
            progress = next(steps)
            yield {self.answer: holder.answer({"scan-map": map_html(result), **_report(progress, result)})}
            shown_at = time.monotonic()
            while progress.done < progress.total:
                step = await _unless(stopped, self._step(steps))
                if holder.session.fold != session.fold:
                    return
                if step is None:
                    yield {self.answer: holder.answer(_report(progress, result, "stopped"))}
                    return
                progress = step
                if time.monotonic() - shown_at >= _EVERY:
                    shown_at = time.monotonic()
                    yield {self.answer: holder.answer(_report(progress, result))}
            yield {self.answer: holder.answer(_report(progress, result, "done"))}
        except SENTENCES as error:
            yield {self.answer: holder.answer({"scan-progress": message(wrong=str(error))})}

    async def _step(self, steps: Iterator[ScanProgress]) -> ScanProgress:
        async with self.turn:
            with reraise_as_model_error("The model failed on a mutant"):
                return await to_thread.run_sync(next, steps)

    async def stop(self, runs: ScanRuns) -> None:
        """Have the visitor's scan stop."""
        runs.stop()

    def _predictor(self, result: Result) -> Predictor:
        return self.models.get(result.prediction.provenance.model)


def _report(progress: ScanProgress, result: Result, state: str = "running") -> dict[str, str]:
    return {"scan-progress": progress_html(progress, result, state)}


async def _unless(stopped: asyncio.Event, step: Any) -> ScanProgress | None:
    """What a step gives, or None as soon as it is not wanted any more; its thread then ends by itself."""
    work, end = asyncio.ensure_future(step), asyncio.ensure_future(stopped.wait())
    try:
        await asyncio.wait({work, end}, return_when=asyncio.FIRST_COMPLETED)
        return None if end.done() else await work
    finally:
        work.cancel()
        end.cancel()
