"""What is done with every record of a run, the same in this process, in others and on a cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ssp_core.analysis.many import ManyFile
from ssp_core.folding.decoding import DecoderSettings
from ssp_core.reading.stream import StreamedRecord
from ssp_core.sequence import RnaSequence

from .inputs import cost_of

if TYPE_CHECKING:
    from ssp_core.predictor import Predictor

_COST = 100_000  # of a block, a second or two: so much is lost where a process is killed
_RECORDS = 64  # of a block at most


@dataclass(frozen=True)
class Task:
    """How records are folded and written.

    Attributes:
        model: a name that `Predictor` opens.
        device: where it computes.
        settings: the decoder and its numbers.
        file: how predictions are written.
    """

    model: str
    device: str
    settings: DecoderSettings
    file: ManyFile


class Item(NamedTuple):
    """A record of a block: its number, what is folded, and the text of a record that cannot be."""

    number: int
    sequence: RnaSequence | None
    text: str = ""


class Done(NamedTuple):
    """What became of a record: its number, its text, and its cost; 0 if it could not be read."""

    number: int
    text: str
    cost: int


Block = tuple[Item, ...]


def blocks(records: Iterable[StreamedRecord], file: ManyFile) -> Iterator[Block]:
    """Yield the records in blocks that take about equally long."""
    block: list[Item] = []
    cost = 0
    for found in records:
        sequence = None if found.record is None else found.record.sequence
        more = 0 if sequence is None else cost_of(sequence)
        if block and (len(block) == _RECORDS or cost + more > _COST):
            yield tuple(block)
            block, cost = [], 0
        block.append(_item(found, sequence, file))
        cost += more
    if block:
        yield tuple(block)


def _item(found: StreamedRecord, sequence: RnaSequence | None, file: ManyFile) -> Item:
    text = "" if sequence is not None else file.unreadable(found.number, found.name, found.error)
    return Item(found.number, sequence, text)


def fold_block(predictor: Predictor, task: Task, block: Block) -> Iterator[Done]:
    """Yield what becomes of the records of a block, in order; RNAs of a like length share a pass."""
    sequences = [item.sequence for item in block if item.sequence is not None]
    predictions = predictor.stream(sequences, task.settings)
    for item in block:
        if item.sequence is None:
            yield Done(item.number, item.text, 0)
        else:
            text = task.file.entry(item.number, next(predictions))
            yield Done(item.number, text, cost_of(item.sequence))


@lru_cache(maxsize=1)
def _opened(model: str, device: str) -> Predictor:
    from ssp_core.predictor import Predictor

    return Predictor(model, device=device)


def fold_block_here(task: Task, block: Block) -> list[Done]:
    """`fold_block` in a process that opens the model itself, once."""
    return list(fold_block(_opened(task.model, task.device), task, block))
