"""The weights of a model's own head as a picture, for models whose files are here."""

from __future__ import annotations

from typing import Any

import gradio as gr

from ssp_core.errors import CheckpointError
from ssp_core.figures.weights import weights
from ssp_core.network.weights import matrices

from . import figure, texts
from .models import ModelError, entry_of

_HINT = "One cell a weight, rows what goes out and columns what comes in: orange above zero, blue below."
_ABSENT = "There is nothing to look at: the files of this model are not on this machine, or its head is fresh."


def build(model: gr.Dropdown, name: str, quiet: dict[str, Any]) -> None:
    """Lay the card out for the model of that name, and follow the choice of another."""
    choices, plot, said = _parts(name)
    with gr.Column(elem_classes="card"):
        gr.HTML(texts.heading("The head's own weights", _HINT))
        which = gr.Dropdown(
            choices,
            value=next(iter(choices), None),
            label="Tensor",
            elem_id="architecture-tensor",
            visible=bool(choices),
        )
        words = gr.HTML(said)
        picture = figure.build(plot, "architecture-weights", visible=bool(plot))
    model.input(change, model, [which, picture, words], **quiet)
    which.input(draw, [model, which], picture, **quiet)


def change(name: str) -> tuple[dict[str, Any], dict[str, Any], str]:
    """The card for another model."""
    choices, plot, said = _parts(name)
    tensor = gr.update(choices=choices, value=next(iter(choices), None), visible=bool(choices))
    return tensor, gr.update(value=plot, visible=bool(plot)), said


def draw(name: str, tensor: str) -> str:
    """The picture of a tensor; "" where there is none of that name."""
    try:
        found = matrices(entry_of(name))
    except (CheckpointError, ModelError):
        return ""
    return weights(found[tensor]).json if tensor in found else ""


def _parts(name: str) -> tuple[list[str], str, str]:
    """Names of the tensors, the picture of the first, and what to say where there is none."""
    try:
        found = matrices(entry_of(name))
    except (CheckpointError, ModelError) as error:
        return [], "", texts.paragraph(str(error), "wrong")
    first = next(iter(found), None)
    if first is None:
        return [], "", texts.paragraph(_ABSENT, "empty")
    return list(found), weights(found[first]).json, ""
