"""The Fold tab: a sequence on the left, what the model makes of it on the right, and the events between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

import gradio as gr

from ssp_core.errors import SequenceError, StructureError
from ssp_core.examples import example
from ssp_core.sequence import read_sequence

from . import entry, folded, inputs, links, results, sampling, stored, texts
from .folded import Folded
from .models import ModelError, Models, NotHereError
from .results import Updates
from .visit import Visit

# What a visitor can set right; each says so in one sentence. Anything else is a fault of ours and goes to the log.
_SENTENCES = (SequenceError, StructureError, ModelError, links.LinkError, ValueError)
Show = Callable[[Folded], Updates]
# In the page: what is on its way is shown before more is asked for.
_PAINTED = "(...values) => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(values))))"


def build(models: Models, page: gr.Blocks) -> gr.State:
    """Lay out the tab with the stored result in it, and wire its events; gives the visitor's result."""
    first = stored.read()
    with gr.Row(elem_classes="layout"):
        with gr.Column(elem_classes="side", min_width=280):
            given = entry.build(models, first)
        with gr.Column(elem_classes="main", min_width=280):
            shown = results.build(models, first)
    _Events(models, given, shown).wire(page)
    return shown.state


@dataclass(frozen=True, eq=False)
class _Asked:
    """A fold that waits until its model is downloaded: how it is made, and what else it changes on the page."""

    model: str
    make: Callable[[], Folded]
    boxes: Callable[[Folded], Updates]
    length: int


