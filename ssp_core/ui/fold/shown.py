"""The right side of the Fold tab: the hosts of the panels and the controls among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import gradio as gr

from ssp_core.rna import BASES
from ssp_core.ui.panel import answers, chart_host, data_host, heading, host
from ssp_core.ui.session import VIEW_TITLES
from ssp_core.ui.templates import render

from . import texts
from .sources import SOURCES
from .views import CHARTS

_PICK = """
element.addEventListener('change', event => {
    if (event.target.name === 'sample') trigger('select', {number: Number(event.target.value)});
});
"""


@dataclass(frozen=True)
class Shown:
    """The components of the right side that events need; `answer` is what fills the panels."""

    answer: gr.HTML
    status: gr.HTML
    mfe: gr.Checkbox
    draw: gr.Button
    rank: gr.Button
    samples: gr.HTML
    views: gr.CheckboxGroup
    colour: gr.Radio
    source: gr.Radio
    position: gr.Number
    base: gr.Radio
    mutate: gr.Button
    scan: gr.Button
    stop: gr.Button


def build(panels: Mapping[str, str]) -> Shown:
    """Lay the right side out where it is called from, with these panels in it, and `preview-...` in those of charts."""
    answer = answers()
    with gr.Column(elem_classes="card quiet"):
        status = host("status", panels["status"])
    gr.HTML(render("fold/nucleotide_card.html"), elem_classes="pinned")
    with gr.Column(elem_classes="card"):
        heading("Structure strip", texts.VIEW_HINTS["strip"])
        host("view-strip", panels["view-strip"])
        with gr.Row(elem_classes="whatif"):
            mfe = gr.Checkbox(False, label="Show ViennaRNA's structure too", elem_id="mfe", min_width=240, scale=0)
            draw = gr.Button("Draw ten structures", size="sm", elem_id="draw-samples", min_width=150, scale=0)
            rank = gr.Button("Ten likeliest", size="sm", elem_id="rank", min_width=130, scale=0)
        samples = host("samples", panels["samples"], on_load=_PICK)
    with gr.Row(elem_classes="look"):
        views = gr.CheckboxGroup(
            [(title, name) for name, title in VIEW_TITLES.items()],
            value=list(VIEW_TITLES),
            label="Views",
            elem_id="views",
            elem_classes="segments",
        )
        colour = gr.Radio(
            list(texts.COLOURINGS.items()),
            value="element",
            label="Colour by",
            elem_id="colour",
            elem_classes="segments",
        )
        source = gr.Radio(
            [(title, name) for name, (title, _) in SOURCES.items()],
            value="decoded",
            label="Probabilities of",
            elem_id="source",
            elem_classes="segments",
        )
    with gr.Row(elem_classes="pair"):
        _view("planar", panels)
        with gr.Column(elem_classes="card", min_width=280):
            heading("Against the known structure")
            host("scores", panels["scores"])
    with gr.Column(elem_classes="card"):
        heading("In words")
        host("words", panels["words"])
    _view("heatmap", panels)
    _view("arcs", panels)
    with gr.Row(elem_classes="pair even"):
        _view("circle", panels)
        _view("matrix", panels)
    position, base, mutate, scan, stop = _whatif()
    with gr.Column(elem_classes="card"):
        heading("Download and share", texts.EXPORT_HINT)
        host("exports", panels["exports"])
    data_host("link-data", panels["link-data"])
    return Shown(answer, status, mfe, draw, rank, samples, views, colour, source, position, base, mutate, scan, stop)


def _view(name: str, panels: Mapping[str, str]) -> None:
    """A view in its card."""
    with gr.Column(elem_classes=["card", "view", name], min_width=280):
        gr.HTML(render("fold/view_heading.html", title=VIEW_TITLES[name], hint=texts.VIEW_HINTS[name]))
        if name in CHARTS:
            chart_host(f"view-{name}", panels[f"view-{name}"], panels[f"preview-{name}"])
        else:
            host(f"view-{name}", panels[f"view-{name}"], prose=False, classes="plot")


def _whatif() -> tuple[gr.Number, gr.Radio, gr.Button, gr.Button, gr.Button]:
    """The card that mutates one nucleotide, or all of them one by one."""
    with gr.Column(elem_classes="card"):
        heading("What if", texts.WHATIF_HINT)
        with gr.Row(elem_classes="whatif"):
            position = gr.Number(1, label="Position", precision=0, elem_id="mutate-position", min_width=90, scale=0)
            base = gr.Radio(
                list(BASES), label="becomes", elem_id="mutate-base", elem_classes="segments", min_width=180, scale=0
            )
            mutate = gr.Button("Mutate", size="md", elem_id="mutate", min_width=100, scale=0)
            scan = gr.Button("Scan all mutations", size="md", elem_id="scan", min_width=150, scale=0)
            stop = gr.Button("Stop", size="md", elem_id="scan-stop", min_width=80, scale=0, visible=False)
        host("whatif", "")
        host("scan-map", "")
    return position, base, mutate, scan, stop
