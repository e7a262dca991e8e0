"""Blocks in several processes: the same results in the same order, also where a process is killed."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator

import pytest

from ssp_core import Predictor
from ssp_core.analysis.many import ManyFile
from ssp_core.batch.engines import fold_here, fold_in_processes
from ssp_core.batch.task import Block, Task, blocks
from ssp_core.folding.decoding import BEST
from ssp_core.reading import InputRecord
from ssp_core.reading.stream import StreamedRecord
from ssp_core.sequence import RnaSequence
from tests.processes import children, finds_processes

SEQUENCES = ["GGGGAAAACCCC" * (1 + number % 3) for number in range(80)]


def records() -> Iterator[StreamedRecord]:
    for number, letters in enumerate(SEQUENCES, start=1):
        if number == 7:
            yield StreamedRecord(7, "x", None, "Record 7 (x) is empty.")
        else:
            yield StreamedRecord(number, "", InputRecord(RnaSequence(letters, str(number))))


@pytest.mark.slow
@finds_processes
def test_processes_give_what_one_gives_though_one_is_killed() -> None:
    predictor = Predictor("bundled", device="cpu")
    task = Task("bundled", "cpu", predictor.settings_for(BEST), ManyFile("dbn"))
    expected = list(fold_here(predictor, task, blocks(records(), task.file)))
    assert [done.number for done in expected] == list(range(1, 81))
    assert (expected[6].text, expected[6].cost) == ("", 0)

    found = []
    before = set(children(b"popen_loky"))
    for done in fold_in_processes(2, task, blocks(records(), task.file)):
        found.append(done)
        if done.number == 1:
            os.kill((set(children(b"popen_loky")) - before).pop(), signal.SIGKILL)
    assert found == expected
    assert set(children(b"popen_loky")) <= before


def test_blocks_are_of_like_cost_and_have_every_record() -> None:
    def lengths(found: list[Block]) -> list[int]:
        return [len(block) for block in found]

    def of_length(length: int, count: int) -> Iterator[StreamedRecord]:
        return (StreamedRecord(n, "", InputRecord(RnaSequence("A" * length))) for n in range(1, count + 1))

    file = ManyFile("jsonl")
    assert lengths(list(blocks(of_length(12, 150), file))) == [64, 64, 22]
    assert lengths(list(blocks(of_length(400, 3), file))) == [1, 1, 1]
    assert 10 < lengths(list(blocks(of_length(76, 100), file)))[0] < 30
    (block,) = blocks(iter([StreamedRecord(1, "x", None, "It is empty.")]), file)
    assert json.loads(block[0].text)["error"] == "It is empty."
