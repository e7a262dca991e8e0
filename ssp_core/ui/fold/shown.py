"""All that shows a result: the hosts of the panels and the controls among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import gradio as gr

from ssp_core.ui.panel import answers, data_host, heading, host, html, signal
from ssp_core.ui.select import select
from ssp_core.ui.session import VIEW_TITLES
from ssp_core.ui.templates import render

from . import stage, texts, whatif_card
from .sources import SOURCES
from .whatif_card import WhatIfCard

_PICK = """
element.addEventListener('change', event => {
    if (event.target.name === 'sample') trigger('select', {number: Number(event.target.value)});
});
"""


@dataclass(frozen=True)
class Shown:
    """The components that events need; `answer` is what fills the panels."""

    answer: gr.HTML
    mfe: gr.Checkbox
    draw: gr.Button
    rank: gr.Button
    samples: gr.HTML
    colour: gr.HTML
    source: gr.HTML
    whatif: WhatIfCard
    find: gr.HTML
    why: gr.HTML
    address: gr.HTML


def build(panels: Mapping[str, str]) -> Shown:
    """Lay out all that shows a result, with these panels in it, and `preview-...` in those of charts."""
    answer = answers()
    with gr.Column(elem_classes="card", elem_id="stage"):
        colour = stage.build(panels)
    with gr.Column(elem_id="aside"):
        with gr.Column(elem_id="answer"):
            host("standing", "")
            host("status", panels["status"])
        with gr.Column(elem_id="details"):
            host("origin", panels["origin"])
            host("computed", panels["computed"])
            html(render("fold/nucleotide_card.html"), classes="card-slot")
    with gr.Column(elem_classes="card", elem_id="strip-card"):
        html(render("fold/find.html"), classes="find-host")
        host("view-strip", panels["view-strip"])
        host("found", "")
        mfe = gr.Checkbox(False, label="RNAfold's structure", elem_id="mfe", min_width=0, container=False)
    with gr.Column(elem_id="more"):
        html(render("fold/parts.html"), classes="parts-host")
        host("why", "")
        draw, rank, samples, source = _compared(panels)
        whatif = whatif_card.build(panels)
        with gr.Column(elem_classes="card", elem_id="part-download"):
            heading("Download and share", texts.EXPORT_HINT)
            host("exports", panels["exports"])
    data_host("link-data", panels["link-data"])
    find, why, address = signal("find"), signal("why"), signal("address")
    return Shown(answer, mfe, draw, rank, samples, colour, source, whatif, find, why, address)


def _compared(panels: Mapping[str, str]) -> tuple[gr.Button, gr.Button, gr.HTML, gr.HTML]:
    """The probabilities, the comparison with a known structure, the result in words, and other structures."""
    with gr.Column(elem_classes="card", elem_id="part-probabilities"):
        with gr.Row(elem_classes="card-head"):
            heading(VIEW_TITLES["heatmap"])
            sources = [(title, name) for name, (title, _) in SOURCES.items()]
            source = select("source", "Probabilities of", sources, value="decoded", classes="in-line")
        stage.view("heatmap", panels)
    with gr.Row(elem_classes="pair"):
        with gr.Column(elem_classes="card", elem_id="part-compare", min_width=280):
            heading("Against the known structure")
            host("scores", panels["scores"])
        with gr.Column(elem_classes="card", min_width=280):
            heading("In words")
            host("words", panels["words"])
    with gr.Column(elem_classes="card"):
        heading("Other structures", texts.SAMPLES_HINT)
        with gr.Row(elem_classes="whatif"):
            draw = gr.Button("Draw ten structures", size="sm", elem_id="draw-samples", min_width=150, scale=0)
            rank = gr.Button("Ten likeliest", size="sm", elem_id="rank", min_width=130, scale=0)
        samples = host("samples", panels["samples"], on_load=_PICK)
    return draw, rank, samples, source
