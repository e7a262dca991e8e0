"""The queue before worker processes: who is due first is first, what is cancelled never runs, one place stays free."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssp_core.folding.thermo.task_queue import TaskQueue


@dataclass
class Executor:
    """Runs a task when it is told to."""

    begun: list[Any] = field(default_factory=list)
    values: list[Future[Any]] = field(default_factory=list)
    closed: bool = False

    def submit(self, _function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        if self.closed:
            raise RuntimeError("closed")
        self.begun.append(*arguments)
        self.values.append(Future())
        return self.values[-1]

    def end_all(self) -> None:
        for number, value in enumerate(self.values):  # grows meanwhile
            if not value.done():
                value.set_result(self.begun[number])


def ask(queue: TaskQueue, name: Any, due: float = 0.0, *, in_background: bool = False) -> Future[Any]:
    return queue.submit(str, (name,), due=due, in_background=in_background)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), max_size=20), st.integers(1, 4))
def test_all_are_done_in_their_order_and_no_more_at_once_than_there_are_places(
    tasks: list[tuple[bool, int]], places: int
) -> None:
    executor = Executor()
    queue = TaskQueue(executor.submit, places)
    first = [ask(queue, ("first", number)) for number in range(places)]
    asked = [
        ask(queue, (background, due, number), due, in_background=background)
        for number, (background, due) in enumerate(tasks)
    ]
    assert len(executor.begun) == places
    executor.end_all()
    assert [value.result(0) for value in first] == executor.begun[:places]
    assert executor.begun[places:] == sorted(value.result(0) for value in asked)


def test_the_background_leaves_a_place_free_where_there_are_several() -> None:
    executor = Executor()
    queue = TaskQueue(executor.submit, 3)
    for number in range(4):
        ask(queue, number, in_background=True)
    assert executor.begun == [0, 1]
    ask(queue, "urgent", due=9.0)
    assert executor.begun == [0, 1, "urgent"]
    alone = Executor()
    ask(TaskQueue(alone.submit, 1), "only", in_background=True)
    assert alone.begun == ["only"]


def test_what_is_cancelled_never_runs() -> None:
    executor = Executor()
    queue = TaskQueue(executor.submit, 1)
    _, second, third = (ask(queue, number) for number in range(3))
    assert second.cancel()
    executor.end_all()
    assert executor.begun == [0, 2]
    assert third.result(0) == 2


def test_errors_reach_who_asked_and_the_next_runs() -> None:
    executor = Executor()
    queue = TaskQueue(executor.submit, 1)
    wrong, taken_back, right = (ask(queue, number) for number in range(3))
    executor.values[0].set_exception(ValueError("wrong"))
    executor.values[1].cancel()
    executor.values[1].set_running_or_notify_cancel()
    executor.end_all()
    with pytest.raises(ValueError, match="wrong"):
        wrong.result(0)
    with pytest.raises(CancelledError):
        taken_back.result(0)
    assert right.result(0) == 2


def test_a_closed_executor_refuses_all_that_wait() -> None:
    executor = Executor()
    queue = TaskQueue(executor.submit, 1)
    running, *waiting = (ask(queue, number) for number in range(4))
    executor.closed = True
    executor.end_all()
    assert running.result(0) == 0
    for value in waiting:
        with pytest.raises(RuntimeError, match="closed"):
            value.result(0)
