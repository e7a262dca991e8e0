"""Text to RNA: raw letters or FASTA, one record or several, cleaned with a note or refused with one sentence.

What is a matter of writing goes silently: lower case, blanks, line breaks, the numbers of GenBank's and EMBL's lines.
What changes a letter leaves a note: T becomes U, an IUPAC letter for several bases becomes N. Everything else is an
error that says what was found, where (counted from 1, in the record's own nucleotides) and what is wanted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ssp_core.errors import SequenceError
from ssp_core.rna import IUPAC, MAX_LENGTH
from ssp_core.text import lines_of

MAX_CHARACTERS = 50_000_000  # a paste or file beyond this is refused unread
NAMED_POSITIONS = 5  # a note names this many positions, then counts

WANTED = "the letters A, C, G, U (or T, or an IUPAC letter such as N)"
_AMBIGUOUS = frozenset(letter for letter, bases in IUPAC.items() if len(bases) in (2, 3))  # N stays itself
_LETTERS = frozenset(IUPAC)
_PROTEIN = frozenset("EFILPQZ")  # amino acids whose letters are no nucleotide's
_STRUCTURE = frozenset("().[]{}<>")


class RnaSequence(str):
    """The sequence of one RNA, letters of ACGUN only, with its name and notes on what reading changed.

    It is a `str`, equal to its letters whatever its name: the RNA goes by this one value from reading to the page.

    Args:
        sequence: the letters.
        name: the RNA's name, empty if none was given.
        notes: sentences about letters that were changed on reading.

    Example:
        >>> rna = RnaSequence("GGGAAAUCCC", name="hairpin")
        >>> len(rna), rna[0], rna.name
        (10, 'G', 'hairpin')
    """

    __slots__ = ("name", "notes")
    name: str
    notes: tuple[str, ...]

    def __new__(cls, sequence: str, name: str = "", notes: tuple[str, ...] = ()) -> RnaSequence:
        """Take the letters as they are; `read_sequence` checks them."""
        self = super().__new__(cls, sequence)
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "notes", tuple(notes))
        return self

    def __setattr__(self, attribute: str, value: object) -> None:
        raise AttributeError(f"An RnaSequence does not change; {attribute!r} cannot be set.")

    def __repr__(self) -> str:
        return f"RnaSequence({str(self)!r}, name={self.name!r}, notes={self.notes!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return RnaSequence, (str(self), self.name, self.notes)


def read_sequences(text: str, *, max_length: int | None = MAX_LENGTH) -> tuple[RnaSequence, ...]:
    """Read every record of raw or FASTA text, in order, at least one; `SequenceError` if any cannot be read.

    Text without a > line is one record. A dot-bracket line after a record's letters, as in .dbn files, is refused:
    it belongs to the reference.
    """
    if len(text) > MAX_CHARACTERS:
        raise SequenceError(f"The text has {len(text):,} characters; at most {MAX_CHARACTERS:,} can be read at once.")
    if not text.strip():
        raise SequenceError(f"The sequence is empty; {WANTED} are wanted.")
    records = tuple(_records(text))
    return tuple(
        _clean(name, lines, max_length, f"Record {number} ({_shown(name)})" if len(records) > 1 else "The sequence")
        for number, (name, lines) in enumerate(records, start=1)
    )


def read_sequence(text: str, *, max_length: int | None = MAX_LENGTH) -> RnaSequence:
    """Read the one record of raw or FASTA text; `SequenceError` if there are several, or it cannot be read."""
    if len(text) <= MAX_CHARACTERS:
        headers = [number for number, line in enumerate(lines_of(text), start=1) if _is_header(line)]
        if len(headers) > 1:
            raise SequenceError(
                f"The text holds {len(headers)} FASTA records, the second from line {headers[1]}; one is wanted here."
            )
    records = read_sequences(text, max_length=max_length)
    if len(records) > 1:
        raise SequenceError("The text holds letters before its FASTA record as well; one sequence is wanted here.")
    return records[0]


def _records(text: str) -> Iterator[tuple[str, list[str]]]:
    """(name, lines) of each FASTA record, or of the whole text where no line starts with >."""
    name = ""
    lines: list[str] = []
    started = False
    for line in lines_of(text.lstrip("\ufeff")):
        if _is_header(line):
            if started or any(part.strip() for part in lines):
                yield name, lines
            name, lines, started = line.partition(">")[2].strip(), [], True
        else:
            lines.append(line)
    yield name, lines


def _is_header(line: str) -> bool:
    return line.lstrip("\ufeff \t").startswith(">")


def _clean(name: str, lines: list[str], max_length: int | None, subject: str) -> RnaSequence:
    """One record's letters, checked and normalised; `subject` opens every error."""
    letters = _joined(lines)
    if not letters:
        raise SequenceError(f"{subject} is empty; {WANTED} are wanted.")
    _refuse_foreign(letters, subject)
    if max_length is not None and len(letters) > max_length:
        raise SequenceError(
            f"{subject} has {len(letters):,} nucleotides; at most {max_length:,} fit one pass, so give a shorter part."
        )
    notes = []
    if "T" in letters:
        notes.append(f"T became U at {_positions([i for i, letter in enumerate(letters) if letter == 'T'])}")
    for ambiguous in sorted(_AMBIGUOUS.intersection(letters)):
        where = _positions([i for i, letter in enumerate(letters) if letter == ambiguous])
        notes.append(f"IUPAC letter {ambiguous} became N at {where}")
    return RnaSequence(letters.translate(_NORMAL), name, tuple(notes))


