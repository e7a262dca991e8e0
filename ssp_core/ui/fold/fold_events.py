"""Events that fold: the button, the gallery and links. A model is downloaded first where that is needed.

`ssp_core.ui.session` has the rule about answers that come late. Handlers hold components and models, nothing of any
visitor.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import gradio as gr
from anyio import to_thread

from ssp_core.errors import InputError, LinkError
from ssp_core.folding.decoding import SETTINGS, DecoderSettings
from ssp_core.ui import links
from ssp_core.ui.inputs import MAX_CHARACTERS, SeveralRecordsError
from ssp_core.ui.models import Models, entry_of, title
from ssp_core.ui.result import decoded_by
from ssp_core.ui.session import Session, SessionHolder, same
from ssp_core.ui.templates import file_size

from . import messages, picker, texts
from .entry import Entry
from .events import QUIET, SENTENCES, Updates, refusal
from .panels import OF_ANOTHER_RNA, PRIMARY, SECONDARY, panels
from .requests import FoldRequest, Given, from_gallery, from_link, typed
from .shown import Shown

_POLL = 0.5  # seconds between two reports on a download
_FOLDS = 64  # folds that wait or download at the same time, of all visitors


class FoldEvents:
    """Their handlers."""

    def __init__(self, models: Models, given: Entry, shown: Shown, holder: gr.State) -> None:
        self.models, self.given, self.shown, self.holder = models, given, shown, holder
        self.answer = shown.answer
        self.network = asyncio.Lock()  # one visitor's fold at a time
        self.reading = asyncio.Lock()  # folds begin in the order that they are asked for

    @property
    def options(self) -> dict[str, Any]:
        """How an event is bound that folds."""
        return {
            **QUIET,
            "show_progress": "minimal",
            "show_progress_on": self.shown.status,
            "concurrency_id": "fold",
            "concurrency_limit": _FOLDS,
            "trigger_mode": "multiple",
        }

    def wire(self, page: gr.Blocks) -> None:
        """Bind every handler to what sets it off."""
        given, holder, answer, fold = self.given, self.holder, self.answer, self.options
        boxes = [given.sequence, given.reference, given.model, holder]
        outputs = [given.sequence, given.reference, answer]
        given.button.click(self.fold, boxes, outputs, **fold)
        given.gallery.click(self.fold_example, [given.model, holder], outputs, **fold)
        page.load(self.open_link, holder, [*given.all, answer], **fold)

    async def fold(self, text: str, reference: str, model: str, holder: SessionHolder) -> AsyncIterator[Updates]:
        """Fold what was typed."""
        async for updates in self.fold_given(Given(text, reference, model), holder):
            yield updates

    async def fold_given(self, given: Given, holder: SessionHolder) -> AsyncIterator[Updates]:
        """Fold what a visitor gave; of several records, ask which."""
        try:
            async with self.reading:
                request = await to_thread.run_sync(typed, given, holder.session.result)
                number = holder.begin_fold()
        except SENTENCES as error:
            updates: Updates = {self.answer: refusal(error, holder, messages.count(given.text), given.notes)}
            if given.is_file and isinstance(error, SeveralRecordsError):
                updates[self.given.sequence] = given.text
            yield updates
            return
        async for updates in self._fold(request, holder, number):
            yield updates

    async def fold_example(self, model: str, holder: SessionHolder, event: gr.EventData) -> AsyncIterator[Updates]:
        """Fold the example that was clicked, and put it into the boxes."""
        try:
            request = from_gallery(str(event.key), model)
        except SENTENCES as error:
            yield {self.answer: refusal(error, holder, 0)}
            return
        async for updates in self._fold(request, holder, holder.begin_fold()):
            yield updates

    async def open_link(self, holder: SessionHolder, request: gr.Request) -> AsyncIterator[Updates]:
        """Fold what the page's address asks for; without a sequence there the page stays as it came."""
        given, query = self.given, dict(request.query_params)
        sequence = query.get("seq", "")[:MAX_CHARACTERS]
        try:
            link = links.parse(query)
            if link is None:
                yield {self.answer: gr.skip()}
                return
            fold = from_link(link, holder.session.result)
        except SENTENCES as error:
            updates: Updates = {
                given.sequence: sequence,
                self.answer: refusal(error, holder, messages.count(sequence)),
            }
            if not isinstance(error, LinkError):
                updates[given.reference] = query.get("ref", "")[:MAX_CHARACTERS]
            yield updates
            return
        holder.choose(lambda session: replace(session, decoder=link.choice))
        values = [link.sequence, link.reference, link.model, *_control_values(link.choice)]
        yield {**dict(zip(given.all, values, strict=True))}  # at once: where the fold fails, to be set right there
        async for step in self._fold(fold, holder, holder.begin_fold()):
            yield step

    async def _fold(self, request: FoldRequest, holder: SessionHolder, number: int) -> AsyncIterator[Updates]:
        """Download the model where that is needed, fold, and show the result: first what is in sight, then the rest."""
        if request.boxes or request.records:
            records = picker.html(request.records, request.number)
            boxes = {getattr(self.given, name): text for name, text in request.boxes.items()}
            yield {self.answer: holder.answer({"records": records}), **boxes}
        try:
            async for progress in self._download(request.model):
                if holder.is_overtaken(number):
                    return
                message = messages.below_sequence(request.length, notes=(progress,))
                yield {self.answer: holder.answer({"sequence-message": message})}
            async with self.network:
                if holder.is_overtaken(number):
                    yield {self.answer: gr.skip()}
                    return
                answer = await to_thread.run_sync(self._predict, request, holder, number)
        except SENTENCES as error:
            yield {self.answer: refusal(error, holder, request.length)}
            return
        if answer is None:
            yield {self.answer: gr.skip()}
            return
        yield {self.answer: answer}
        yield {self.answer: await to_thread.run_sync(holder.publish, same, panels(*SECONDARY))}

    async def _download(self, model: str) -> AsyncIterator[str]:
        """Sentences on a download, until the model is here."""
        if self.models.is_here(model):
            return
        opening = self.models.open(model)
        while not opening.predictor.done():
            amounts = (file_size(opening.done), file_size(opening.total)) if opening.total else ("", "")
            yield texts.downloading(title(entry_of(model)), *amounts)
            await asyncio.sleep(_POLL)
        opening.predictor.result()

    def _predict(self, request: FoldRequest, holder: SessionHolder, number: int) -> str | None:
        """Fold, with the decoder that is chosen when the network has run."""
        predictor = self.models.get(request.model)
        made = request.make(predictor, holder.session.decoder)

        def change(session: Session) -> Session:
            try:
                return replace(session, result=decoded_by(predictor, made, session.decoder))
            except InputError:  # chosen meanwhile for another model; a sentence has been shown
                return replace(session, result=made)

        return holder.publish_fold(number, change, panels(*PRIMARY, *OF_ANOTHER_RNA))


def _control_values(choice: str | DecoderSettings) -> list[Any]:
    """What the decoder's controls show for a choice."""
    if isinstance(choice, str):
        return [choice, *(setting.default for setting in SETTINGS.values())]
    return [choice.decoder, *(getattr(choice, name) for name in SETTINGS)]
