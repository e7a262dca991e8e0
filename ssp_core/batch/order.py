"""A file of many that a page is asked to fold, and how far that is, as plain data and as files for another process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

INPUT, ORDER, RESULT = "input", "order.json", "result"
MOST_RECORDS = 5_000
MOST_COST = 120_000_000  # as `inputs.cost_of` counts it: half an hour of one core


@dataclass(frozen=True)
class BatchOrder:
    """What is asked for.

    Attributes:
        content: the bytes of the file, plain or packed with gzip.
        model: a name that `Predictor` opens.
        decoder: "best" or the name of a decoder.
    """

    content: bytes
    model: str
    decoder: str


@dataclass(frozen=True)
class BatchReport:
    """How far it is.

    Attributes:
        done: records, those that cannot be read included.
        total: all of them.
        unreadable: how many of all cannot be read.
        seconds_left: None before anything is known about it.
    """

    done: int
    total: int
    unreadable: int
    seconds_left: float | None


def write_order(folder: Path, order: BatchOrder) -> None:
    """Write an order as files."""
    (folder / INPUT).write_bytes(order.content)
    (folder / ORDER).write_text(json.dumps({"model": order.model, "decoder": order.decoder}), encoding="utf-8")


def read_order(folder: Path) -> BatchOrder:
    """The order that `write_order` wrote."""
    content = json.loads((folder / ORDER).read_text(encoding="utf-8"))
    return BatchOrder((folder / INPUT).read_bytes(), **content)


def report_of(content: Mapping[str, Any]) -> BatchReport:
    """The report that was written as JSON."""
    return BatchReport(**content)


def report_dict(report: BatchReport) -> dict[str, Any]:
    """A report as JSON."""
    return asdict(report)
