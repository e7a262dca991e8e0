"""Admission: as many folds as there is memory for, each client in its turn, and only so many waiting for a client."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest

from ssp_core.errors import BusyError
from ssp_core.ui.admission import Admission

LONG, SHORT = 1_000, 100  # nucleotides; four of the long ones fill the room


def run(test: Coroutine[Any, Any, None]) -> None:
    """In a thread of its own: browser tests leave a running loop in this one."""
    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, test).result()


class Visitors:
    """Folds that enter, note it, and leave when they are let."""

    def __init__(self, share: int = 40) -> None:
        self.admission = Admission(share)
        self.inside: list[str] = []
        self.leave: dict[str, asyncio.Event] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}

    async def come(self, *names: str, length: int = LONG) -> None:
        """Folds "a1", "a2", "b1", of the clients a, a and b."""
        for name in names:
            self.leave[name] = asyncio.Event()
            self.tasks[name] = asyncio.create_task(self._fold(name, length))
        await settle()

    async def go(self, *names: str) -> None:
        for name in names:
            self.leave[name].set()
        await settle()

    async def _fold(self, name: str, length: int) -> None:
        async with self.admission.fold(name[0], length):
            self.inside.append(name)
            await self.leave[name].wait()
            self.inside.remove(name)


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def test_folds_enter_in_their_order_while_there_is_room() -> None:
    async def test() -> None:
        visitors = Visitors()
        await visitors.come("a1", "b1", "c1", "d1", "e1", "f1")
        assert visitors.inside == ["a1", "b1", "c1", "d1"]
        assert visitors.admission.waiting == 2
        await visitors.go("b1", "c1")
        assert visitors.inside == ["a1", "d1", "e1", "f1"]
        await visitors.go("a1", "d1", "e1", "f1")
        assert visitors.inside == []
        assert visitors.admission.waiting == 0

    run(test())


def test_a_fold_larger_than_the_room_runs_alone() -> None:
    async def test() -> None:
        visitors = Visitors()
        await visitors.come("a1", length=10 * LONG)
        await visitors.come("b1", length=SHORT)
        assert visitors.inside == ["a1"]
        await visitors.go("a1")
        assert visitors.inside == ["b1"]

    run(test())


def test_short_folds_do_not_keep_a_long_one_out() -> None:
    async def test() -> None:
        visitors = Visitors()
        await visitors.come("a1", "b1", "c1", "d1")
        await visitors.come("e1", length=2 * LONG)
        await visitors.come("f1", length=SHORT)
        await visitors.go("a1")
        assert visitors.inside == ["b1", "c1", "d1"]
        await visitors.go("b1", "c1", "d1")
        assert visitors.inside == ["e1"]

    run(test())


def test_who_asks_for_many_waits_for_himself() -> None:
    async def test() -> None:
        visitors = Visitors()
        await visitors.come(*(f"a{number}" for number in range(9)), "b1")
        await visitors.go("a0")
        assert visitors.inside == ["a1", "a2", "a3", "b1"]

    run(test())


def test_a_client_has_a_share_of_the_places_to_wait() -> None:
    async def test() -> None:
        visitors = Visitors(share=2)
        await visitors.come(*(f"a{number}" for number in range(6)), "b1")
        assert visitors.admission.waiting == 3
        with pytest.raises(BusyError, match="2 folds of yours are waiting"):
            async with visitors.admission.fold("a", SHORT):
                pass
        await visitors.go("a0", "a1")
        assert visitors.inside == ["a2", "a3", "b1", "a4"]
        await visitors.come("a7")
        assert visitors.admission.waiting == 2

    run(test())


def test_who_leaves_while_waiting_or_inside_makes_room() -> None:
    async def test() -> None:
        visitors = Visitors()
        await visitors.come("a1", "b1", "c1", "d1", "e1", "f1")
        for name in ("e1", "a1"):
            visitors.tasks[name].cancel()
            with suppress(asyncio.CancelledError):
                await visitors.tasks[name]
        await settle()
        assert visitors.inside == ["a1", "b1", "c1", "d1", "f1"]  # a1 did not get to note that it left
        assert visitors.admission.waiting == 0

    run(test())
