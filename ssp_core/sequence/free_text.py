"""Letters in free text: line numbers, rulers, end marks, quotation marks and invisible characters are set aside.

Numbers must fit the letters, wherever they start: a line that is missing from a copy is found by them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ssp_core.errors import SequenceError
from ssp_core.text import Line, without_invisible

from .letters import WANTED, Letters

_PRIMES = "['′’‘´`ʹ‵]"
_DASHES = "[-‐‑‒–—−]"
_FIVE = re.compile(rf"5\s?{_PRIMES}\s?{_DASHES}*\s?(?:p{{1,3}}(?=[A-Z]))?")
_THREE = re.compile(rf"(?:\s?{_DASHES}*\s?OH)?\s?{_DASHES}*\s?3\s?{_PRIMES}$|\s?{_DASHES}?\s?OH$")
_REVERSED = re.compile(rf"3\s?{_PRIMES}")
_QUOTES = "\"'`“”„‟«»‘’‚"
_TAIL = 30  # characters at the end of a line that an end mark may take
_SCALE = re.compile(r"[|\d]")
_RULER = re.compile(r"[-.,:|+='*\d ]*")
_RULER_MARKS = re.compile(r"[-.,:|+='*]")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
# Modified nucleotides by their short names, such as m6A, ac4C or [m1G].
_NAME = r"(?:hm|ac|[mstif])(?:\d{1,2}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})[ACGU]|m\d{1,2}[acgu]"
_MARK = re.compile(rf"\[(?:{_NAME})\]|\((?:{_NAME})\)|\{{(?:{_NAME})\}}|(?:{_NAME})")
_HAS_MARK = re.compile(r"[a-z][\d⁰¹²³⁴⁵⁶⁷⁸⁹]")
# Letters as they are ordered from makers of RNA: rG, dT, mA.
_ORDERED = re.compile(r"(?:[rmd][ACGUTIN]){2,}")


class _Number(NamedTuple):
    """A number beside letters, and the numbers that the nucleotide before the first may have by it."""

    line: int
    value: int
    offsets: frozenset[int]
    before: int  # letters before it
    ends: bool  # whether it is behind letters


def free_letters(lines: Sequence[Line], subject: str) -> Letters:
    """The letters of one record's lines.

    Raises:
        SequenceError: if numbers do not fit the letters, or the RNA is written from 3′ to 5′; `subject` opens it.
    """
    notes: list[str] = []
    lines = _without_ends(_visible(lines, notes), subject, notes)
    has_letters = any(character.isalpha() for line in lines for character in line.text)
    parts: list[str] = []
    starts: list[tuple[int, int]] = []
    marks: list[tuple[str, int]] = []
    numbers: list[_Number] = []
    rulers: list[int] = []
    length = 0
    for line in lines:
        words = line.text.split()
        if has_letters and is_ruler(line.text):
            rulers.append(line.number)
            continue
        first = has_letters and _is_number(words[0])
        last = has_letters and len(words) > 1 and _is_number(words[-1])
        if first:
            offsets = {int(words[0]) - 1 - length} | ({int(words[0]) - length} if len(words) == 1 else set())
            behind = len(words) == 1 and length > 0
            numbers.append(_Number(line.number, int(words[0]), frozenset(offsets), length, behind))
        part = with_bases("".join(words[first : len(words) - last]), length, marks)
        if part:
            starts.append((length, line.number))
            parts.append(part)
            length += len(part)
        if last:
            value = int(words[-1])
            numbers.append(_Number(line.number, value, frozenset({value - length}), length, True))
    if rulers:
        where = f"lines {rulers[0]}-{rulers[-1]}" if len(rulers) > 1 else f"line {rulers[0]}"
        notes.append(_left_out(f"The ruler{'s' * (len(rulers) > 1)} in {where}", len(rulers)))
    _check_numbers(numbers, subject, notes)
    return _unprefixed(Letters("".join(parts), tuple(starts), tuple(marks), tuple(notes)))


def is_ruler(text: str) -> bool:
    """Whether a line is a ruler such as `10 20 30` or `....,....1....,....2`."""
    if not _SCALE.search(text):
        return False
    words = text.split()
    if len(words) > 1 and all(map(_is_number, words)):
        values = [int(word) for word in words]
        steps = {after - before for before, after in pairwise(values[1:])}
        return len(steps) <= 1 and min(steps, default=1) > 0 and values[1] > values[0]
    text = "".join(words)
    if re.fullmatch("(?:1234567890)+[1-9]*", text):
        return True
    return _RULER.fullmatch(text) is not None and len(_RULER_MARKS.findall(text)) > 3


def without_end_marks(text: str) -> str:
    """A line without 5′ at its start and 3′ at its end."""
    match = _FIVE.match(text)
    text = text[match.end() :] if match else text
    end = _THREE.search(text, max(0, len(text) - _TAIL))
    return text[: end.start()] if end else text


def _left_out(what: str, count: int) -> str:
    return f"{what} {'were' if count > 1 else 'was'} left out"


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) < 12


def _visible(lines: Sequence[Line], notes: list[str]) -> list[Line]:
    """The lines without characters that take no room."""
    visible: list[Line] = []
    count, first = 0, ""
    for line in lines:
        text, removed = without_invisible(line.text)
        if removed and not count:
            first = f"{unicodedata.name(removed[0], 'unnamed').lower()} in line {line.number}"
        count += len(removed)
        if text.strip():
            visible.append(Line(line.number, text.strip()))
    if count:
        notes.append(_left_out(f"{count:,} invisible character{'s' * (count > 1)}", count) + f", the first a {first}")
    return visible


def _without_ends(lines: list[Line], subject: str, notes: list[str]) -> list[Line]:
    """The lines without quotation marks around them, and without 5′ and 3′ at their ends."""
    if not lines:
        return lines
    texts = [line.text for line in lines]
    if texts[0][0] in _QUOTES:
        count = len(texts[0]) - len(texts[0].lstrip(_QUOTES))
        texts[0] = texts[0][count:]
        closing = texts[-1][-count:]
        texts[-1] = texts[-1].removesuffix(closing) + closing.rstrip(_QUOTES)
        notes.append("The quotation marks were left out")
    if _REVERSED.match(texts[0]):
        raise SequenceError(f"{subject} is written from 3′ to 5′; write it from 5′ to 3′.")
    removed = []
    if start := _FIVE.match(texts[0]):
        removed.append(start.group().strip())
        texts[0] = texts[0][start.end() :]
    if end := _THREE.search(texts[-1], max(0, len(texts[-1]) - _TAIL)):
        removed.append(end.group().strip())
        texts[-1] = texts[-1][: end.start()]
    if removed:
        notes.append(_left_out(f"{' and '.join(removed)} at the end{'s' * (len(removed) > 1)}", len(removed)))
    stripped = (Line(line.number, text.strip()) for line, text in zip(lines, texts, strict=True))
    return [line for line in stripped if line.text]


def with_bases(text: str, length: int, marks: list[tuple[str, int]]) -> str:
    """A line's letters with the base for each name of a modified nucleotide; `marks` gets the names."""
    if not _HAS_MARK.search(text):
        return text
    parts: list[str] = []
    end = 0
    for match in _MARK.finditer(text):
        parts.append(text[end : match.start()])
        name = match.group().strip("[](){}").translate(_SUPERSCRIPTS)
        length += len(parts[-1])
        marks.append((f"{name[:-1]}{name[-1].upper()}", length))
        parts.append(name[-1])
        length += 1
        end = match.end()
    return "".join([*parts, text[end:]])


