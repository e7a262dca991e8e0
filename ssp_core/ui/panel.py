"""Panels: pieces of the page that an answer fills, each in a host of its own; and the component that brings answers.

gradio would patch the HTML of each output node by node, at the cost of an output of its own. Here all that an event
changes is one answer, one JSON text in one component, and `assets/js/answer.js` puts each piece into its host.
"""

from __future__ import annotations

import gradio as gr

from .templates import raw, render

_DISPATCH = 'watch("value", () => document.dispatchEvent(new CustomEvent("answer", {detail: props.value})));'


def html(
    content: str, *, name: str | None = None, classes: str = "", on_load: str | None = None, visible: bool = True
) -> gr.HTML:
    """Put HTML of ours where it is called from: assets/css styles it, not gradio's styles for texts.

    Args:
        content: what a template has made.
        name: the id of the component.
        classes: its CSS classes.
        on_load: a script that may trigger the component's events.
        visible: whether it is there at first.
    """
    return gr.HTML(
        content,
        elem_id=name,
        elem_classes=classes,
        js_on_load=on_load,
        visible=visible,
        apply_default_css=False,
    )


def host(name: str, content: str, *, classes: str = "", on_load: str | None = None) -> gr.HTML:
    """Put the host of a panel where it is called from, filled with what it shows at first.

    Args:
        name: its id.
        content: what it shows.
        classes: its CSS classes.
        on_load: a script that may trigger the component's events.
    """
    panel = render("panel.html", name=name, content=raw(content), kind="html")
    return html(panel, name=name, classes=classes, on_load=on_load)


def data_host(name: str, json: str) -> gr.HTML:
    """The same for a panel that holds JSON for a script to read."""
    content = render("panel.html", name=name, content=raw(json), kind="data")
    return html(content, name=name)


def chart_host(name: str, json: str, preview: str = "") -> gr.HTML:
    """The same for a chart's JSON; `preview` is HTML for its place until it is drawn."""
    return html(chart(name, json) + raw(preview), name=name, classes="plot")


def chart(name: str, json: str) -> str:
    """What the host of a chart holds: its JSON, which `assets/js/charts.js` gives to plotly.

    gradio has a component of its own for plots. It asks plotly for each new figure twice, brings a second copy of
    plotly along, and draws charts that nobody has scrolled to.
    """
    return render("panel.html", name=name, content=raw(json), kind="chart")


def json_text(json: str) -> str:
    """The same JSON without a character that HTML would read as more than text."""
    return json.replace("<", "\\u003c").replace("&", "\\u0026")


def answers() -> gr.HTML:
    """The component that answers are put into; it shows nothing itself."""
    return gr.HTML("", html_template="", js_on_load=_DISPATCH, elem_classes="answers", apply_default_css=False)


def signal(name: str) -> gr.HTML:
    """A component that shows nothing: the document's event of this name sets off its `click`, with its detail."""
    script = f"document.addEventListener('{name}', (event) => trigger('click', event.detail));"
    return gr.HTML("", html_template="", js_on_load=script, elem_classes="answers", apply_default_css=False)


def heading(title: str, hint: str = "") -> gr.HTML:
    """The head of a card: its title, and what one sees there."""
    return html(render("heading.html", title=title, hint=hint))
