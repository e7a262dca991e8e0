"""What commands read: files of sequences or of structures, or standard input as `-`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from ssp_core.errors import InputError
from ssp_core.folding.formats import SUFFIXES, Record, load
from ssp_core.sequence import RnaSequence, read_sequences
from ssp_core.text import lines_of

STDIN = "-"


class Source(NamedTuple):
    """The text of an input, and its path or `-`."""

    path: str
    text: str

    @property
    def title(self) -> str:
        """What messages call it."""
        return _title(self.path)

    @property
    def format(self) -> str:
        """The file format by the suffix; dot-bracket, which includes FASTA, where the suffix says nothing."""
        return SUFFIXES.get(Path(self.path).suffix.lower(), "dbn")

    @contextmanager
    def named_in_errors(self, *, only: bool = False) -> Iterator[None]:
        """Put the title in front of what is wrong with the text, unless it is the only input."""
        try:
            yield
        except InputError as error:
            raise InputError(str(error) if only else f"{self.title}: {error}") from None


def read_sources(paths: Sequence[str]) -> list[Source]:
    """Read inputs as UTF-8; `InputError` where there is no such file or no such text."""
    return [Source(path, _read(path)) for path in paths]


def _read(path: str) -> str:
    try:
        content = sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
        return content.decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"There is no file {path!r}.") from None
    except IsADirectoryError:
        raise InputError(f"{path!r} is a folder; a file is wanted.") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{_title(path)} is no text in UTF-8 (byte {error.start + 1}); save it as UTF-8.") from None
    except OSError as error:
        raise InputError(f"{path!r} cannot be read: {error.strerror}.") from None


def rnas_of(sources: Sequence[Source]) -> list[RnaSequence]:
    """The RNAs of all inputs, in order; notes on what reading changed go to standard error."""
    rnas: list[RnaSequence] = []
    for source in sources:
        with source.named_in_errors(only=len(sources) == 1):
            rnas += read_sequences(source.text)
    for number, rna in enumerate(rnas, start=1):
        for note in rna.notes:
            sys.stderr.write(f"{rna.name or f'record {number}'}: {note}\n")
    return rnas


def records_of(source: Source) -> tuple[Record, ...]:
    """The structures of an input, at least one."""
    with source.named_in_errors():
        records = load(source.text, source.format)
    if not records:
        raise InputError(f"{source.title} is empty; at least one structure is wanted.")
    return records


def has_structures(source: Source) -> bool:
    """Whether an input holds structures: by its suffix, or in FASTA and plain text by a line of dots and brackets."""
    if Path(source.path).suffix.lower() in SUFFIXES and source.format != "fasta":
        return True
    return any(line.strip() and set(line.split()[0]) <= set("().") for line in lines_of(source.text))


def _title(path: str) -> str:
    return "Standard input" if path == STDIN else repr(path)
