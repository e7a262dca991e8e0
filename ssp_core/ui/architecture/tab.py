"""The wiring of the Architecture tab: the choice of model, head and length, and what follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from ssp_core.charts.treemap import treemap
from ssp_core.errors import InputError, ModelError
from ssp_core.network.tasks import HEADS
from ssp_core.network.zoo import ZooModel
from ssp_core.rna import MAX_LENGTH
from ssp_core.ui import first_result
from ssp_core.ui.inputs import only_record
from ssp_core.ui.models import DEFAULT, Models, badge, entry_of
from ssp_core.ui.panel import chart, html
from ssp_core.ui.select import select
from ssp_core.ui.session import SessionHolder
from ssp_core.ui.templates import render

from . import comparison, diagram, head_weights, modules
from .summaries import changed_modules, heads_of, summary_of

if TYPE_CHECKING:
    from ssp_core.network.summary import Summary

_OPENING = "Opening the network…"
_UNKNOWN = "The sizes of this model are in its files, which are not on this machine yet."
_ANOTHER = "This head is not trained for this model: its answers would be random. What differs is marked."
_BESIDE = "omnigenome-52m"
_TREEMAP = "architecture-treemap"
_OWN = [("its own", ""), *((head.removeprefix("OmniModelFor"), head) for head in HEADS)]


def build(models: Models, tab: gr.Tab, holder: gr.State) -> None:
    """Lay out the tab and wire its events: opening the tab takes over the sequence of the result that the Fold tab
    shows, where that is another than last time. So the first opening fills the tab; until then no page needs torch."""
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "trigger_mode": "always_last"}
    choices = models.choices
    with gr.Column(elem_classes="card"):
        html(_heading("summary"))
        with gr.Row(elem_classes="choose"):
            model = select("architecture-model", "Model", choices, value=DEFAULT)
            length = gr.Number(
                len(first_result.read().sequence), label="RNA length (nt)", precision=0, elem_id="architecture-length"
            )
        head = gr.Radio(_OWN, value="", label="Head", elem_id="architecture-head", elem_classes="segments")
        totals = html(render("paragraph.html", text=_OPENING, kind="empty"), name="architecture-totals")
    with gr.Column(elem_classes="card"):
        html(_heading("flow"))
        flow = html("", name="architecture-flow")
        box = gr.Textbox(label="An RNA and its tokens", max_lines=3, elem_id="architecture-sequence")
        tokens = html("", name="architecture-tokens")
    with gr.Column(elem_classes="card"):
        html(_heading("treemap"))
        parts = html("", name=_TREEMAP, classes="plot")
    with gr.Column(elem_classes="card"):
        html(_heading("modules"))
        tree = html("", name="architecture-modules")
    head_weights.build(model, tab, quiet)
    with gr.Column(elem_classes="card"):
        html(_heading("heads"))
        heads = html("", name="architecture-heads")
    with gr.Column(elem_classes="card"):
        html(_heading("beside"))
        other = select("architecture-other", "Compare with", choices, value=_other(choices))
        table = html("", name="architecture-beside")
    followed = gr.State("")
    shown = [totals, flow, tree, parts, heads]
    given, pair = [model, length, head], [model, other, length]
    gr.on([model.input, length.input, head.input], describe, given, shown, **quiet)
    gr.on([model.input, other.input, length.input], beside, pair, table, **quiet)
    tab.select(follow, [holder, followed], [followed, box], **quiet)
    # However the sequence came: typed, pasted with the mouse, filled in by a program, or taken over from the Fold tab.
    read_event = box.change(read, [box, length], [tokens, length], **quiet)
    read_event.then(describe, given, shown, **quiet).then(beside, pair, table, **quiet)


def _heading(part: str) -> str:
    """The title of a card with a hint, both from assets/templates/architecture/headings.html."""
    return render("architecture/headings.html", part=part)


def _other(choices: list[tuple[str, str]]) -> str:
    """The model beside the built-in one at first."""
    keys = [key for _, key in choices]
    return _BESIDE if _BESIDE in keys else keys[-1]


def describe(name: str, length: float | None, head: str = "") -> tuple[str, str, str, str, str]:
    """A model for an RNA of `length` nt under its own head or another: totals, flow, modules, treemap and the six
    heads."""
    try:
        nucleotides, entry = _length(length), entry_of(name)
    except (InputError, ModelError) as error:
        return _wrong(error), "", "", "", ""
    own = summary_of(entry, nucleotides)
    summary = summary_of(entry, nucleotides, head if head in HEADS else "")
    if own is None or summary is None:
        about = render("architecture/about.html", entry=entry, badge=badge(entry))
        return about + render("paragraph.html", text=_UNKNOWN, kind="empty"), "", "", "", ""
    is_other = summary.rows[0].class_name != own.rows[0].class_name
    return (
        render(
            "architecture/summary.html",
            entry=entry,
            badge=badge(entry),
            totals=comparison.totals(summary, nucleotides),
            notes=_notes(entry, summary, is_other=is_other),
        ),
        render(
            "architecture/flow.html",
            boxes=diagram.boxes(summary, nucleotides, changed=is_other),
            note=diagram.special_tokens(summary.rows[0].shape, nucleotides),
        ),
        render(
            "architecture/modules.html",
            modules=modules.tree(summary.rows, changed_modules(own, summary)),
            glossary=modules.glossary(summary.rows),
        ),
        _treemap(summary),
        render("architecture/heads.html", heads=heads_of(entry, nucleotides), length=nucleotides),
    )


def _notes(entry: ZooModel, summary: Summary, *, is_other: bool) -> list[str]:
    note = _ANOTHER if is_other else comparison.published_count(entry, summary)
    return [text for text in (note, comparison.gpu_use()) if text]


def _treemap(summary: Summary) -> str:
    rows = summary.rows
    names, classes, sizes = zip(*((row.name, row.class_name, row.parameters) for row in rows), strict=True)
    return chart(_TREEMAP, treemap(names, classes, sizes).json)


def beside(name: str, other: str, length: float | None) -> str:
    """Two models side by side for an RNA of `length` nt, as HTML; empty where the length is none, which the top of the
    tab says."""
    try:
        nucleotides = _length(length)
    except InputError:
        return ""
    try:
        pair = entry_of(name), entry_of(other)
    except ModelError as error:
        return _wrong(error)
    rows = comparison.compare(*pair, nucleotides)
    unknown = [entry.title for entry in pair if summary_of(entry, nucleotides) is None]
    return render("architecture/beside.html", titles=[entry.title for entry in pair], rows=rows, unknown=unknown)


def read(text: str, length: float | None) -> tuple[str, float | None]:
    """A sequence's tokens as HTML, and its length; a sentence, and the length as it was, for what is no RNA."""
    try:
        sequence = only_record(text).sequence
    except InputError as error:
        return _wrong(error), length
    return _tokens(sequence), len(sequence)


def follow(holder: SessionHolder, followed: str) -> tuple[str, Any]:
    """The sequence of the Fold tab's result, for the state and for the box; the box as it was where the sequence has
    been seen before, so that what was typed here stays."""
    sequence = str(holder.session.result.sequence)
    return sequence, gr.skip() if sequence == followed else sequence


def _length(given: float | None) -> int:
    """A length that a model takes; `InputError` for another."""
    length = int(given or 0)
    if not 1 <= length <= MAX_LENGTH:
        raise InputError(f"The length is {length:,}; a number from 1 to {MAX_LENGTH:,} is wanted.")
    return length


def _tokens(sequence: str) -> str:
    return render("architecture/tokens.html", tokens=diagram.tokens(sequence))


def _wrong(error: Exception) -> str:
    return render("paragraph.html", text=str(error), kind="wrong")
