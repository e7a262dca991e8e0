"""What commands read: files or standard input as `-`, in any format that `ssp_core.reading` knows, also gzipped."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from ssp_core.batch.inputs import STDIN, notes_of, reading, shown_name, title_of
from ssp_core.errors import FormatError, InputError
from ssp_core.folding.formats import Record
from ssp_core.folding.structure import Structure
from ssp_core.reading import InputRecord, crossing_pairs_sentence, read_input
from ssp_core.rna import MAX_LENGTH
from ssp_core.sequence import RnaSequence
from ssp_core.text import one_line

# What help texts say of inputs.
STRUCTURES = "dbn, ct, bpseq, Stockholm, csv, json or FASTA with structures, also gzipped; - is standard input"
SEQUENCES = "FASTA, plain letters, GenBank, EMBL, .seq or any file of structures, also gzipped; - is standard input"
_NAMED = 5  # lengths that a message names


class Source(NamedTuple):
    """The content of an input, and its path or `-`."""

    path: str
    content: bytes

    @property
    def title(self) -> str:
        """What messages call it."""
        return title_of(self.path)

    def records(self, max_length: int | None = None, *, is_only: bool = False) -> tuple[InputRecord, ...]:
        """The records of the input; what is wrong with them is said with the title, unless it is the only input."""
        try:
            return read_input(self.content, max_length=max_length)
        except InputError as error:
            if is_only and not isinstance(error, FormatError):
                raise
            raise InputError(f"{self.title}: {error}") from None


def read_sources(paths: Sequence[str]) -> list[Source]:
    """Read inputs; `InputError` where there is no such file."""
    return [Source(path, _read(path)) for path in paths]


def _read(path: str) -> bytes:
    with reading(path):
        return sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()


def rnas_of(sources: Sequence[Source]) -> list[RnaSequence]:
    """The RNAs of all inputs, in order; notes on what reading changed go to standard error."""
    records = [record for source in sources for record in source.records(MAX_LENGTH, is_only=len(sources) == 1)]
    write_notes(record.sequence for record in records)
    if any(record.reference is not None for record in records):
        sys.stderr.write("the structures of the input are not used\n")
    return [record.sequence for record in records]


def structures_of(source: Source) -> tuple[Record, ...]:
    """The structures of an input, at least one, each without pairs that cross others; notes go to standard error."""
    if not source.content.strip():
        raise InputError(f"{source.title} is empty; at least one structure is wanted.")
    return known_structures(source, source.records())


def known_structures(source: Source, records: Sequence[InputRecord]) -> tuple[Record, ...]:
    """The structures of records; `InputError` if one has none. Notes go to standard error."""
    known = []
    for number, record in enumerate(records, start=1):
        name = record.sequence.name
        if record.reference is None:
            raise InputError(f"{source.title}: Record {number} ({one_line(name) or 'unnamed'}) has no structure.")
        known.append(Record(name, record.sequence, record.reference))
        if record.crossing_pairs:
            subject = f"The structure of {shown_name(name, number)}"
            sys.stderr.write(f"{crossing_pairs_sentence(record.crossing_pairs, subject)}\n")
    write_notes(record.sequence for record in records)
    return tuple(known)


def write_notes(rnas: Iterable[RnaSequence]) -> None:
    """Write the notes on what reading changed to standard error, each with the RNA's name."""
    for number, rna in enumerate(rnas, start=1):
        for note in notes_of(rna, number):
            sys.stderr.write(f"{note}\n")


def references_of(source: Source, lengths: list[int]) -> list[Structure]:
    """The known structures of RNAs of these lengths, in the same order; `InputError` if they are others."""
    known = [record.structure for record in structures_of(source)]
    if (found := list(map(len, known))) != lengths:
        raise InputError(
            f"The known structures have {_listed(found)} nucleotides and the RNAs of the input {_listed(lengths)}."
        )
    return known


def _listed(lengths: list[int]) -> str:
    return ", ".join(map(str, lengths[:_NAMED])) + (" ..." if len(lengths) > _NAMED else "")
