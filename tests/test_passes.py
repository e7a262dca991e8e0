"""Passes: what waits together runs together, the rest in the order that it is due."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event

import pytest

from ssp_core.passes import PASSES, Batch, Passes
from ssp_core.progress import CancelledWorkError, Progress, checkpoint, in_background, report, watched

A = "A" * 10
LONG = "A" * 4_000


@dataclass
class Network:
    """Gives the length of each RNA; the first pass of one that is blocked waits to be let on."""

    blocked: str = A
    go_on: Event = field(default_factory=Event)
    begun: Event = field(default_factory=Event)
    seen: list[list[str]] = field(default_factory=list)

    def run(self, sequences: list[str]) -> dict[str, int]:
        self.seen.append(sequences)
        if self.blocked in sequences and not self.go_on.is_set():
            report("network")
            self.begun.set()
            while not self.go_on.wait(0.01):
                checkpoint()
        if "X" in sequences[0]:
            raise ValueError("an X")
        return {sequence: len(sequence) for sequence in sequences}

    def batch(self, key: object = 1, cells: int = 10_000) -> Batch[int]:
        return Batch(key, self.run, cells)


@dataclass
class Crowd:
    """Threads that ask while the first pass waits."""

    passes: Passes
    network: Network
    pool: ThreadPoolExecutor

    def ask(self, *sequences: str, key: object = 1, cells: int = 10_000) -> Future[dict[str, int]]:
        before = self.passes.waiting
        asked = self.pool.submit(self.passes.compute, self.network.batch(key, cells), sequences)
        while self.passes.waiting == before:  # until it has come into the queue
            Event().wait(0.001)
        return asked


@pytest.fixture
def crowd() -> Crowd:
    network = Network()
    crowd = Crowd(Passes(), network, ThreadPoolExecutor(8))
    crowd.pool.submit(crowd.passes.compute, network.batch(), [A])
    assert network.begun.wait(10)
    return crowd


def settled(crowd: Crowd, *asked: Future[dict[str, int]]) -> list[list[str]]:
    """The passes after the first one."""
    crowd.network.go_on.set()
    for one in asked:
        one.exception(10)
    return crowd.network.seen[1:]


def test_alone_nobody_waits_for_company() -> None:
    network = Network()
    assert Passes().compute(network.batch(), ["GGG"]) == {"GGG": 3}
    assert network.seen == [["GGG"]]


def test_what_came_meanwhile_shares_a_pass_and_an_rna_is_computed_once(crowd: Crowd) -> None:
    asked = [crowd.ask("C" * 10), crowd.ask("G" * 9), crowd.ask("C" * 10)]
    assert settled(crowd, *asked) == [["G" * 9, "C" * 10]]
    assert [one.result() for one in asked] == [{"C" * 10: 10}, {"G" * 9: 9}, {"C" * 10: 10}]


def test_an_rna_that_alone_is_too_much_is_computed_once_too(crowd: Crowd) -> None:
    asked = [crowd.ask("C" * 10, cells=1), crowd.ask("C" * 10, cells=1)]
    assert settled(crowd, *asked) == [["C" * 10]]


@pytest.mark.parametrize(
    ("other", "options"),
    [("C" * 30, {}), ("C" * 9, {"key": 2}), ("C" * 9, {"cells": 200})],
    ids=["much longer", "another model", "too many"],
)
def test_what_does_not_fit_comes_later(crowd: Crowd, other: str, options: dict[str, int]) -> None:
    asked = [crowd.ask("G" * 10, cells=options.get("cells", 10_000)), crowd.ask(other, **options)]
    assert settled(crowd, *asked) == [["G" * 10], [other]]


def test_a_single_rna_does_not_wait_behind_hundreds(crowd: Crowd) -> None:
    many = crowd.ask(*("C" * length for length in range(400, 800)), cells=1)
    one = crowd.ask("G" * 100, cells=1)
    seen = settled(crowd, many, one)
    assert seen.index(["G" * 100]) < 5
    assert len(seen) == 401


@pytest.fixture
def long() -> Iterator[Crowd]:
    """The pass that waits to be let on is of an RNA that is due in about a minute."""
    with ThreadPoolExecutor(8) as pool:
        crowd = Crowd(Passes(), Network(blocked=LONG), pool)
        pool.submit(crowd.passes.compute, crowd.network.batch(), [LONG])
        assert crowd.network.begun.wait(10)
        yield crowd
        crowd.network.go_on.set()


def test_a_much_shorter_rna_goes_before_the_rest_of_a_long_one(long: Crowd) -> None:
    shorter = long.pool.submit(long.passes.compute, long.network.batch(), ["C" * 2_000])
    assert shorter.result(10) == {"C" * 2_000: 2_000}  # and the first pass has not ended
    nearly_as_long = long.ask("C" * 3_000)
    assert settled(long, nearly_as_long) == [["C" * 2_000], ["C" * 3_000]]


def test_a_pass_that_gave_way_is_timed_without_the_other(long: Crowd) -> None:
    def short(sequences: list[str]) -> dict[str, int]:
        begun = long.passes.seconds(), time.perf_counter()
        Event().wait(0.2)
        ended = long.passes.seconds(), time.perf_counter()
        assert ended[0] - begun[0] == pytest.approx(ended[1] - begun[1], abs=0.05)  # what runs is timed as it is
        return long.network.run(sequences)

    before = long.passes.seconds() - time.perf_counter()
    shorter = long.pool.submit(long.passes.compute, Batch(2, short, 10_000), ["CCC"])
    assert shorter.result(10) == {"CCC": 3}
    while (lost := before - (long.passes.seconds() - time.perf_counter())) < 0.2:  # the pass has gone on
        Event().wait(0.001)
    assert lost < 10


def test_work_in_the_background_waits_for_all_that_comes(crowd: Crowd) -> None:
    def scanned() -> dict[str, int]:
        with in_background():
            return crowd.passes.compute(crowd.network.batch(cells=1), ["C" * 10])

    by_the_way = crowd.pool.submit(scanned)
    while not crowd.passes.waiting:
        Event().wait(0.001)
    later = crowd.ask("G" * 11, cells=1)
    assert settled(crowd, later, by_the_way) == [["G" * 11], ["C" * 10]]


def test_an_error_is_for_who_asked_and_the_next_pass_runs(crowd: Crowd) -> None:
    wrong, right = crowd.ask("X" * 10, key=2), crowd.ask("C" * 10)
    settled(crowd, wrong, right)
    with pytest.raises(ValueError, match="an X"):
        wrong.result()
    assert right.result() == {"C" * 10: 10}


def _watched(progress: Progress, run: Callable[[], dict[str, int]]) -> dict[str, int]:
    with watched(progress):
        return run()


def test_who_gives_up_while_waiting_is_not_computed(crowd: Crowd) -> None:
    progress = Progress()
    given_up = crowd.pool.submit(_watched, progress, lambda: crowd.passes.compute(crowd.network.batch(), ["C" * 10]))
    while not crowd.passes.waiting:
        Event().wait(0.001)
    progress.cancel()
    assert isinstance(given_up.exception(10), CancelledWorkError)
    other = crowd.ask("G" * 10)
    assert settled(crowd, other) == [["G" * 10]]


def test_a_pass_ends_when_nobody_wants_it_any_more_and_not_before() -> None:
    network, passes, pool = Network(), Passes(), ThreadPoolExecutor(4)
    blocker = Network()
    first = pool.submit(passes.compute, blocker.batch(2), [A])
    assert blocker.begun.wait(10)
    progresses = [Progress(), Progress()]
    asked = [pool.submit(_watched, progress, lambda: passes.compute(network.batch(), [A])) for progress in progresses]
    while passes.waiting < 2:
        Event().wait(0.001)
    blocker.go_on.set()
    assert first.result(10) == {A: 10}
    assert network.begun.wait(10)
    assert [progress.stage.name for progress in progresses] == ["network", "network"]
    progresses[0].cancel()
    assert isinstance(asked[0].exception(10), CancelledWorkError)
    assert not asked[1].done()
    progresses[1].cancel()
    assert isinstance(asked[1].exception(10), CancelledWorkError)
    assert passes.compute(network.batch(), ["GGG"]) == {"GGG": 3}  # the thread has got free


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
def test_a_fork_has_passes_of_its_own() -> None:
    network = Network()
    PASSES.compute(network.batch(), ["GGG"])
    child = os.fork()
    if child == 0:
        os._exit(PASSES.compute(network.batch(), ["CCCC"])["CCCC"])
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 4
