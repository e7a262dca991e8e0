"""What kinds of jobs there are beside a page, how many there may be, and what is known of one."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

from ssp_core.errors import SspCoreError
from ssp_core.progress import Stage

Order = TypeVar("Order")
Report = TypeVar("Report")
State = Literal["waiting", "running", "stopped", "finished", "failed"]


@dataclass(frozen=True)
class JobKind(Generic[Order, Report]):
    """One kind of job.

    Attributes:
        noun: what messages call it.
        module: what its process runs.
        result: the name of the folder with its result in the job's own.
        write_order: writes what is asked for as a file in a folder.
        report_of: a report of what the process has written as JSON.
        refusal: what is raised while too many are waiting.
    """

    noun: str
    module: str
    result: str
    write_order: Callable[[Path, Order], None]
    report_of: Callable[[Mapping[str, Any]], Report]
    refusal: type[SspCoreError]


@dataclass(frozen=True)
class JobLimits:
    """How much there may be of jobs of one kind.

    Attributes:
        running: at once; by default one for two cores.
        waiting: in the queue.
        patience: seconds without `status` after which a job is stopped.
        kept: jobs that are not running or waiting, whose results are kept.
        kept_bytes: of their files together.
    """

    running: int = max(1, (os.cpu_count() or 1) // 2)
    waiting: int = 20
    patience: float = 10.0
    kept: int = 30
    kept_bytes: int = 2_000_000_000


@dataclass(frozen=True)
class JobStatus(Generic[Report]):
    """Where a job is.

    Attributes:
        state: waiting, running, stopped (it can be resumed), finished or failed.
        message: one sentence.
        place: in the queue, from 1; 0 where it is not waiting.
        stage: what a running one does.
        reports: so far, in order.
        folder: its result; None where there is none yet.
        files: its own folder, which holds what its process writes meanwhile.
    """

    state: State
    message: str
    place: int
    stage: Stage
    reports: tuple[Report, ...]
    folder: Path | None
    files: Path
