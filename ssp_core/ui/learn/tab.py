"""Lays out the Learn tab and wires its events: the list of steps, the RNA, and the step that is open."""

from __future__ import annotations

import gradio as gr

from ssp_core.examples import examples
from ssp_core.ui import first_result
from ssp_core.ui.models import Models
from ssp_core.ui.panel import answers, host, html, signal
from ssp_core.ui.templates import render

from .events import LearnEvents
from .lessons import lessons
from .step import N_STEPS


def build(models: Models, holder: gr.State) -> None:
    """Lay out the tab; assets/js/learn.js opens a step once the tab is seen."""
    with gr.Column(elem_id="learn"):
        html(
            render(
                "learn/bar.html",
                lessons=lessons(),
                n_steps=N_STEPS,
                examples=examples(),
                sequence=str(first_result.read().sequence),
            )
        )
        host("learn-step", render("learn/waiting.html"))
        answer = answers()
        LearnEvents(models, holder, answer).wire(signal("learn"), signal("attend"))
