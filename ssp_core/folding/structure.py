"""Secondary structures: which nucleotides pair, read from dot-bracket strings and checked against a sequence.

A `Structure` is always balanced and nested, each nucleotide with at most one partner. Whether it is also *legal*
depends on the sequence: pairs are canonical (AU, GC, GU) and a hairpin loop encloses at least `MIN_HAIRPIN`
nucleotides. Nothing here recurses, so a structure may nest as deep as it is long.

>>> structure = Structure.from_dot_bracket("((...))")
>>> structure.pairs
((0, 6), (1, 5))
>>> is_legal("GGAAACC", structure)
True
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ssp_core.errors import StructureError
from ssp_core.rna import MIN_HAIRPIN, can_pair, may_pair


@dataclass(frozen=True)
class Structure:
    """A nested secondary structure of L nucleotides.

    Args:
        partners: for each nucleotide the 0-based position of its partner, or -1 where it is unpaired.

    Raises:
        StructureError: if a partner is out of range or does not pair back, or if two pairs cross.
    """

    partners: tuple[int, ...]

    def __post_init__(self) -> None:
        check_partners(self.partners)
        closing: list[int] = []
        for i, j in enumerate(self.partners):
            if j > i:
                closing.append(j)
            elif j != -1 and closing.pop() != i:
                raise StructureError(
                    f"The pair {j + 1}-{i + 1} crosses another; the letters ( ) . write nested pairs only."
                )

    @classmethod
    def from_dot_bracket(cls, text: str) -> Structure:
        """Read a dot-bracket string.

        Args:
            text: letters `(`, `)` and `.` only, one for each nucleotide.

        Raises:
            StructureError: at another letter or a bracket without its partner; the message names the position.
        """
        partners = [-1] * len(text)
        opened: list[int] = []
        for i, letter in enumerate(text):
            if letter == "(":
                opened.append(i)
            elif letter == ")":
                if not opened:
                    raise StructureError(f"The ) at position {i + 1} closes nothing; each ) needs a ( before it.")
                j = opened.pop()
                partners[i], partners[j] = j, i
            elif letter != ".":
                raise StructureError(f"Position {i + 1} holds {letter!r}; a structure is written in the letters ( ) .")
        if opened:
            raise StructureError(f"The ( at position {opened[-1] + 1} is never closed; each ( needs a ) after it.")
        return cls(tuple(partners))

    @classmethod
    def from_pairs(cls, length: int, pairs: Iterable[tuple[int, int]]) -> Structure:
        """Build a structure from its pairs.

        Args:
            length: the number of nucleotides.
            pairs: 0-based positions (i, j), in any order.

        Raises:
            StructureError: if a position is out of range or in two pairs, or if two pairs cross.

        Example:
            >>> Structure.from_pairs(6, [(0, 5)]).dot_bracket
            '(....)'
        """
        partners = [-1] * length
        for i, j in pairs:
            for position in (i, j):
                if not 0 <= position < length:
                    raise StructureError(f"Position {position + 1} is outside a structure of {length} nucleotides.")
            if i == j:
                raise StructureError(f"Position {i + 1} is paired with itself.")
            for position, other in ((i, j), (j, i)):
                if partners[position] != -1:
                    raise StructureError(
                        f"Position {position + 1} is paired with both {partners[position] + 1} and {other + 1}; "
                        "a base has at most one partner."
                    )
            partners[i], partners[j] = j, i
        return cls(tuple(partners))

    @cached_property
    def dot_bracket(self) -> str:
        """The structure as a string of `(`, `)` and `.`."""
        return "".join("." if j == -1 else "(" if j > i else ")" for i, j in enumerate(self.partners))

    @cached_property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """The pairs (i, j), 0-based, i < j, ordered by i."""
        return tuple((i, j) for i, j in enumerate(self.partners) if j > i)

    def __len__(self) -> int:
        return len(self.partners)

    def __str__(self) -> str:
        return self.dot_bracket


def check_partners(partners: Sequence[int]) -> None:
    """Check that each partner pairs back; pairs may cross.

    Args:
        partners: for each nucleotide the 0-based position of its partner, or -1 where it is unpaired.

    Raises:
        StructureError: if a partner is out of range or does not pair back.
    """
    length = len(partners)
    for i, j in enumerate(partners):
        if j != -1 and (not 0 <= j < length or j == i or partners[j] != i):
            raise StructureError(
                f"Position {i + 1} is paired with {j + 1}, which is not paired back in a structure of {length}."
            )


def is_legal(sequence: str, structure: Structure) -> bool:
    """Whether a structure fits a sequence: as long, canonical pairs only, hairpins of `MIN_HAIRPIN` or more."""
    return len(sequence) == len(structure) and all(may_pair(sequence, i, j) for i, j in structure.pairs)


@dataclass(frozen=True)
class Fault:
    """What makes a raw string illegal at a 0-based position: "unmatched", "non-canonical" or "tight" (hairpin)."""

    position: int
    kind: str


def matched_pairs(text: str) -> tuple[tuple[int, int], ...]:
    """The pairs of a raw string, 0-based, ordered by i: brackets matched inside out, unmatched ones left out."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for i, letter in enumerate(text):
        if letter == "(":
            opened.append(i)
        elif letter == ")" and opened:
            pairs.append((opened.pop(), i))
    return tuple(sorted(pairs))


def faults(sequence: str, text: str) -> tuple[Fault, ...]:
    """List what makes a raw string illegal on a sequence.

    Args:
        sequence: L nucleotides.
        text: L letters `(`, `)` and `.`, such as the likeliest class of each nucleotide.

    Returns:
        The faults by position. A pair is a fault at both ends, once as non-canonical and once as too tight if it is
        both; a bracket without a partner is unmatched.

    Raises:
        StructureError: if the lengths differ.
    """
    if len(sequence) != len(text):
        raise StructureError(
            f"The structure has {len(text)} letters and the sequence {len(sequence)}; they must agree."
        )
    found: list[Fault] = []
    matched: set[int] = set()
    for i, j in matched_pairs(text):
        matched.update((i, j))
        if not can_pair(sequence[i], sequence[j]):
            found += [Fault(i, "non-canonical"), Fault(j, "non-canonical")]
        if j - i <= MIN_HAIRPIN:
            found += [Fault(i, "tight"), Fault(j, "tight")]
    found += [Fault(i, "unmatched") for i, letter in enumerate(text) if letter in "()" and i not in matched]
    return tuple(sorted(found, key=lambda fault: (fault.position, fault.kind)))


def legal_part(sequence: str, text: str) -> Structure:
    """The structure of those pairs of a raw string that are matched and legal; all else becomes unpaired."""
    illegal = {fault.position for fault in faults(sequence, text)}
    return Structure.from_pairs(len(text), [(i, j) for i, j in matched_pairs(text) if i not in illegal])
