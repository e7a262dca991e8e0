"""How far a run is: what is kept beside the output, and that a killed run loses and doubles nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssp_core.analysis.many import TITLES, ManyFile
from ssp_core.batch.output import Pace, Position, State, Writer
from ssp_core.batch.task import Done, Task
from ssp_core.folding.decoding import DecoderSettings


def task(kind: str) -> Task:
    return Task("bundled", "cpu", DecoderSettings("mea"), ManyFile(kind))


def entry(number: int) -> Done:
    return Done(number, f"{number}é\n", 0 if number == 3 else 10)


class _Killed:
    """A file, as a killed run leaves it: what was written, and the position that was kept before."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, text: str) -> None:
        with self.path.open("ab") as out:
            out.write(text.encode())


@pytest.mark.parametrize("kind", TITLES)
@pytest.mark.parametrize("killed_after", [0, 1, 3, 6])
def test_a_run_that_goes_on_writes_what_one_run_writes(tmp_path: Path, kind: str, killed_after: int) -> None:
    whole, parted = _Killed(tmp_path / "whole"), _Killed(tmp_path / "parted")
    writer = Writer(whole.write, task(kind), State(None, {}))
    for number in range(1, 7):
        writer.add(entry(number))
    writer.close()

    state = State(parted.path, {"a": 1})
    writer = Writer(parted.write, task(kind), state)
    for number in range(1, 7):
        writer.add(entry(number))
        if number == killed_after:
            state.save(writer.position, at_once=True)
    start = State(parted.path, {"a": 1}).load()  # killed here: more was written than the position tells
    assert (start.records, start.folded) == (killed_after, killed_after - (killed_after > 2))
    if parted.path.exists():
        parted.path.write_bytes(parted.path.read_bytes()[: start.size])
    writer = Writer(parted.write, task(kind), state, start)
    for number in range(start.records + 1, 7):
        writer.add(entry(number))
    writer.close()
    assert parted.path.read_bytes() == whole.path.read_bytes()
    assert writer.position.folded == 5
    state.remove()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["parted", "whole"]


def test_a_position_of_another_run_or_output_is_not_taken(tmp_path: Path) -> None:
    output = tmp_path / "out.dbn"
    output.write_text("x" * 100)
    position = Position(5, 4, 40, 90)
    State(output, {"settings": (1, 2)}).save(position, at_once=True)
    assert State(output, {"settings": (1, 2)}).load() == position
    output.write_text("x" * 80)
    assert State(output, {"settings": (1, 2)}).load() == Position()
    output.write_text("x" * 100)
    State(output, {"settings": (1, 2)}).save(position, at_once=True)
    assert State(output, {"settings": (1, 3)}).load() == Position()
    assert not (tmp_path / "out.dbn.unfinished").exists()
    (tmp_path / "out.dbn.unfinished").write_text('{"made_of": {}, "position": {"records"')
    assert State(output, {}).load() == Position()


def test_the_pace_counts_what_this_run_has_done(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    pace = Pace(1000, done=400)
    assert pace.seconds_left is None
    pace.add(100)
    now = 110.0
    assert pace.seconds_left == 50.0
