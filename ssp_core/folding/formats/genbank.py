"""GenBank and EMBL flat files, whole or from their sequence on; they are only read, without their features."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ssp_core.errors import FormatError, SequenceError
from ssp_core.sequence.free_text import free_letters
from ssp_core.sequence.letters import CIRCULAR, sequence_of
from ssp_core.sequence.records import subject_of
from ssp_core.text import Line, lines_of

from .record import InputRecord

_STARTS = re.compile(r"(?:LOCUS|ID)\s")
_SEQUENCE = re.compile(r"(?:ORIGIN|SQ)(?:\s|$)")
_CIRCULAR = re.compile(r"LOCUS\s+\S+\s.*\bcircular\b|ID\s.*;\s*circular\s*;")
_FIELD = re.compile(r"(LOCUS|DEFINITION|ACCESSION|VERSION|ID|AC|DE)\s+(.*)")


_LONGEST = 1000  # characters of a description that are read


@dataclass
class _Entry:
    """The lines of one entry that are read."""

    line: int
    fields: dict[str, str] = field(default_factory=dict)
    letters: list[Line] | None = None  # None until the sequence starts
    is_circular: bool = False

    @property
    def name(self) -> str:
        """Accession with version, and description, as the titles of NCBI's FASTA files have them."""
        first = self.fields.get("VERSION") or self.fields.get("ACCESSION") or self.fields.get("AC")
        first = first or self.fields.get("LOCUS") or self.fields.get("ID") or ""
        identifier = re.split(r"[\s;]", first, maxsplit=1)[0]
        description = self.fields.get("DEFINITION") or self.fields.get("DE") or ""
        return f"{identifier} {description.rstrip('.')}".strip()


def is_genbank(text: str) -> bool:
    """Whether a line is one that only GenBank's or EMBL's files have."""
    return text == "ORIGIN" or text.startswith(("LOCUS  ", "ORIGIN  ", "ID   ", "SQ   "))


def read(text: str, max_length: int | None = None) -> Iterator[InputRecord]:
    """Yield the records."""
    entries = list(_entries(text))
    for number, entry in enumerate(entries, start=1):
        subject = subject_of(number, len(entries), entry.name)
        if entry.is_circular:
            raise SequenceError(f"{subject} is circular by line {entry.line}: {CIRCULAR}.")
        if entry.letters is None:
            raise FormatError(f"The entry from line {entry.line} has no sequence; ORIGIN or SQ is wanted above it.")
        sequence = sequence_of(free_letters(entry.letters, subject), entry.name, subject, max_length)
        yield InputRecord(sequence, line=entry.line)


def _entries(text: str) -> Iterator[_Entry]:
    entry: _Entry | None = None
    key = ""
    for number, raw in enumerate(lines_of(text), start=1):
        line = raw.strip()
        if line == "//" or _STARTS.match(line):
            if entry is not None:
                yield entry
            entry = None
        if not line or line == "//":
            continue
        entry = entry or _Entry(number)
        if _SEQUENCE.match(line):
            entry.letters = []
        elif entry.letters is not None:
            entry.letters.append(Line(number, line))
        elif match := _FIELD.match(line):
            key = match.group(1)
            entry.fields[key] = " ".join(filter(None, [entry.fields.get(key), match.group(2)]))
            entry.is_circular |= _CIRCULAR.match(line) is not None
        elif key == "DEFINITION" and raw.startswith("  ") and len(entry.fields[key]) < _LONGEST:
            entry.fields[key] += f" {line}"
        else:
            key = ""
    if entry is not None:
        yield entry
