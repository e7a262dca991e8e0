"""Dot-bracket notation as ViennaRNA writes it: a title line `>name`, the sequence, the structure, a line each.

Behind the structure stands its free energy in kcal/mol, where the record has one. FASTA with a structure line is the
same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ssp_core.errors import FormatError, StructureError
from ssp_core.folding.structure import Structure

from .record import Line, Record, check_nucleotides, numbered_lines

# RNAfold writes the free energy behind the structure: "(((...))) (-5.40)", "... ( 0.00)".
_ENERGY = re.compile(r"\s+\(\s*[-+]?\d+\.?\d*(?:[eE][-+]?\d+)?\s*\)$")


def write(records: Iterable[Record]) -> Iterator[str]:
    """Yield the text of each record."""
    for record in records:
        energy = "" if record.energy is None else f" ({record.energy:6.2f})"
        yield f">{record.name}\n{record.sequence}\n{record.structure}{energy}\n"


def read(text: str) -> Iterator[Record]:
    """Yield the records; the title line may be missing, an energy behind the structure is set aside."""
    lines = iter(numbered_lines(text))
    for line in lines:
        has_title = line.text.startswith(">")
        name = line.text[1:].strip() if has_title else ""
        sequence, structure = next(lines, None) if has_title else line, next(lines, None)
        if sequence is None or structure is None:
            raise FormatError(
                f"The last record, {name!r}, ends early; a line of letters and a line of structure are wanted."
            )
        yield record_of(name, sequence, structure)


def record_of(name: str, sequence: Line, structure: Line) -> Record:
    """The record of a sequence and its dot-bracket string; `FormatError` names the line."""
    check_nucleotides(sequence.text, sequence.number)
    brackets = _ENERGY.sub("", structure.text)
    if len(brackets) != len(sequence.text):
        raise FormatError(
            f"Line {structure.number} has {len(brackets)} letters of structure for {len(sequence.text)} nucleotides; "
            "as many are wanted."
        )
    try:
        return Record(name, sequence.text.upper(), Structure.from_dot_bracket(brackets))
    except StructureError as error:
        raise FormatError(f"Line {structure.number}: {error}") from None
