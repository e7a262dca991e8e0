"""Lays out the Train tab and wires its events: the form, and what a training shows."""

from __future__ import annotations

import gradio as gr

from ssp_core.training.jobs import TrainingJobs
from ssp_core.training.recipe import DATA_SETTINGS, SETTINGS
from ssp_core.ui.models import Models
from ssp_core.ui.panel import answers, chart_host, data_host, host, html, signal
from ssp_core.ui.templates import render

from .events import TrainEvents
from .request import MAIN, MORE, OF_DATA, bases


def build(models: Models, jobs: TrainingJobs, holder: gr.State) -> None:
    """Lay out the tab; assets/js/train.js sends the form, and looks once a second while a training runs."""
    with gr.Column(elem_id="train"):
        with gr.Column(elem_classes="card", elem_id="train-given"):
            html(
                render(
                    "train/form.html",
                    bases=bases(),
                    main=[SETTINGS[name] for name in MAIN],
                    data=[DATA_SETTINGS[name] for name in OF_DATA],
                    more=[SETTINGS[name] for name in MORE],
                )
            )
        with gr.Column(elem_classes="card", elem_id="train-shown"):
            host("train-standing", "")
            html(render("train/empty.html"), classes="train-empty")
            host("train-watched", "")
            chart_host("train-curves", "", "")
            data_host("train-adopted", "")
        answer = answers()
        TrainEvents(models, jobs, holder, gr.State(""), answer).wire(signal("train"), signal("trainlook"))
