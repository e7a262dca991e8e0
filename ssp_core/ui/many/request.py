"""What the form of the Many tab asks for, and how its table is wanted. A visitor names no path and no repository."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ssp_core.batch.order import BatchOrder
from ssp_core.errors import InputError, ModelError, SettingsError
from ssp_core.folding.decoding import BEST, CHOICES
from ssp_core.network import zoo
from ssp_core.ui.inputs import MAX_FILE, file_content
from ssp_core.ui.models import DEFAULT, title

SORTS = {"number": "No.", "name": "Name", "length": "Length", "confidence": "Confidence", "energy": "Energy"}
KINDS = {"all": "all records", "folded": "folded", "unreadable": "not readable"}
_LONGEST_FILTER = 200  # characters


@dataclass(frozen=True)
class ListView:
    """Which records a table shows.

    Attributes:
        sort: one of `SORTS`.
        descending: whether the largest comes first.
        text: what names or sequences contain; empty for all.
        kind: one of `KINDS`.
        page: from 1.
    """

    sort: str = "number"
    descending: bool = False
    text: str = ""
    kind: str = "all"
    page: int = 1


def models() -> tuple[tuple[str, str], ...]:
    """Key and title of every model on offer that is on this machine."""
    return tuple((entry.key, title(entry)) for entry in zoo.offered() if zoo.folder_of(entry) is not None)


def order_of(fields: Mapping[str, Any], file: object) -> BatchOrder:
    """What a form asks for.

    Args:
        fields: its values by name: `text`, `model`, `decoder`.
        file: the bytes of a file in base64; None without one, then the text is taken.

    Raises:
        InputError: there is neither, or too much of it, or no such decoder.
        ModelError: there is no such model here.
    """
    model, decoder = str(fields.get("model", DEFAULT)), str(fields.get("decoder", BEST))
    if model not in dict(models()):
        raise ModelError("There is no model of that name here; please choose one from the list.")
    if decoder not in CHOICES:
        raise SettingsError("There is no decoder of that name; please choose one from the list.")
    text = str(fields.get("text", ""))
    if not file and not text.strip():
        raise InputError("There is no RNA yet; paste some, or choose a file.")
    if len(text) > MAX_FILE:
        raise InputError(f"The box holds {len(text):,} characters; at most {MAX_FILE:,} are taken.")
    return BatchOrder(file_content(file) if file else text.encode(), model, decoder)


def view_of(fields: Mapping[str, Any]) -> ListView:
    """How the table is wanted; what is none of its values is as at first."""
    sort, kind, page = (str(fields.get(name, "")) for name in ("sort", "kind", "page"))
    return ListView(
        sort if sort in SORTS else "number",
        bool(fields.get("descending")),
        str(fields.get("text", ""))[:_LONGEST_FILTER].strip(),
        kind if kind in KINDS else "all",
        int(page) if page.isdecimal() and len(page) < 6 and int(page) else 1,
    )
