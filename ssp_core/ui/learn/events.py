"""Events of the Learn tab: a step is opened, another attention head is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import gradio as gr

from ssp_core.errors import InputError, ModelError
from ssp_core.ui.models import Models, reraise_as_model_error
from ssp_core.ui.session import SessionHolder
from ssp_core.ui.templates import render

from . import encoder, step
from .learner import Learner, data

if TYPE_CHECKING:
    from ssp_core.predictor import Predictor

UNTRAINED = "bundled-untrained"
_DIGITS = 4  # of the number of a step at most
_OPTIONS: dict[str, Any] = {
    "show_progress": "hidden",
    "api_visibility": "private",
    "concurrency_id": "learn",
    "trigger_mode": "multiple",  # "always_last" would repeat the detail of the first of two quick events
}


@dataclass(frozen=True, eq=False)
class LearnEvents:
    """Their handlers.

    Attributes:
        models: the models on offer.
        holder: the component with the visitor's session.
        answer: what fills the panels.
    """

    models: Models
    holder: gr.State
    answer: gr.HTML

    def wire(self, opened: gr.HTML, attended: gr.HTML) -> None:
        """Bind the handlers to the components that a script sets off."""
        opened.click(self.open_step, self.holder, self.answer, **_OPTIONS)
        attended.click(self.attend, self.holder, self.answer, **_OPTIONS)

    def open_step(self, holder: SessionHolder, event: gr.EventData) -> str:
        """A step with the RNA and the model of the Fold tab."""
        text = str(event.step)
        number = int(text) if text.isdecimal() and len(text) <= _DIGITS else 1
        try:
            with reraise_as_model_error("This step could not be shown"):
                content = step.html(number, self._learner(holder))
        except (InputError, ModelError) as error:
            content = render("paragraph.html", text=str(error), kind="wrong")
        return holder.answer({"learn-step": content})

    def attend(self, holder: SessionHolder, event: gr.EventData) -> str:
        """The attention of one head; nothing where there is no such head."""
        learner = self._learner(holder)
        layers, heads = learner.inspection.attention.shape[:2]
        layer, head = min(max(0, int(event.layer)), layers - 1), min(max(0, int(event.head)), heads - 1)
        return holder.answer({"learn-attention": data("attention", encoder.attention(learner, layer, head))})

    def _learner(self, holder: SessionHolder) -> Learner:
        result = holder.session.result
        return Learner(result, self.models.get(result.prediction.provenance.model), self._untrained)

    def _untrained(self) -> Predictor | None:
        """The built-in encoder under a random head, if this server offers it."""
        return self.models.get(UNTRAINED) if any(name == UNTRAINED for _, name in self.models.choices) else None
