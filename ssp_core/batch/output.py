"""What has been written of a run, kept beside its output, so that a killed run goes on where it was."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .task import Done, Task

_EVERY = 1.0  # seconds between two states: so much is done again after a kill


@dataclass(frozen=True)
class Position:
    """How far a run is.

    Attributes:
        records: that are done, those that could not be read included.
        folded: how many of them were folded.
        cost: of those, as `inputs.cost_of` counts it.
        size: bytes of the output that belong to them.
    """

    records: int = 0
    folded: int = 0
    cost: int = 0
    size: int = 0


class State:
    """The position of a run in a file beside its output, which is replaced as a whole.

    Args:
        output: what is written; None keeps no position.
        made_of: what tells this run from others, as JSON: a position of another run is not taken.
    """

    def __init__(self, output: Path | None, made_of: Mapping[str, Any]) -> None:
        self._output = output
        self._path = None if output is None else output.with_name(f"{output.name}.unfinished")
        self._made_of = json.loads(json.dumps(made_of))
        self._saved = time.monotonic()

    def load(self) -> Position:
        """The position that was kept, if the output still has what belongs to it; else the beginning."""
        if self._path is None or self._output is None or not self._path.exists():
            return Position()
        with suppress(OSError, ValueError, TypeError, KeyError):
            content = json.loads(self._path.read_text(encoding="utf-8"))
            position = Position(**content["position"])
            if content["made_of"] == self._made_of and self._output.stat().st_size >= position.size:
                return position
        self.remove()  # it is of another run, whose output is replaced now
        return Position()

    def save(self, position: Position, *, at_once: bool = False) -> None:
        """Keep a position, unless one has been kept a moment ago."""
        if self._path is None or not (at_once or time.monotonic() - self._saved > _EVERY):
            return
        new = self._path.with_name(f"{self._path.name}.new")
        content = {"made_of": self._made_of, "position": asdict(position)}
        new.write_text(json.dumps(content), encoding="utf-8")
        new.replace(self._path)
        self._saved = time.monotonic()

    def remove(self) -> None:
        """Forget the position: the run is done."""
        if self._path is not None:
            with suppress(OSError):
                self._path.unlink()


class Writer:
    """Writes what becomes of records, in order, and keeps the position.

    Args:
        write: takes text and hands it to the system.
        task: what is written.
        state: where the position is kept.
        start: where an earlier run of the same was ended.
    """

    def __init__(self, write: Callable[[str], None], task: Task, state: State, start: Position = Position()) -> None:
        self.position = start
        self._write, self._file, self._state = write, task.file, state

    def add(self, done: Done) -> None:
        """Write one record; a file is not replaced before there is a first one."""
        before = self.position
        text = done.text
        if text:
            text = (self._file.separator if before.size else self._file.head) + text
            self._write(text)
        is_folded = done.cost > 0
        self.position = Position(
            done.number, before.folded + is_folded, before.cost + done.cost, before.size + len(text.encode())
        )
        self._state.save(self.position)

    def close(self) -> None:
        """Write the tail, and keep the position."""
        if self.position.size:
            if self._file.tail:
                self._write(self._file.tail)
            self._state.save(self.position, at_once=True)


class Pace:
    """How long a run takes yet, by the cost of what is done."""

    def __init__(self, total: int, done: int = 0) -> None:
        self._total, self._start, self._done = total, done, done
        self._began = time.monotonic()

    def add(self, cost: int) -> None:
        """Count what is done."""
        self._done += cost

    @property
    def seconds_left(self) -> float | None:
        """None before anything is done."""
        done = self._done - self._start
        return (time.monotonic() - self._began) * (self._total - self._done) / done if done else None
