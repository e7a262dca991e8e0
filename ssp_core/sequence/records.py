"""FASTA and plain text split into records: titles, comments, and titles that lack their >."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ssp_core.errors import SequenceError
from ssp_core.text import Line, is_invisible, numbered_lines, one_line

from .free_text import free_letters, is_ordered, is_ruler, with_bases, without_end_marks
from .letters import AMBIGUOUS, CIRCULAR, LEAST_PLAIN, PARENTS, PLAIN, sequence_of
from .rna_sequence import RnaSequence

_LONGEST_TITLE = 300
_LONGEST_WORD = 12
_NUCLEOTIDES = PLAIN | AMBIGUOUS | frozenset(PARENTS)
_WORD = re.compile(r"\b[a-z]{0,5}[rd]na[s0-9]{0,2}\b", re.IGNORECASE)
# What programs print before their first record, such as "Use constraints: 0".
_PREAMBLE = re.compile(r"[A-Z][A-Za-z ]{0,40}:( ?\S{0,40})?")
_CIRCULAR = re.compile(r"\[topology=circular\]", re.IGNORECASE)


@dataclass(frozen=True)
class TextRecord:
    """One record of a text, not yet read as letters.

    Attributes:
        name: the title after >; without a title, what the first comment says.
        line: the number of its first line.
        lines: its lines that are no comments and not blank.
        has_title: whether it starts with >.
        notes: what was left out before it.
    """

    name: str
    line: int
    lines: tuple[Line, ...]
    has_title: bool
    notes: tuple[str, ...] = ()


def text_records(text: str) -> list[TextRecord]:
    """The records of a text; none if there is nothing but comments and blanks."""
    return list(records_of_lines(numbered_lines(text.removeprefix("\ufeff"))))


def records_of_lines(lines: Iterable[Line]) -> Iterator[TextRecord]:
    """Yield the records of stripped lines that are not blank, each as soon as the next one begins."""
    records = _split(lines)
    first, second = next(records, None), next(records, None)
    if first and second and not first.has_title and _is_preamble(first.lines):
        start, end = first.lines[0].number, first.lines[-1].number
        where = f"line {start}" if start == end else f"lines {start}-{end}"
        first, second = replace(second, notes=(f"The text in {where} before the first title was left out",)), None
    yield from filter(None, (first, second))
    yield from records


def _split(given: Iterable[Line]) -> Iterator[TextRecord]:
    """The records as > starts them."""
    name, start, has_title = "", 0, False
    lines: list[Line] = []
    for line in given:
        bare = line.text if line.text.isascii() else _lstrip(line.text)
        if bare.startswith(">"):
            if has_title or lines:
                yield TextRecord(name, start, tuple(lines), has_title)
            name, start, has_title, lines = bare[1:].strip(), line.number, True, []
        elif bare.startswith((";", "#")):
            if not (has_title or name or lines):
                name = comment_title(bare)
        elif bare != "//":
            start = start or line.number
            lines.append(line)
    if has_title or lines:
        yield TextRecord(name, start, tuple(lines), has_title)


def _lstrip(text: str) -> str:
    """A line without blanks and invisible characters at its start."""
    start = 0
    while start < len(text) and (text[start].isspace() or is_invisible(text[start])):
        start += 1
    return text[start:]


def comment_title(comment: str) -> str:
    """The name that a comment line gives: bpRNA writes `#Name: x`, others `# x`."""
    return (comment[6:] if comment.startswith("#Name:") else comment[1:]).strip()


def _is_preamble(lines: Sequence[Line]) -> bool:
    return bool(lines) and all(_PREAMBLE.fullmatch(line.text) for line in lines)


def subject_of(number: int, count: int, name: str) -> str:
    """What errors call a record."""
    return f"Record {number} ({one_line(name) or 'unnamed'})" if count > 1 else "The sequence"


def rna_of(record: TextRecord, subject: str, max_length: int | None) -> RnaSequence:
    """The sequence of a record whose lines are letters; its first line may be a title without >."""
    if _CIRCULAR.search(record.name):
        raise SequenceError(f"{subject} is circular by its title: {CIRCULAR}.")
    name, lines, notes = record.name, record.lines, record.notes
    title = _title_of(record, subject)
    if title is not None:
        name, lines = title.text, lines[1:]
        notes = (*notes, f"Line {title.number}, {one_line(name)!r}, was read as the title")
    rna = sequence_of(free_letters(lines, subject), name, subject, max_length)
    return RnaSequence(rna, name, (*notes, *rna.notes))


def letter_lines(record: TextRecord) -> tuple[Line, ...]:
    """The lines of a record without a first one that is rather a title."""
    try:
        return record.lines[_title_of(record, "") is not None :]
    except SequenceError:
        return record.lines


def _title_of(record: TextRecord, subject: str) -> Line | None:
    """The first line of a record without > if it is no letters; `SequenceError` if it might be either."""
    if not record.lines:
        return None
    first, *others = record.lines
    words = _bare_words(first.text)
    for line in others:
        if _is_word(line.text):
            raise _doubt(line)
    if not words or is_ruler(first.text):
        return None
    core = with_bases("".join(words), 0, [])
    if others and _plain_share(core) < LEAST_PLAIN and not is_ordered(core):
        if set(core.upper()) <= _NUCLEOTIDES:
            is_title = _WORD.search(first.text) is not None
            if (not is_title and _is_doubtful(core, others)) or (is_title and record.has_title):
                raise _doubt(first)
        else:
            is_title = any(map(str.isalpha, core)) and len(first.text) <= _LONGEST_TITLE
        if is_title and not record.has_title and _begins_with_letters(others):
            return first
    _refuse_words(words, others, first, subject)
    return None


def _refuse_words(words: Sequence[str], others: Sequence[Line], first: Line, subject: str) -> None:
    """Raise if the first word of a line of letters is rather a name, as in `RNA GGGGAAAACCCC`."""
    word = words[0]
    if len(words) > 1:
        is_name = _is_doubtful(word, [*others, Line(first.number, "".join(words[1:]))])
    else:
        is_name = not others and _is_word(word)
    if is_name and set(word.upper()) <= _NUCLEOTIDES:
        raise SequenceError(
            f"{subject} begins with the word {one_line(word)!r} in line {first.number}, which may be a name; put a "
            "name on a line of its own that begins with >."
        )


def _doubt(line: Line) -> SequenceError:
    return SequenceError(
        f"Line {line.number}, {one_line(line.text)!r}, may be a title or nucleotides; begin a title with >."
    )


def _is_word(text: str) -> bool:
    """Whether a line is RNA, mRNA or the like, all of them letters for nucleotides."""
    return len(text) < _LONGEST_WORD and _WORD.fullmatch(text) is not None and _plain_share(text) < LEAST_PLAIN


def _bare_words(text: str) -> list[str]:
    """A line's words without end marks and line numbers."""
    words = without_end_marks(text).split()
    if len(words) > 1 and words[0].isdigit():
        words = words[1:]
    if len(words) > 1 and words[-1].isdigit():
        words = words[:-1]
    return words


def _begins_with_letters(lines: Sequence[Line]) -> bool:
    """Whether the first line that is no ruler has the letters of a sequence."""
    for line in lines:
        if not is_ruler(line.text):
            text = with_bases("".join(_bare_words(line.text)), 0, [])
            if is_ordered(text):
                return True
            text = text.upper().replace("N", "")
            return not text or _plain_share(text) >= LEAST_PLAIN
    return False


def _plain_share(text: str) -> float:
    """The share of A, C, G, U and T; words have N as well."""
    upper = text.upper()
    return sum(map(upper.count, "ACGUT")) / max(1, len(text))


def _is_doubtful(word: str, others: Sequence[Line]) -> bool:
    """Whether letters for several bases make up much of a word, and more letters than the word's follow."""
    length = len(word)
    if not AMBIGUOUS.union(PARENTS).intersection(word.upper()) or _plain_share(word) >= LEAST_PLAIN:
        return False
    following = 0
    for line in others:
        following += len(line.text)
        if following > length:
            return True
    return False
