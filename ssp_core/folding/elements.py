"""The structural elements of an RNA, as a letter for each nucleotide and in words; no other module imports forgi.

The letters are forgi's (Thiel et al. 2019): f 5′ end, t 3′ end, s stem, h hairpin loop, i interior loop or bulge, m
multiloop. One differs: unpaired nucleotides between two stems outside of all pairs, for forgi m too, are e here, for
they belong to no multiloop; so are those of a chain without pairs. forgi has wheels for few systems; where it is
missing the letters come from `letters_by_loop`, which a test holds to be equal.

>>> structure = Structure.from_dot_bracket(".((...))..((...))")
>>> elements(structure)
'fsshhhsseesshhhss'
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .structure import Structure

ELEMENT_NAMES = {
    "s": "stem",
    "h": "hairpin loop",
    "i": "interior loop",
    "m": "multiloop",
    "e": "exterior loop",
    "f": "5′ end",
    "t": "3′ end",
}

Span = tuple[int, int]  # first and last position, 0-based, both included


def element_names(structure: Structure) -> dict[str, str]:
    """The names of the elements that a structure has, by letter; a chain without pairs has "unpaired" alone."""
    if not structure.pairs:
        return {"e": "unpaired"}
    present = set(elements(structure))
    return {letter: name for letter, name in ELEMENT_NAMES.items() if letter in present}


@lru_cache(maxsize=64)  # every drawing of a structure needs them
def elements(structure: Structure) -> str:
    """The element letter of each nucleotide, as a string as long as the structure."""
    by_forgi = _forgi()
    if by_forgi is None or not structure.pairs:  # forgi refuses an empty structure and calls a chain a 5′ end
        return letters_by_loop(structure)
    letters = list(by_forgi(structure.dot_bracket))
    _write(letters, loops(structure)[0])  # the exterior one
    return "".join(letters)


@lru_cache(maxsize=1)
def _forgi() -> Callable[[str], str] | None:
    """The function of forgi that gives a dot-bracket string's element letters, or None where forgi is not installed.

    Imported on first use, since that takes most of a second, and silently: against numpy 2 it prints a traceback and
    works.
    """
    with contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            from forgi.graph.bulge_graph import BulgeGraph
        except ImportError:
            return None

    def letters(dot_bracket: str) -> str:
        return str(BulgeGraph.from_dotbracket(dot_bracket).to_element_string())

    return letters


@dataclass(frozen=True)
class Loop:
    """The loop that a pair closes, or, where `closing` is None, the exterior loop; positions are 0-based."""

    closing: tuple[int, int] | None
    branches: tuple[tuple[int, int], ...]  # the pairs directly inside, in order
    unpaired: tuple[Span, ...]  # runs of unpaired nucleotides, in order

    @property
    def size(self) -> int:
        """The number of unpaired nucleotides."""
        return sum(last - first + 1 for first, last in self.unpaired)


def loops(structure: Structure) -> tuple[Loop, ...]:
    """The loops of a structure: the exterior one first, then by the position of their closing pair."""
    partners = structure.partners
    found = []
    for closing in (None, *structure.pairs):
        start, stop = (closing[0] + 1, closing[1]) if closing else (0, len(partners))
        branches: list[tuple[int, int]] = []
        unpaired: list[Span] = []
        i = start
        while i < stop:
            first = i
            while i < stop and partners[i] == -1:
                i += 1
            if i > first:
                unpaired.append((first, i - 1))
            if i < stop:
                branches.append((i, partners[i]))
                i = partners[i] + 1
        found.append(Loop(closing, tuple(branches), tuple(unpaired)))
    return tuple(found)


def stems(structure: Structure) -> tuple[tuple[Span, Span], ...]:
    """The (5′ side, 3′ side) of each stem, by position: pairs stacked on each other without a gap on either side."""
    pairs = set(structure.pairs)
    found = []
    for i, j in structure.pairs:
        if (i - 1, j + 1) in pairs:
            continue
        size = 1
        while (i + size, j - size) in pairs:
            size += 1
        found.append(((i, i + size - 1), (j - size + 1, j)))
    return tuple(found)


def stem_of(structure: Structure, position: int) -> tuple[tuple[int, int], ...]:
    """The pairs of the stem that a nucleotide is in, outermost first; none where it is unpaired.

    >>> stem_of(Structure.from_dot_bracket("((...)).."), 1)
    ((0, 6), (1, 5))
    """
    partners = structure.partners
    if partners[position] == -1:
        return ()
    i, j = sorted((position, partners[position]))
    while i > 0 and j + 1 < len(partners) and partners[i - 1] == j + 1:
        i, j = i - 1, j + 1
    size = 1
    while i + size < j - size and partners[i + size] == j - size:
        size += 1
    return tuple((i + k, j - k) for k in range(size))


def describe_stem(pairs: Sequence[tuple[int, int]]) -> str:
    """The pairs of one stem in words, outermost first, positions from 1.

    >>> describe_stem([(0, 6), (1, 5)])
    'stem of 2 pairs, 1-2 with 6-7'
    """
    (first, last), (inner_first, inner_last) = pairs[0], pairs[-1]
    name = "single pair" if len(pairs) == 1 else f"stem of {len(pairs)} pairs"
    return f"{name}, {_span((first, inner_first))} with {_span((inner_last, last))}"


def letters_by_loop(structure: Structure) -> str:
    """The letters of `elements` by our own reading of the loops."""
    letters = ["s"] * len(structure)
    for loop in loops(structure):
        _write(letters, loop)
    return "".join(letters)


def _write(letters: list[str], loop: Loop) -> None:
    """Write the letter of each unpaired nucleotide of a loop at its position."""
    for first, last in loop.unpaired:
        letters[first : last + 1] = _letter(loop, first, last) * (last + 1 - first)


def _letter(loop: Loop, first: int, last: int) -> str:
    """The letter of one run of unpaired nucleotides of a loop."""
    if loop.closing is not None:
        return "him"[min(len(loop.branches), 2)]
    if not loop.branches:
        return "e"
    if last < loop.branches[0][0]:
        return "f"
    return "t" if first > loop.branches[-1][1] else "e"


def describe_structure(structure: Structure) -> str:
    """The structure in words, in order along the chain, positions from 1.

    >>> describe_structure(Structure.from_dot_bracket("((...)).."))
    'stem of 2 pairs, 1-2 with 6-7; hairpin loop of 3, 3-5; unpaired 3′ end, 8-9'
    """
    if not structure.pairs:
        return f"no pairs, {_count(len(structure), 'unpaired nucleotide')}" if len(structure) else "no nucleotides"
    parts = sorted((*_described_stems(structure), *_described_loops(structure)))
    return "; ".join(words for _, words in parts)


def _described_stems(structure: Structure) -> Iterator[tuple[int, str]]:
    """(first position, words) of each stem."""
    for (first, _), _ in stems(structure):
        yield first, describe_stem(stem_of(structure, first))


def _described_loops(structure: Structure) -> Iterator[tuple[int, str]]:
    """(first position, words) of each loop that is no stack of two pairs, and of each run outside of all pairs."""
    for loop in loops(structure):
        sizes = [last - first + 1 for first, last in loop.unpaired]
        spans = [_span(span) for span in loop.unpaired]
        if loop.closing is None:
            for (first, last), span in zip(loop.unpaired, spans, strict=True):
                letter = _letter(loop, first, last)
                yield first, f"unpaired {'linker' if letter == 'e' else ELEMENT_NAMES[letter]}, {span}"
        elif not loop.branches:
            yield loop.closing[0] + 1, f"hairpin loop of {loop.size}" + (f", {spans[0]}" if spans else "")
        elif len(loop.branches) > 1:
            where = f", unpaired {', '.join(spans)}" if spans else ", nothing unpaired"
            yield loop.closing[0] + 1, f"multiloop of {len(loop.branches) + 1} stems{where}"
        elif len(spans) == 1:
            yield loop.unpaired[0][0], f"bulge of {sizes[0]}, {spans[0]}"
        elif spans:
            yield loop.unpaired[0][0], f"interior loop of {sizes[0]} and {sizes[1]}, {' and '.join(spans)}"


def _span(span: Span) -> str:
    first, last = span
    return f"{first + 1}-{last + 1}" if last > first else f"{first + 1}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"
