"""The inputs of a run: files or standard input, read as one stream of records as often as it is needed."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from ssp_core.errors import FormatError, InputError, SequenceError
from ssp_core.reading.stream import StreamedRecord, read_stream
from ssp_core.sequence import WANTED, RnaSequence
from ssp_core.text import one_line

STDIN = "-"
_NOTES = 20  # notes that a survey keeps
_LONGEST_NAME = 80  # characters of a name in a note


class Inputs:
    """Files, or standard input as `-`, whose records are one stream; a context that keeps what cannot be read twice.

    Raises:
        InputError: on entry, where there is no such file.
    """

    def __init__(self, paths: Sequence[str]) -> None:
        self.paths = tuple(paths)
        self._kept: dict[str, IO[bytes]] = {}

    def __enter__(self) -> Inputs:
        for path in self.paths:
            with _open(path) as stream:
                if path == STDIN or not Path(path).is_file():
                    self._kept[path] = tempfile.TemporaryFile()
                    shutil.copyfileobj(stream, self._kept[path])
        return self

    def __exit__(self, *_: object) -> None:
        for kept in self._kept.values():
            kept.close()

    @property
    def identity(self) -> list[list[object]] | None:
        """What tells these files from others; None where they cannot be read once more by another process."""
        if self._kept:
            return None
        found = [(Path(path).resolve(), Path(path).stat()) for path in self.paths]
        return [[str(path), stat.st_size, stat.st_mtime_ns] for path, stat in found]

    def records(self) -> Iterator[StreamedRecord]:
        """Yield the records of all inputs, numbered from 1; of several inputs, errors name theirs."""
        count = 0
        for path in self.paths:
            with self._opened(path) as stream:
                try:
                    for found in read_stream(stream):
                        count += 1
                        error = found.error and self._with_title(path, found.error)
                        yield replace(found, number=count, error=error)
                except InputError as error:
                    raise type(error)(
                        self._with_title(path, str(error), is_file=isinstance(error, FormatError))
                    ) from None

    @contextmanager
    def _opened(self, path: str) -> Iterator[IO[bytes]]:
        if path in self._kept:
            self._kept[path].seek(0)
            yield self._kept[path]
        else:
            with _open(path) as stream:
                yield stream

    def _with_title(self, path: str, error: str, *, is_file: bool = False) -> str:
        return f"{title_of(path)}: {error}" if is_file or len(self.paths) > 1 else error


@contextmanager
def _open(path: str) -> Iterator[IO[bytes]]:
    """The file; InputError where it cannot be opened."""
    if path == STDIN:
        yield sys.stdin.buffer
        return
    with reading(path):
        stream = Path(path).open("rb")  # noqa: SIM115 - closed below
    with stream:
        yield stream


@contextmanager
def reading(path: str) -> Iterator[None]:
    """InputError for what goes wrong with reading this file."""
    try:
        yield
    except FileNotFoundError:
        raise InputError(f"There is no file {path!r}.") from None
    except IsADirectoryError:
        raise InputError(f"{path!r} is a folder; a file is wanted.") from None
    except OSError as error:
        raise InputError(f"{path!r} cannot be read: {error.strerror}.") from None


def title_of(path: str) -> str:
    """What messages call an input."""
    return "Standard input" if path == STDIN else repr(path)


@dataclass(frozen=True)
class Survey:
    """What a first look at all records has found.

    Attributes:
        readable: how many can be folded.
        unreadable: how many cannot.
        cost: of all that can, as `cost_of` counts it.
        notes: the first ones on what reading changed, each with its RNA's name, and how many more there are.
        has_structures: whether a record has a structure of its own, which is not used.
    """

    readable: int
    unreadable: int
    cost: int
    notes: tuple[str, ...]
    has_structures: bool


def survey(records: Iterable[StreamedRecord], refuse: Callable[[StreamedRecord], None]) -> Survey:
    """Look at all records; `refuse` gets each that cannot be read.

    Raises:
        SequenceError: if there is none.
    """
    counts, cost, n_notes = [0, 0], 0, 0
    notes: list[str] = []
    has_structures = False
    for found in records:
        counts[found.record is None] += 1
        if found.record is None:
            refuse(found)
            continue
        sequence = found.record.sequence
        cost += cost_of(sequence)
        has_structures = has_structures or found.record.reference is not None
        n_notes += len(sequence.notes)
        if len(notes) < _NOTES:
            notes += notes_of(sequence, found.number)
    if not any(counts):
        raise SequenceError(f"The sequence is empty; {WANTED} are wanted.")
    if n_notes > len(notes):
        notes.append(f"and {n_notes - len(notes):,} more such notes")
    return Survey(counts[False], counts[True], cost, tuple(notes), has_structures)


def notes_of(sequence: RnaSequence, number: int) -> list[str]:
    """The notes on what reading changed, each with the RNA's name."""
    return [f"{shown_name(sequence.name, number)}: {note}" for note in sequence.notes]


def shown_name(name: str, number: int) -> str:
    """What messages call the record of this number."""
    return one_line(name, _LONGEST_NAME) or f"record {number}"


def cost_of(sequence: str) -> int:
    """How long folding takes beside others; a unit is about 15 microseconds of one core."""
    return 500 + len(sequence) ** 2
