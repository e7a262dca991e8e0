"""Jobs for a page with visitors: each in a process of its own, a few at once, the others in a queue.

Nothing here imports torch. A job that nobody has asked for is stopped, results are kept within bounds, and their files
go with them. Processes have a low priority and one thread, so that folding comes first.
"""

from __future__ import annotations

import atexit
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic

from ssp_core.errors import InputError
from ssp_core.progress import Stage

from .status import JobKind, JobLimits, JobStatus, Order, Report, State

_LOOK_EVERY = 0.5  # seconds
_GRACE = 15.0  # seconds that a stopped process has to write its state
_ENVIRONMENT = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONUTF8": "1"}


@dataclass(eq=False)
class _Job(Generic[Report]):
    folder: Path
    state: State = "waiting"
    message: str = ""
    stage: Stage = field(default_factory=Stage)
    reports: list[Report] = field(default_factory=list)
    asked: float = field(default_factory=time.monotonic)
    ended: float = 0.0
    process: subprocess.Popen[str] | None = None
    stop_sent: float | None = None
    is_removed: bool = False


class Jobs(Generic[Order, Report]):
    """The jobs of one kind in this process; for any thread. `close` ends all, as does the end of this process."""

    def __init__(self, kind: JobKind[Order, Report], limits: JobLimits | None = None) -> None:
        self.limits = limits or JobLimits()
        self._kind = kind
        self._lock = threading.RLock()
        self._jobs: dict[str, _Job[Report]] = {}
        self._queue: list[_Job[Report]] = []
        self._is_watching = False
        atexit.register(self.close)

    def start(self, order: Order) -> str:
        """Begin a job, or let it wait.

        Returns:
            The key by which it is asked for, which nobody can guess.

        Raises:
            SspCoreError: too many are waiting; of the kind's own class.
        """
        with self._lock:
            self._check_room()
            job: _Job[Report] = _Job(Path(tempfile.mkdtemp(prefix=f"ssp-core-{self._kind.noun}-")))
            self._kind.write_order(job.folder, order)
            key = secrets.token_urlsafe(16)
            self._jobs[key] = job
            self._enqueue(job)
        return key

    def status(self, key: str) -> JobStatus[Report]:
        """Where a job is; asking keeps it going. InputError where there is none of that key."""
        with self._lock:
            job = self._job(key)
            job.asked = time.monotonic()
            place = self._queue.index(job) + 1 if job in self._queue else 0
            message = f"Waiting: place {place} of {len(self._queue)} in the queue." if place else job.message
            result = job.folder / self._kind.result
            folder = result if job.state not in ("waiting", "running") and result.is_dir() else None
            return JobStatus(job.state, message, place, job.stage, tuple(job.reports), folder, job.folder)

    def stop(self, key: str) -> None:
        """Stop a job between two of its steps. One that is not running stays as it is."""
        with self._lock:
            self._stop(self._job(key), "Stopped before it began.")

    def resume(self, key: str) -> None:
        """Let a stopped job go on, or wait for its turn.

        Raises:
            InputError: it has not been stopped.
            SspCoreError: too many are waiting; of the kind's own class.
        """
        with self._lock:
            job = self._job(key)
            if job.state != "stopped":
                raise InputError(f"This {self._kind.noun} is {job.state}; only a stopped one can be resumed.")
            self._check_room()
            self._enqueue(job)

    def remove(self, key: str) -> None:
        """End a job at once, and remove its files."""
        with self._lock:
            self._remove(key)

    def close(self) -> None:
        """Remove all jobs."""
        with self._lock:
            jobs = list(self._jobs.values())
            for key in list(self._jobs):
                self._remove(key)
        for job in jobs:
            if job.process is not None:
                with suppress(subprocess.TimeoutExpired):
                    job.process.wait(_GRACE)
            shutil.rmtree(job.folder, ignore_errors=True)

    def _job(self, key: str) -> _Job[Report]:
        if key not in self._jobs:
            raise InputError(
                f"This {self._kind.noun} is not here any more: it was removed, or newer ones took its room; start it "
                "again."
            )
        return self._jobs[key]

    def _check_room(self) -> None:
        if len(self._queue) >= self.limits.waiting:
            raise self._kind.refusal(
                f"{len(self._queue)} {self._kind.noun}s are waiting already; try again in some minutes."
            )

    def _enqueue(self, job: _Job[Report]) -> None:
        job.state, job.message, job.asked, job.stop_sent = "waiting", "", time.monotonic(), None
        self._queue.append(job)
        self._forget()
        self._advance()
        if not self._is_watching:
            self._is_watching = True
            threading.Thread(target=self._watch, daemon=True).start()

    def _advance(self) -> None:
        """Start those whose turn it is."""
        running = sum(job.state == "running" for job in self._jobs.values())
        while self._queue and running < self.limits.running:
            job = self._queue.pop(0)
            running += self._launch(job)

    def _launch(self, job: _Job[Report]) -> bool:
        root = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
        command = [sys.executable, "-m", self._kind.module, str(job.folder)]
        options: dict[str, Any] = {"env": {**os.environ, **_ENVIRONMENT, "PYTHONPATH": path}}
        if sys.platform == "win32":  # elsewhere the process lowers its own priority
            options["creationflags"] = subprocess.BELOW_NORMAL_PRIORITY_CLASS
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        try:
            # Nothing of the command is a visitor's.
            job.process = subprocess.Popen(command, text=True, encoding="utf-8", **pipes, **options)  # noqa: S603
        except OSError as error:
            self._end(job, "failed", f"The {self._kind.noun} could not be started: {error.strerror}.")
            return False
        job.state, job.message = "running", "Starting."
        threading.Thread(target=self._follow, args=(job, job.process), daemon=True).start()
        return True

    def _follow(self, job: _Job[Report], process: subprocess.Popen[str]) -> None:
        """Take what a process says until it ends; in a thread of its own."""
        end: tuple[State, str] | None = None
        for line in process.stdout or ():
            content = json.loads(line)
            if "state" in content:
                end = content["state"], content["message"]
            with self._lock:
                self._take(job, content)
        code = process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
        with self._lock:
            if end is None and job.stop_sent is not None:  # it was killed, since it took too long to stop
                end = "stopped", "Stopped; it goes on from where it was stopped before, or from the start."
            killed = f"The {self._kind.noun}'s process was ended from outside (exit code {code}); start it again."
            self._end(job, *(end or ("failed", killed)))
            if job.is_removed:
                shutil.rmtree(job.folder, ignore_errors=True)
            self._forget()
            self._advance()

    def _take(self, job: _Job[Report], content: Mapping[str, Any]) -> None:
        if "stage" in content:
            job.stage = Stage(*content["stage"])
            job.message = f"{job.stage.name[0].upper()}{job.stage.name[1:]}."
        if "kept" in content:  # reports after the state that it goes on from
            del job.reports[content["kept"] :]
        if "report" in content:
            job.reports.append(self._kind.report_of(content["report"]))

    def _end(self, job: _Job[Report], state: State, message: str) -> None:
        job.state, job.message, job.process, job.stage = state, message, None, Stage()
        job.ended = time.monotonic()

    def _stop(self, job: _Job[Report], message: str) -> None:
        if job in self._queue:
            self._queue.remove(job)
            self._end(job, "stopped", message)
        elif job.process is not None and job.stop_sent is None:
            job.stop_sent = time.monotonic()
            with suppress(OSError, ValueError):
                if job.process.stdin is not None:
                    job.process.stdin.write("stop\n")
                    job.process.stdin.flush()

    def _remove(self, key: str) -> None:
        job = self._job(key)
        del self._jobs[key]
        job.is_removed = True
        if job in self._queue:
            self._queue.remove(job)
        if job.process is None:
            shutil.rmtree(job.folder, ignore_errors=True)
        else:
            job.process.kill()

    def _watch(self) -> None:
        """Stop what nobody asks for, and kill what does not stop; in a thread of its own while there is work."""
        while True:
            time.sleep(_LOOK_EVERY)
            now = time.monotonic()
            with self._lock:
                active = [job for job in self._jobs.values() if job.state in ("waiting", "running")]
                if not active:
                    self._is_watching = False
                    return
                for job in active:
                    if now - job.asked > self.limits.patience:
                        self._stop(job, "Stopped, since nobody has asked for it.")
                    if job.process is not None and job.stop_sent is not None and now - job.stop_sent > _GRACE:
                        job.process.kill()

    def _forget(self) -> None:
        """Remove the oldest results beyond the bounds."""
        done = sorted(
            (key for key, job in self._jobs.items() if job.state not in ("waiting", "running")),
            key=lambda key: -self._jobs[key].ended,
        )
        used = 0
        for number, key in enumerate(done, start=1):
            files = (path for path in self._jobs[key].folder.rglob("*") if path.is_file())
            used += sum(path.stat().st_size for path in files)
            if number > self.limits.kept or (used > self.limits.kept_bytes and number > 1):
                self._remove(key)
