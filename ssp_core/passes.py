"""Passes of a network over RNAs that wait for it together, whoever asks for them, from any thread.

One thread runs all passes of the process, so that they do not take each other's cores. It never waits for company: it
takes what waits when it is free. While it runs, others come, and the next pass takes those of like length at once. A
pass gives way at its checkpoints to a much shorter one that is due before it, so that a short RNA does not wait for a
long one.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from .progress import Progress, SharedProgress, awaited, is_in_background, watched, watcher

Value = TypeVar("Value")
Run = Callable[[list[str]], Mapping[str, Value]]

_ALIKE = 0.7  # the shortest RNA of a pass has at least this share of the longest one's length: the rest is padding
_MUCH_SHORTER = 2  # how many times as many pairs of positions a pass has that another may interrupt: bounds memory
_BACKGROUND = 2.0  # seconds that work in the background lets others go first
_PER_CELL = 4e-6  # seconds for a pair of positions, about; how much later than it came a request may be served


@dataclass(frozen=True, eq=False)
class Batch(Generic[Value]):
    """What can share a pass.

    Attributes:
        key: of requests with an equal key, the same `run` computes all.
        run: gives the value of each RNA.
        cells: pairs of positions of a pass at most, over all RNAs padded to the longest; a longer RNA goes alone.
    """

    key: object
    run: Run[Value]
    cells: int


@dataclass(frozen=True, eq=False)
class _Request(Generic[Value]):
    """An RNA that waits for a pass."""

    batch: Batch[Value]
    sequence: str
    due: float
    progress: Progress | None
    value: Future[Value] = field(default_factory=Future)


class Passes:
    """The queue of one process and the thread that serves it."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin anew: in a fork of this process, which has neither its thread nor its locks."""
        self._waiting: list[_Request[Any]] = []
        self._change = threading.Condition()
        self._thread: threading.Thread | None = None
        self._lent = 0.0  # seconds that passes which were interrupted have waited

    @property
    def waiting(self) -> int:
        """How many RNAs wait."""
        return len(self._waiting)

    def compute(self, batch: Batch[Value], sequences: Sequence[str]) -> dict[str, Value]:
        """The value of each distinct RNA; errors of the pass are raised here, CancelledWorkError where it is cancelled.

        An RNA is due the later the more work comes with it, so that a single one does not wait behind hundreds. What
        works in the background is due later than what comes in the next seconds.
        """
        due = time.monotonic() + (_BACKGROUND if is_in_background() else 0.0)
        requests = []
        for sequence in sorted(set(sequences), key=len, reverse=True):
            due += _PER_CELL * _cells(sequence)
            requests.append(_Request(batch, sequence, due, watcher()))
        with self._change:
            self._waiting += requests
            self._start()
            self._change.notify()
        try:
            return {request.sequence: awaited(request.value) for request in requests}
        except BaseException:
            with self._change:
                self._waiting = [request for request in self._waiting if request not in requests]
            raise

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, name="network", daemon=True)
            self._thread.start()

    def seconds(self) -> float:
        """A clock that stands still for a pass while it has given way to others."""
        return time.perf_counter() - self._lent

    def _serve(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: self._waiting)
                taken = self._take(self._waiting)
            self._answer(taken)
            del taken  # what it holds is not kept until the next pass

    def _take(self, waiting: Sequence[_Request[Any]]) -> list[_Request[Any]]:
        """The next pass of some that wait, which wait no longer."""
        taken = taken_together(waiting)
        self._waiting = [request for request in self._waiting if request not in taken]
        return taken

    def _answer(self, taken: Sequence[_Request[Any]]) -> None:
        """Run a pass and give each request its value, or the error."""
        progress = _PassProgress([request.progress for request in taken], lambda: self._give_way(taken))
        try:
            with watched(progress):
                found = taken[0].batch.run(sorted({request.sequence for request in taken}, key=len))
        except BaseException as error:  # noqa: BLE001 - raised where the value is asked for
            for request in taken:
                request.value.set_exception(error)
        else:
            for request in taken:
                request.value.set_result(found[request.sequence])

    def _give_way(self, running: Sequence[_Request[Any]]) -> None:
        """Run what is much shorter than the pass that runs and due before it, where this is the thread of passes."""
        if threading.current_thread() is not self._thread:
            return
        due = min(request.due for request in running)
        cells = max(_cells(request.sequence) for request in running)
        while True:
            with self._change:
                urgent = [
                    request
                    for request in self._waiting
                    if request.due < due and _cells(request.sequence) * _MUCH_SHORTER <= cells
                ]
                if not urgent:
                    return
                taken = self._take(urgent)
            lent, started = self._lent, time.perf_counter()
            self._answer(taken)
            self._lent = lent + time.perf_counter() - started


class _PassProgress(SharedProgress):
    """The progress of a pass, which gives way to others at its checkpoints and comes to them often."""

    patience = 0.01

    def __init__(self, members: Sequence[Progress | None], give_way: Callable[[], None]) -> None:
        super().__init__(members)
        self._give_way = give_way

    def give_way(self) -> None:
        """Run passes that are more urgent."""
        self._give_way()


def taken_together(waiting: Sequence[_Request[Any]]) -> list[_Request[Any]]:
    """The request that is due first, and those after it that fit into the same pass; each RNA once or more."""
    first, *others = sorted(waiting, key=lambda request: request.due)
    taken, rnas = [first], {first.sequence}
    for request in others:
        together = rnas | {request.sequence}
        if request.batch.key == first.batch.key and _fit(together, first.batch.cells):
            taken.append(request)
            rnas = together
    return taken


def _fit(rnas: set[str], cells: int) -> bool:
    """Whether RNAs can share a pass: alike in length, and few enough; one can always."""
    lengths = [len(rna) for rna in rnas]
    return len(rnas) == 1 or (min(lengths) >= _ALIKE * max(lengths) and len(rnas) * (max(lengths) + 2) ** 2 <= cells)


def _cells(sequence: str) -> int:
    return (len(sequence) + 2) ** 2


PASSES = Passes()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=PASSES.forget)