class _Events:
    """The handlers of the tab. They hold the components and the models, and nothing of any visitor."""

    def __init__(self, models: Models, given: entry.Entry, shown: results.Results) -> None:
        self.models, self.given, self.shown = models, given, shown
        self.asked, self.come = gr.State(None), gr.State(None)
        self.decoding = Lock()

    def wire(self, page: gr.Blocks) -> None:
        """Bind every handler to what sets it off."""
        given, shown = self.given, self.shown
        outputs = [given.said, given.said_of_reference, self.asked, *shown.all]
        # Wherever progress may be shown, gradio copies all that the component holds, before and after each answer:
        # the status line is the one place for it.
        quiet: dict[str, Any] = {
            "show_progress": "hidden",
            "show_progress_on": shown.status,
            "api_visibility": "private",
        }
        network = {**quiet, "show_progress": "minimal", "concurrency_id": "network"}
        given.button.click(
            self.fold,
            [given.sequence, given.reference, given.model, shown.state, shown.visit],
            [given.reference, *outputs],
            **network,
        )
        given.gallery.click(
            self.fold_example, [given.model, shown.visit], [given.sequence, given.reference, *outputs], **network
        )
        # A download has a queue of its own: while it lasts, the network folds for everybody else.
        waiting = {**network, "concurrency_id": "downloads", "concurrency_limit": 2}
        self.asked.change(self.download, self.asked, [given.said, self.come], **waiting)
        self.come.change(
            self.fold_asked,
            [self.come, self.asked, shown.visit],
            [given.sequence, given.reference, *outputs],
            **network,
        )
        # One way there and back instead of three; `self.decoding` stands for the queue.
        at_once: dict[str, Any] = {"trigger_mode": "always_last", "queue": False, **quiet}
        near = gr.on(
            [control.input for control in given.decoder.inputs],
            self.redecode,
            [*given.decoder.inputs, shown.state, shown.visit],
            [given.said, given.said_of_reference, *shown.near],
            **at_once,
        )
        rest = ([*shown.both, shown.visit], shown.far)
        # Twice: if something newer was shown while the rest was on its way, this has come over it.
        near.then(shown.follow, *rest, js=_PAINTED, **at_once).then(shown.follow, *rest, **at_once)
        given.reference.input(
            self.compare,
            [given.sequence, given.reference, *shown.both, shown.visit],
            outputs,
            trigger_mode="always_last",
            concurrency_id="decoding",
            **quiet,
        )
        shown.colour.input(
            shown.recolour,
            [shown.state, *shown.look, shown.visit],
            [shown.state, *shown.coloured.values()],
            trigger_mode="always_last",
            concurrency_id="decoding",
            **quiet,
        )
        shown.mfe.input(shown.compare_mfe, [shown.state, *shown.look, shown.visit], [shown.state, shown.strip], **quiet)
        for button, find in ((shown.draw_samples, sampling.draw), (shown.rank, sampling.rank)):
            button.click(
                self.list_others(find), [*shown.both, shown.visit], outputs, concurrency_id="decoding", **quiet
            )
        shown.samples.input(
            self.pick_sample,
            [shown.samples, *shown.both, shown.visit],
            outputs,
            trigger_mode="always_last",
            concurrency_id="decoding",
            **quiet,
        )
        shown.views.input(
            shown.open,
            [shown.state, *shown.look, shown.visit],
            [shown.state, *shown.cards.values(), *shown.plots.values()],
            concurrency_id="decoding",
            **quiet,
        )
        page.load(self.open_link, [shown.state, shown.visit], [*given.given, *outputs], **network)
        given.sequence.input(inputs.look, given.sequence, given.said, trigger_mode="always_last", queue=False, **quiet)

    def fold(self, text: str, reference: str, model: str, last: Folded, visit: Visit) -> Updates:
        """Fold what was typed. A reference that came with the last RNA does not stay for another one."""
        stale = last.reference is not None and reference.strip() == last.reference.dot_bracket

        def make() -> Folded:
            letters = read_sequence(inputs.bounded(text, "sequence"))
            leaves = stale and letters != last.prediction.sequence
            known = "" if leaves else inputs.bounded(reference, "reference")
            result = folded.fold(self.models.here(model), text, known, folded.decoder_of(*visit.settings))
            return replace(result, notes=(*result.notes, texts.REFERENCE_LEFT)) if leaves else result

        def boxes(result: Folded) -> Updates:
            return {self.given.reference: ""} if stale and result.reference is None else {}

        return self._fold(_Asked(model, make, boxes, inputs.letters_in(text)), visit)

    def fold_example(self, model: str, visit: Visit, event: gr.EventData) -> Updates:
        """Fold the example that was clicked, and put it into the boxes."""

        def make() -> Folded:
            try:
                chosen = example(str(event.key))
            except KeyError as error:
                raise SequenceError(str(error.args[0])) from None
            return folded.fold_example(self.models.here(model), chosen, folded.decoder_of(*visit.settings))

        def boxes(result: Folded) -> Updates:
            known = result.reference.dot_bracket if result.reference else ""
            return {self.given.sequence: result.prediction.sequence, self.given.reference: known}

        return self._fold(_Asked(model, make, boxes, 0), visit)

    def download(self, asked: _Asked | None) -> Updates:
        """Fetch the model that a fold waits for."""
        if asked is None:  # the visitor has folded something else since
            return {self.come: None}
        try:
            self.models.get(asked.model)
        except ModelError as error:
            return {self.given.said: inputs.under(asked.length, wrong=str(error))}
        return {self.come: asked}

    def fold_asked(self, come: _Asked | None, asked: _Asked | None, visit: Visit) -> Updates:
        """Fold what waited for a model that has come, unless something else has been folded since."""
        if come is None or come is not asked:
            return {self.given.said: gr.skip()}
        return self._fold(come, visit)

    def _fold(self, asked: _Asked, visit: Visit) -> Updates:
        def make() -> Folded:
            settings = visit.settings
            result = asked.make()
            visit.scores = result.prediction.output
            if visit.settings == settings:
                return result
            try:  # another decoder was chosen while the network ran
                return folded.redecode(self.models.get(asked.model), result, folded.decoder_of(*visit.settings))
            except ValueError:  # of which a sentence has told
                return result

        before, updates = visit.scores, Updates()
        try:
            updates = self._answer(make, lambda result: self.shown.show(result, *visit.look), asked.length)
        except NotHereError as waits:
            said = inputs.under(asked.length, notes=(str(waits),))
            return {self.given.said: said, self.asked: asked}
        finally:
            if self.shown.state not in updates:  # nothing is shown of it, so what stands there is still the newest
                visit.scores = before
        if self.shown.state in updates:
            updates |= asked.boxes(updates[self.shown.state])
        return updates | {self.asked: None}

    def open_link(self, last: Folded, visit: Visit, request: gr.Request) -> Updates:
        """Fold what the page's address asks for; an address without a sequence leaves the page as it came."""
        given = self.given
        try:
            link = links.parse(dict(request.query_params))
        except links.LinkError as error:
            letters = request.query_params.get("seq", "")[: inputs.MAX_CHARACTERS]
            wrong = inputs.under(inputs.letters_in(letters), wrong=str(error))
            return {given.said: wrong, given.sequence: letters}
        if link is None:
            return {given.said: gr.skip()}
        text = f">{link.name}\n{link.sequence}" if link.name else link.sequence
        usual, settings = visit.settings, (link.decoder, link.gamma, link.trust, link.temperature, link.families)
        visit.settings = settings
        last = replace(last, reference=None)  # whatever reference the link names is its own
        updates = self.fold(text, link.reference, link.model, last, visit)
        if self.shown.state in updates or updates.get(self.asked) is not None:
            values = (link.sequence, link.reference, link.model, *settings)
            return updates | dict(zip(given.given, values, strict=True))
        visit.settings = usual
        return updates | {given.sequence: link.sequence, given.reference: link.reference}  # to be set right there

    def redecode(self, *values: Any) -> Updates:
        """Decode the stored scores anew, the network does not run; `values` are the decoder's, the result and the
        visit. What stands near is shown, the rest follows."""
        *settings, result, visit = values
        visit.settings = tuple(settings)

        def make() -> Folded:
            decoder = folded.decoder_of(*settings)
            predictor = self.models.get(result.prediction.provenance.model)
            with self.decoding:  # one visitor's at a time
                return folded.redecode(predictor, result, decoder)

        length = len(result.prediction.sequence)
        updates = self._answer(make, lambda new: self.shown.show_near(new, *visit.look), length)
        return self.shown.still(updates, result, visit)

    def list_others(self, find: Callable[[Folded], Folded]) -> Callable[..., Updates]:
        """The handler that offers other structures to choose from: drawn ones, or the likeliest."""

        def offer(result: Folded, stands: Folded, visit: Visit) -> Updates:
            found = find(sampling.back(result))
            updates: Updates = {self.shown.state: found, self.shown.samples: results.listed(found)}
            if result.picked is not None:  # the views show one of the last list: back to the decoded structure
                updates = self.shown.show(found, *visit.look, stands)
            return self.shown.still(updates, result, visit)

        return offer

    def pick_sample(self, number: int, result: Folded, stands: Folded, visit: Visit) -> Updates:
        """Show one of the list in place of the decoded structure."""
        length = len(result.prediction.sequence)
        updates = self._answer(lambda: sampling.pick(result, number), self._beside(stands, visit), length)
        updates.pop(self.shown.samples, None)  # written anew, the list would lose the focus that arrow keys step from
        return self.shown.still(updates, result, visit)

    def compare(self, text: str, reference: str, result: Folded, stands: Folded, visit: Visit) -> Updates:
        """Score the result that is shown against what the reference box now holds."""
        try:
            letters = read_sequence(inputs.bounded(text, "sequence"))
            known = folded.reference_of(inputs.bounded(reference, "reference"), len(letters))
        except _SENTENCES as error:
            return {self.given.said_of_reference: inputs.said(wrong=str(error))}
        if letters != result.prediction.sequence:  # another sequence stands in the box, not folded yet
            return {self.given.said_of_reference: ""}
        updates = self._answer(lambda: replace(result, reference=known), self._beside(stands, visit), len(letters))
        return self.shown.still(updates, result, visit)

    def _beside(self, stands: Folded, visit: Visit) -> Show:
        """Shows a result in all that it changes of the one that stands there."""
        return lambda result: self.shown.show(result, *visit.look, stands)

    def _answer(self, make: Callable[[], Folded], show: Show, length: int) -> Updates:
        """Show what `make` gives; or one sentence where it was typed, and the last result as it was."""
        given = self.given
        try:
            result = make()
            updates = show(result)
        except StructureError as error:  # said where it was typed, and by the button, which may be far from there
            near = inputs.under(length, wrong=str(error))
            return {given.said: near, given.said_of_reference: inputs.said(wrong=str(error))}
        except NotHereError:
            raise
        except _SENTENCES as error:
            return {given.said: inputs.under(length, wrong=str(error))}
        notes = inputs.under(len(result.prediction.sequence), notes=result.notes)
        return {given.said: notes, given.said_of_reference: "", **updates}
