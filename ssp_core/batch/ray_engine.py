"""Blocks folded on a cluster by Ray Data; the only module that knows Ray.

Each machine has this package installed; a task folds one block with one core, in a process that keeps its model open.
Ray does a block again whose process or machine is lost. The address of the cluster is in `RAY_ADDRESS`; without it Ray
starts one on this machine.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any

import ray
import ray.data
from ray.exceptions import RayError

from ssp_core.environment import CACHE_MB
from ssp_core.errors import ModelError
from ssp_core.sequence import RnaSequence

from .task import Block, Done, Item, Task, fold_block_here

_WINDOW = 64  # blocks for each core that Ray has at once: so much is in memory
_ENVIRONMENT = {CACHE_MB.name: "64", "OMP_NUM_THREADS": "1"}


def fold_on_ray(task: Task, blocks: Iterable[Block]) -> Iterator[Done]:
    """Fold blocks on a cluster, in order.

    Raises:
        ModelError: a block cannot be folded, or has lost its process too often.
    """
    if not ray.is_initialized():
        ray.init(log_to_driver=False, logging_level="error", runtime_env={"env_vars": _ENVIRONMENT})
    logging.getLogger("ray.data").setLevel(logging.ERROR)  # it tells each step of each window
    context = ray.data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    window = _WINDOW * max(1, int(ray.cluster_resources().get("CPU", 1)))
    unread = iter(blocks)
    while rows := [{"block": _written(block)} for block in islice(unread, window)]:
        folded = ray.data.from_items(rows, override_num_blocks=len(rows)).map(partial(_fold, task))
        try:
            for row in folded.iter_rows():
                yield from (Done(*done) for done in json.loads(row["done"]))
        except RayError as error:
            raise ModelError(f"Ray could not fold a block: {' '.join(str(error).split())[-300:]}") from None


def _fold(task: Task, row: dict[str, Any]) -> dict[str, str]:
    """What a worker does with a block."""
    return {"done": json.dumps(fold_block_here(task, _read(row["block"])))}


def _written(block: Block) -> str:
    """A block as JSON."""
    return json.dumps([[item.number, _parts(item.sequence), item.text] for item in block])


def _parts(sequence: RnaSequence | None) -> list[Any] | None:
    return None if sequence is None else [str(sequence), sequence.name, list(sequence.notes)]


def _read(text: str) -> Block:
    return tuple(
        Item(number, parts and RnaSequence(parts[0], parts[1], tuple(parts[2])), unreadable)
        for number, parts, unreadable in json.loads(text)
    )
