"""Where a motif is in the RNA that is shown, as a panel whose places assets/js/find.js lights in every view."""

from __future__ import annotations

import json

from ssp_core.analysis.motif import find_motif
from ssp_core.analysis.wording import no_position
from ssp_core.ui.result import Result
from ssp_core.ui.templates import render

from .messages import message

_NAMED = 12  # places that are named; all are lit


def html(result: Result, text: str) -> str:
    """The places of a motif in IUPAC letters; InputError if it is none."""
    motif = text.strip()
    spans = find_motif(result.sequence, motif)
    return render(
        "fold/found.html",
        motif=motif.upper(),
        spans=json.dumps(spans),
        count=len(spans),
        named=[(first, _place(first, last)) for first, last in spans[:_NAMED]],
    )


def position_message(result: Result, text: str) -> str:
    """What is wrong with a position that is not in the RNA."""
    return message(wrong=no_position(text, len(result.sequence)))


def _place(first: int, last: int) -> str:
    return f"{first + 1}" if first == last else f"{first + 1}-{last + 1}"
