"""Dot-bracket notation as ViennaRNA writes it: a title line `>name`, the sequence, the structure, a line each.

FASTA with a structure line is the same. The structure's free energy in kcal/mol is written behind it where the record
has one. More is read: no titles, wrapped lines, energies in all forms, several structures of one RNA (RNAfold -p,
RNAsubopt), the structure in a record of its own (CONTRAfold, EternaFold), WUSS.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ssp_core.errors import FormatError, SequenceError, StructureError
from ssp_core.folding.brackets import CLOSING, OPENING, UNPAIRED, Pairs, read_brackets
from ssp_core.folding.structure import Structure
from ssp_core.sequence import WANTED, RnaSequence
from ssp_core.sequence.records import TextRecord, rna_of, subject_of, text_records
from ssp_core.text import Line, without_invisible

from .energies import split_energy, split_title
from .record import InputRecord, Record

_CHARACTERS = frozenset(OPENING + CLOSING + UNPAIRED + "|")  # RNAfold -p writes | for a strong pair either way
_MARK = re.compile(r"[^A-Za-z0-9\s]")  # which every line of structure has
_BRACKETS = frozenset("()[]{}<>.")
# Lines that ViennaRNA's programs write beside sequence and structure.
_REMARK = re.compile(
    r"(?:frequency of mfe|free energy of|minimum free energy|ensemble diversity|mfe structure|length = \d+$"
    r"|scaling factor|warning:)",
    re.IGNORECASE,
)
_SUBOPT = re.compile(r"([A-Za-z]+)\s+-?\d+(?:\.\d+)?\s+\d+(?:\.\d+)?")  # RNAsubopt's line: sequence, energy, range


class StructureLine(NamedTuple):
    """A line of structure, without blanks, and the energy behind it in kcal/mol."""

    number: int
    text: str
    energy: float | None


@dataclass(frozen=True)
class Group:
    """The lines of one RNA: of its sequence, as a text record, and of its structures."""

    record: TextRecord
    structures: tuple[StructureLine, ...]


def write(records: Iterable[Record]) -> Iterator[str]:
    """Yield the text of each record."""
    for record in records:
        energy = "" if record.energy is None else f" ({record.energy:6.2f})"
        yield f">{record.name}\n{record.sequence}\n{record.structure}{energy}\n"


def read(text: str, max_length: int | None = None) -> Iterator[InputRecord]:
    """Yield the records, with a structure or without."""
    groups = list(groups_of(text_records(text)))
    for number, group in enumerate(groups, start=1):
        yield read_group(group, subject_of(number, len(groups), group.record.name), max_length)


def groups_of(records: Iterable[TextRecord]) -> Iterator[Group]:
    """Yield the RNAs of text records. A structure in a record of its own belongs to the sequence before it."""
    last: Group | None = None
    for record in records:
        for group in _split(record):
            alone = group.structures and not group.record.lines
            if alone and last and last.record.lines and not last.structures:
                last = Group(last.record, group.structures)
                continue
            if last:
                yield last
            last = group
    if last:
        yield last


def _split(record: TextRecord) -> Iterator[Group]:
    """The RNAs of one text record: letters after a structure start another."""
    if not any(map(_MARK.search, (line.text for line in record.lines))):
        yield Group(record, ())
        return
    letters: list[Line] = []
    structures: list[StructureLine] = []
    for line in record.lines:
        bare, energy = split_energy(line.text)
        text = "".join(without_invisible(bare)[0].split())
        if letters and (_REMARK.match(line.text) or _REMARK.match(text)):
            continue
        if is_structure(text, after_letters=bool(letters)):
            structures.append(StructureLine(line.number, text, energy))
        elif structures and not text and energy is not None:
            structures[-1] = structures[-1]._replace(energy=energy)
        else:
            if structures:
                yield _group(record, letters, structures)
                record = TextRecord("", line.number, (), has_title=False)
                letters, structures = [], []
            letters.append(line)
    yield _group(record, letters, structures)


def _group(record: TextRecord, letters: Sequence[Line], structures: Sequence[StructureLine]) -> Group:
    if structures and len(letters) == 1 and (match := _SUBOPT.fullmatch(letters[0].text)):
        letters = [Line(letters[0].number, match.group(1))]
    return Group(replace(record, lines=tuple(letters)), tuple(structures))


def is_structure(text: str, *, after_letters: bool) -> bool:
    """Whether a line without blanks is a structure: brackets, dots and the like, with fewer letters than these."""
    characters = set(text)
    if not text or not characters <= _CHARACTERS:
        return False
    letters = sum(map(str.isalpha, text)) if any(map(str.isalpha, characters)) else 0
    if not letters:
        return True
    has_brackets = bool(characters & _BRACKETS - {"."}) or (after_letters and "." in characters)
    return has_brackets and letters * 2 <= len(text)


def read_group(group: Group, subject: str, max_length: int | None) -> InputRecord:
    """Read one RNA; an error in its structure names the line."""
    record, structures = group.record, group.structures
    if structures and not record.lines:
        raise SequenceError(
            f"{subject} is a dot-bracket structure ({structures[0].text[0]} at position 1), not an RNA; {WANTED} are "
            "wanted."
        )
    if not structures:
        return InputRecord(rna_of(record, subject, max_length), line=record.line)
    name, title_energy = split_title(record.name)
    sequence = rna_of(replace(record, name=name), subject, max_length)
    text, energy, used = _first_structure(structures, len(sequence))
    where = _place(structures[:used])
    try:
        structure, crossing = read_brackets(text)
    except StructureError as error:
        raise FormatError(f"{where}: {error}") from None
    others = sum(len(line.text) for line in structures[used:]) // len(sequence)
    if others:
        note = f"Of {others + 1} structures the first, {where.lower()}, was taken"
        sequence = RnaSequence(sequence, sequence.name, (*sequence.notes, note))
    return InputRecord(sequence, structure, title_energy if energy is None else energy, crossing, record.line)


def _first_structure(lines: Sequence[StructureLine], length: int) -> tuple[str, float | None, int]:
    """The first structure, which may be wrapped: its text, its energy, and how many lines it takes."""
    parts: list[str] = []
    used = total = 0
    energy = None
    while used < len(lines) and total < length and energy is None:
        parts.append(lines[used].text)
        total += len(lines[used].text)
        energy = lines[used].energy
        used += 1
    rest = sum(len(line.text) for line in lines[used:])
    if total != length or rest % length:
        wrong = lines[:used] if total != length else lines[used:]
        count = total if total != length else rest
        raise FormatError(
            f"{_place(wrong)} {'has' if len(wrong) == 1 else 'have'} {count} letters of structure for {length} "
            "nucleotides; as many are wanted."
        )
    return "".join(parts), energy, used


def _place(lines: Sequence[StructureLine]) -> str:
    first, last = lines[0].number, lines[-1].number
    return f"Line {first}" if first == last else f"Lines {first}-{last}"


def read_structure(text: str, sequence: str) -> tuple[Structure, float | None, Pairs]:
    """A structure on one line, its energy and its crossing pairs; `StructureError` if it does not fit the sequence."""
    brackets, energy = split_energy(text.strip())
    if len(brackets) != len(sequence):
        raise StructureError(
            f"The structure has {len(brackets)} letters for {len(sequence)} nucleotides; as many are wanted."
        )
    structure, crossing = read_brackets(brackets)
    return structure, energy, crossing
