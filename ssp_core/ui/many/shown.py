"""What the Many tab shows of a run: its state with the time left, what can be downloaded, and the table of records."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ssp_core.analysis.wording import time_left
from ssp_core.batch.listing import Listed, drawings_of, read_listing
from ssp_core.batch.order import BatchReport
from ssp_core.jobs.status import JobStatus
from ssp_core.ui.downloads import BATCH_FILES, batch_address
from ssp_core.ui.templates import raw, render

from .request import SORTS, ListView

ROWS = 50  # of a page of the table


def standing(key: str, status: JobStatus[BatchReport]) -> str:
    """Its state in a sentence, how much is done, how long the rest takes, and the files of what is done."""
    report = status.reports[-1] if status.reports else None
    left = report.seconds_left if report and status.state == "running" else None
    files = [
        (title, batch_address(key, name))
        for name, title in BATCH_FILES.items()
        if status.folder is not None and (status.folder / name).is_file()
    ]
    return render(
        "many/standing.html",
        state=status.state,
        sentence=status.message,
        report=report,
        left="" if left is None else time_left(left),
        files=files,
    )


def table(folder: Path, view: ListView) -> str:
    """The table of a run's records as they are wanted; empty before there are any."""
    listed = list(read_listing(folder))
    if not listed:
        return ""
    found = _sorted((record for record in listed if _is_wanted(record, view)), view)
    n_pages = max(1, -(-len(found) // ROWS))
    page = min(view.page, n_pages)
    records = found[(page - 1) * ROWS : page * ROWS]
    return render(
        "many/table.html",
        rows=zip(records, map(raw, drawings_of(folder, records)), strict=True),
        sorts=SORTS,
        view=view,
        page=page,
        n_pages=n_pages,
        n_found=len(found),
        n_listed=len(listed),
    )


def _is_wanted(record: Listed, view: ListView) -> bool:
    if view.kind != "all" and (view.kind == "unreadable") != bool(record.error):
        return False
    text = view.text.lower()
    return not text or text in record.name.lower() or text.upper().replace("T", "U") in record.sequence


def _sorted(records: Iterable[Listed], view: ListView) -> list[Listed]:
    """The records in order; those that were not folded come last, unless names or numbers count."""
    if view.sort in ("number", "name"):
        return sorted(records, key=lambda one: getattr(one, view.sort), reverse=view.descending)
    keys = {
        "length": lambda one: len(one.sequence),
        "confidence": lambda one: one.confidence,
        "energy": lambda one: one.energy or 0.0,
    }
    found = list(records)
    done = sorted((one for one in found if not one.error), key=keys[view.sort], reverse=view.descending)
    return [*done, *(one for one in found if one.error)]