_NORMAL = str.maketrans({"T": "U"} | dict.fromkeys(_AMBIGUOUS, "N"))


def _joined(lines: list[str]) -> str:
    """The lines' letters in upper case, without blanks and line numbers.

    A leading number is dropped if letters follow (GenBank), a trailing one if it counts the letters so far (EMBL).
    """
    parts: list[str] = []
    length = 0
    for line in lines:
        words = line.split()
        if len(words) > 1 and _is_number(words[0]):
            words = words[1:]
        letters = sum(map(len, words[:-1]))
        if len(words) > 1 and _is_number(words[-1]) and int(words[-1]) == length + letters:
            words = words[:-1]
        part = "".join(words)
        length += len(part)
        parts.append(part)
    # Not str.upper(): it would turn some foreign letters into ours.
    return "".join(parts).translate(_UPPER)


_UPPER = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) < 12


def _refuse_foreign(letters: str, subject: str) -> None:
    """Raise for the first character that no nucleotide is written with, guessing what the text is."""
    foreign = set(letters) - _LETTERS
    if not foreign:
        return
    position = next(i for i, letter in enumerate(letters) if letter in foreign)
    found = letters[position]
    if set(letters) <= _STRUCTURE:
        raise SequenceError(
            f"{subject} is a dot-bracket structure ({found} at position 1), not an RNA; {WANTED} are wanted."
        )
    if found in _STRUCTURE:
        raise SequenceError(
            f"{subject} has a structure's {found} at position {position + 1}; only {WANTED} are wanted here, and the "
            "structure goes to the reference."
        )
    if len(foreign & _PROTEIN) > 1 and foreign <= _PROTEIN | set("JOX*"):
        raise SequenceError(
            f"{subject} looks like a protein ({found} at position {position + 1} is an amino acid's letter); an RNA in "
            f"{WANTED} is wanted."
        )
    kind = "the digit " if found.isdigit() else "the gap " if found in "-~*" else ""
    raise SequenceError(f"{subject} has {kind}{found!r} at position {position + 1}; {WANTED} are wanted there.")


def _positions(indices: list[int]) -> str:
    """Say where, counted from 1: up to `NAMED_POSITIONS` by number, more by count."""
    if len(indices) > NAMED_POSITIONS:
        return f"{len(indices):,} positions"
    named = ", ".join(str(i + 1) for i in indices)
    return f"position{'s' * (len(indices) > 1)} {named}"


def _shown(name: str) -> str:
    """A record's name as an error shows it: short, on one line."""
    return f"{name[:39]}…" if len(name) > 40 else name or "unnamed"
