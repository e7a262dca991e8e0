"""Files of many for a page with visitors, each a job (`ssp_core.jobs`); nothing here imports torch."""

from __future__ import annotations

from ssp_core.errors import BatchError
from ssp_core.jobs.jobs import Jobs
from ssp_core.jobs.status import JobKind, JobLimits

from .order import RESULT, BatchOrder, BatchReport, report_of, write_order

_PATIENCE = 90.0  # seconds: a browser lets a page that is not in sight ask once a minute


class BatchJobs(Jobs[BatchOrder, BatchReport]):
    """The files of many that visitors of this process fold."""

    def __init__(self, limits: JobLimits | None = None) -> None:
        super().__init__(_KIND, limits or JobLimits(patience=_PATIENCE))


_KIND = JobKind("run", "ssp_core.batch.job_worker", RESULT, write_order, report_of, BatchError)
