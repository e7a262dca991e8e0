"""Where a piece of long work is, and whether it is still wanted, for whoever watches it from another thread.

The work itself calls `report` when a stage begins and `checkpoint` where it can be given up; both cost nothing where
nobody watches. `watched` says who does, for the thread that it is called in and what is called from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, wait
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

from .errors import SspCoreError

_PATIENCE = 0.1  # seconds between two looks at whether what is waited for is still wanted

Value = TypeVar("Value")


class CancelledWorkError(SspCoreError, RuntimeError):
    """The work was cancelled by whoever watches it."""


@dataclass(frozen=True)
class Stage:
    """What is being done: its name, and how many of how many parts of it are done; 0 of 0 where it has none."""

    name: str = ""
    done: int = 0
    total: int = 0


class Progress:
    """The newest stage of one piece of work; `cancel` ends the work at its next checkpoint."""

    def __init__(self) -> None:
        self.stage = Stage()
        self.started: float | None = None  # by `time.monotonic`; None while the work waits for its turn
        self._cancelled = False

    @property
    def is_cancelled(self) -> bool:
        """Whether the work is not wanted any more."""
        return self._cancelled

    def cancel(self) -> None:
        """End the work; it raises CancelledWorkError."""
        self._cancelled = True

    def tell(self, stage: Stage) -> None:
        """Say how far the work is."""
        self.stage = stage


class SharedProgress(Progress):
    """The progress of work that is done for several at once: all are told, and it goes on while one wants it."""

    def __init__(self, members: Sequence[Progress | None]) -> None:
        super().__init__()
        self._members = members

    @property
    def is_cancelled(self) -> bool:
        """Whether nobody wants the work any more; who does not watch wants it."""
        return all(member is not None and member.is_cancelled for member in self._members)

    def tell(self, stage: Stage) -> None:
        """Say to all how far the work is."""
        for member in self._members:
            if member is not None:
                member.tell(stage)


_WATCHED: ContextVar[Progress | None] = ContextVar("watched", default=None)


def watcher() -> Progress | None:
    """Whoever watches the work of this thread."""
    return _WATCHED.get()


@contextmanager
def watched(progress: Progress) -> Iterator[None]:
    """Let the work of this block tell where it is."""
    token = _WATCHED.set(progress)
    try:
        yield
    finally:
        _WATCHED.reset(token)


def report(name: str, done: int = 0, total: int = 0) -> None:
    """Say that a stage is this far; CancelledWorkError if the work is not wanted any more."""
    progress = _WATCHED.get()
    if progress is not None:
        progress.tell(Stage(name, done, total))
    checkpoint()


def checkpoint() -> None:
    """Raise CancelledWorkError if the work is not wanted any more."""
    progress = _WATCHED.get()
    if progress is not None and progress.is_cancelled:
        raise CancelledWorkError("The work was cancelled.")


def awaited(value: Future[Value]) -> Value:
    """What another thread computes, or its error; CancelledWorkError once this thread's work is not wanted any more."""
    while True:
        checkpoint()
        if wait([value], _PATIENCE).done:
            return value.result()
