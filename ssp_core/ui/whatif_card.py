"""The What if card: mutate one nucleotide, or all of them one by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from . import inputs, texts, whatif
from .folded import Folded
from .models import ModelError, Models


def build(models: Models, state: gr.State) -> None:
    """Lay the card out where it is called from, and wire its events."""
    with gr.Column(elem_classes="card"):
        gr.HTML(texts.heading("What if", texts.WHATIF_HINT))
        with gr.Row(elem_classes="whatif"):
            position = gr.Number(1, label="Position", precision=0, elem_id="mutate-position", min_width=90, scale=0)
            base = gr.Radio(
                list(whatif.BASES),
                label="becomes",
                elem_id="mutate-base",
                elem_classes="segments",
                min_width=180,
                scale=0,
            )
            button = gr.Button("Mutate", size="md", elem_id="mutate", min_width=100, scale=0)
            scan = gr.Button("Scan all mutations", size="md", elem_id="scan", min_width=150, scale=0)
            stop = gr.Button("Stop", size="md", elem_id="scan-stop", min_width=80, scale=0, visible=False)
        answer = gr.HTML(elem_id="whatif")
        chart = gr.HTML(elem_id="scan-map")
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}

    def mutate(result: Folded, place: float | None, letter: str | None) -> str:
        """Fold the mutant and show both structures."""
        try:
            mutation = whatif.mutation_of(result, place, letter)
            return whatif.mutate(models.get(result.prediction.provenance.model), result, mutation)
        except (ValueError, ModelError) as error:
            return inputs.said(wrong=str(error))

    def scan_all(result: Folded) -> Iterator[dict[Any, Any]]:
        """Fold every single mutant, showing the map as it fills."""
        try:
            predictor = models.get(result.prediction.provenance.model)
            yield {scan: gr.update(visible=False), stop: gr.update(visible=True, interactive=True), answer: ""}
            for done, wanted, html in whatif.scan(predictor, result):
                words = f"{done} of {wanted} mutants of {result.title} folded."
                yield {chart: texts.paragraph(words, "hint") + html}
        except (ValueError, ModelError) as error:
            yield {chart: inputs.said(wrong=str(error))}

    gr.on([button.click, base.input], mutate, [state, position, base], answer, concurrency_id="network", **quiet)
    running = scan.click(scan_all, state, [chart, scan, stop, answer], concurrency_id="scan", **quiet)
    stop.click(lambda: gr.update(interactive=False), None, stop, cancels=[running], **quiet)
    # gradio lets go of a run when the mutants under way are folded, and takes no other before: so offer none
    running.then(lambda: (gr.update(visible=True), gr.update(visible=False)), None, [scan, stop], queue=False, **quiet)
