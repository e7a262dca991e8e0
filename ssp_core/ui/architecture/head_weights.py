"""The weights of a model's own head as a chart, for models whose files are on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr
import numpy as np
from numpy.typing import NDArray

from ssp_core.charts import colours
from ssp_core.charts.weights import weights
from ssp_core.errors import CheckpointError, ModelError
from ssp_core.network.labels import STRUCTURE_LABELS
from ssp_core.ui.models import entry_of
from ssp_core.ui.panel import chart, html
from ssp_core.ui.templates import render

_CHART = "architecture-weights"
_CLASSIFIER = "classifier.weight"
_HINT = (
    "Each cell is one weight of a linear map: rows are its outputs, columns its inputs (for the classifier, the "
    "numbers of an embedding). Orange is above zero, blue below."
)
_ABSENT = "There are no weights to show: this model is not downloaded, or its head is not trained."


@dataclass(frozen=True)
class HeadWeights:
    """The tensors of a head, the chart of the first of them as HTML, and why there is none."""

    tensors: tuple[str, ...]
    chart: str
    message: str


def build(model: gr.HTML, tab: gr.Tab, quiet: dict[str, Any]) -> None:
    """Lay the card out, fill it when the tab is opened first, and follow the choice of a model."""
    with gr.Column(elem_classes="card"):
        html(render("heading.html", title="The head's own weights", hint=_HINT))
        tensor = gr.Dropdown(
            label="Tensor",
            elem_id="architecture-tensor",
            visible=False,
        )
        message = html("")
        cells = html("", name=_CHART, classes="plot", visible=False)
    tab.select(first, [model, tensor], [tensor, cells, message], **quiet)
    model.input(change, model, [tensor, cells, message], **quiet)
    tensor.input(chart_of, [model, tensor], cells, **quiet)


def first(name: str, tensor: str | None) -> tuple[Any, Any, Any]:
    """The card for a model, and as it is where it shows a tensor."""
    return (gr.skip(), gr.skip(), gr.skip()) if tensor else change(name)


def change(name: str) -> tuple[dict[str, Any], dict[str, Any], str]:
    """The card for another model."""
    found = head_weights(name)
    value = next(iter(found.tensors), None)
    tensor = gr.update(choices=list(found.tensors), value=value, visible=bool(found.tensors))
    return tensor, gr.update(value=found.chart, visible=bool(found.chart)), found.message


def chart_of(name: str, tensor: str) -> str:
    """The chart of a tensor as HTML; "" where there is none of that name."""
    try:
        found = _matrices(name)
    except (CheckpointError, ModelError):
        return ""
    return _chart_of(tensor, found[tensor]) if tensor in found else ""


def head_weights(name: str) -> HeadWeights:
    """The head of the model of that name."""
    try:
        found = _matrices(name)
    except (CheckpointError, ModelError) as error:
        return HeadWeights((), "", render("paragraph.html", text=str(error), kind="wrong"))
    if not found:
        return HeadWeights((), "", render("paragraph.html", text=_ABSENT, kind="empty"))
    tensor, matrix = next(iter(found.items()))
    return HeadWeights(tuple(found), _chart_of(tensor, matrix), "")


def _matrices(name: str) -> dict[str, NDArray[np.float32]]:
    from ssp_core.network.weights import matrices  # torch comes with it: after the page

    return matrices(entry_of(name))


def _chart_of(tensor: str, matrix: NDArray[np.float32]) -> str:
    return chart(_CHART, weights(matrix, _row_names(tensor, len(matrix))).json)


def _row_names(tensor: str, count: int) -> list[str]:
    """The classes that the rows of a structure classifier stand for; none for other tensors."""
    named = tensor == _CLASSIFIER and count == len(STRUCTURE_LABELS)
    return [colours.CLASS_NAMES[label] for label in STRUCTURE_LABELS] if named else []
