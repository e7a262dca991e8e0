"""The Architecture tab: what a model is made of, down to every module."""

from __future__ import annotations

from typing import Any

import gradio as gr

from ssp_core.network import zoo
from ssp_core.network.summary import summarize
from ssp_core.sequence import MAX_LENGTH

from . import modules, texts
from .models import DEFAULT, ModelError, Models, badge, entry_of

_FIRST_LENGTH = 76
_UNKNOWN = "The sizes of this model are in its files, which are not on this machine yet."


def build(models: Models) -> None:
    """Lay out the tab for the model in the box, and wire its events."""
    first = look(DEFAULT, _FIRST_LENGTH)
    with gr.Column(elem_classes="card"):
        gr.HTML(texts.heading("What the model is made of", texts.ARCHITECTURE_HINT))
        with gr.Row(elem_classes="choose"):
            model = gr.Dropdown(models.choices, value=DEFAULT, label="Model", elem_id="architecture-model")
            length = gr.Number(
                _FIRST_LENGTH,
                label="Shapes for an RNA of so many nt",
                minimum=1,
                maximum=MAX_LENGTH,
                precision=0,
                elem_id="architecture-length",
            )
        totals = gr.HTML(first[0], elem_id="architecture-totals")
    with gr.Column(elem_classes="card"):
        gr.HTML(texts.heading("Modules", texts.MODULES_HINT))
        tree = gr.HTML(first[1], elem_id="architecture-modules")
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "trigger_mode": "always_last"}
    gr.on([model.input, length.input], look, [model, length], [totals, tree], **quiet)


def look(name: str, length: float | None) -> tuple[str, str]:
    """Totals and modules of a model as HTML, with the shapes for an RNA of that length."""
    nucleotides = int(length or 0)
    if not 1 <= nucleotides <= MAX_LENGTH:
        wrong = f"The length is {nucleotides:,}; a number from 1 to {MAX_LENGTH:,} is wanted."
        return texts.paragraph(wrong, "wrong"), ""
    try:
        entry = entry_of(name)
    except ModelError as error:
        return texts.paragraph(str(error), "wrong"), ""
    network = zoo.blueprint(entry)
    about = texts.paragraph(f"{entry.title}, {badge(entry)}. {entry.taught} Licence: {entry.licence}.", "about")
    if network is None:
        return about + texts.paragraph(_UNKNOWN, "empty"), ""
    summary = summarize(network, length=nucleotides)
    return about + modules.totals(summary, nucleotides), modules.tree(summary.rows)
