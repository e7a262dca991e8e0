"""Files of any number of records, read one by one and checked each by itself, in bounded memory.

FASTA, plain letters and dot-bracket files are read as a stream. Of other formats the whole text is read first, which is
bounded as in `read_input`.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import IO

from ssp_core.errors import FormatError, InputError
from ssp_core.folding.formats import READERS, InputRecord
from ssp_core.folding.formats.dbn import Group, groups_of, read_group
from ssp_core.rna import MAX_LENGTH
from ssp_core.sequence import MAX_CHARACTERS
from ssp_core.sequence.letters import check_length
from ssp_core.sequence.records import records_of_lines, subject_of
from ssp_core.text import Line

from .decode import decode_stream
from .detect import format_of_text

_HEAD = 200  # lines that show the format
_LONGEST_LINE = 10_000_000  # characters
_LONGEST_RECORD = 1_000_000  # characters; what a longer one has beyond them is not kept


@dataclass(frozen=True)
class StreamedRecord:
    """One record of a stream.

    Attributes:
        number: from 1.
        name: its title, as far as it can be read.
        record: what was read; None if that cannot be done.
        error: then what is wrong with it, in one sentence; else empty.
    """

    number: int
    name: str
    record: InputRecord | None
    error: str = ""


def read_stream(stream: IO[bytes], *, max_length: int | None = MAX_LENGTH) -> Iterator[StreamedRecord]:
    r"""Yield the records of a file, each with what is wrong with it, if anything is.

    Args:
        stream: the bytes of the file, plain or packed with gzip.
        max_length: nucleotides that a record may have; None for any number.

    Raises:
        FormatError: if not even the first record can be found. A file that is damaged further on ends with a record
            that says so.

    Example:
        >>> for found in read_stream(io.BytesIO(b">a\nGGGAAACCC\n>b\n")):
        ...     print(found.name, found.error or str(found.record.sequence))
        a GGGAAACCC
        b Record 2 (b) is empty; the letters A, C, G, U (or T, or an IUPAC letter such as N) are wanted.
    """
    lines = _lines(decode_stream(stream))
    head = list(islice(lines, _HEAD))
    kind = format_of_text("\n".join(line.text for line in head))
    found = _streamed if kind == "fasta" else _whole
    number = 0
    try:
        for record in found(chain(head, lines), kind, max_length):
            number = record.number
            yield record
    except InputError as error:
        if not number:
            raise
        yield StreamedRecord(number + 1, "", None, f"After record {number:,} nothing more can be read. {error}")


def _lines(pieces: Iterable[str]) -> Iterator[Line]:
    """The numbered lines of a text that comes in pieces; LF, CRLF and CR end a line."""
    newlines = io.IncrementalNewlineDecoder(None, translate=True)
    rest, number = "", 0
    for piece in pieces:
        *lines, rest = (rest + newlines.decode(piece)).split("\n")
        for number, text in enumerate(lines, start=number + 1):  # noqa: B020 - it goes on from piece to piece
            yield Line(number, text)
        if len(rest) > _LONGEST_LINE:
            raise FormatError(f"Line {number + 1} has more than {_LONGEST_LINE:,} characters; shorter ones are wanted.")
    if rest := rest + newlines.decode("", final=True).rstrip("\n"):
        yield Line(number + 1, rest)


def _streamed(lines: Iterable[Line], _kind: str, max_length: int | None) -> Iterator[StreamedRecord]:
    """The records of FASTA and the like."""
    too_long: set[int] = set()
    stripped = (Line(line.number, line.text.removeprefix("\ufeff").strip()) for line in lines)
    groups = groups_of(records_of_lines(_bounded((line for line in stripped if line.text), too_long)))
    first_two = list(islice(groups, 2))
    for number, group in enumerate(chain(first_two, groups), start=1):
        subject = subject_of(number, len(first_two), group.record.name)
        yield _read(number, group, subject, max_length, is_cut=group.record.line in too_long)


def _bounded(lines: Iterable[Line], too_long: set[int]) -> Iterator[Line]:
    """The lines without what is too much of one record; `too_long` gets the first lines of such records."""
    start, size, has_title = 0, 0, False
    for line in lines:
        if not size or line.text.startswith(">"):
            start, size = line.number, 0
        size += len(line.text) + 1
        if size <= _LONGEST_RECORD:
            has_title = line.text.startswith(">") if line.number == start else has_title
            yield line
        elif has_title:
            too_long.add(start)
        else:
            raise FormatError(
                f"The text from line {start} on has more than {_LONGEST_RECORD:,} characters and no title; a line that "
                "begins with > is wanted above each RNA."
            )


def _read(number: int, group: Group, subject: str, max_length: int | None, *, is_cut: bool) -> StreamedRecord:
    name = " ".join(group.record.name.split())
    if is_cut:
        error = f"{subject} has more than {_LONGEST_RECORD:,} characters; an RNA is wanted, not a genome."
        return StreamedRecord(number, name, None, error)
    try:
        return StreamedRecord(number, name, read_group(group, subject, max_length))
    except InputError as error:
        return StreamedRecord(number, name, None, str(error))


def _whole(lines: Iterable[Line], kind: str, max_length: int | None) -> Iterator[StreamedRecord]:
    """The records of another format."""
    parts: list[str] = []
    size = 0
    for line in lines:
        parts.append(line.text)
        size += len(line.text) + 1
        if size > MAX_CHARACTERS:
            raise FormatError(f"The file has more than {MAX_CHARACTERS:,} characters; FASTA may have any number.")
    for number, record in enumerate(READERS[kind]("\n".join(parts), None), start=1):
        name = " ".join(record.sequence.name.split())
        try:
            check_length(len(record.sequence), f"Record {number} ({name or 'unnamed'})", max_length)
        except InputError as error:
            yield StreamedRecord(number, name, None, str(error))
        else:
            yield StreamedRecord(number, name, record)
