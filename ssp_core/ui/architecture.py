"""The Architecture tab: what a model is made of, from sequence to scores and down to every module."""

from __future__ import annotations

from typing import Any

import gradio as gr

from ssp_core.errors import SequenceError
from ssp_core.figures.treemap import treemap
from ssp_core.network.summary import Summary
from ssp_core.network.tasks import HEADS
from ssp_core.network.weights import gpu_memory
from ssp_core.rna import MAX_LENGTH
from ssp_core.sequence import read_sequence

from . import anatomy, figure, head_weights, modules, stored, texts
from .folded import Folded
from .models import DEFAULT, ModelError, Models, badge, entry_of

_UNKNOWN = "The sizes of this model are in its files, which are not on this machine yet."
_ANOTHER = "Not the model's own head: its weights would be fresh, to be trained first. What changes is marked."
_BESIDE = "omnigenome-52m"
_OWN = [("its own", ""), *((head.removeprefix("OmniModelFor"), head) for head in HEADS)]


def build(models: Models, tab: gr.Tab, result: gr.State) -> None:
    """Lay out the tab for the model in the box and the stored sequence, and wire its events: opening it takes over the
    sequence of the `result` that the Fold tab shows, where that is another than last time."""
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "trigger_mode": "always_last"}
    sequence = stored.read().prediction.sequence
    choices = models.choices
    totals, flow, tree, boxes, six = look(DEFAULT, len(sequence))
    with gr.Column(elem_classes="card"):
        gr.HTML(texts.heading("What the model is made of", texts.ARCHITECTURE_HINT))
        with gr.Row(elem_classes="choose"):
            model = gr.Dropdown(choices, value=DEFAULT, label="Model", elem_id="architecture-model")
            length = gr.Number(
                len(sequence),
                label="Shapes for an RNA of so many nt",
                precision=0,
                elem_id="architecture-length",
            )
        head = gr.Radio(_OWN, value="", label="Head", elem_id="architecture-head", elem_classes="segments")
        shown_totals = gr.HTML(totals, elem_id="architecture-totals")
    with gr.Column(elem_classes="card"):
        gr.HTML(texts.heading("Base and head", texts.FLOW_HINT))
        shown_flow = gr.HTML(flow, elem_id="architecture-flow")
        letters = gr.Textbox(sequence, label="Letters to tokens", max_lines=3, elem_id="architecture-sequence")
        tokens = gr.HTML(anatomy.tokens(sequence), elem_id="architecture-tokens")
    with gr.Column(elem_classes="card"):
        gr.HTML(texts.heading("Where the parameters are", texts.TREEMAP_HINT))
        plot = figure.build(boxes, "architecture-treemap")
    with gr.Column(elem_classes="card"):
        gr.HTML(texts.heading("Modules", texts.MODULES_HINT))
        shown_tree = gr.HTML(tree, elem_id="architecture-modules")
    head_weights.build(model, DEFAULT, quiet)
    with gr.Column(elem_classes="card"):
        gr.HTML(texts.heading("Six heads for this encoder", texts.HEADS_HINT))
        shown_six = gr.HTML(six, elem_id="architecture-heads")
    with gr.Column(elem_classes="card"):
        gr.HTML(texts.heading("Side by side"))
        other = gr.Dropdown(choices, value=_other(choices), label="Beside it", elem_id="architecture-other")
        table = gr.HTML(beside(DEFAULT, _other(choices), len(sequence)), elem_id="architecture-beside")
    followed = gr.State(sequence)
    shown = [shown_totals, shown_flow, shown_tree, plot, shown_six]
    given, pair = [model, length, head], [model, other, length]
    gr.on([model.input, length.input, head.input], look, given, shown, **quiet)
    gr.on([model.input, other.input, length.input], beside, pair, table, **quiet)
    tab.select(follow, [result, followed], [followed, letters], **quiet)
    # However the letters came: typed, pasted with the mouse, filled in by a program, or taken over from the Fold tab.
    read_event = letters.change(read, [letters, length], [tokens, length], **quiet)
    read_event.then(look, given, shown, **quiet).then(beside, pair, table, **quiet)


def _other(choices: list[tuple[str, str]]) -> str:
    """What stands beside the model in the box at first."""
    keys = [key for _, key in choices]
    return _BESIDE if _BESIDE in keys else keys[-1]


def look(name: str, length: float | None, head: str = "") -> tuple[str, str, str, str, str]:
    """A model for an RNA of that length under its own head or another: totals, base and head, modules and heads as
    HTML, the treemap as a figure's text."""
    nucleotides = int(length or 0)
    if not 1 <= nucleotides <= MAX_LENGTH:
        wrong = f"The length is {nucleotides:,}; a number from 1 to {MAX_LENGTH:,} is wanted."
        return texts.paragraph(wrong, "wrong"), "", "", "", ""
    try:
        entry = entry_of(name)
    except ModelError as error:
        return texts.paragraph(str(error), "wrong"), "", "", "", ""
    about = texts.paragraph(f"{entry.title}, {badge(entry)}. {entry.taught} Licence: {entry.licence}.", "about")
    own = anatomy.summary_of(entry, nucleotides)
    summary = anatomy.summary_of(entry, nucleotides, head if head in HEADS else "")
    if own is None or summary is None:
        return about + texts.paragraph(_UNKNOWN, "empty"), "", "", "", ""
    another = summary is not own
    said = _ANOTHER if another else anatomy.published_count(entry, summary)
    return (
        about
        + modules.totals(summary, nucleotides)
        + "".join(texts.paragraph(t, "hint") for t in (said, on_gpu()) if t),
        anatomy.diagram(summary, nucleotides, changed=another),
        modules.tree(summary.rows, anatomy.changed(own, summary)),
        boxes_of(summary),
        anatomy.six_heads(entry, nucleotides),
    )


def on_gpu() -> str:
    """What a GPU's memory holds, in words; empty where there is no GPU."""
    found = gpu_memory()
    if found is None:
        return ""
    name, used, total = found
    return f"GPU memory in use: {modules.size(used)} of {modules.size(total)} ({name})."


def boxes_of(summary: Summary) -> str:
    """The treemap of a summary."""
    rows = summary.rows
    names, classes, sizes = zip(*((row.name, row.class_name, row.parameters) for row in rows), strict=True)
    return treemap(names, classes, sizes).json


def beside(name: str, other: str, length: float | None) -> str:
    """Two models side by side for an RNA of that length, as HTML; empty where the length is none."""
    nucleotides = int(length or 0)
    if not 1 <= nucleotides <= MAX_LENGTH:
        return ""
    try:
        return anatomy.side_by_side(entry_of(name), entry_of(other), nucleotides)
    except ModelError as error:
        return texts.paragraph(str(error), "wrong")


def read(text: str, length: float | None) -> tuple[str, float | None]:
    """A sequence's tokens as HTML, and its length; a sentence, and the length as it was, for what is no RNA."""
    try:
        letters = read_sequence(text)
    except SequenceError as error:
        return texts.paragraph(str(error), "wrong"), length
    return anatomy.tokens(letters), len(letters)


def follow(result: Folded, followed: str) -> tuple[str, Any]:
    """The sequence of the Fold tab's result, for the state and for the box; the box as it was where the sequence has
    been seen before, so that what was typed here stays."""
    sequence = result.prediction.sequence
    return sequence, gr.skip() if sequence == followed else sequence
