"""The left side of the first screen: everything that a visitor gives."""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr
from gradio.components import Component

from ssp_core.ui.models import DEFAULT, Models
from ssp_core.ui.panel import host, html
from ssp_core.ui.result import Result
from ssp_core.ui.select import select
from ssp_core.ui.templates import render

from . import controls, files, gallery, messages, picker, texts

_PLAIN = gr.InputHTMLAttributes(spellcheck=False, autocapitalize="off", autocorrect="off")
_CLICK = """
element.addEventListener('click', event => {
    const button = event.target.closest('button[data-key]');
    if (button) trigger('click', {key: button.dataset.key});
});
"""


@dataclass(frozen=True)
class Entry:
    """The components of the left side."""

    sequence: gr.Textbox
    button: gr.Button
    cancel: gr.Button
    gallery: gr.HTML
    model: gr.HTML
    decoder: controls.Controls
    reference: gr.Textbox
    file: gr.HTML
    records: gr.HTML
    pseudoknot: gr.HTML

    @property
    def all(self) -> list[Component]:
        """What a link fills: sequence, reference, model, decoder and its numbers."""
        return [self.sequence, self.reference, self.model, *self.decoder.all]


def build(models: Models, first: Result) -> Entry:
    """Lay the left side out where it is called from, filled with what the first result was made of."""
    sequence = gr.Textbox(
        str(first.sequence),
        label="Your RNA",
        placeholder=texts.SEQUENCE_HINT,
        lines=3,
        max_lines=3,
        elem_id="sequence",
        html_attributes=_PLAIN,
    )
    file = files.build()
    host("sequence-message", messages.below_sequence(len(first.sequence)))
    records = picker.build()
    pseudoknot = host("pseudoknot", messages.pseudoknot(first), on_load=messages.ON_OFFER)
    button = gr.Button("Fold", variant="primary", elem_id="fold")
    cancel = gr.Button("Cancel", elem_id="cancel")
    examples = html(gallery.html(), name="gallery", on_load=_CLICK)
    model = select("model", "Model", models.choices, value=DEFAULT)
    html(render("fold/settings_button.html"), classes="disclosure")
    with gr.Column(elem_id="settings"):
        decoder = controls.build()
        reference = gr.Textbox(
            first.reference.dot_bracket if first.reference else "",
            label="Known structure, to compare with",
            info=texts.REFERENCE_HINT,
            lines=2,
            max_lines=8,
            elem_id="reference",
            html_attributes=_PLAIN,
        )
        host("reference-message", messages.message())
    return Entry(sequence, button, cancel, examples, model, decoder, reference, file, records, pseudoknot)
