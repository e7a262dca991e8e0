"""Brackets as databases write them: WUSS, extended dot-bracket notation, and pairs that cross others.

WUSS (Infernal, Rfam) writes nested pairs in any of `<> () [] {}`; extended dot-bracket notation writes pseudoknots in
`[] {} <>` and in letters, `A` before its `a`. Both are read as pairs. Where pairs cross, the nested part is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase, ascii_uppercase
from typing import TypeAlias

from ssp_core.errors import StructureError

from .structure import Structure, check_partners

Pairs: TypeAlias = tuple[tuple[int, int], ...]

OPENING = "([{<" + ascii_uppercase
CLOSING = ")]}>" + ascii_lowercase
UNPAIRED = ".,:;_-~"  # WUSS says with them what kind of loop it is
_CLOSING_OF = dict(zip(OPENING, CLOSING, strict=True))
_OPENING_OF = dict(zip(CLOSING, OPENING, strict=True))
# Of pairs that cross, ( ) are kept before [ ] { } < >, and these before letters.
_RANKS = {opening: 0 if opening == "(" else 1 if opening in "[{<" else 2 for opening in OPENING}
_MAX_STEPS = 5_000_000  # crossings of two pairs that are looked at; real structures have far fewer


def read_brackets(text: str) -> tuple[Structure, Pairs]:
    """Read a dot-bracket or WUSS string.

    Args:
        text: L characters of `OPENING`, `CLOSING` and `UNPAIRED`.

    Returns:
        The nested part, and the pairs that cross it, 0-based, ordered.

    Raises:
        StructureError: at another character or a bracket without its partner; the message names the position.

    Example:
        >>> structure, crossing = read_brackets("<<AA_>>aa")
        >>> structure.dot_bracket, crossing
        ('((...))..', ((2, 8), (3, 7)))
    """
    return nested_part(*bracket_partners(text))


def bracket_partners(text: str) -> tuple[list[int], list[int]]:
    """Match the brackets of a dot-bracket or WUSS string, each kind for itself.

    Args:
        text: L characters of `OPENING`, `CLOSING` and `UNPAIRED`.

    Returns:
        For each position its partner, -1 if it is unpaired; and the rank of its kind of bracket, 0 for `()`, 1 for
        `[]{}<>`, 2 for letters.

    Raises:
        StructureError: at another character or a bracket without its partner; the message names the position.
    """
    partners, ranks = [-1] * len(text), [0] * len(text)
    opened: dict[str, list[int]] = {}
    for i, letter in enumerate(text):
        if letter in UNPAIRED:
            continue
        if letter in _RANKS:
            opened.setdefault(letter, []).append(i)
        elif letter in _OPENING_OF:
            opening = _OPENING_OF[letter]
            if not opened.get(opening):
                raise StructureError(
                    f"The {letter} at position {i + 1} closes nothing; each {letter} needs a {opening} before it."
                )
            j = opened[opening].pop()
            partners[i], partners[j] = j, i
            ranks[i] = ranks[j] = _RANKS[opening]
        else:
            raise StructureError(f"Position {i + 1} holds {letter!r}; a structure is written in the letters ( ) .")
    for opening, positions in opened.items():
        if positions:
            raise StructureError(
                f"The {opening} at position {positions[-1] + 1} is never closed; "
                f"each {opening} needs a {_CLOSING_OF[opening]} after it."
            )
    return partners, ranks


def write_brackets(structure: Structure, crossing: Pairs = ()) -> str:
    """Write a structure in extended dot-bracket notation.

    Args:
        structure: L nucleotides; its pairs are written as ( ).
        crossing: pairs (i, j), 0-based, that cross it, ordered; written in `[] {} <>`, then in letters.

    Raises:
        StructureError: if there are not enough kinds of brackets for the pairs that cross each other.

    Example:
        >>> write_brackets(*read_brackets("((AA.))..aa"))
        '(([[.))..]]'
    """
    written = list(structure.dot_bracket)
    kinds: list[list[tuple[int, int]]] = [[] for _ in OPENING[1:]]
    for i, j in crossing:
        free = (n for n, pairs in enumerate(kinds) if not any(i < k < j < m or k < i < m < j for k, m in pairs))
        kind = next(free, None)
        if kind is None:
            raise StructureError(
                f"Too many pairs cross each other for dot-bracket notation, the pair {i + 1}-{j + 1} among them."
            )
        kinds[kind].append((i, j))
        written[i], written[j] = OPENING[kind + 1], CLOSING[kind + 1]
    return "".join(written)


def nested_part(partners: Sequence[int], ranks: Sequence[int] | None = None) -> tuple[Structure, Pairs]:
    """Keep stems that do not cross, of a lower rank first, then larger ones first.

    Args:
        partners: for each nucleotide the 0-based position of its partner, or -1 where it is unpaired.
        ranks: for each nucleotide the rank of its pair; None ranks all the same.

    Returns:
        The nested part, and the pairs that cross it, 0-based, ordered.

    Raises:
        StructureError: if a partner is out of range or does not pair back, or if far too many pairs cross.

    Example:
        >>> nested_part([4, 5, -1, -1, 0, 1])
        (Structure(partners=(4, -1, -1, -1, 0, -1)), ((1, 5),))
    """
    check_partners(partners)
    ranks = [0] * len(partners) if ranks is None else ranks
    stem_of = _stems(partners, ranks)
    crossing = _crossing_stems(partners, stem_of)
    if not crossing:
        return Structure(tuple(partners)), ()
    sizes: dict[int, int] = {}
    for i, j in enumerate(partners):
        if j > i:
            sizes[stem_of[i]] = sizes.get(stem_of[i], 0) + 1
    kept: set[int] = set()
    for stem in sorted(crossing, key=lambda stem: (ranks[stem], -sizes[stem], stem)):
        if not crossing[stem] & kept:
            kept.add(stem)
    removed = crossing.keys() - kept
    left_out = tuple((i, j) for i, j in enumerate(partners) if j > i and stem_of[i] in removed)
    nested = tuple(-1 if j != -1 and stem_of[i] in removed else j for i, j in enumerate(partners))
    return Structure(nested), left_out


def _stems(partners: Sequence[int], ranks: Sequence[int]) -> list[int]:
    """For each paired position the first position of its stem, a run of stacked pairs of one rank."""
    stem_of = [-1] * len(partners)
    for i, j in enumerate(partners):
        if j > i:
            stacked = i > 0 and partners[i - 1] == j + 1 and ranks[i - 1] == ranks[i]
            stem_of[i] = stem_of[j] = stem_of[i - 1] if stacked else i
    return stem_of


def _crossing_stems(partners: Sequence[int], stem_of: Sequence[int]) -> dict[int, set[int]]:
    """For each stem that crosses others, those."""
    crossing: dict[int, set[int]] = {}
    opened: list[int] = []
    steps = 0
    for i, j in enumerate(partners):
        if j > i:
            opened.append(i)
        elif j != -1:
            place = len(opened) - 1
            while opened[place] != j:
                one, other = stem_of[opened[place]], stem_of[j]
                crossing.setdefault(one, set()).add(other)
                crossing.setdefault(other, set()).add(one)
                place -= 1
                steps += 1
            if steps > _MAX_STEPS:
                raise StructureError("Far too many pairs cross each other; this is no secondary structure.")
            del opened[place]
    return crossing
