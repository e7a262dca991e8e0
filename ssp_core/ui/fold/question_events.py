"""Events that ask about the RNA that is shown: where a motif is, and why two nucleotides pair."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from ssp_core.analysis.compensation import compensatory_mutations
from ssp_core.analysis.explanation import explain_pair
from ssp_core.ui.models import Models, reraise_as_model_error
from ssp_core.ui.session import SessionHolder

from . import find, why
from .events import AT_ONCE, QUIET, SENTENCES
from .messages import message
from .shown import Shown


class QuestionEvents:
    """Their handlers."""

    def __init__(self, models: Models, shown: Shown, holder: gr.State) -> None:
        self.models, self.shown, self.holder = models, shown, holder

    def wire(self) -> None:
        """Bind every handler to what sets it off."""
        shown, answer = self.shown, self.shown.answer
        shown.find.click(self.find, self.holder, answer, **AT_ONCE)
        shown.why.click(self.why, self.holder, answer, concurrency_id="mutate", concurrency_limit=1, **QUIET)

    def find(self, holder: SessionHolder, event: gr.EventData) -> str:
        """Show where a motif is."""
        text, result = str(event.text), holder.session.result
        try:
            made = find.position_message(result, text) if _is_number(text) else find.html(result, text)
        except SENTENCES as error:
            made = message(wrong=str(error))
        return holder.answer({"found": made})

    def why(self, holder: SessionHolder, event: gr.EventData) -> Iterator[Any]:
        """Explain a pair, first from what is known, then by its mutants."""
        session = holder.session
        result = session.result
        try:
            position = int(event.position)
            predictor = self.models.get(result.prediction.provenance.model)
            with reraise_as_model_error("The model failed on this pair"):
                explanation = explain_pair(predictor, result.shown, position)
                yield holder.answer({"why": why.html(explanation, None)})
                test = None
                if result.picked is None:
                    test = compensatory_mutations(predictor, result.prediction, explanation.pair)
            made = why.html(explanation, test)
        except SENTENCES as error:
            made = message(wrong=str(error))
        if holder.session.fold == session.fold:  # else another RNA has been folded meanwhile
            yield holder.answer({"why": made})


def _is_number(text: str) -> bool:
    return text.strip().lstrip("+-").replace(".", "", 1).isdigit()
