"""The Fold tab: a sequence on the left, what the model makes of it on the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr
from gradio.components import Component

from ssp_core.folding import elements
from ssp_core.folding.structure import StructureError
from ssp_core.sequence import SequenceError, read_sequence

from . import controls, drawings, exports, folded, gallery, inputs, links, linkdata, scores, status, stored, strip, texts
from .folded import Folded
from .models import DEFAULT, ModelError, Models

COLOURS = [("Element", "element"), ("Confidence", "confidence"), ("Base", "base"), ("Class", "class"), ("Agreement", "agreement")]
_WRONG = (SequenceError, StructureError, ModelError, links.LinkError, ValueError)
Updates = dict[Component, Any]


@dataclass(frozen=True)
class Typed:
    """The components a visitor gives things with."""

    sequence: gr.Textbox
    said: gr.HTML
    button: gr.Button
    gallery: gr.HTML
    model: gr.Dropdown
    reference: gr.Textbox
    decoder: controls.Controls

    @property
    def for_fold(self) -> list[Component]:
        """What a fold takes: sequence, reference, model and the decoder's controls."""
        return [self.sequence, self.reference, self.model, *self.decoder.inputs]


@dataclass(frozen=True)
class Results:
    """The components that show a result, and the visitor's own state behind them."""

    state: gr.State
    status: gr.HTML
    strip: gr.HTML
    colour: gr.Radio
    plots: dict[str, gr.Plot]
    words: gr.HTML
    scores: gr.HTML
    exports: gr.HTML
    link: gr.HTML

    @property
    def shown(self) -> list[Component]:
        """Everything a new result fills."""
        return [
            self.state, self.status, self.strip, *self.plots.values(), self.words, self.scores, self.exports, self.link,
        ]  # fmt: skip

    def show(self, result: Folded, colour: str) -> Updates:
        """What to put where for a result."""
        plots = {self.plots[name]: draw(result, colour) for name, draw in drawings.VIEWS.items()}
        return {
            self.state: result,
            self.status: status.html(result),
            self.strip: strip.html(result),
            self.words: texts.paragraph(elements.in_words(result.structure), "words"),
            self.scores: scores.html(result),
            self.exports: exports.html(result),
            self.link: linkdata.html(result),
            **plots,
        }


def build(models: Models) -> None:
    """Lay out the tab with the stored result in it, and wire its events."""
    first = stored.read()
    with gr.Row(elem_classes="layout"):
        with gr.Column(elem_classes="side", min_width=280):
            typed = _typed(models, first)
        with gr.Column(elem_classes="main", min_width=280):
            results = _results(first)
    _wire(models, typed, results)


def _typed(models: Models, first: Folded) -> Typed:
    with gr.Column(elem_classes="card"):
        sequence = gr.Textbox(
            first.prediction.sequence,
            label="Your RNA",
            info=texts.SEQUENCE_HINT,
            lines=4,
            max_lines=10,
            elem_id="sequence",
            html_attributes=gr.InputHTMLAttributes(spellcheck=False, autocapitalize="off", autocorrect="off"),
        )
        said = gr.HTML(inputs.look(first.prediction.sequence), elem_id="said")
        button = gr.Button("Fold", variant="primary", elem_id="fold")
        gr.HTML('<p class="hint keys">or <kbd>Ctrl</kbd> <kbd>Enter</kbd> in the box</p>')
    with gr.Column(elem_classes="card"):
        gr.HTML(texts.heading("Known RNAs", "One click folds it and compares with the known structure."))
        examples = gr.HTML(gallery.html(), elem_id="gallery", js_on_load=_GALLERY_CLICK)
    with gr.Column(elem_classes="card"):
        model = gr.Dropdown(models.choices, value=DEFAULT, label="Model", elem_id="model")
        decoder = controls.build()
    with gr.Column(elem_classes="card"):
        reference = gr.Textbox(
            first.reference.dot_bracket if first.reference else "",
            label="Reference, if you have one",
            info=texts.REFERENCE_HINT,
            lines=2,
            max_lines=8,
            elem_id="reference",
            html_attributes=gr.InputHTMLAttributes(spellcheck=False, autocapitalize="off", autocorrect="off"),
        )
    return Typed(sequence, said, button, examples, model, reference, decoder)


