"""The process of one file of many beside a page: `python -m ssp_core.batch.job_worker FOLDER`; `jobs.py` starts it.

It folds with one thread, and leaves the list of records and every file that can be downloaded in the result's folder.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from ssp_core.analysis.many import ManyFile, record_of_fields
from ssp_core.analysis.report import Context
from ssp_core.errors import InputError
from ssp_core.jobs import worker
from ssp_core.jobs.status import State
from ssp_core.progress import CancelledWorkError, checkpoint
from ssp_core.reading.stream import StreamedRecord, read_stream

from . import rows
from .inputs import Survey, survey
from .listing import ListingWriter
from .order import MOST_COST, MOST_RECORDS, RESULT, BatchOrder, BatchReport, read_order, report_dict
from .output import Pace
from .task import Done, Task, blocks, fold_block

ROWS, DRAWINGS = "predictions.jsonl", "drawings.svg.zip"
_EVERY = 0.5  # seconds between two reports
# What is made of the rows when they are done.
_MADE: dict[str, Callable[[Iterable[Mapping[str, Any]], Path], None]] = {
    "structures.dbn": rows.write_dbn,
    "table.csv": rows.write_table,
    "table.parquet": rows.write_parquet,
    "structures.ct.zip": rows.write_ct_zip,
}


def fold(folder: Path, progress: worker.Announced) -> tuple[State, str]:
    """How it ended: a state and a sentence."""
    order = read_order(folder)
    progress.say(stage=["checking every record", 0, 0])
    found = _surveyed(order)
    total = found.readable + found.unreadable
    progress.say(report=report_dict(BatchReport(0, total, found.unreadable, None)))
    result = folder / RESULT
    result.mkdir()
    done, state = 0, "finished"
    pace, said = Pace(found.cost), time.monotonic()
    try:
        with closing(_Result(result)) as out:
            for one in _folded(order, progress):
                out.add(one)
                pace.add(one.cost)
                done = one.number
                if time.monotonic() - said > _EVERY:
                    said = time.monotonic()
                    progress.say(report=report_dict(BatchReport(done, total, found.unreadable, pace.seconds_left)))
    except CancelledWorkError:
        state = "stopped"
    progress.say(stage=["writing the files", 0, 0])
    _make_files(result)
    progress.say(report=report_dict(BatchReport(done, total, found.unreadable, None)))
    if state == "stopped":
        return "stopped", f"Stopped after {done:,} of {total:,} records."
    return "finished", f"Done: {found.readable:,} of {total:,} records folded."


def _records(order: BatchOrder) -> Iterator[StreamedRecord]:
    return read_stream(BytesIO(order.content))


def _surveyed(order: BatchOrder) -> Survey:
    """What a look at all records has found; InputError where there are too many, or none can be folded."""
    refused: list[StreamedRecord] = []

    def refuse(record: StreamedRecord) -> None:
        refused[:] = refused or [record]

    found = survey(_records(order), refuse)
    if not found.readable:
        raise InputError(refused[0].error)
    shell = "`ssp-core predict` takes any number."
    if (total := found.readable + found.unreadable) > MOST_RECORDS:
        raise InputError(f"The file has {total:,} records; at most {MOST_RECORDS:,} are folded here, and {shell}")
    if found.cost > MOST_COST:
        times = found.cost / MOST_COST
        raise InputError(f"The file takes {times:.1f} times as long as one may take here; give a part of it. {shell}")
    return found


def _folded(order: BatchOrder, progress: worker.Announced) -> Iterator[Done]:
    """Yield what becomes of each record; CancelledWorkError once it is not wanted any more."""
    progress.say(stage=["opening the model", 0, 0])
    from ssp_core.predictor import Predictor

    predictor = Predictor(order.model, device="cpu")
    file = ManyFile("jsonl", Context(order.decoder))
    task = Task(order.model, "cpu", predictor.settings_for(order.decoder), file)
    progress.say(stage=["folding", 0, 0])
    progress.announces = False  # of every block, the predictor tells each stage
    for block in blocks(_records(order), file):
        for done in fold_block(predictor, task, block):
            yield done
            checkpoint()


class _Result:
    """The files that are written while records are folded: rows, drawings, and the list."""

    def __init__(self, folder: Path) -> None:
        self._rows = (folder / ROWS).open("w", encoding="utf-8")
        self._drawings = ZipFile(folder / DRAWINGS, "w", ZIP_DEFLATED)
        self._listing = ListingWriter(folder)

    def add(self, done: Done) -> None:
        self._rows.write(done.text)
        fields = json.loads(done.text)
        self._listing.add(fields)
        if not fields["error"]:
            record = record_of_fields(fields)
            self._drawings.writestr(rows.member(done.number, record, "svg"), rows.drawing(record))

    def close(self) -> None:
        for file in (self._rows, self._drawings, self._listing):
            file.close()


def _make_files(folder: Path) -> None:
    for name, write in _MADE.items():
        if name.endswith(".parquet") and find_spec("pyarrow") is None:
            continue
        write(rows.read_rows(folder / ROWS), folder / name)


if __name__ == "__main__":
    worker.run(Path(sys.argv[1]), "run", fold)
