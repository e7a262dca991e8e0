"""The list of a text's records, to choose one of several."""

from __future__ import annotations

from collections.abc import Sequence

import gradio as gr

from ssp_core.reading import InputRecord
from ssp_core.rna import MAX_LENGTH
from ssp_core.ui.inputs import record_name
from ssp_core.ui.panel import host
from ssp_core.ui.result import Result
from ssp_core.ui.templates import render

MOST_LISTED = 50
_CLICK = """
element.addEventListener('click', event => {
    const button = event.target.closest('button[data-record]');
    if (button) trigger('click', {record: Number(button.dataset.record)});
});
"""


def build() -> gr.HTML:
    """The place of the list, empty at first; a click on one of it brings its number as `record`."""
    return host("records", "", on_load=_CLICK)


def html(records: Sequence[InputRecord], number: int | None = None) -> str:
    """The list; `number`, from 1, is the record that is shown. Empty for a single record."""
    if len(records) < 2:
        return ""
    rows = [
        (record_name(record, row), len(record.sequence)) for row, record in enumerate(records[:MOST_LISTED], start=1)
    ]
    return render("fold/records.html", rows=rows, count=len(records), number=number, limit=MAX_LENGTH)


def number_of(result: Result, records: Sequence[InputRecord]) -> int | None:
    """Which record a result is of, from 1; None if it is of none."""
    for number, record in enumerate(records, start=1):
        if record.sequence == result.sequence and record.sequence.name == result.sequence.name:
            return number
    return None
