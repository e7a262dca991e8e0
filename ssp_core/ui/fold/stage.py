"""The stage: the views of a structure in one place, one at a time, with their tabs and the colouring above them."""

from __future__ import annotations

from collections.abc import Mapping

import gradio as gr

from ssp_core.ui.panel import chart_host, host, html
from ssp_core.ui.select import select
from ssp_core.ui.session import VIEW_TITLES
from ssp_core.ui.templates import render

from . import texts
from .views import CHARTS, STAGE


def build(panels: Mapping[str, str]) -> gr.HTML:
    """Lay the stage out where it is called from; gives the choice of the colouring."""
    with gr.Row(elem_classes="stage-head"):
        html(render("fold/stage_tabs.html", views=[(name, VIEW_TITLES[name]) for name in STAGE]))
        colour = select("colour", "Colour", list(texts.COLOURINGS.items()), value="element", classes="in-line bare")
    for name in STAGE:
        view(name, panels)
    return colour


def view(name: str, panels: Mapping[str, str]) -> None:
    """A view with what it shows in a sentence, and buttons that save it."""
    with gr.Column(elem_classes=["view", name], min_width=0):
        if name in CHARTS:
            chart_host(f"view-{name}", panels[f"view-{name}"], panels[f"preview-{name}"])
        else:
            host(f"view-{name}", panels[f"view-{name}"], classes="plot")
        html(render("fold/view_footer.html", hint=texts.VIEW_HINTS[name]), classes="view-foot")
