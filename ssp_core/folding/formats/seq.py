"""RNAstructure's .seq (IntelliGenetics): comments with `;`, a line of title, letters that end with 1; only read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ssp_core.errors import FormatError, SequenceError
from ssp_core.sequence import RnaSequence
from ssp_core.sequence.free_text import free_letters
from ssp_core.sequence.letters import CIRCULAR, sequence_of
from ssp_core.sequence.records import subject_of
from ssp_core.text import Line, lines_of

from .record import InputRecord

_LINEAR, _RING = "1", "2"  # what ends the letters
_END = re.compile(r"[A-Za-z]\s*[12]$|^[12]$")
_TAIL = 10


class _Entry(NamedTuple):
    title: Line
    letters: Sequence[Line]
    end: str


def is_seq(lines: Sequence[Line]) -> bool:
    """Whether lines that are not blank start with a comment and end with 1 or 2 behind letters."""
    if not lines or not lines[0].text.startswith(";") or not _END.search(lines[-1].text[-_TAIL:]):
        return False
    return not any(line.text.startswith(">") for line in lines)


def read(text: str, max_length: int | None = None) -> Iterator[InputRecord]:
    """Yield the records."""
    entries = list(_entries(text))
    for number, (title, lines, end) in enumerate(entries, start=1):
        subject = subject_of(number, len(entries), title.text)
        if end == _RING:
            raise SequenceError(f"{subject} ends with 2 and is circular: {CIRCULAR}.")
        sequence = sequence_of(free_letters(lines, subject), title.text, subject, max_length)
        written = "".join(line.text for line in lines)
        if not (written.isupper() or written.islower()):
            note = "Lower case, which keeps nucleotides unpaired in RNAstructure, has no effect here"
            sequence = RnaSequence(sequence, sequence.name, (*sequence.notes, note))
        yield InputRecord(sequence, line=title.number)


def _entries(text: str) -> Iterator[_Entry]:
    title: Line | None = None
    letters: list[Line] = []
    for number, raw in enumerate(lines_of(text), start=1):
        line = raw.strip()
        if line.startswith(";") or (not line and (title is None or not letters)):
            continue
        if title is None:
            title = Line(number, line)
        elif line[-1:] in {_LINEAR, _RING}:
            letters += [Line(number, line[:-1].strip())] if line[:-1].strip() else []
            yield _Entry(title, letters, line[-1])
            title, letters = None, []
        elif line:
            letters.append(Line(number, line))
    if title is not None:
        raise FormatError(f"The record from line {title.number} does not end; 1 is wanted behind its last letter.")
