"""The terms of the nearest-neighbour model that a structure uses, and their places in a ViennaRNA parameter file.

A term is a section of the file and the place of a number in it. Numbers that mean the same (a stack read from either
side) are one term, and so are numbers that too few known structures distinguish (loops longer than some length); see
`tied`. Numbers that are no term stay as they are: the large tables of interior loops of 2 x 1 and 2 x 2, dangles, caps,
and energies of unknown nucleotides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ssp_core.folding.elements import Loop
from ssp_core.folding.thermo import HEADING

SPECIAL = ("Hexaloops", "Tetraloops", "Triloops")
_CODES = {nucleotide: code for code, nucleotide in enumerate("NACGU")}
_PAIRS = {pair: number for number, pair in enumerate(("CG", "GC", "GU", "UG", "AU", "UA"))}
_FIRST_WEAK = 2  # pairs from here on have the terminal AU penalty
_PAIRS_IN_FILE, _NUCLEOTIDES_IN_FILE = 7, 5
_MISMATCHES = tuple(f"mismatch_{place}" for place in ("hairpin", "internal", "internal_1n", "internal_23"))
_STEM_MISMATCHES = ("mismatch_multi", "mismatch_exterior")
_LONGEST = {"hairpin": 10, "bulge": 7, "internal": 12}
_SHORTEST = {"hairpin": 3, "bulge": 1, "internal": 4}
_UNPAIRED, _CLOSING, _BRANCH = 0, 2, 4  # in ML_params; the numbers between them are enthalpies
_TERMINAL_AU = 2  # in Misc
_SINGLE = {"ML_params": (_UNPAIRED, _CLOSING, _BRANCH), "NINIO": (0,), "Misc": (_TERMINAL_AU,)}
_SIZES = {"stack": 49, "int11": 1225, **dict.fromkeys((*_MISMATCHES, *_STEM_MISMATCHES), 175)}
_NUMBER = re.compile(r"/\*.*?\*/|(?<![\w.])(-?\d+|DEF|INF)(?![\w.])")
_DEFAULT = -50  # the value of DEF


class Term(NamedTuple):
    """A section of the parameter file and a place in it, counted from 0."""

    section: str
    place: int


def tied(section: str, place: int) -> Term | None:
    """The term of a number of the file; None for one that is not learned."""
    if section in SPECIAL:
        return Term("special", 0)
    if section in _LONGEST:
        return Term(section, min(place, _LONGEST[section])) if place >= _SHORTEST[section] else None
    if section in _SINGLE:
        return Term(section, place) if place in _SINGLE[section] else None
    if section not in _SIZES or place >= _SIZES[section]:
        return None
    if section in ("stack", "int11"):
        one, other = sorted(divmod(place if section == "stack" else place // _NUCLEOTIDES_IN_FILE**2, _PAIRS_IN_FILE))
        return Term(section, one * _PAIRS_IN_FILE + other) if other < len(_PAIRS) else None
    pair, beside = divmod(place, _NUCLEOTIDES_IN_FILE**2)
    known = pair < len(_PAIRS) and beside % _NUCLEOTIDES_IN_FILE and beside // _NUCLEOTIDES_IN_FILE
    return Term(section, place) if known else None


def all_terms() -> tuple[Term, ...]:
    """All terms, in a fixed order."""
    sizes = {**_SIZES, **dict.fromkeys(_LONGEST, 31), **dict.fromkeys(_SINGLE, 6), "Triloops": 1}
    found = {tied(section, place) for section, size in sizes.items() for place in range(size)}
    return tuple(sorted(term for term in found if term))


class Rules(NamedTuple):
    """The rules of a parameter file beside its energies.

    `special` are the hairpins with an energy of their own; `max_asymmetry` is the difference of an interior loop's two
    sides, in nucleotides, from which on its penalty no longer grows.
    """

    special: frozenset[str]
    max_asymmetry: float


def terms(sequence: str, loop: Loop, rules: Rules) -> Iterator[tuple[Term, int]]:
    """The terms that a loop of an RNA uses, and how often each."""
    if loop.closing is None:
        for pair in loop.branches:
            yield from _stem(sequence, pair, "mismatch_exterior")
        return
    i, j = loop.closing
    if not loop.branches:
        yield from _hairpin(sequence, i, j, rules.special)
    elif len(loop.branches) == 1:
        yield from _interior(sequence, (i, j), loop.branches[0], rules.max_asymmetry)
    else:
        yield Term("ML_params", _CLOSING), 1
        yield Term("ML_params", _UNPAIRED), loop.size
        yield Term("ML_params", _BRANCH), len(loop.branches) + 1
        for pair in ((j, i), *loop.branches):
            yield from _stem(sequence, pair, "mismatch_multi")


def _hairpin(sequence: str, i: int, j: int, special: frozenset[str]) -> Iterator[tuple[Term, int]]:
    size = j - i - 1
    if sequence[i : j + 1] in special:
        yield Term("special", 0), 1
        return
    yield Term("hairpin", min(size, _LONGEST["hairpin"])), 1
    if size > _SHORTEST["hairpin"]:
        yield from _mismatch(sequence, "mismatch_hairpin", (i, j), (i + 1, j - 1))
    else:
        yield from _weak(_pair(sequence, i, j))


def _interior(
    sequence: str, outer: tuple[int, int], inner: tuple[int, int], max_asymmetry: float
) -> Iterator[tuple[Term, int]]:
    (i, j), (p, q) = outer, inner
    shorter, longer = sorted((p - i - 1, j - q - 1))
    pairs = _pair(sequence, i, j), _pair(sequence, q, p)
    together = min(pairs) * _PAIRS_IN_FILE + max(pairs)
    if longer == 0 or (shorter, longer) == (0, 1):
        yield Term("stack", together), 1
    if longer and not shorter:
        yield Term("bulge", min(longer, _LONGEST["bulge"])), 1
        if longer > 1:
            yield from _weak(*pairs)
    elif (shorter, longer) == (1, 1):
        yield Term("int11", together), 1
    elif shorter and (shorter, longer) not in ((1, 2), (2, 2)):
        yield Term("internal", min(shorter + longer, _LONGEST["internal"])), 1
        if longer - shorter < max_asymmetry:
            yield Term("NINIO", 0), longer - shorter
        section = "mismatch_internal" + {1: "_1n"}.get(shorter, "_23" if (shorter, longer) == (2, 3) else "")
        yield from _mismatch(sequence, section, (i, j), (i + 1, j - 1))
        yield from _mismatch(sequence, section, (q, p), (q + 1, p - 1))


def _stem(sequence: str, pair: tuple[int, int], section: str) -> Iterator[tuple[Term, int]]:
    """The terms of a pair in a multiloop or the exterior loop: the nucleotides outside it are its mismatch."""
    i, j = pair
    yield from _weak(_pair(sequence, i, j))
    if i > 0 and j < len(sequence) - 1:
        yield from _mismatch(sequence, section, pair, (i - 1, j + 1))


def _mismatch(
    sequence: str, section: str, pair: tuple[int, int], beside: tuple[int, int]
) -> Iterator[tuple[Term, int]]:
    """The term of a pair with the nucleotides beside it, where both of them are known."""
    first, second = (_CODES[sequence[place]] for place in beside)
    if term := tied(section, (_pair(sequence, *pair) * _NUCLEOTIDES_IN_FILE + first) * _NUCLEOTIDES_IN_FILE + second):
        yield term, 1


def _weak(*pairs: int) -> Iterator[tuple[Term, int]]:
    if weak := sum(pair >= _FIRST_WEAK for pair in pairs):
        yield Term("Misc", _TERMINAL_AU), weak


def _pair(sequence: str, i: int, j: int) -> int:
    return _PAIRS[sequence[i] + sequence[j]]


def sections(text: str) -> dict[str, str]:
    """The sections of a parameter file by name, each with the lines below its heading."""
    parts = re.split(r"(?m)^# ", text)[1:]
    return {name.strip(): body for name, _, body in (part.partition("\n") for part in parts)}


def rules_of(text: str) -> Rules:
    """The rules of a parameter file."""
    found = sections(text)
    special = (hairpin for name in SPECIAL for hairpin in re.findall(r"(?m)^\s*([ACGU]+)\s", found[name]))
    penalty, _, cap = (int(number[1]) for number in _NUMBER.finditer(found["NINIO"]) if number[1])
    return Rules(frozenset(special), cap / penalty if penalty > 0 else float("inf"))


def with_differences(text: str, differences: Mapping[Term, float]) -> str:
    """A parameter file with each term changed by its difference in kcal/mol, without enthalpies: for 37 C alone."""
    return _file({name: _changed(name, body, differences) for name, body in _energies(text).items()})


def mean_of(files: Sequence[str]) -> str:
    """The mean of parameter files that differ in their numbers only, without enthalpies; else ValueError."""
    first, *others = map(_energies, files)
    if any(other.keys() != first.keys() for other in others):
        raise ValueError("Found parameter files of other sections: wanted some that were learned from one start.")
    return _file({name: _mean([body, *(other[name] for other in others)]) for name, body in first.items()})


def _energies(text: str) -> dict[str, str]:
    return {name: body for name, body in sections(text).items() if name != "END" and not name.endswith("_enthalpies")}


def _file(bodies: Mapping[str, str]) -> str:
    parts = "".join(f"# {name}\n{body.strip()}\n\n" for name, body in bodies.items())
    return f"{HEADING}\n\n{parts}# END\n"


def _mean(bodies: Sequence[str]) -> str:
    numbers = zip(*([each[1] for each in _NUMBER.finditer(body) if each[1]] for body in bodies), strict=True)

    def mean(number: re.Match[str]) -> str:
        if number[1] is None:
            return number[0]
        values = next(numbers)
        if "INF" in values:
            return "INF"
        return str(round(sum(_DEFAULT if value == "DEF" else int(value) for value in values) / len(values)))

    return _NUMBER.sub(mean, bodies[0])


def _changed(name: str, body: str, differences: Mapping[Term, float]) -> str:
    place = -1

    def change(number: re.Match[str]) -> str:
        nonlocal place
        if number[1] is None:
            return number[0]
        place += 1
        if number[1] == "INF":
            return number[1]
        # A special hairpin's line has its sequence, its energy and its enthalpy.
        term = tied(name, place) if name not in SPECIAL or place % 2 == 0 else None
        old = _DEFAULT if number[1] == "DEF" else int(number[1])
        new = old + round(100 * differences.get(term, 0.0)) if term else old
        return str(min(0, new) if name in _STEM_MISMATCHES and old <= 0 else new)  # ViennaRNA caps them so

    return _NUMBER.sub(change, body)
