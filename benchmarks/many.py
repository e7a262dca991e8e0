"""How fast one process and two, one thread each, fold a file of many: `python -m benchmarks.many`.

They take turns; the start of the processes, in which each opens the model, is given apart. The processor time of all
processes tells on a busy machine what the ratio would be on an idle one.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import deque
from collections.abc import Iterator
from itertools import islice
from resource import RUSAGE_CHILDREN, getrusage
from typing import NamedTuple

from loky import cpu_count

from ssp_core import Predictor
from ssp_core.analysis.many import ManyFile
from ssp_core.batch.engines import fold_in_processes
from ssp_core.batch.task import Task, blocks
from ssp_core.folding.decoding import BEST
from ssp_core.reading import InputRecord
from ssp_core.reading.stream import StreamedRecord
from ssp_core.sequence import RnaSequence

WARM_UP = 4  # blocks of one RNA for each process, in which the model is opened


def records(count: int, length: int) -> Iterator[StreamedRecord]:
    """Random RNAs of about this length."""
    source = random.Random(1)
    for number in range(1, count + 1):
        letters = "".join(source.choices("ACGU", k=source.randint(length * 3 // 4, length * 5 // 4)))
        yield StreamedRecord(number, "", InputRecord(RnaSequence(letters, str(number))))


class Taken(NamedTuple):
    """Seconds until all processes have folded something, from there to the end, and of processor time in all."""

    start: float
    rest: float
    processor: float


def taken(processes: int, task: Task, chosen: argparse.Namespace) -> Taken:
    """Fold the RNAs, after some for each process."""
    given = list(blocks(records(chosen.count, chosen.length), task.file))
    first = [given[0][:1]] * (WARM_UP * processes)
    used, began = getrusage(RUSAGE_CHILDREN), time.perf_counter()
    found = fold_in_processes(processes, task, [*first, *given])
    deque(islice(found, len(first)), maxlen=0)
    ready = time.perf_counter()
    deque(found, maxlen=0)
    after = getrusage(RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
    return Taken(ready - began, time.perf_counter() - ready, processor)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.many", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=240, help="RNAs")
    parser.add_argument("--length", type=int, default=76, help="nucleotides of each, a quarter more or less")
    parser.add_argument("--rounds", type=int, default=2)
    chosen = parser.parse_args()
    task = Task("bundled", "cpu", Predictor("bundled", device="cpu").settings_for(BEST), ManyFile("jsonl"))
    best: dict[int, float] = {}
    print(f"{chosen.count} RNAs of about {chosen.length} nt, {cpu_count()} cores")
    for _ in range(chosen.rounds):
        for processes in (1, 2):
            found = taken(processes, task, chosen)
            best[processes] = min(found.rest, best.get(processes, found.rest))
            speed = chosen.count / found.rest
            print(
                f"{processes} process{'es' * (processes > 1)}: {speed:.1f} RNAs a second, {found.rest:.1f} s after a "
                f"start of {found.start:.1f} s; {found.processor:.1f} s of processor time in all"
            )
    print(f"two processes are {best[1] / best[2]:.2f} times as fast as one")


if __name__ == "__main__":
    main()
