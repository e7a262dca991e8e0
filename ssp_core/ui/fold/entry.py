"""The left side of the Fold tab: everything that a visitor gives."""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr
from gradio.components import Component

from ssp_core.ui.models import DEFAULT, Models
from ssp_core.ui.panel import heading, host
from ssp_core.ui.result import Result
from ssp_core.ui.templates import render

from . import controls, gallery, messages, texts

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
    gallery: gr.HTML
    model: gr.Dropdown
    decoder: controls.Controls
    reference: gr.Textbox

    @property
    def all(self) -> list[Component]:
        """What a link fills: sequence, reference, model, decoder and its numbers."""
        return [self.sequence, self.reference, self.model, *self.decoder.all]


def build(models: Models, first: Result) -> Entry:
    """Lay the left side out where it is called from, filled with what the first result was made of."""
    with gr.Column(elem_classes="card"):
        sequence = gr.Textbox(
            str(first.sequence),
            label="Your RNA",
            info=texts.SEQUENCE_HINT,
            lines=4,
            max_lines=10,
            elem_id="sequence",
            html_attributes=_PLAIN,
        )
        host("sequence-message", messages.check(first.sequence))
        button = gr.Button("Fold", variant="primary", elem_id="fold")
        gr.HTML(render("fold/below_button.html"))
    with gr.Column(elem_classes="card", elem_id="ask-example"):
        heading("Known RNAs", texts.EXAMPLES_HINT)
        examples = gr.HTML(gallery.html(), elem_id="gallery", js_on_load=_CLICK)
    with gr.Column(elem_classes="card", elem_id="ask-model"):
        model = gr.Dropdown(models.choices, value=DEFAULT, label="Model", elem_id="model")
        decoder = controls.build()
    with gr.Column(elem_classes="card", elem_id="ask-reference"):
        reference = gr.Textbox(
            first.reference.dot_bracket if first.reference else "",
            label="Known structure, if you have one",
            info=texts.REFERENCE_HINT,
            lines=2,
            max_lines=8,
            elem_id="reference",
            html_attributes=_PLAIN,
        )
        host("reference-message", messages.message())
    return Entry(sequence, button, examples, model, decoder, reference)
