"""Processes that fold beside this one, for a page with visitors.

ViennaRNA holds the interpreter while it works, so that all other threads of its process stand still. `start` begins the
worker processes; without them `parallel` computes in this process. loky rather than `concurrent.futures`, since its
processes do not import the caller's `__main__` (a script's torch or gradio, or a script that has no guard) and can be
stopped while they are at work.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future
from concurrent.futures import wait as wait_for
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from types import MappingProxyType
from typing import Any, TypeVar, cast

from loky import ProcessPoolExecutor, cpu_count

from ssp_core.errors import SspCoreError
from ssp_core.progress import CancelledWorkError, is_in_background, patience, report

from .energy_models import ENERGY_MODELS, energy_parameters
from .task_queue import TaskQueue

# One thread each: many small matrices are no work for more, and each thread costs memory.
_ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
_ATTEMPTS = 2
_PATIENCE = 0.2  # seconds, for what ends at once unless other processes are still fed
_STAGE = "thermodynamics"
_LOG = logging.getLogger(__name__)

Value = TypeVar("Value")


class WorkersStoppedError(SspCoreError, RuntimeError):
    """The worker processes were stopped while they computed something."""


class Processes:
    """Processes with one thread each, and a pipe that tells them of the end of this process by being closed.

    Args:
        count: how many.
        environment: variables that they have beside this process's.
    """

    def __init__(self, count: int, environment: Mapping[str, str] = MappingProxyType({})) -> None:
        self.count = count
        self._worker_end, self._own_end = Pipe(duplex=False)
        self._executor = ProcessPoolExecutor(
            count, initializer=worker_main, initargs=(self._worker_end,), env={**_ENVIRONMENT, **environment}
        )
        with _interrupts_blocked():
            self._first = self._executor.submit(os.getpid)  # the processes start with the first task

    def submit(self, function: Callable[..., Value], *arguments: Any) -> Future[Value]:
        """What a module's function will give."""
        return cast("Future[Value]", self._executor.submit(function, *arguments))

    def stop(self) -> None:
        """End the processes at once."""
        self._executor.shutdown(wait=True, kill_workers=True)
        _wait_for_feeders()
        self.close()

    def close(self) -> None:
        """Let go of the pipe: whatever process still holds on to its other end ends."""
        self._own_end.close()
        self._worker_end.close()


def _wait_for_feeders() -> None:
    """Let loky's threads that fed the processes end: of the semaphores that they hold its tracker would complain."""
    for thread in threading.enumerate():
        if thread.name == "QueueFeederThread":
            thread.join(_PATIENCE)
    gc.collect()


class _Pool(Processes):
    """Those that fold for the page."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.stopped = False
        self._queue = TaskQueue(self.submit, count)

    def ready(self, patience: float) -> bool:
        """Whether a process is there to take a task, after at most `patience` seconds."""
        return bool(wait_for([self._first], patience).done)

    def run(self, function: Callable[..., Value], tasks: Sequence[tuple[Any, ...]], seconds: float) -> list[Value]:
        """The function's value for each task; BrokenProcessPool where a process has ended."""
        due = time.monotonic() + seconds
        background = is_in_background()
        futures = [self._queue.submit(function, task, due=due, in_background=background) for task in tasks]
        pending, total = set(futures), len(futures)
        try:
            while pending:
                report(_STAGE, total - len(pending), total)
                pending = wait_for(pending, patience(), FIRST_COMPLETED).not_done
        except CancelledWorkError:
            for future in pending:
                future.cancel()
            raise
        return [future.result() for future in futures]

    def stop(self) -> None:
        """End the processes at once; who waits for one is told that this was meant."""
        self.stopped = True
        super().stop()


def _begun(count: int) -> _Pool | None:
    """A pool; None, and a line in the log, where the system has no room or no means for one."""
    try:
        return _Pool(count)
    except (OSError, NotImplementedError) as error:
        _LOG.warning("There are no worker processes: %s", error)
        return None


