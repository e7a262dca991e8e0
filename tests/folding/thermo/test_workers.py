"""Worker processes: the same answers to the bit, replaced when killed, gone when their parent is, light."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import psutil
import pytest
from numpy.typing import NDArray

from ssp_core.cache import CACHE
from ssp_core.folding.thermo import ENERGY_MODELS, ensembles, mean_pair_probabilities, prefetch, workers

ROOT = Path(__file__).resolve().parents[3]
SEQUENCE = "GGGGAAACGCUUCGGCGUUUCCCC"
LONG = "GGGAAAUCCCAUGC" * 100  # many seconds of work, all of them in ViennaRNA
HEAVY = {"torch", "transformers", "gradio", "plotly", "accelerate"}
# Starts workers, gives them seconds of work, says who they are, and does not end by itself.
BUSY_PARENT = """
import os, sys, time
from ssp_core.folding.thermo import prefetch, workers
workers.start(2)
pids = set()
while len(pids) < 2:
    pids.update(workers.parallel(os.getpid, [()] * 6, 60.0))
print(*pids, flush=True)
prefetch(sys.argv[1])
time.sleep(600)
"""
FORK = """
import os, sys
from ssp_core.folding.thermo import mean_pair_probabilities, workers
workers.start()
mean_pair_probabilities("GGGGAAAACCCC")
child = os.fork()
if child == 0:
    assert not workers.started()
    mean_pair_probabilities("GGGGAAAACCCCC")
    os._exit(0)
