"""The left side of the Fold tab: everything a visitor gives with."""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr
from gradio.components import Component

from . import controls, gallery, inputs, texts
from .folded import Folded
from .models import DEFAULT, Models

_PLAIN = gr.InputHTMLAttributes(spellcheck=False, autocapitalize="off", autocorrect="off")
_GALLERY_CLICK = """
element.addEventListener('click', event => {
    const button = event.target.closest('button[data-key]');
    if (button) trigger('click', {key: button.dataset.key});
});
"""
# In a narrow window the result follows the button, and these lead to what else can be given (assets/phone.css).
_JUMP = (
    '<nav class="jump" aria-label="More to choose"><a href="#ask-example">Known RNAs</a>'
    '<a href="#ask-model">Model and decoder</a><a href="#ask-reference">Reference</a></nav>'
)


@dataclass(frozen=True)
class Entry:
    """The components of the left side; `said` and `said_of_reference` answer bad input where it was typed."""

    sequence: gr.Textbox
    said: gr.HTML
    button: gr.Button
    gallery: gr.HTML
    model: gr.Dropdown
    decoder: controls.Controls
    reference: gr.Textbox
    said_of_reference: gr.HTML

    @property
    def given(self) -> list[Component]:
        """What a fold takes: sequence, reference, model and the decoder's controls."""
        return [self.sequence, self.reference, self.model, *self.decoder.inputs]


def build(models: Models, first: Folded) -> Entry:
    """Lay the left side out where it is called from, filled with what the first result was made of."""
    with gr.Column(elem_classes="card"):
        sequence = gr.Textbox(
            first.prediction.sequence,
            label="Your RNA",
            info=texts.SEQUENCE_HINT,
            lines=4,
            max_lines=10,
            elem_id="sequence",
            html_attributes=_PLAIN,
        )
        said = gr.HTML(inputs.look(first.prediction.sequence), elem_id="said")
        button = gr.Button("Fold", variant="primary", elem_id="fold")
        gr.HTML('<p class="hint keys">or <kbd>Ctrl</kbd> <kbd>Enter</kbd> in the box</p>' + _JUMP)
    with gr.Column(elem_classes="card", elem_id="ask-example"):
        gr.HTML(texts.heading("Known RNAs", "One click folds it and compares with the known structure."))
        examples = gr.HTML(gallery.html(), elem_id="gallery", js_on_load=_GALLERY_CLICK)
    with gr.Column(elem_classes="card", elem_id="ask-model"):
        model = gr.Dropdown(models.choices, value=DEFAULT, label="Model", elem_id="model")
        decoder = controls.build()
    with gr.Column(elem_classes="card", elem_id="ask-reference"):
        reference = gr.Textbox(
            first.reference.dot_bracket if first.reference else "",
            label="Reference, if you have one",
            info=texts.REFERENCE_HINT,
            lines=2,
            max_lines=8,
            elem_id="reference",
            html_attributes=_PLAIN,
        )
        said_of_reference = gr.HTML(elem_id="said-of-reference")
    return Entry(sequence, said, button, examples, model, decoder, reference, said_of_reference)
