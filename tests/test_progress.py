"""Progress of long work, and its end by whoever watches it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import Event

import pytest

from ssp_core.cache import ByteCache
from ssp_core.progress import CancelledWorkError, Progress, Stage, checkpoint, report, watched


def test_a_stage_is_seen_by_who_watches_and_costs_nothing_else() -> None:
    report("network")  # nobody watches
    progress = Progress()
    with watched(progress):
        report("thermodynamics", 1, 3)
    assert progress.stage == Stage("thermodynamics", 1, 3)
    report("decoding")
    assert progress.stage.name == "thermodynamics"


def test_cancelled_work_ends_at_its_next_checkpoint() -> None:
    progress = Progress()
    progress.cancel()
    with watched(progress):
        for at in (checkpoint, lambda: report("network")):
            with pytest.raises(CancelledWorkError):
                at()
    checkpoint()


def test_who_waits_for_another_threads_value_can_give_up_and_others_get_it() -> None:
    cache, begun, go_on = ByteCache(1_000), Event(), Event()

    def slow() -> str:
        begun.set()
        go_on.wait(20)
        return "value"

    impatient = Progress()
    with ThreadPoolExecutor(3) as threads:
        computing = threads.submit(cache.get, "key", slow)
        assert begun.wait(20)
        with watched(impatient):
            waiting = threads.submit(copy_context().run, cache.get, "key", slow)
        other = threads.submit(cache.get, "key", slow)
        impatient.cancel()
        with pytest.raises(CancelledWorkError):
            waiting.result(20)
        go_on.set()
        assert (computing.result(20), other.result(20)) == ("value", "value")


def test_what_was_cancelled_under_way_is_computed_by_who_waits_for_it() -> None:
    cache, begun, progress = ByteCache(1_000), Event(), Progress()

    def cancelled() -> str:
        begun.set()
        while True:
            checkpoint()

    with ThreadPoolExecutor(2) as threads:
        with watched(progress):
            computing = threads.submit(copy_context().run, cache.get, "key", cancelled)
        assert begun.wait(20)
        waiting = threads.submit(cache.get, "key", lambda: "value")
        progress.cancel()
        assert waiting.result(20) == "value"
        with pytest.raises(CancelledWorkError):
            computing.result(20)
