"""Structures in the field's file formats: dbn, FASTA with a structure line, ct, bpseq, CSV and JSON.

Stockholm, GenBank, EMBL and RNAstructure's .seq are only read. What `dump` writes `load` reads back unchanged.
Positions in files count from 1; a partner of 0 means unpaired.

>>> from ssp_core.folding.structure import Structure
>>> record = Record("hairpin", "GAAAC", Structure.from_dot_bracket("(...)"))
>>> print(dump([record], "bpseq"), end="")
# hairpin
1 G 5
2 A 0
3 A 0
4 A 0
5 C 1
>>> load(dump([record], "ct"), "ct") == (record,)
True
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePath
from typing import NamedTuple

from ssp_core.errors import FormatError

from . import bpseq, csv_table, ct, dbn, genbank, json_records, seq, stockholm
from .record import InputRecord, Record

__all__ = [
    "FORMATS",
    "READERS",
    "SUFFIXES",
    "Format",
    "InputRecord",
    "Reader",
    "Record",
    "dump",
    "format_of",
    "load",
    "write",
]

Reader = Callable[[str, int | None], Iterator[InputRecord]]  # text and the most nucleotides to records


class Format(NamedTuple):
    """A file format: its title, its writer, which yields text record by record, and its reader."""

    title: str
    write: Callable[[Iterable[Record]], Iterator[str]]
    read: Reader


FORMATS = {
    "dbn": Format("Dot-bracket", dbn.write, dbn.read),
    "fasta": Format("FASTA with structure", dbn.write, dbn.read),
    "ct": Format("CT", ct.write, ct.read),
    "bpseq": Format("BPSEQ", bpseq.write, bpseq.read),
    "csv": Format("CSV", csv_table.write, csv_table.read),
    "json": Format("JSON", json_records.write, json_records.read),
}
READERS: dict[str, Reader] = {name: known.read for name, known in FORMATS.items()} | {
    "stockholm": stockholm.read,
    "genbank": genbank.read,
    "seq": seq.read,
}
SUFFIXES = {f".{name}": name for name in FORMATS} | {".fa": "fasta", ".fna": "fasta", ".db": "dbn"}


def dump(records: Iterable[Record], format: str) -> str:  # noqa: A002 - the field's own word
    """Write records as text.

    Args:
        records: any number of them.
        format: one of `FORMATS`.

    Raises:
        FormatError: if the format is unknown.
    """
    return "".join(write(records, format))


def write(records: Iterable[Record], format: str) -> Iterator[str]:  # noqa: A002 - as above
    """Write records piece by piece, each as soon as `records` gives it; what `dump` returns, in parts.

    Args:
        records: any number of them, for instance from a generator that predicts them.
        format: one of `FORMATS`.

    Raises:
        FormatError: if the format is unknown.
    """
    if format not in FORMATS:
        raise FormatError(f"The format {format!r} is unknown; one of {', '.join(FORMATS)} is wanted.")
    return FORMATS[format].write(records)


def load(text: str, format: str) -> tuple[Record, ...]:  # noqa: A002 - as above
    """Read the records of a text in a known format; `ssp_core.reading.read_input` finds out the format.

    Args:
        text: the whole file. The letters become A, C, G, U and N as in any sequence that is read.
        format: one of `READERS`.

    Raises:
        FormatError: if the format is unknown or the text cannot be read; the message names the line. Also if a record
            has no structure, or one with pairs that cross.
        SequenceError: if a sequence cannot be read.
    """
    if format not in READERS:
        raise FormatError(f"The format {format!r} is unknown; one of {', '.join(READERS)} is wanted.")
    return tuple(map(_with_structure, READERS[format](text.removeprefix("\ufeff"), None)))


def _with_structure(record: InputRecord) -> Record:
    sequence = record.sequence
    if record.reference is None:
        raise FormatError(f"The record {sequence.name!r} of line {record.line} has no structure; one is wanted.")
    if record.crossing_pairs:
        i, j = record.crossing_pairs[0]
        raise FormatError(
            f"The record {sequence.name!r} of line {record.line} has a pair that crosses another, {i + 1}-{j + 1}; "
            "nested pairs are wanted."
        )
    return Record(sequence.name, str(sequence), record.reference)


def format_of(path: str | PurePath) -> str:
    """The format that a file's suffix stands for, in upper or lower case.

    Raises:
        FormatError: if the suffix belongs to no format.

    Example:
        >>> format_of("folds.FA")
        'fasta'
    """
    suffix = PurePath(path).suffix
    if suffix.lower() not in SUFFIXES:
        raise FormatError(
            f"The suffix {suffix!r} of {PurePath(path).name!r} is unknown; {', '.join(SUFFIXES)} are known."
        )
    return SUFFIXES[suffix.lower()]
