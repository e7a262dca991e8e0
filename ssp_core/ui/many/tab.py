"""Lays out the Many tab and wires its events: the form, and what a run shows."""

from __future__ import annotations

import gradio as gr

from ssp_core.batch.jobs import BatchJobs
from ssp_core.batch.order import MOST_RECORDS
from ssp_core.folding.decoding import CHOICES
from ssp_core.ui.fold.files import SUFFIXES
from ssp_core.ui.panel import answers, host, html, signal
from ssp_core.ui.templates import render

from .events import ManyEvents
from .request import KINDS, models


def build(jobs: BatchJobs, holder: gr.State) -> None:
    """Lay out the tab; assets/js/many.js sends the form, and looks once a second while a run is not done."""
    with gr.Column(elem_id="many"):
        with gr.Column(elem_classes="card", elem_id="many-given"):
            html(
                render(
                    "many/form.html",
                    models=models(),
                    decoders=[(name, title) for name, (title, _) in CHOICES.items()],
                    suffixes=",".join(SUFFIXES),
                    most=MOST_RECORDS,
                )
            )
        with gr.Column(elem_classes="card", elem_id="many-shown"):
            host("many-standing", "")
            html(render("many/empty.html"), classes="many-empty")
            html(render("many/filter.html", kinds=KINDS))
            host("many-table", "")
        ManyEvents(jobs, holder, gr.State(""), answers()).wire(signal("many"), signal("manylook"))
