"""A known structure that belongs to a sequence, from a paste or a file of any format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ssp_core.errors import StructureError
from ssp_core.folding.brackets import CLOSING, OPENING, UNPAIRED, Pairs, read_brackets
from ssp_core.folding.formats import READERS, InputRecord
from ssp_core.folding.formats.energies import split_energy
from ssp_core.folding.structure import Structure
from ssp_core.rna import BASES
from ssp_core.sequence import MAX_CHARACTERS
from ssp_core.sequence.records import text_records
from ssp_core.text import Line, without_invisible

from .decode import decode
from .detect import format_of_text

_SYMBOLS = frozenset(OPENING + CLOSING + UNPAIRED)
_BRACKETS = frozenset("()[]{}<>" + UNPAIRED)
_NAMED = 3  # pairs that a sentence names


@dataclass(frozen=True)
class Reference:
    """A known structure.

    Attributes:
        structure: its nested part.
        crossing_pairs: pairs (i, j), 0-based, that cross the nested part, as in a pseudoknot.
        energy: what the text gives as its free energy, in kcal/mol; None if it gives none.
    """

    structure: Structure
    crossing_pairs: Pairs = ()
    energy: float | None = None


def read_reference(content: str | bytes, sequence: str | None = None, *, subject: str = "The reference") -> Reference:
    r"""Read a known structure: a dot-bracket or WUSS string, or a record of any format that `read_input` takes.

    Args:
        content: text, or the bytes of a file. Titles, blanks, line breaks and an energy are set aside.
        sequence: the sequence that it belongs to; None takes any length.
        subject: what messages call it.

    Raises:
        StructureError: if it cannot be read or does not fit the sequence; one sentence with the position.
        FormatError: if a file of a format, or its bytes, cannot be read.

    Example:
        >>> read_reference(">hairpin\nGGGAAACCC\n(((...))) (-1.20)", "GGGAAACCC").energy
        -1.2
    """
    text = decode(content).text if isinstance(content, bytes) else content
    if len(text) > MAX_CHARACTERS:
        raise StructureError(f"{subject} has {len(text):,} characters; {_wanted(sequence)} are wanted.")
    text = text.removeprefix("\ufeff")
    kind = format_of_text(text)
    if kind == "fasta":
        lines = [line for record in text_records(text) for line in record.lines]
        joined, energy = _joined(lines)
        if not joined:
            raise StructureError(f"{subject} is empty; {_wanted(sequence)} are wanted.")
        letters = [line for line in lines if _is_letters(line.text)]
        if not letters or len(letters) == len(lines) or (sequence is not None and len(joined) == len(sequence)):
            return _from_brackets(joined, energy, lines, sequence, subject)
    return _from_records(list(READERS[kind](text, None)), sequence, subject)


def crossing_pairs_sentence(pairs: Pairs, subject: str = "The reference") -> str:
    """Say which pairs cross others and so cannot be drawn.

    Example:
        >>> crossing_pairs_sentence(((2, 8), (3, 7)))
        'The reference has a pseudoknot: 2 pairs (3-9, 4-8) cross others and cannot be shown.'
    """
    named = ", ".join(f"{i + 1}-{j + 1}" for i, j in pairs[:_NAMED]) + (", ..." if len(pairs) > _NAMED else "")
    one = len(pairs) == 1
    return (
        f"{subject} has a pseudoknot: {len(pairs)} pair{'s' * (not one)} ({named}) "
        f"cross{'es' * one} others and cannot be shown."
    )


def _wanted(sequence: str | None) -> str:
    return "the letters ( ) ." if sequence is None else f"{len(sequence)} letters ( ) ., as long as the sequence,"


def _is_letters(text: str) -> bool:
    """Whether a line is no structure, but letters with whatever belongs to a sequence."""
    bare = split_energy(text)[0]
    return any(map(str.isalpha, bare)) and not _BRACKETS.intersection(bare)


def _joined(lines: Sequence[Line]) -> tuple[str, float | None]:
    """The lines without blanks, invisible characters and energies, of which the last counts."""
    parts: list[str] = []
    energy = None
    for line in lines:
        bare, found = split_energy(line.text)
        energy = energy if found is None else found
        parts += without_invisible(bare)[0].split()
    return "".join(parts), energy


def _from_brackets(
    text: str, energy: float | None, lines: Sequence[Line], sequence: str | None, subject: str
) -> Reference:
    has_brackets = not _BRACKETS.isdisjoint(text)
    for i, character in enumerate(text):
        if character == "&":
            raise StructureError(f"{subject} has & at position {i + 1}: two strands are not supported; one is wanted.")
        if character not in _SYMBOLS or not has_brackets:
            where = f"position {i + 1}" + (f" in line {_line_of(lines, i)}" if len(lines) > 1 else "")
            raise StructureError(f"{subject} has {character!r} at {where}; only the letters ( ) . are wanted there.")
    if sequence is not None and len(text) != len(sequence):
        raise StructureError(
            f"{subject} has {len(text)} letters and the sequence {len(sequence)}; it must be exactly as long."
        )
    try:
        structure, crossing = read_brackets(text)
    except StructureError as error:
        raise StructureError(f"{subject} is unbalanced: {str(error)[0].lower()}{str(error)[1:]}") from None
    return Reference(structure, crossing, energy)


def _line_of(lines: Sequence[Line], index: int) -> int:
    """The number of the line with a letter of the joined text."""
    for line in lines:
        index -= len("".join(without_invisible(split_energy(line.text)[0])[0].split()))
        if index < 0:
            return line.number
    return lines[-1].number


def _from_records(records: Sequence[InputRecord], sequence: str | None, subject: str) -> Reference:
    """The structure of the record that has the sequence, or of the only one."""
    known = [
        (record.sequence, Reference(record.reference, record.crossing_pairs, record.energy))
        for record in records
        if record.reference is not None
    ]
    if not known:
        raise StructureError(f"{subject} holds no structure; {_wanted(sequence)} are wanted.")
    fitting = [reference for found, reference in known if sequence is None or _difference(found, sequence) is None]
    if not fitting and len(known) == 1 and sequence is not None:
        _refuse_other(known[0][0], sequence, subject)
    if len(fitting) != 1:
        raise StructureError(f"{subject} holds {len(known)} structures; one, of the same RNA, is wanted.")
    return fitting[0]


def _difference(one: str, other: str) -> int | None:
    """The first position, from 0, with different nucleotides, N being any; None if the two are the same RNA."""
    for i, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b and a in BASES and b in BASES:
            return i
    return None if len(one) == len(other) else min(len(one), len(other))


def _refuse_other(found: str, sequence: str, subject: str) -> None:
    if len(found) != len(sequence):
        raise StructureError(
            f"{subject} is of an RNA of {len(found)} nucleotides and the sequence has {len(sequence)}; the same RNA is "
            "wanted."
        )
    position = _difference(found, sequence) or 0
    raise StructureError(
        f"{subject} is of another RNA, with {found[position]} for {sequence[position]} at position {position + 1}; "
        "the same RNA is wanted."
    )