status = os.waitpid(child, 0)[1]
workers.stop()
sys.exit(os.waitstatus_to_exitcode(status))
"""


@pytest.fixture
def started() -> Iterator[None]:
    """Workers that are ready, stopped after the test."""
    CACHE.clear()
    workers.start(3)
    assert worker_pids()
    yield
    workers.stop()
    CACHE.clear()


def worker_pids() -> set[int]:
    """The worker processes of this one, once all of them are ready."""
    pids: set[int] = set()
    deadline = time.monotonic() + 120.0
    while len(pids) < 3 and time.monotonic() < deadline:
        pids.update(workers.parallel(os.getpid, [()] * 6, 60.0))
    assert os.getpid() not in pids
    return pids


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):  # a pool that lost one process ends the others itself
        os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 10.0
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.01)


def alive(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def imported() -> list[str]:
    """The top-level modules of the process that runs this."""
    return sorted({name.partition(".")[0] for name in sys.modules})


def mean_here(sequence: str) -> NDArray[np.float64]:
    found = [ensembles.ensemble(sequence, energy_model) for energy_model in ENERGY_MODELS]
    return np.asarray(np.average(found, axis=0, weights=list(ENERGY_MODELS.values())))


@pytest.mark.usefixtures("started")
def test_the_answers_are_those_of_this_process_to_the_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    sequences = (SEQUENCE, SEQUENCE * 3, "A", "")
    expected = [mean_here(sequence) for sequence in sequences]
    monkeypatch.setattr(ensembles, "energy_parameters", None)  # what computes in this process fails
    for sequence, pairs in zip(sequences, expected, strict=True):
        assert np.array_equal(mean_pair_probabilities(sequence), pairs)


@pytest.mark.usefixtures("started")
def test_starting_again_changes_nothing() -> None:
    before = worker_pids()
    workers.start()
    workers.start(1)
    assert workers.started()
    assert worker_pids() == before


@pytest.mark.usefixtures("started")
def test_what_is_prefetched_is_there_without_a_wait() -> None:
    prefetch(SEQUENCE)
    deadline = time.monotonic() + 60.0
    while CACHE.peek(("thermo", "mean", SEQUENCE)) is None and time.monotonic() < deadline:
        time.sleep(0.01)
    prefetched = CACHE.peek(("thermo", "mean", SEQUENCE))
    assert prefetched is not None
    assert np.array_equal(prefetched, mean_here(SEQUENCE))


@pytest.mark.usefixtures("started")
def test_killed_workers_are_replaced_again_and_again(caplog: pytest.LogCaptureFixture) -> None:
    expected = mean_here(SEQUENCE)
    for count in (1, 3, 1):
        before = worker_pids()
        caplog.clear()
        for pid in list(before)[:count]:
            kill(pid)
        time.sleep(0.2)
        CACHE.clear()
        assert np.array_equal(mean_pair_probabilities(SEQUENCE), expected)
        after = worker_pids()
        assert len(after) == 3
        assert not after & before
        [record] = [record for record in caplog.records if record.name.startswith("ssp_core")]
        assert record.levelno == logging.WARNING
        assert record.exc_info is None
        assert record.getMessage() == "A worker process has been killed; starting 3 anew."
        assert not [pid for pid in before if alive(pid)]


@pytest.mark.usefixtures("started")
def test_who_waits_for_a_killed_worker_gets_the_answer(caplog: pytest.LogCaptureFixture) -> None:
    before = worker_pids()
    found: list[list[int]] = []
    waiting = [
        threading.Thread(target=lambda: found.append(workers.parallel(slow_pid, [(1.0,)] * 3, 60.0))) for _ in range(3)
    ]
    for thread in waiting:
        thread.start()
    time.sleep(0.3)
    for pid in before:
        kill(pid)
    for thread in waiting:
        thread.join(timeout=120)
    assert len(found) == 3
    assert not {pid for pids in found for pid in pids} & (before | {os.getpid()})
    assert len([record for record in caplog.records if record.name.startswith("ssp_core")]) == 1


def slow_pid(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def test_a_task_that_kills_its_worker_twice_is_done_here(started: None, caplog: pytest.LogCaptureFixture) -> None:  # noqa: ARG001
    assert workers.parallel(kill_any_but, [(os.getpid(),)], 60.0) == [os.getpid()]
    assert len([record for record in caplog.records if record.name.startswith("ssp_core")]) == 2


def kill_any_but(pid: int) -> int:
    if os.getpid() != pid:
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


@pytest.mark.usefixtures("started")
def test_an_error_of_the_task_is_the_callers() -> None:
    with pytest.raises(ZeroDivisionError):
        workers.parallel(divmod, [(1, 0)], 60.0)
    assert len(worker_pids()) == 3


def test_no_one_waits_long_for_processes_that_still_start() -> None:
    workers.start()
    try:
        assert workers.parallel(os.getpid, [()], 0.0) == [os.getpid()]
    finally:
        workers.stop()


def test_on_a_single_core_nothing_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOKY_MAX_CPU_COUNT", "1")
    workers.start()
    assert not workers.started()
    assert workers.parallel(os.getpid, [(), ()], 60.0) == [os.getpid()] * 2


@pytest.mark.usefixtures("started")
def test_stopping_does_not_wait_for_what_is_in_work() -> None:
    pids = worker_pids()
    refused: list[BaseException] = []

    def ask() -> None:
        try:
            mean_pair_probabilities(LONG)
        except workers.WorkersStoppedError as error:
            refused.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    time.sleep(0.5)
    began = time.monotonic()
    workers.stop()
    assert time.monotonic() - began < 5.0
    asking.join(timeout=5)
    assert len(refused) == 1
    assert not workers.started()
    assert not [pid for pid in pids if alive(pid)]
    assert np.array_equal(mean_pair_probabilities(SEQUENCE), mean_here(SEQUENCE))


@pytest.mark.usefixtures("started")
def test_workers_leave_ctrl_c_to_their_parent() -> None:
    pids = worker_pids()
    for pid in pids:
        os.kill(pid, signal.SIGINT)
    assert worker_pids() == pids


@pytest.mark.usefixtures("started")
def test_workers_import_no_more_than_they_need() -> None:
    [modules] = workers.parallel(imported, [()], 60.0)
    door = "import ssp_core, sys; print(*{name.partition('.')[0] for name in sys.modules})"
    brought = subprocess.run([sys.executable, "-c", door], capture_output=True, text=True, check=True, cwd=ROOT)
    assert not HEAVY.intersection(modules) - set(brought.stdout.split())


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a worker ends after the fold at hand")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_their_parent_even_at_work(number: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", BUSY_PARENT, LONG],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
    ) as parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        time.sleep(1.0)
        try:
            assert len(pids) == 2
            assert all(psutil.Process(pid).cpu_times().user > 0.0 for pid in pids)
            everyone = psutil.Process(parent.pid).children(recursive=True)
        finally:
            os.kill(parent.pid, number)
        parent.wait(timeout=10)
        deadline = time.monotonic() + 2.0
        while any(alive(process.pid) for process in everyone) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not [process for process in everyone if alive(process.pid)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_fork_of_this_process_computes_by_itself() -> None:
    run = subprocess.run([sys.executable, "-c", FORK], timeout=120, cwd=ROOT, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()
