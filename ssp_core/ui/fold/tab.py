"""Lays out the Fold tab, with the stored result in it, and wires its events."""

from __future__ import annotations

import gradio as gr

from ssp_core.ui import first_result
from ssp_core.ui.models import Models
from ssp_core.ui.session import Session, SessionHolder

from . import entry, shown, views
from .fold_events import FoldEvents
from .panels import EVERY, panels
from .question_events import QuestionEvents
from .reading_events import ReadingEvents
from .view_events import ViewEvents
from .whatif_events import WhatIfEvents


def build(models: Models, page: gr.Blocks) -> gr.State:
    """Lay out the tab; gives the component that holds the visitor's `SessionHolder`."""
    session = Session(first_result.read())
    html = panels(*EVERY)(session)
    previews = {f"preview-{name}": views.preview_html(name, session.result) for name in views.CHARTS}
    holder = gr.State(SessionHolder(session.having(html)))
    with gr.Row(elem_id="desk"):  # a grid: assets/css/desk.css
        with gr.Column(elem_id="given", elem_classes="card"):
            given = entry.build(models, session.result)
        right = shown.build(html | previews)
    fold = FoldEvents(models, given, right, holder)
    fold.wire(page)
    ReadingEvents(fold, given, right.answer, holder).wire()
    ViewEvents(models, given, right, holder).wire()
    WhatIfEvents(models, right, holder).wire()
    QuestionEvents(models, right, holder).wire()
    return holder
