"""Trainings in processes of their own: how many at once, the queue, stop and resume, and what nobody asks for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ssp_core import Predictor
from ssp_core.errors import InputError, SettingsError, TrainingError
from ssp_core.jobs.status import JobLimits, JobStatus
from ssp_core.training.jobs import MAX_REPORTS, TrainingJobs
from ssp_core.training.order import TrainingOrder
from ssp_core.training.random_rnas import RandomRnas
from ssp_core.training.recipe import TokenRecipe
from ssp_core.training.reports import TrainingReport
from tests.network.folders import SMALL, write_hub
from tests.processes import children, finds_processes

DATA = RandomRnas(count=20, shortest=15, longest=25)
ENDLESS = 100_000
PATIENCE = 120.0  # seconds until a test fails; no test waits so long


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("base") / "tiny"
    write_hub(folder, SMALL)
    return str(folder)


@pytest.fixture
def open_jobs() -> Iterator[Callable[[JobLimits], TrainingJobs]]:
    opened: list[TrainingJobs] = []

    def open_with(limits: JobLimits) -> TrainingJobs:
        opened.append(TrainingJobs(limits))
        return opened[-1]

    yield open_with
    for jobs in opened:
        jobs.close()


def order(base: str, steps: int, report_every: int | None = None, watch: str = "") -> TrainingOrder:
    recipe = TokenRecipe(base=base, steps=steps, report_every=report_every or max(1, steps // 10))
    return TrainingOrder(recipe, DATA, watch)


def wait_until(
    jobs: TrainingJobs, key: str, wanted: Callable[[JobStatus[TrainingReport]], bool]
) -> JobStatus[TrainingReport]:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        status = jobs.status(key)
        if wanted(status):
            return status
        time.sleep(0.05)
    raise AssertionError(f"still {jobs.status(key)}")


def has_ended(status: JobStatus[TrainingReport]) -> bool:
    return status.state not in ("waiting", "running")


@pytest.mark.slow
def test_two_run_at_once_and_the_others_wait_with_their_place(
    base: str, open_jobs: Callable[[JobLimits], TrainingJobs]
) -> None:
    jobs = open_jobs(JobLimits(running=2, waiting=2, patience=PATIENCE))
    keys = [jobs.start(order(base, ENDLESS, 200, watch="GGGGAAAACCCC")) for _ in range(2)]
    keys += [jobs.start(order(base, 4)) for _ in range(2)]
    assert len(set(keys)) == 4
    assert min(map(len, keys)) >= 20
    assert [jobs.status(key).place for key in keys] == [0, 0, 1, 2]
    assert jobs.status(keys[3]).message == "Waiting: place 2 of 2 in the queue."
    with pytest.raises(TrainingError, match="2 trainings are waiting already; try again"):
        jobs.start(order(base, 4))
    for key in keys[:2]:
        status = wait_until(jobs, key, lambda status: len(status.reports) >= 2)
        assert status.state == "running"
        assert status.reports[1].watched is not None
        assert status.folder is None
    jobs.stop(keys[0])
    jobs.remove(keys[1])
    stopped = wait_until(jobs, keys[0], has_ended)
    assert (stopped.state, stopped.message.split(" of ")[1]) == ("stopped", "100,000 steps.")
    assert stopped.folder is not None
    Predictor(stopped.folder, device="cpu")
    assert jobs.status(keys[3]).place <= 1
    jobs.remove(keys[3])
    status = wait_until(jobs, keys[2], has_ended)
    assert (status.state, status.message) == ("finished", "Finished after 4 steps.")
    assert [report.step for report in status.reports] == [0, 1, 2, 3, 4]
    with pytest.raises(InputError, match="not here any more"):
        jobs.status(keys[1])

    jobs.resume(keys[0])
    further = wait_until(jobs, keys[0], lambda status: len(status.reports) > len(stopped.reports))
    assert further.reports[: len(stopped.reports)] == stopped.reports
    steps = [report.step for report in further.reports]
    assert steps == list(range(0, steps[-1] + 1, 200))
    with pytest.raises(InputError, match="This training is finished; only a stopped one"):
        jobs.resume(keys[2])
    jobs.close()
    assert not stopped.folder.exists()


@finds_processes
def test_what_nobody_asks_for_is_stopped_and_the_oldest_result_goes(
    base: str, open_jobs: Callable[[JobLimits], TrainingJobs]
) -> None:
    jobs = open_jobs(JobLimits(running=1, patience=1.0, kept=1))
    abandoned, waiting = (jobs.start(order(base, ENDLESS, 1000)) for _ in range(2))
    until = time.monotonic() + PATIENCE
    while children(b"job_worker") and time.monotonic() < until:
        time.sleep(0.1)
    assert not children(b"job_worker")
    # The one that waited ended first, and one result is kept.
    with pytest.raises(InputError, match="not here any more"):
        wait_until(jobs, waiting, lambda _: False)
    status = jobs.status(abandoned)
    assert status.state == "stopped"
    assert status.message.startswith("Stopped")  # at a step, or before the first


@finds_processes
def test_a_killed_process_is_a_failed_training(base: str, open_jobs: Callable[[JobLimits], TrainingJobs]) -> None:
    jobs = open_jobs(JobLimits(running=1, patience=PATIENCE))
    key = jobs.start(order(base, ENDLESS, 1000))
    wait_until(jobs, key, lambda status: status.state == "running")
    (process,) = children(b"job_worker")
    os.kill(process, signal.SIGKILL)
    status = wait_until(jobs, key, has_ended)
    assert status.state == "failed"
    assert status.message == "The training's process was ended from outside (exit code -9); start it again."


@finds_processes
def test_a_worker_whose_parent_was_killed_ends_and_removes_its_folder(base: str, tmp_path: Path) -> None:
    code = f"""
