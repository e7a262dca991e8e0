"""Events about what a visitor brings: a text as it is typed, a file, one of several records, a pseudoknot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import gradio as gr
from anyio import to_thread

from ssp_core.ui.inputs import file_content
from ssp_core.ui.result import compared
from ssp_core.ui.session import Session, SessionHolder

from . import files, messages
from .entry import Entry
from .events import AT_ONCE, SENTENCES, Updates, refusal
from .fold_events import FoldEvents
from .panels import EVERY, panels
from .requests import Given


class ReadingEvents:
    """Their handlers."""

    def __init__(self, fold: FoldEvents, given: Entry, answer: gr.HTML, holder: gr.State) -> None:
        self.fold, self.given, self.answer, self.holder = fold, given, answer, holder
        self.file = asyncio.Lock()  # one visitor's file at a time

    def wire(self) -> None:
        """Bind every handler to what sets it off."""
        given, holder, answer = self.given, self.holder, self.answer
        given.sequence.input(self.check, [given.sequence, holder], answer, **AT_ONCE)
        boxes = [given.sequence, given.reference, given.model, holder]
        outputs = [given.sequence, given.reference, answer]
        given.records.click(self.fold_record, boxes, outputs, **self.fold.options)
        given.file.upload(self.open_file, boxes, outputs, **self.fold.options)
        given.pseudoknot.click(self.compare_without_crossing, holder, answer, **AT_ONCE)

    def check(self, text: str, holder: SessionHolder) -> str:
        """Say what can be said of a text as it is typed."""
        panels = messages.check(text, holder.session.result)
        holder.note_typing(is_other=panels["standing"] != "")
        return holder.answer(panels)

    async def fold_record(
        self, text: str, reference: str, model: str, holder: SessionHolder, event: gr.EventData
    ) -> AsyncIterator[Updates]:
        """Fold the record that was chosen of several."""
        given = Given(text, reference, model, record=int(event.record))
        async for updates in self.fold.fold_given(given, holder):
            yield updates

    async def open_file(
        self, text: str, reference: str, model: str, holder: SessionHolder, event: gr.EventData
    ) -> AsyncIterator[Updates]:
        """Put a file's text into the box, and fold it if it has one record; what is wrong with it changes no box."""
        try:
            content = file_content(event.data)
            async with self.file:
                found, notes = await to_thread.run_sync(files.text_of, content)
        except SENTENCES as error:
            yield {self.answer: refusal(error, holder, messages.count(text))}
            return
        given = Given(found, reference, model, is_file=True, notes=notes)
        async for updates in self.fold.fold_given(given, holder):
            yield updates

    def compare_without_crossing(self, holder: SessionHolder) -> str:
        """Compare the result with its known structure without the pairs that cross others."""

        def change(session: Session) -> Session:
            known = session.result.pseudoknot
            if known is None:
                return session
            return replace(session, result=compared(session.result, known, without_crossing=True))

        return holder.publish(change, panels(*EVERY))
