"""What the events of the Fold tab share."""

from __future__ import annotations

from typing import Any

from gradio.blocks import Block

from ssp_core.errors import BusyError, InputError, ModelError, StructureError
from ssp_core.ui.inputs import SeveralRecordsError
from ssp_core.ui.session import SessionHolder

from . import standing
from .messages import below_sequence, message, of_several

Updates = dict[Block, Any]
# Each says in one sentence what is wrong. Anything else is a fault of this program and goes to the log.
SENTENCES = (BusyError, InputError, ModelError)

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
# Beside gradio's queue, and of many quick events of one kind the last: for what costs little.
AT_ONCE: dict[str, Any] = {**QUIET, "queue": False, "trigger_mode": "always_last"}


def refusal(error: Exception, holder: SessionHolder, length: int, notes: tuple[str, ...] = ()) -> str:
    """The answer with an error's sentence, below the sequence box; of a known structure below its box, too. Of several
    records it is the list of them, with notes."""
    if isinstance(error, SeveralRecordsError):
        return holder.answer(of_several(error.records, notes=notes))
    panels = {"sequence-message": below_sequence(length, wrong=str(error)), "standing": standing.still()}
    if isinstance(error, StructureError):
        panels["reference-message"] = message(wrong=str(error))
    return holder.answer(panels)