import tempfile, time
tempfile.tempdir = {str(tmp_path)!r}
from ssp_core.training.jobs import TrainingJobs
from tests.training.test_jobs import ENDLESS, order
jobs = TrainingJobs()
key = jobs.start(order({base!r}, ENDLESS, 1000))
while not jobs.status(key).reports:
    time.sleep(0.05)
print("begun", flush=True)
time.sleep(1000)
"""
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    assert parent.stdout.readline() == "begun\n"
    assert len(list(tmp_path.iterdir())) == 1
    parent.kill()
    parent.wait()
    until = time.monotonic() + PATIENCE
    while any(tmp_path.iterdir()) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(tmp_path.iterdir())
    parent.stdout.close()


def test_a_loss_that_is_not_finite_is_a_sentence_and_the_last_good_model_is_kept(
    base: str, open_jobs: Callable[[JobLimits], TrainingJobs]
) -> None:
    jobs = open_jobs(JobLimits(running=1, patience=PATIENCE))
    recipe = TokenRecipe(base=base, freeze_base=False, learning_rate=100.0, warmup=0.0, steps=50)
    status = wait_until(jobs, jobs.start(TrainingOrder(recipe, DATA)), has_ended)
    assert status.state == "failed"
    assert "the weights of step 0 are kept, and a smaller rate is wanted." in status.message
    assert status.folder is not None
    Predictor(status.folder, device="cpu")


def test_a_base_that_is_not_there_and_too_many_reports_are_sentences(
    open_jobs: Callable[[JobLimits], TrainingJobs],
) -> None:
    jobs = open_jobs(JobLimits(patience=PATIENCE))
    status = wait_until(jobs, jobs.start(order("no/such folder", 4)), has_ended)
    assert status.state == "failed"
    assert status.message.startswith("Found no folder and no Hub name in 'no/such folder'")
    with pytest.raises(SettingsError, match=f"make more than {MAX_REPORTS} reports"):
        jobs.start(order("bundled", ENDLESS, 1))


def test_the_parent_imports_no_torch() -> None:
    code = "import sys, ssp_core.training.jobs; print('torch' in sys.modules, 'accelerate' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ran.stdout.split() == ["False", "False"]
