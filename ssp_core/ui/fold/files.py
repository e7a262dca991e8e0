"""A file that a visitor opens: its bytes come with one event, are read, and are kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence

import gradio as gr

from ssp_core.reading import InputRecord, read_input
from ssp_core.reading.decode import decode
from ssp_core.rna import MAX_LENGTH
from ssp_core.sequence.letters import check_length
from ssp_core.ui.inputs import MAX_CHARACTERS, MAX_FILE, own_reference, reference_text
from ssp_core.ui.panel import html
from ssp_core.ui.templates import render

from . import texts

SUFFIXES = (
    ".fa", ".fasta", ".fna", ".dbn", ".db", ".ct", ".bpseq", ".sto", ".stk", ".gb", ".gbk", ".embl", ".seq", ".csv",
    ".json", ".txt", ".gz",
)  # fmt: skip
# assets/js/file_drop.js sends the event, of a file that was chosen here or dropped on the sequence box.
_FILE = "element.addEventListener('file', event => trigger('upload', event.detail));"


def build() -> gr.HTML:
    """The button that opens a file; its event `upload` brings the bytes as base64 in `data`."""
    return html(render("fold/file.html", suffixes=",".join(SUFFIXES)), name="file", on_load=_FILE)


def text_of(content: bytes) -> tuple[str, tuple[str, ...]]:
    """A file as the sequence box takes it, and notes: as it is, or, if it is too long, its records in dot-bracket
    notation, as many as fit."""
    records = read_input(content, max_length=None, max_characters=MAX_FILE)
    text, guessed = decode(content, MAX_FILE)
    notes = (texts.read_as(guessed),) if guessed else ()
    if len(text) <= MAX_CHARACTERS:
        return text, notes
    text, taken = _rewritten(records)
    if taken < len(records):
        notes = (*notes, texts.first_of_file(taken, len(records)))
    return text, notes


def _rewritten(records: Sequence[InputRecord]) -> tuple[str, int]:
    """Records in dot-bracket notation, and how many of them fit the box."""
    parts: list[str] = []
    length = 0
    for record in records:
        known = own_reference(record)
        lines = (f">{record.sequence.name}", record.sequence, *((reference_text(known),) if known else ()))
        part = "".join(f"{line}\n" for line in lines)
        length += len(part)
        if length > MAX_CHARACTERS:
            break
        parts.append(part)
    if not parts:
        check_length(len(records[0].sequence), "The first RNA of the file", MAX_LENGTH)
    return "".join(parts), len(parts)
