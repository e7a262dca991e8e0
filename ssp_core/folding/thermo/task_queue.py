"""Tasks that wait for a worker process: the one that is due first is first, and one that is cancelled never runs.

An executor's own queue has no order but that of coming, and what is in it cannot be taken back. So only as many tasks
are given to it as it has processes. Background work leaves one of them free for whoever comes.
"""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar, cast

Value = TypeVar("Value")
Submit = Callable[..., "Future[Any]"]


@dataclass(order=True)
class _Task:
    """A task: those of the background are last, else what is due first is first, then what came first."""

    in_background: bool
    due: float
    number: int
    function: Callable[..., Any] = field(compare=False)
    arguments: tuple[Any, ...] = field(compare=False)
    value: Future[Any] = field(compare=False, default_factory=Future)


class TaskQueue:
    """A queue before an executor, for any thread.

    Args:
        submit: gives the executor a function and its arguments; RuntimeError where it takes none any more.
        places: how many tasks it has at most.
    """

    def __init__(self, submit: Submit, places: int) -> None:
        self._submit, self._places, self._free = submit, places, places
        self._waiting: list[_Task] = []
        self._count = 0
        self._lock = threading.Lock()

    def submit(
        self, function: Callable[..., Value], arguments: tuple[Any, ...], *, due: float, in_background: bool = False
    ) -> Future[Value]:
        """What a function will give; RuntimeError in it where the executor takes no task any more."""
        with self._lock:
            self._count += 1
            task = _Task(in_background, due, self._count, function, arguments)
            heapq.heappush(self._waiting, task)
        self._fill()
        return cast("Future[Value]", task.value)

    def _fill(self) -> None:
        while (task := self._taken()) is not None:
            if not task.value.set_running_or_notify_cancel():
                self._leave()
                continue
            try:
                running = self._submit(task.function, *task.arguments)
            except RuntimeError as error:
                self._leave()
                task.value.set_exception(error)
            else:
                running.add_done_callback(partial(self._done, task.value))

    def _taken(self) -> _Task | None:
        with self._lock:
            if not self._waiting:
                return None
            kept_free = 1 if self._waiting[0].in_background and self._places > 1 else 0
            if self._free <= kept_free:
                return None
            self._free -= 1
            return heapq.heappop(self._waiting)

    def _leave(self) -> None:
        with self._lock:
            self._free += 1

    def _done(self, value: Future[Any], running: Future[Any]) -> None:
        self._leave()
        self._fill()
        if running.cancelled():
            value.set_exception(CancelledError())
        elif (error := running.exception()) is not None:
            value.set_exception(error)
        else:
            value.set_result(running.result())
