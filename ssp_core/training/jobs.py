"""Trainings for a page with visitors, each a job (`ssp_core.jobs`); nothing here imports torch."""

from __future__ import annotations

from pathlib import Path

from ssp_core.errors import SettingsError, TrainingError
from ssp_core.jobs.jobs import Jobs
from ssp_core.jobs.status import JobKind, JobLimits

from .job_worker import MODEL, ORDER
from .order import TrainingOrder, write_order
from .reports import TrainingReport, report_of

MAX_REPORTS = 500


class TrainingJobs(Jobs[TrainingOrder, TrainingReport]):
    """The trainings of this process; one that was stopped can be resumed."""

    def __init__(self, limits: JobLimits | None = None) -> None:
        super().__init__(_KIND, limits)

    def start(self, order: TrainingOrder) -> str:
        """Begin a training, or let it wait.

        Raises:
            SettingsError: it would make too many reports.
            TrainingError: too many are waiting.
        """
        recipe = order.recipe
        if recipe.steps // recipe.report_every > MAX_REPORTS:
            raise SettingsError(
                f"{recipe.steps:,} steps with a report every {recipe.report_every:,} make more than {MAX_REPORTS} "
                "reports; more steps between reports are wanted."
            )
        return super().start(order)


def _write_order(folder: Path, order: TrainingOrder) -> None:
    write_order(folder / ORDER, order)


_KIND = JobKind("training", "ssp_core.training.job_worker", MODEL, _write_order, report_of, TrainingError)
