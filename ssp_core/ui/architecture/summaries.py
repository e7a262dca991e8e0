"""The networks of the zoo counted: every module, shape and size, and no weight is read. torch comes with the first."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from ssp_core.network import tasks, zoo

if TYPE_CHECKING:
    from ssp_core.network.summary import Summary


def summary_of(entry: zoo.ZooModel, length: int, head: str = "") -> Summary | None:
    """The modules of a model for an RNA of `length` nt, under its own head or one of `tasks.HEADS`; None where
    its sizes are not known."""
    settings = zoo.settings_of(entry)
    return _summary(entry, json.dumps(settings), length, head) if settings else None


def heads_of(entry: zoo.ZooModel, length: int) -> tuple[tasks.HeadRow, ...]:
    """The six task heads on a model's encoder; none where its sizes are not known."""
    settings = zoo.settings_of(entry)
    return _heads(json.dumps(settings), length) if settings else ()


def changed_modules(own: Summary, other: Summary) -> frozenset[str]:
    """Paths of the modules of another head that the model's own head does not have in the same size."""
    known = {(row.name, row.class_name, row.parameters) for row in own.rows}
    head = [row for row in other.rows[1:] if row.name.partition(".")[0] != "model"]
    return frozenset(row.name for row in head if (row.name, row.class_name, row.parameters) not in known)


@lru_cache(maxsize=64)
def _summary(entry: zoo.ZooModel, settings: str, length: int, head: str) -> Summary | None:
    from ssp_core.network.opening import blueprint
    from ssp_core.network.summary import summarize

    network = tasks.blueprint(json.loads(settings), head) if head else blueprint(entry)
    return summarize(network, length=length) if network else None


@lru_cache(maxsize=64)
def _heads(settings: str, length: int) -> tuple[tasks.HeadRow, ...]:
    return tasks.head_rows(json.loads(settings), length=length)
