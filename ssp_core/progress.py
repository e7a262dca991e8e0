"""Where a piece of long work is, and whether it is still wanted, for whoever watches it from another thread.

The work itself calls `report` when a stage begins and `checkpoint` where it can be given up; both cost nothing where
nobody watches. `watched` says who does, for the thread that it is called in and what is called from there. Whoever
watches may also do something more urgent at a checkpoint, in the thread of the work (`Progress.give_way`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, wait
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

from .errors import SspCoreError

_PATIENCE = 0.1  # seconds between two checkpoints of a thread that waits

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
    """The newest stage of one piece of work; `cancel` ends the work at its next checkpoint.

    Attributes:
        patience: seconds between two checkpoints where the work waits for another thread.
        in_background: whether all other work goes first.
    """

    patience = _PATIENCE
    in_background = False

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

    def give_way(self) -> None:
        """Do what is more urgent than this work: nothing, but a subclass may know of something."""


class SharedProgress(Progress):
    """The progress of work that is done for several at once: all are told, and it goes on while one wants it."""

    def __init__(self, members: Sequence[Progress | None]) -> None:
        super().__init__()
        self._members = members
        self.in_background = all(member is not None and member.in_background for member in members)

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


@contextmanager
def in_background() -> Iterator[None]:
    """Let all other work go before that of this block, which goes on by the way."""
    progress = SharedProgress([watcher()])
    progress.in_background = True
    with watched(progress):
        yield


def report(name: str, done: int = 0, total: int = 0) -> None:
    """Say that a stage is this far; CancelledWorkError if the work is not wanted any more."""
    progress = _WATCHED.get()
    if progress is not None:
        progress.tell(Stage(name, done, total))
    checkpoint()


def checkpoint() -> None:
    """Give way to what is more urgent; CancelledWorkError if the work is not wanted any more."""
    progress = _WATCHED.get()
    if progress is not None:
        progress.give_way()
        if progress.is_cancelled:
            raise CancelledWorkError("The work was cancelled.")


def patience() -> float:
    """For how many seconds this thread may wait before it comes to a checkpoint again."""
    progress = _WATCHED.get()
    return _PATIENCE if progress is None else progress.patience


def is_in_background() -> bool:
    """Whether all other work goes before that of this thread."""
    progress = _WATCHED.get()
    return progress is not None and progress.in_background


def awaited(value: Future[Value]) -> Value:
    """What another thread computes, or its error; CancelledWorkError once this thread's work is not wanted any more."""
    while True:
        checkpoint()
        if wait([value], patience()).done:
            return value.result()
