"""A file of many beside a page: checked, folded in a process of its own, stopped, and what is left of it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ssp_core.batch.jobs import BatchJobs
from ssp_core.batch.listing import drawings_of, read_listing
from ssp_core.batch.order import MOST_RECORDS, RESULT, BatchOrder, BatchReport
from ssp_core.folding.formats import load
from ssp_core.jobs.status import JobLimits, JobStatus

PATIENCE = 120.0  # seconds until a test fails; no test waits so long
FILE = b">a\nGGGGAAAACCCC\n>b\nGGXG\n>c\nGGGGAAAACCCC\n"


@pytest.fixture
def jobs() -> Iterator[BatchJobs]:
    found = BatchJobs(JobLimits(running=2, patience=PATIENCE))
    yield found
    found.close()


def wait_until(jobs: BatchJobs, key: str, wanted: Callable[[JobStatus[BatchReport]], bool]) -> JobStatus[BatchReport]:
    until = time.monotonic() + PATIENCE
    while not wanted(jobs.status(key)):
        assert time.monotonic() < until, jobs.status(key)
        time.sleep(0.05)
    return jobs.status(key)


def has_ended(status: JobStatus[BatchReport]) -> bool:
    return status.state not in ("waiting", "running")


def test_a_file_is_done_and_another_is_stopped(jobs: BatchJobs) -> None:
    key = jobs.start(BatchOrder(FILE, "bundled", "best"))
    endless = jobs.start(BatchOrder(b">long\n" + b"GGGGAAAACCCC\n" * 50 + FILE * 1000, "bundled", "best"))
    status = wait_until(jobs, key, has_ended)
    assert (status.state, status.message) == ("finished", "Done: 2 of 3 records folded.")
    assert status.folder is not None
    first, bad, last = read_listing(status.folder)
    assert (first.name, first.sequence, bad.error[:14], last.number) == ("a", "GGGGAAAACCCC", "Record 2 (b) h", 3)
    assert [text[:4] for text in drawings_of(status.folder, [last, bad])] == ["<svg", ""]
    text = (status.folder / "structures.dbn").read_text()
    assert [record.name for record in load(text, "dbn")] == ["a", "c"]
    names = {path.name for path in status.folder.iterdir()}
    assert names >= {"predictions.jsonl", "table.csv", "structures.ct.zip", "drawings.svg.zip"}

    wait_until(jobs, endless, lambda status: any(True for _ in read_listing(status.files / RESULT)))
    jobs.stop(endless)
    status = wait_until(jobs, endless, has_ended)
    assert status.state == "stopped"
    assert status.message.endswith(" of 3,001 records.")
    assert status.folder is not None
    assert len(list(read_listing(status.folder))) < 3_001
    assert (status.folder / "table.csv").exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b">a\nGGXG\n", "The sequence has 'X' at position 3"),
        (b">a\nGGGGAAAACCCC\n" * (MOST_RECORDS + 1), f"The file has {MOST_RECORDS + 1:,} records; at most"),
        ((b">a\n" + b"A" * 1000 + b"\n") * 200, "The file takes 1.7 times as long as one may take here"),
        (b"\x00\x01", "The file is no text"),
    ],
)
def test_what_cannot_be_folded_is_one_sentence(jobs: BatchJobs, content: bytes, message: str) -> None:
    status = wait_until(jobs, jobs.start(BatchOrder(content, "bundled", "best")), has_ended)
    assert (status.state, status.folder) == ("failed", None)
    assert status.message.startswith(message)


def test_the_parent_imports_no_torch() -> None:
    code = "import sys, ssp_core.batch.jobs; print('torch' in sys.modules, 'pyarrow' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=Path(__file__).parents[2]
    )
    assert ran.stdout.split() == ["False", "False"]
