"""A figure on the page: its JSON as one string, which assets/draw.js draws.

gradio has a component of its own for plots. It asks plotly for each new figure twice, brings a second copy of plotly
along, and has nothing to show until that has run, which takes longer than all the rest of the page.
"""

from __future__ import annotations

import json

import gradio as gr

from ssp_core.charts import script

# What stands in the component is drawn by the script: the template holds no value, so gradio leaves it alone.
_SHOW = f"showFigure(element, props, watch, {json.dumps(script.NAME)})"


def build(value: str, elem_id: str, *, still: str = "", visible: bool = True) -> gr.HTML:
    """Put a figure's text where it is called from, and until plotly has come, its still (ssp_core/ui/stills.py)."""
    return gr.HTML(
        value,
        html_template=still,
        js_on_load=_SHOW,
        apply_default_css=False,
        elem_id=elem_id,
        elem_classes="plot",
        visible=visible,
    )
