"""Where blocks are folded: in this process, in several, each with one thread, or on a cluster."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from loky import cpu_count

from ssp_core.environment import CACHE_MB
from ssp_core.errors import ModelError
from ssp_core.folding.thermo.workers import Processes

from .task import Block, Done, Task, fold_block, fold_block_here

if TYPE_CHECKING:
    from ssp_core.predictor import Predictor

_AHEAD = 2  # blocks for each process that are read before they are asked for
_ATTEMPTS = 3
# loky ends a process that has grown by more than this since its first task: by default by less than a model takes.
_ENVIRONMENT = {CACHE_MB.name: "64", "LOKY_MAX_MEMORY_LEAK_SIZE": "2e9"}
_WORTH_PROCESSES = 1_000_000  # the cost from which on several processes are faster: they take seconds to start
Engine = Callable[[Task, Iterable[Block]], Iterator[Done]]


def engine_for(predictor: Predictor, cost: int, jobs: int | None) -> Engine:
    """What folds records of this cost here: `jobs` processes, or by default one for each core where that is faster."""
    if jobs is None:
        jobs = cpu_count() if cost >= _WORTH_PROCESSES and predictor.provenance.device == "cpu" else 1
    return partial(fold_in_processes, jobs) if jobs > 1 else partial(fold_here, predictor)


def fold_here(predictor: Predictor, task: Task, blocks: Iterable[Block]) -> Iterator[Done]:
    """Fold blocks in this process, with a model that is open."""
    return chain.from_iterable(fold_block(predictor, task, block) for block in blocks)


def fold_in_processes(count: int, task: Task, blocks: Iterable[Block]) -> Iterator[Done]:
    """Fold blocks in processes of their own, in order; where one is killed, all are replaced.

    Raises:
        ModelError: a block has lost its process three times.
    """
    pool = _processes(count)
    running: deque[_Running] = deque()
    unread = iter(blocks)
    try:
        while True:
            while len(running) < _AHEAD * count and (block := next(unread, None)) is not None:
                running.append(_Running(block))
                _submit(pool, task, running[-1])
            if not running:
                return
            try:
                done = running[0].future.result()
            except BrokenProcessPool:
                pool = _replaced(pool, running[0])
                for each in running:
                    _submit(pool, task, each)
            else:
                running.popleft()
                yield from done
    finally:
        pool.stop()


@dataclass
class _Running:
    block: Block
    future: Future[list[Done]] = field(default_factory=Future)
    attempts: int = 0


def _processes(count: int) -> Processes:
    return Processes(count, _ENVIRONMENT)


def _submit(pool: Processes, task: Task, running: _Running) -> None:
    if not running.future.done() or running.future.exception() is not None:
        running.future = pool.submit(fold_block_here, task, running.block)


def _replaced(pool: Processes, lost: _Running) -> Processes:
    pool.stop()
    lost.attempts += 1
    if lost.attempts == _ATTEMPTS:
        first, last = lost.block[0].number, lost.block[-1].number
        raise ModelError(
            f"The process that folded the records {first:,} to {last:,} was ended from outside {_ATTEMPTS} times; "
            "memory may be short, so fewer processes are wanted."
        )
    return _processes(pool.count)
