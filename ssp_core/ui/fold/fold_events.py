"""Events that fold: the button, the gallery and links. A model is downloaded first where that is needed.

`ssp_core.ui.session` has the rule about answers that come late. Handlers hold components and models, nothing of any
visitor.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any

import gradio as gr
from anyio import to_thread

from ssp_core.errors import InputError, LinkError
from ssp_core.folding.decoding import SETTINGS, DecoderSettings
from ssp_core.progress import CancelledWorkError, Progress, watched
from ssp_core.ui import first_result, links
from ssp_core.ui.admission import Admission
from ssp_core.ui.inputs import MAX_CHARACTERS, SeveralRecordsError
from ssp_core.ui.models import Models, entry_of, title
from ssp_core.ui.result import decoded_by
from ssp_core.ui.session import Session, SessionHolder, same
from ssp_core.ui.templates import file_size

from . import messages, picker, standing, texts
from .duration import Durations
from .entry import Entry
from .events import AT_ONCE, QUIET, SENTENCES, Updates, refusal
from .panels import LAST, OF_ANOTHER_RNA, PRIMARY, SECONDARY, panels
from .requests import FoldRequest, Given, from_gallery, from_link, typed
from .shown import Shown

_POLL = 0.5  # seconds between two reports on a download or a fold
_FOLDS = 64  # folds that wait or download at the same time, of all visitors


class FoldEvents:
    """Their handlers."""

    def __init__(self, models: Models, given: Entry, shown: Shown, holder: gr.State) -> None:
        self.models, self.given, self.shown, self.holder = models, given, shown, holder
        self.answer = shown.answer
        self.durations = Durations()
        self.admission = Admission()
        self.reading = asyncio.Lock()  # folds begin in the order that they are asked for

    @property
    def options(self) -> dict[str, Any]:
        """How an event is bound that folds."""
        return {
            **QUIET,
            "concurrency_id": "fold",
            "concurrency_limit": _FOLDS,
            "trigger_mode": "multiple",
        }

    def wire(self, page: gr.Blocks) -> None:
        """Bind every handler to what sets it off."""
        given, shown, holder, answer, fold = self.given, self.shown, self.holder, self.answer, self.options
        boxes = [given.sequence, given.reference, given.model, holder]
        outputs = [given.sequence, given.reference, answer]
        given.button.click(self.fold, boxes, outputs, **fold)
        given.cancel.click(self.cancel, holder, answer, **AT_ONCE)
        shown.address.click(self.open_address, holder, [*given.all, answer], **fold)
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

    def cancel(self, holder: SessionHolder) -> str:
        """Give up the fold that is under way; the result stands as it was."""
        holder.begin_fold()  # whose number nobody has: what comes of the one before is dropped
        return holder.answer({"standing": standing.cancelled()})

    async def open_link(self, holder: SessionHolder, request: gr.Request) -> AsyncIterator[Updates]:
        """Fold what the page's address asks for as it opens; without a sequence there the page stays as it came."""
        query = dict(request.query_params)
        if query.get("seq"):
            async for updates in self._open(query, holder):
                yield updates
        else:
            yield {self.answer: gr.skip()}

    async def open_address(self, holder: SessionHolder, event: gr.EventData) -> AsyncIterator[Updates]:
        """Show what an earlier address of the open page stands for."""
        given = event.query if isinstance(event.query, dict) else {}
        query = {str(name): str(value) for name, value in given.items()}
        if not query.get("seq"):  # the address that the page opens with
            query = links.query_values(first_result.read())
        async for updates in self._open(query, holder):
            yield updates

    async def _open(self, query: Mapping[str, str], holder: SessionHolder) -> AsyncIterator[Updates]:
        given, sequence = self.given, query.get("seq", "")[:MAX_CHARACTERS]
        try:
            link = links.parse(query)
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
        values = [link.text, link.reference, link.model, *_control_values(link.choice)]
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
            async for answer in self._computed(request, holder, number):
                yield {self.answer: answer}
        except SENTENCES as error:
            yield {self.answer: refusal(error, holder, request.length)}
            return
        for more in (SECONDARY, LAST):
            if holder.is_overtaken(number):
                return
            yield {self.answer: await to_thread.run_sync(holder.publish, same, panels(*more))}

    async def _computed(self, request: FoldRequest, holder: SessionHolder, number: int) -> AsyncIterator[Any]:
        """Answers that say how far the fold is, and then the result; nothing more once it is overtaken or cancelled."""
        progress = holder.progress_of(number)
        fold = asyncio.ensure_future(self._in_turn(request, holder, number))
        try:
            while not (await asyncio.wait({fold}, timeout=_POLL))[0]:
                if holder.is_overtaken(number):
                    break
                yield holder.answer({"standing": self._how_far(request, progress)})
            answer = None if holder.is_overtaken(number) else fold.result()
            yield gr.skip() if answer is None else answer
        finally:
            progress.cancel()  # where the visitor has left meanwhile

    def _how_far(self, request: FoldRequest, progress: Progress) -> str:
        if progress.started is None:
            return standing.waiting(request.length)
        elapsed = time.monotonic() - progress.started
        expected = self.durations.expected(request.model, request.length)
        return standing.folding(request.length, progress.stage, elapsed, expected)

    async def _in_turn(self, request: FoldRequest, holder: SessionHolder, number: int) -> str | None:
        """Fold once there is room beside the folds of other visitors; None if a newer one has begun meanwhile."""
        progress = holder.progress_of(number)
        async with self.admission.fold(holder, request.length):
            if progress.is_cancelled:
                return None
            progress.started = started = time.monotonic()
            try:
                with watched(progress):
                    answer = await to_thread.run_sync(self._predict, request, holder, number)
            except CancelledWorkError:
                return None
            self.durations.learn(request.model, request.length, time.monotonic() - started)
            return answer

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
