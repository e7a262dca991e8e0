"""A choice from a list: the browser's own select element, which keys, touch and screen readers know.

gradio's dropdown does not open again after Esc, and is one more tab stop while it is open.
"""

from __future__ import annotations

from collections.abc import Sequence

import gradio as gr

from .templates import render

_ON_LOAD = """
const select = element.querySelector('select');
const show = () => { select.value = props.value; };
show();
watch('value', show);
select.addEventListener('change', () => { props.value = select.value; trigger('input'); trigger('change'); });
"""


def select(elem_id: str, label: str, choices: Sequence[tuple[str, str]], *, value: str, classes: str = "") -> gr.HTML:
    """Put a select element where it is called from; its events are `input` (by the visitor) and `change`.

    Args:
        elem_id: the id of the component; the element itself has it with `-select` behind it.
        label: what is chosen.
        choices: title and value of each.
        value: the one that is chosen at first.
        classes: CSS classes of the component.
    """
    return gr.HTML(
        value,
        html_template=str(render("select.html", name=elem_id, label=label, choices=choices)),
        js_on_load=_ON_LOAD,
        elem_id=elem_id,
        elem_classes=["select", *classes.split()],
        apply_default_css=False,
    )