_GALLERY_CLICK = """
element.addEventListener('click', event => {
    const button = event.target.closest('button[data-key]');
    if (button) trigger('click', {key: button.dataset.key});
});
"""


def _results(first: Folded) -> Results:
    state = gr.State(first)
    with gr.Column(elem_classes="card quiet"):
        line = gr.HTML(status.html(first), elem_id="status")
    gr.HTML('<div id="nucleotide-card" aria-live="polite"></div>', elem_classes="pinned")
    with gr.Column(elem_classes="card"):
        gr.HTML(texts.heading("Structure strip", texts.VIEW_HINTS["strip"]))
        letters = gr.HTML(strip.html(first), elem_id="view-strip")
    plots: dict[str, gr.Plot] = {}
    with gr.Row(elem_classes="pair"):
        with gr.Column(elem_classes="card drawing", min_width=280):
            gr.HTML(texts.heading("Drawing", texts.VIEW_HINTS["planar"]))
            colour = gr.Radio(
                COLOURS, value="element", label="Colour by", elem_id="colour", elem_classes="segments"
            )
            plots["planar"] = _plot("planar", first)
        with gr.Column(elem_classes="card", min_width=280):
            gr.HTML(texts.heading("In words"))
            words = gr.HTML(texts.paragraph(elements.in_words(first.structure), "words"), elem_id="words")
            gr.HTML(texts.heading("Against the reference"))
            table = gr.HTML(scores.html(first), elem_id="scores")
    for name, title in (("heatmap", "Class probabilities"), ("arcs", "Arcs")):
        with gr.Column(elem_classes="card"):
            gr.HTML(texts.heading(title, texts.VIEW_HINTS[name]))
            plots[name] = _plot(name, first)
    with gr.Column(elem_classes="card"):
        gr.HTML(texts.heading("Take away", "Files are made in your browser; nothing is kept on the server."))
        files = gr.HTML(exports.html(first), elem_id="exports")
    link = gr.HTML(linkdata.html(first), elem_id="link-data")
    return Results(state, line, letters, colour, plots, words, table, files, link)


def _plot(name: str, first: Folded) -> gr.Plot:
    figure = drawings.VIEWS[name](first, "element")
    return gr.Plot(figure, show_label=False, container=False, elem_id=f"view-{name}", elem_classes="plot")


def _wire(models: Models, typed: Typed, results: Results) -> None:
    outputs = [typed.said, *results.shown]

    def answer(make: Callable[[], Folded], length: int, colour: str) -> Updates:
        """Show what `make` gives, or one sentence and the last result as it was."""
        try:
            result = make()
            updates = results.show(result, colour)
        except _WRONG as error:
            return {typed.said: inputs.under(length, wrong=str(error))}
        return {typed.said: inputs.under(len(result.prediction.sequence), notes=result.notes), **updates}

    def fold(
        text: str, reference: str, model: str, kind: str, gamma: float, trust: float, temperature: float, colour: str
    ) -> Updates:
        """Fold what was typed."""

        def make() -> Folded:
            letters, known = inputs.bounded(text, "sequence"), inputs.bounded(reference, "reference")
            decoder = folded.decoder_of(kind, gamma, trust, temperature)
            read_sequence(letters)  # before a model is loaded for it
            return folded.fold(models.get(model), letters, known, decoder)

        return answer(make, inputs.letters_in(text), colour)

    def redecode(
        kind: str, gamma: float, trust: float, temperature: float, result: Folded, colour: str
    ) -> Updates:
        """Decode the stored scores anew."""

        def make() -> Folded:
            decoder = folded.decoder_of(kind, gamma, trust, temperature)
            return folded.redecode(models.get(result.prediction.model), result, decoder)

        return answer(make, len(result.prediction.sequence), colour)

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    gr.on(
        [typed.button.click],
        fold,
        inputs=[*typed.for_fold, results.colour],
        outputs=outputs,
        show_progress="minimal",
        show_progress_on=results.status,
        concurrency_id="network",
        api_visibility="private",
    )
    gr.on(
        [control.input for control in typed.decoder.inputs],
        redecode,
        inputs=[*typed.decoder.inputs, results.state, results.colour],
        outputs=outputs,
        trigger_mode="always_last",
        concurrency_id="decoding",
        **quiet,
    )
    typed.sequence.input(
        inputs.look, inputs=typed.sequence, outputs=typed.said, trigger_mode="always_last", queue=False, **quiet
    )


