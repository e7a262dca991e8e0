"""How many trainings there may be beside a page, and what is known of one."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ssp_core.progress import Stage

from .reports import TrainingReport

State = Literal["waiting", "running", "stopped", "finished", "failed"]


@dataclass(frozen=True)
class JobLimits:
    """How much there may be of trainings.

    Attributes:
        running: at once; by default one for two cores.
        waiting: in the queue.
        patience: seconds without `status` after which a training is stopped.
        kept: trainings that are not running or waiting, whose results are kept.
        kept_bytes: of their files together.
    """

    running: int = max(1, (os.cpu_count() or 1) // 2)
    waiting: int = 20
    patience: float = 10.0
    kept: int = 30
    kept_bytes: int = 2_000_000_000


@dataclass(frozen=True)
class JobStatus:
    """Where a training is.

    Attributes:
        state: waiting, running, stopped (it can be resumed), finished or failed.
        message: one sentence.
        place: in the queue, from 1; 0 where it is not waiting.
        stage: what a running one does.
        reports: so far, in order.
        folder: the trained model, which `Predictor` opens; None where there is none yet.
    """

    state: State
    message: str
    place: int
    stage: Stage
    reports: tuple[TrainingReport, ...]
    folder: Path | None
