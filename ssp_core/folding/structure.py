"""Secondary structures: who pairs with whom, read from dot-bracket, checked for legality.

A `Structure` is always balanced and nested, each base with at most one partner. Whether it is also *legal* depends on
the letters: pairs are canonical (AU, GC, GU) and a hairpin encloses at least `MIN_HAIRPIN` bases. Nothing here
recurses, so a structure may nest as deep as it is long.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ssp_core.errors import StructureError

MIN_HAIRPIN = 3
CANONICAL_PAIRS = frozenset({"AU", "UA", "GC", "CG", "GU", "UG"})


@dataclass(frozen=True)
class Structure:
    """A nested secondary structure: `partners[i]` is the 0-based partner of base i, or -1."""

    partners: tuple[int, ...]

    def __post_init__(self) -> None:
        length = len(self.partners)
        closing: list[int] = []
        for i, j in enumerate(self.partners):
            if j == -1:
                continue
            if not 0 <= j < length or j == i or self.partners[j] != i:
                raise StructureError(
                    f"Position {i + 1} is paired with {j + 1}, which is not paired back in a structure of {length}."
                )
            if j > i:
                closing.append(j)
            elif closing.pop() != i:
                raise StructureError(
                    f"The pair {j + 1}-{i + 1} crosses another; the letters ( ) . write nested pairs only."
                )

    @classmethod
    def from_dot_bracket(cls, text: str) -> Structure:
        """Read a dot-bracket string of the letters `(`, `)` and `.`; raises `StructureError` with the position."""
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
        """Build from 0-based pairs in any order; `StructureError` if a base is out of range, shared or crossed."""
        partners = [-1] * length
        for i, j in pairs:
            for base in (i, j):
                if not 0 <= base < length:
                    raise StructureError(f"Position {base + 1} is outside a structure of {length} nucleotides.")
            if i == j:
                raise StructureError(f"Position {i + 1} is paired with itself.")
            for base, other in ((i, j), (j, i)):
                if partners[base] != -1:
                    raise StructureError(
                        f"Position {base + 1} is paired with both {partners[base] + 1} and {other + 1}; "
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


def can_pair(a: str, b: str) -> bool:
    """Whether two letters form a canonical pair (AU, GC, GU, either way round); N pairs with nothing."""
    return a + b in CANONICAL_PAIRS


def may_pair(letters: str, i: int, j: int) -> bool:
    """Whether positions i < j can be a pair: canonical letters, and a hairpin of `MIN_HAIRPIN` or more fits between."""
    return j - i > MIN_HAIRPIN and can_pair(letters[i], letters[j])


def is_legal(letters: str, structure: Structure) -> bool:
    """Whether `structure` fits `letters`: as long, canonical pairs only, hairpins of `MIN_HAIRPIN` or more."""
    return len(letters) == len(structure) and all(may_pair(letters, i, j) for i, j in structure.pairs)


@dataclass(frozen=True)
class Fault:
    """One thing that makes a raw string illegal at a 0-based position: "unmatched", "non-canonical" or "tight"."""

    position: int
    kind: str


def matched_pairs(text: str) -> tuple[tuple[int, int], ...]:
    """The pairs a raw string does write, 0-based, ordered by i: brackets matched inside out, the unmatched left out."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for i, letter in enumerate(text):
        if letter == "(":
            opened.append(i)
        elif letter == ")" and opened:
            pairs.append((opened.pop(), i))
    return tuple(sorted(pairs))


def faults(letters: str, text: str) -> tuple[Fault, ...]:
    """What makes the raw string `text` illegal on `letters`, ordered by position.

    Both ends of a non-canonical or too tight pair are faults; a pair that is both gives both. Raises `StructureError`
    if the lengths differ.
    """
    if len(letters) != len(text):
        raise StructureError(f"The structure has {len(text)} letters and the sequence {len(letters)}; they must agree.")
    found: list[Fault] = []
    matched: set[int] = set()
    for i, j in matched_pairs(text):
        matched.update((i, j))
        if not can_pair(letters[i], letters[j]):
            found += [Fault(i, "non-canonical"), Fault(j, "non-canonical")]
        if j - i <= MIN_HAIRPIN:
            found += [Fault(i, "tight"), Fault(j, "tight")]
    found += [Fault(i, "unmatched") for i, letter in enumerate(text) if letter in "()" and i not in matched]
    return tuple(sorted(found, key=lambda fault: (fault.position, fault.kind)))


def legal_part(letters: str, text: str) -> Structure:
    """The structure of those pairs of a raw string that are matched and legal; all else becomes unpaired."""
    illegal = {fault.position for fault in faults(letters, text)}
    return Structure.from_pairs(len(text), [(i, j) for i, j in matched_pairs(text) if i not in illegal])


def read_reference(text: str, length: int) -> Structure:
    """Read a pasted reference structure for a sequence of `length`; blanks and line breaks are ignored.

    Pseudoknot brackets are refused rather than dropped: scores against half a reference would mislead. Raises
    `StructureError` with one sentence that can be shown.
    """
    # A paste can be huge: look at no more of it than decides the answer.
    if len(text) > 100 * (length + 100):
        raise StructureError(
            f"The reference has {len(text):,} characters; {length} letters ( ) . are wanted, as long as the sequence."
        )
    letters = "".join(text.split())
    if not letters:
        raise StructureError(f"The reference is empty; {length} letters ( ) . are wanted, as long as the sequence.")
    for i, letter in enumerate(letters):
        if letter in "[]{}<>":
            raise StructureError(
                f"The reference has {letter} at position {i + 1}: the letters ( ) . cannot write a pseudoknot; "
                "leave those pairs out as dots."
            )
        if letter not in "().":
            raise StructureError(
                f"The reference has {letter!r} at position {i + 1}; only the letters ( ) . are wanted there."
            )
    if len(letters) != length:
        raise StructureError(
            f"The reference has {len(letters)} letters and the sequence {length}; it must be exactly as long."
        )
    try:
        return Structure.from_dot_bracket(letters)
    except StructureError as error:
        raise StructureError(f"The reference is unbalanced: {str(error)[0].lower()}{str(error)[1:]}") from None
