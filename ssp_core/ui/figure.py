"""A chart as an output of gradio: its JSON as the component's value, which assets/js/charts.js gives to plotly.

gradio has a component of its own for plots. It asks plotly for each new figure twice, brings a second copy of plotly
along, and draws charts that nobody has scrolled to.
"""

from __future__ import annotations

import gradio as gr

_TEMPLATE = "<div hidden data-chart>${value}</div>"


def build(value: str, elem_id: str, *, visible: bool = True) -> gr.HTML:
    """Put a chart where it is called from; its value is the chart's JSON, or empty."""
    return gr.HTML(
        value,
        html_template=_TEMPLATE,
        apply_default_css=False,
        elem_id=elem_id,
        elem_classes="plot",
        visible=visible,
    )