def _check_numbers(numbers: Sequence[_Number], subject: str, notes: list[str]) -> None:
    """Raise unless all numbers count the nucleotides, from whichever number on."""
    if not numbers:
        return
    possible = frozenset(offset for offset in numbers[0].offsets if offset >= 0)
    if not possible or (len(numbers) == 1 and numbers[0].ends and 0 not in possible):
        number = numbers[0]
        raise SequenceError(
            f"{subject} has the number {number.value} in line {number.line}, after {number.before} nucleotides; "
            f"{WANTED} are wanted there."
        )
    for number in numbers[1:]:
        if not possible & number.offsets:
            expected = min(possible) + number.before + (not number.ends)
            raise SequenceError(
                f"Line {number.line} has the number {number.value} where {expected} is expected: nucleotides are "
                "missing or repeated before it, or it is another sequence."
            )
        possible &= number.offsets
    if min(possible):
        notes.append(f"The line numbers start at {min(possible) + 1}; positions here are counted from 1")


def is_ordered(text: str) -> bool:
    """Whether each letter has a prefix, as in rGrGdT."""
    return text[:1] in {"r", "m", "d"} and _ORDERED.fullmatch(text) is not None


def _unprefixed(letters: Letters) -> Letters:
    """The letters without the prefixes of an order, as in rGrGdT."""
    text = letters.text
    if not is_ordered(text):
        return letters
    prefixes = ", ".join(sorted(set(text[::2])))
    starts = tuple(((index + 1) // 2, line) for index, line in letters.starts)
    note = _left_out(f"The prefix{'es' * (len(prefixes) > 1)} {prefixes} before the letters", len(prefixes))
    return Letters(text[1::2], starts, (), (*letters.notes, note))