class _Workers:
    """The pool of this process, if there is one: started, replaced where one of its processes was killed, stopped."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: _Pool | None = None
        self._of_parent: _Pool | None = None

    def start(self, count: int | None = None) -> None:
        """Start `count` worker processes, one for each energy model by default, unless they are started.

        By default none on a single core, where they gain nothing. They end with this process, whatever ends it; but
        only `stop` ends them in the middle of their work where this process comes to its end by itself.
        """
        with self._lock:
            if count is None:
                count = len(ENERGY_MODELS) if cpu_count() > 1 else 0
            if self._pool is None and count:
                self._pool = _begun(count)

    def stop(self) -> None:
        """End the worker processes at once; who waits for one gets WorkersStoppedError."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()

    def started(self) -> bool:
        """Whether there are worker processes."""
        return self._pool is not None

    def parallel(self, function: Callable[..., Value], tasks: Sequence[tuple[Any, ...]], seconds: float) -> list[Value]:
        """The values of a module's function for the arguments of each task, by worker processes if they are started.

        While the processes are starting, this waits for them as long as the tasks would take here: `seconds`, about.
        They are due as much later than now; what is due first is computed first. Where a process was killed, all are
        replaced and the tasks run again. What cannot be had so is computed in this process.
        """
        for _ in range(_ATTEMPTS):
            pool = self._pool
            if pool is None or not pool.ready(seconds):
                break
            try:
                return pool.run(function, tasks, seconds)
            except RuntimeError as error:
                if pool.stopped:
                    raise WorkersStoppedError("The worker processes were stopped while they folded.") from error
                if not isinstance(error, BrokenProcessPool):
                    raise
            self._replace(pool)
        values: list[Value] = []
        for task in tasks:
            report(_STAGE, len(values), len(tasks))
            values.append(function(*task))
        return values

    def _replace(self, broken: _Pool) -> None:
        with self._lock:
            if self._pool is not broken:
                return  # another thread has done it, or they were stopped
            broken.close()
            _LOG.warning("A worker process has been killed; starting %d anew.", broken.count)
            self._pool = _begun(broken.count)

    def forget(self) -> None:
        """In a fork of this process, which cannot talk to its parent's workers."""
        self._lock = threading.Lock()
        self._of_parent, self._pool = self._pool, None  # kept: what the collector would do to it reaches the parent
        if self._of_parent is not None:
            self._of_parent.close()


_WORKERS = _Workers()
start, stop, started, parallel = _WORKERS.start, _WORKERS.stop, _WORKERS.started, _WORKERS.parallel
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_WORKERS.forget)


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Processes started meanwhile are born without Ctrl+C, so that one before `worker_main` prints no traceback."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    own = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, own)


def worker_main(parent: Connection) -> None:
    """What a worker process does before its first task: leave Ctrl+C to its parent, end with it, load the models."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    if sys.platform == "linux":
        with suppress(OSError):
            _signal_at_the_end_of(parent.fileno())
    for energy_model in ENERGY_MODELS:
        energy_parameters(energy_model)


def _end_with(parent: Connection) -> None:
    wait([parent])  # nothing is ever sent: it is ready once the other end has gone
    signal.raise_signal(signal.SIGTERM)


def _signal_at_the_end_of(pipe: int) -> None:
    """Have the kernel end this process with the pipe's other end: no thread can while ViennaRNA works, up to seconds.

    Its means is SIGIO, which ends a process that does not handle it. Opened anew, since all workers share the pipe they
    were given, and only one process can have the signal of what is shared.
    """
    import fcntl

    own = os.open(f"/proc/self/fd/{pipe}", os.O_RDONLY | os.O_NONBLOCK)
    fcntl.fcntl(own, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(own, fcntl.F_SETFL, fcntl.fcntl(own, fcntl.F_GETFL) | os.O_ASYNC)
