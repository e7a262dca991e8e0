"""The letters of one RNA as people write them: turned into A, C, G, U and N with notes, or refused with a sentence."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from ssp_core.errors import SequenceError
from ssp_core.rna import IUPAC
from ssp_core.text import Line

from .rna_sequence import RnaSequence

NAMED_POSITIONS = 5  # a note names this many positions, then counts
WANTED = "the letters A, C, G, U (or T, or an IUPAC letter such as N)"
CIRCULAR = "circular RNAs are not supported; a linear one is wanted"

PLAIN = frozenset("ACGUTN")
AMBIGUOUS = frozenset(letter for letter, bases in IUPAC.items() if len(bases) in (2, 3))  # N stays itself
# Modified nucleotides with a letter of their own, and the base that each is a modification of.
PARENTS = {"Ψ": "U", "P": "U", "I": "A"}
_MODIFIED_NAMES = {"Ψ": "Ψ (pseudouridine)", "P": "P (pseudouridine)", "I": "I (inosine)"}
# Shares of plain letters: modified nucleotides are read, and a first line is letters, from the first on; letters that
# stand for several bases are read from the second on. Below them, words and proteins would be read as RNA.
LEAST_PLAIN, LEAST_UNAMBIGUOUS = 0.7, 0.6

_LETTERS = frozenset(IUPAC)
_PROTEIN = frozenset("EFILPQZ")  # amino acids whose letters are no nucleotide's
_STRUCTURE = frozenset("().[]{}<>")
_GAPS = frozenset("-~*‐‑‒–—−")
_METHYL = ("m", "the letter m beside capitals is M (A or C) or a methyl group; write M, or leave it out")
# Not str.upper(), which turns some foreign letters into ours. p of a phosphate and i are left to be refused.
_UPPER = str.maketrans("abcdefghjklmnoqrstuvwxyzψ", "ABCDEFGHJKLMNOQRSTUVWXYZΨ")
_NORMAL = str.maketrans({"T": "U"} | dict.fromkeys(AMBIGUOUS, "N") | PARENTS)


@dataclass(frozen=True)
class Letters:
    """The letters of one record as they are written, one character for each nucleotide.

    Attributes:
        text: the letters, without blanks and line numbers.
        starts: for each line with letters, the index of the first and the line's number.
        marks: (name, index) of modified nucleotides of several characters, of which `text` has the base.
        notes: what was left out.
    """

    text: str
    starts: tuple[tuple[int, int], ...] = ((0, 1),)
    marks: tuple[tuple[str, int], ...] = ()
    notes: tuple[str, ...] = field(default=())

    def place(self, index: int) -> str:
        """Say where, counted from 1, with the line if there are several."""
        if not self.starts or self.starts[-1][1] == 1:
            return f"position {index + 1}"
        start = bisect_right(self.starts, index, key=lambda entry: entry[0]) - 1
        return f"position {index + 1} in line {self.starts[start][1]}"


def letters_of_rows(rows: Sequence[Line]) -> Letters:
    """The letters of a table with one nucleotide a line."""
    return Letters("".join(row.text for row in rows), tuple((i, row.number) for i, row in enumerate(rows)))


def sequence_of(letters: Letters, name: str, subject: str, max_length: int | None) -> RnaSequence:
    """Check and normalise the letters of one record; `subject` opens every error.

    Raises:
        SequenceError: at the first letter that cannot be read, or if there are too many.
    """
    if not letters.text:
        raise SequenceError(f"{subject} is empty; {WANTED} are wanted.")
    text = letters.text.translate(_UPPER)
    present = set(text)
    modified = frozenset(present & set(PARENTS))
    if modified and (present - _LETTERS - modified or _share(text, PLAIN) < LEAST_PLAIN):
        modified = frozenset()  # rather a text or a protein
    _refuse_strands(letters, present, subject)
    _refuse_foreign(text, letters, subject, _LETTERS | modified)
    _refuse_doubtful(text, letters, subject)
    check_length(len(text), subject, max_length)
    return RnaSequence(text.translate(_NORMAL), name, (*letters.notes, *_notes(text, letters.marks, modified)))


def check_length(length: int, subject: str, max_length: int | None) -> None:
    """Raise `SequenceError` for more nucleotides than one pass takes; None takes any number."""
    if max_length is not None and length > max_length:
        raise SequenceError(
            f"{subject} has {length:,} nucleotides; at most {max_length:,} fit one pass, so give a shorter part."
        )


def _share(text: str, letters: frozenset[str]) -> float:
    return sum(map(text.count, letters)) / len(text)


def _refuse_strands(letters: Letters, present: set[str], subject: str) -> None:
    for mark in "&+":
        if mark in letters.text:
            where = letters.place(letters.text.index(mark))
            raise SequenceError(f"{subject} has {mark} at {where}: two strands are not supported; one is wanted.")
    if "III" in letters.text and present <= _LETTERS | {"I"}:
        where = letters.place(letters.text.index("III"))
        raise SequenceError(
            f"{subject} has III at {where}, which links two strands in files of some programs; two strands are not "
            "supported, and one is wanted."
        )


def _refuse_foreign(text: str, letters: Letters, subject: str, known: frozenset[str]) -> None:
    """Raise for the first character that no nucleotide is written with, guessing what the text is."""
    foreign = set(text) - known
    if not foreign:
        return
    index = next(i for i, letter in enumerate(text) if letter in foreign)
    found, where = text[index], letters.place(index)
    if set(text) <= _STRUCTURE:
        raise SequenceError(
            f"{subject} is a dot-bracket structure ({found} at position 1), not an RNA; {WANTED} are wanted."
        )
    if found in _STRUCTURE:
        raise SequenceError(
            f"{subject} has a structure's {found} at {where}; only {WANTED} are wanted here, and the structure goes to "
            "the reference."
        )
    capitals = {letter.upper() for letter in foreign}
    if len(capitals & _PROTEIN) > 1 and capitals <= _PROTEIN | set("JOX*"):
        raise SequenceError(
            f"{subject} looks like a protein ({found.upper()} at {where} is an amino acid's letter); an RNA in "
            f"{WANTED} is wanted."
        )
    raise SequenceError(f"{subject} has {_described(letters.text[index])} at {where}; {WANTED} are wanted there.")


def _described(character: str) -> str:
    """A foreign character as a message shows it."""
    if character.isdigit():
        return f"the digit {character!r}"
    if character in _GAPS:
        return f"the gap {character!r}"
    if character in {"p", "i"}:
        return f"{character!r} (capitals P and I are read as pseudouridine and inosine)"
    if character == "…":
        return "'…', where nucleotides seem to be left out,"
    if not character.isascii() and (name := unicodedata.name(character, "")):
        return f"{character!r} ({name.lower()})"
    return repr(character)


def _refuse_doubtful(text: str, letters: Letters, subject: str) -> None:
    """Raise for letters that may be nucleotides but are more likely something else."""
    ambiguous = sum(map(text.count, AMBIGUOUS))
    if ambiguous > (1 - LEAST_UNAMBIGUOUS) * len(text):
        raise SequenceError(
            f"{subject} has {ambiguous:,} of its {len(text):,} letters from outside A, C, G, U and N and may be words "
            "or a protein; an RNA is wanted."
        )
    written = letters.text
    if "m" in written and not written.islower():
        for index, letter in enumerate(written):
            if letter == "m" and not (written[index - 1 : index].islower() or written[index + 1 : index + 2].islower()):
                raise SequenceError(f"{subject} has 'm' at {letters.place(index)}; {_METHYL[1]}.")


def _notes(text: str, marks: Sequence[tuple[str, int]], modified: frozenset[str]) -> list[str]:
    """What became of the letters that are not A, C, G, U or N."""
    notes = []
    if "T" in text:
        notes.append(f"T became U at {_positions(text, 'T')}")
    for letter in sorted(AMBIGUOUS.intersection(text)):
        hint = "; write U if it is dihydrouridine" if letter == "D" else ""
        notes.append(f"IUPAC letter {letter} became N at {_positions(text, letter)}{hint}")
    for letter in sorted(modified):
        hint = ", although inosine pairs like G" if letter == "I" else ""
        notes.append(f"{_MODIFIED_NAMES[letter]} became {PARENTS[letter]} at {_positions(text, letter)}{hint}")
    by_name: dict[str, list[int]] = {}
    for name, index in marks:
        by_name.setdefault(name, []).append(index)
    return notes + [f"{name} became {text[found[0]]} at {_listed(found)}" for name, found in by_name.items()]


def _positions(text: str, letter: str) -> str:
    return _listed([i for i, found in enumerate(text) if found == letter])


def _listed(indices: Sequence[int]) -> str:
    """Say where, counted from 1: up to `NAMED_POSITIONS` by number, more by count."""
    if len(indices) > NAMED_POSITIONS:
        return f"{len(indices):,} positions"
    named = ", ".join(str(i + 1) for i in indices)
    return f"position{'s' * (len(indices) > 1)} {named}"
