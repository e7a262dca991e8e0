"""The structural elements of an RNA, letter by letter and in words; the one room that knows forgi.

The letters are forgi's (Thiel et al. 2019): f 5' end, t 3' end, s stem, h hairpin loop, i interior loop or bulge, m
multiloop; but what joins two stems outside of all pairs, forgi's m too, is e here, no part of any multiloop. forgi has
wheels for few systems; where it is missing the letters come from `letters_by_loop`, which a test holds to be equal.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from .structure import Structure

ELEMENT_NAMES = {
    "f": "5' end",
    "t": "3' end",
    "s": "stem",
    "h": "hairpin loop",
    "i": "interior loop",
    "m": "multiloop",
    "e": "exterior loop",
}

Span = tuple[int, int]  # first and last position, 0-based, both included


@lru_cache(maxsize=64)  # every drawing of a structure asks for them
def elements(structure: Structure) -> str:
    """The element letter of each nucleotide, as many as the structure is long."""
    by_forgi = _forgi()
    if by_forgi is None or not len(structure):  # forgi refuses an empty structure
        return letters_by_loop(structure)
    letters = list(by_forgi(structure.dot_bracket))
    _write(letters, loops(structure)[0])  # the exterior one
    return "".join(letters)


@lru_cache(maxsize=1)
def _forgi() -> Callable[[str], str] | None:
    """Forgi's way from dot-bracket to element letters, or None where it is not installed.

    Imported on first use, for it takes most of a second, and silently: against numpy 2 it prints a traceback and works.
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
    """What one pair closes, or, if `closing` is None, what lies outside of all pairs."""

    closing: tuple[int, int] | None
    branches: tuple[tuple[int, int], ...]  # the pairs directly inside, in order
    unpaired: tuple[Span, ...]  # runs of unpaired bases, in order

    @property
    def size(self) -> int:
        """How many bases are unpaired."""
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


def letters_by_loop(structure: Structure) -> str:
    """The letters of `elements`, read off the loops."""
    letters = ["s"] * len(structure)
    for loop in loops(structure):
        _write(letters, loop)
    return "".join(letters)


def _write(letters: list[str], loop: Loop) -> None:
    """The letters of a loop's unpaired bases, each at its place."""
    for first, last in loop.unpaired:
        letters[first : last + 1] = _letter(loop, first, last) * (last + 1 - first)


def _letter(loop: Loop, first: int, last: int) -> str:
    """The letter of one run of unpaired bases of a loop."""
    if loop.closing is not None:
        return "him"[min(len(loop.branches), 2)]
    if not loop.branches or last < loop.branches[0][0]:
        return "f"
    return "t" if first > loop.branches[-1][1] else "e"


def in_words(structure: Structure) -> str:
    """The structure as a screen reader can say it, in order along the chain, positions from 1.

    For example "stem of 7 pairs, 1-7 with 66-72; hairpin loop of 8, 14-21; 3' end of 4, 73-76".
    """
    if not structure.pairs:
        return f"no pairs, {len(structure)} unpaired" if len(structure) else "no nucleotides"
    told = sorted((*_stems(structure), *_loops_told(structure)))
    return "; ".join(words for _, words in told)


def _stems(structure: Structure) -> Iterator[tuple[int, str]]:
    """(first position, words) of each stem: pairs stacked on each other without a gap on either side."""
    pairs = set(structure.pairs)
    for i, j in structure.pairs:
        if (i - 1, j + 1) in pairs:
            continue
        size = 1
        while (i + size, j - size) in pairs:
            size += 1
        sides = f"{_span((i, i + size - 1))} with {_span((j - size + 1, j))}"
        yield i, f"stem of {size} pair{'s' * (size > 1)}, {sides}"


def _loops_told(structure: Structure) -> Iterator[tuple[int, str]]:
    """(first position, words) of each loop that is not a stack, and of the ends and joints outside of all pairs."""
    for loop in loops(structure):
        sizes = [last - first + 1 for first, last in loop.unpaired]
        spans = [_span(span) for span in loop.unpaired]
        if loop.closing is None:
            for (first, last), size, span in zip(loop.unpaired, sizes, spans, strict=True):
                letter = _letter(loop, first, last)
                yield first, f"{'joint' if letter == 'e' else ELEMENT_NAMES[letter]} of {size}, {span}"
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
