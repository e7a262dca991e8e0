"""Events that show otherwise what is folded: another decoder, known structure, colouring, view or structure of a list.

None of them runs the network. `ssp_core.ui.session` has the rule about answers that come late.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from typing import Any

import gradio as gr

from ssp_core.folding.decoding import SETTINGS
from ssp_core.ui.models import Models
from ssp_core.ui.result import Result, choice_of, compared, decoded_by, picked
from ssp_core.ui.session import Session, SessionHolder, same, with_options

from . import samples
from .entry import Entry
from .events import AT_ONCE, QUIET, SENTENCES, refusal
from .messages import message
from .panels import COLOURED, EVERY, LAST, OF_SOURCE, PRIMARY, SECONDARY, panels
from .requests import known_structure
from .shown import Shown

# In the page: what has come is painted before more is asked for.
_PAINTED = "(...values) => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(values))))"


class ViewEvents:
    """Their handlers."""

    def __init__(self, models: Models, given: Entry, shown: Shown, holder: gr.State) -> None:
        self.models, self.given, self.shown, self.holder = models, given, shown, holder
        self.answer = shown.answer
        self.decoding = Lock()  # one visitor's decoding at a time

    def wire(self) -> None:
        """Bind every handler to what sets it off."""
        given, shown, holder, answer = self.given, self.shown, self.holder, self.answer
        given.reference.input(self.compare, [given.sequence, given.reference, holder], answer, **AT_ONCE)
        controls = given.decoder.all
        decoder = gr.on([control.input for control in controls], self.redecode, [*controls, holder], answer, **AT_ONCE)
        decoder.then(self.follow, holder, answer, js=_PAINTED, **AT_ONCE)
        shown.colour.input(self.recolour, [shown.colour, holder], answer, **AT_ONCE)
        shown.source.input(self.change_source, [shown.source, holder], answer, **AT_ONCE)
        shown.mfe.input(self.compare_mfe, [shown.mfe, holder], answer, **AT_ONCE)
        listing: dict[str, Any] = {**QUIET, "concurrency_id": "decoding", "concurrency_limit": 1}
        shown.draw.click(self.draw, holder, answer, **listing)
        shown.rank.click(self.rank, holder, answer, **listing)
        shown.samples.select(self.pick, holder, answer, **AT_ONCE)

    def redecode(self, *values: Any) -> str:
        """Decode the stored network output; `values` are the decoder, its numbers and the holder."""
        name, *numbers = values[:-1]
        holder: SessionHolder = values[-1]
        length = len(holder.session.result.sequence)
        try:
            choice = choice_of(name, dict(zip(SETTINGS, numbers, strict=True)))
            holder.choose(lambda session: replace(session, decoder=choice))
            return holder.publish(self._decoded, panels(*PRIMARY))
        except SENTENCES as error:
            return refusal(error, holder, length)

    def _decoded(self, session: Session) -> Session:
        predictor = self.models.get(session.result.prediction.provenance.model)
        with self.decoding:
            return replace(session, result=decoded_by(predictor, session.result, session.decoder))

    def follow(self, holder: SessionHolder) -> str:
        """Show the session in the panels that are further away."""
        return holder.publish(same, panels(*SECONDARY, *LAST))

    def compare(self, text: str, reference: str, holder: SessionHolder) -> str:
        """Compare the result that is shown with what the box of the known structure holds now."""
        try:
            is_shown, known = known_structure(text, reference, holder.session.result)
        except SENTENCES as error:
            return holder.answer({"reference-message": message(wrong=str(error))})
        if not is_shown:  # the box holds another sequence, not folded yet
            return holder.answer({"reference-message": message()})

        def change(session: Session) -> Session:
            if known is not None and len(known.structure) != len(session.result.sequence):
                return session  # another RNA has been folded meanwhile
            return replace(session, result=compared(session.result, known))

        return holder.publish(change, panels(*EVERY))

    def recolour(self, colour: str, holder: SessionHolder) -> str:
        """Colour the nucleotides otherwise."""
        holder.choose(with_options(colour=colour))
        return holder.publish(same, panels(*COLOURED))

    def change_source(self, source: str, holder: SessionHolder) -> str:
        """Show other probabilities in heatmap and matrix."""
        holder.choose(with_options(source=source))
        return holder.publish(same, panels(*OF_SOURCE))

    def compare_mfe(self, mfe: bool, holder: SessionHolder) -> str:
        """Show ViennaRNA's structure in the strip, or no longer."""
        holder.choose(with_options(mfe=bool(mfe)))
        return holder.publish(same, panels("view-strip"))

    def draw(self, holder: SessionHolder) -> str:
        """List structures drawn at random."""
        return self._list(samples.draw, holder)

    def rank(self, holder: SessionHolder) -> str:
        """List the likeliest structures."""
        return self._list(samples.rank, holder)

    def _list(self, find: Callable[[Result], Result], holder: SessionHolder) -> str:
        return holder.publish(lambda session: replace(session, result=find(session.result)), panels(*EVERY))

    def pick(self, holder: SessionHolder, event: gr.EventData) -> str:
        """Show one of the list in place of the decoded structure."""
        listed, number = holder.session.result.alternatives, int(event.number)

        def change(session: Session) -> Session:
            if session.result.alternatives is not listed:  # the list has changed meanwhile
                return session
            return replace(session, result=picked(session.result, number))

        try:
            return holder.publish(change, panels(*EVERY))
        except SENTENCES as error:
            return refusal(error, holder, len(holder.session.result.sequence))
