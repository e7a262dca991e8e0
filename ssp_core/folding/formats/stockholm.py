"""Stockholm alignments with a consensus structure in WUSS, as Rfam and Infernal write them; they are only read.

Each row becomes a record: its gaps are left out, and the pairs of the consensus between its own nucleotides are its
structure. A structure of a row's own (`#=GR name SS`) is taken before that of the consensus (`#=GC SS_cons`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ssp_core.errors import FormatError, StructureError
from ssp_core.folding.brackets import bracket_partners, nested_part
from ssp_core.sequence import RnaSequence
from ssp_core.sequence.letters import Letters, sequence_of
from ssp_core.sequence.records import subject_of
from ssp_core.text import Line, numbered_lines

from .record import InputRecord

_GAPS = frozenset(".-_~")
_CONSENSUS = "SS_cons"


@dataclass
class _Alignment:
    """The lines of one alignment by row, as blocks repeat them."""

    rows: dict[str, list[Line]] = field(default_factory=dict)
    structures: dict[str, list[Line]] = field(default_factory=dict)  # of rows
    consensus: list[Line] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)  # names of further consensus structures

    def add(self, line: Line) -> None:
        """Take in a line."""
        words = line.text.split()
        match words:
            case ["#=GC", name, *parts]:
                if name == _CONSENSUS:
                    self.consensus.append(Line(line.number, "".join(parts)))
                elif name.startswith(_CONSENSUS):
                    self.unread.add(name)
            case ["#=GR", name, "SS", *parts]:
                self.structures.setdefault(name, []).append(Line(line.number, "".join(parts)))
            case [name, *parts] if not name.startswith("#"):
                self.rows.setdefault(name, []).append(Line(line.number, "".join(parts)))


def read(text: str, max_length: int | None = None) -> Iterator[InputRecord]:
    """Yield a record for each row of each alignment."""
    alignments = [_Alignment()]
    for line in numbered_lines(text):
        if line.text == "//":
            alignments.append(_Alignment())
        else:
            alignments[-1].add(line)
    count = sum(len(alignment.rows) for alignment in alignments)
    number = 0
    for alignment in alignments:
        consensus = _partners(alignment.consensus) if alignment.consensus else None
        for name, lines in alignment.rows.items():
            number += 1
            subject = subject_of(number, count, name)
            own = alignment.structures.get(name)
            yield _record_of(name, lines, _partners(own) if own else consensus, subject, max_length, alignment.unread)


def _partners(lines: Sequence[Line]) -> tuple[list[int], list[int]]:
    try:
        return bracket_partners("".join(line.text for line in lines))
    except StructureError as error:
        raise FormatError(f"Line {lines[0].number}: {error}") from None


def _record_of(
    name: str,
    lines: Sequence[Line],
    aligned: tuple[list[int], list[int]] | None,
    subject: str,
    max_length: int | None,
    unread: set[str],
) -> InputRecord:
    """The record of a row; `aligned` has the partners and ranks of the columns."""
    row = "".join(line.text for line in lines)
    kept = [column for column, letter in enumerate(row) if letter not in _GAPS]
    starts, length, notes = [], 0, []
    for line in lines:
        starts.append((length, line.number))
        length += sum(letter not in _GAPS for letter in line.text)
    if len(kept) < len(row):
        notes.append("The gaps of the alignment were left out")
    notes += [f"The structure {other} was not read" for other in sorted(unread)]
    letters = Letters("".join(row[column] for column in kept), tuple(starts), (), tuple(notes))
    sequence = sequence_of(letters, name, subject, max_length)
    if aligned is None:
        return InputRecord(sequence, line=lines[0].number)
    partners, ranks = aligned
    if len(partners) != len(row):
        raise FormatError(
            f"Line {lines[0].number} has {len(row)} columns and the structure {len(partners)}; as many are wanted."
        )
    place = {column: index for index, column in enumerate(kept)}
    own = [place.get(partners[column], -1) if partners[column] != -1 else -1 for column in kept]
    lost = sum(partners[column] != -1 for column in kept) - sum(partner != -1 for partner in own)
    if lost:
        was = "pairs of the alignment's structure were" if lost > 1 else "pair of the alignment's structure was"
        note = f"{lost} {was} left out, with a gap on one side"
        sequence = RnaSequence(sequence, name, (*sequence.notes, note))
    structure, crossing = nested_part(own, [ranks[column] for column in kept])
    return InputRecord(sequence, structure, None, crossing, lines[0].number)
