"""RNAs with known structures to train on, from a file: a table with tabs, JSON, or any format of structures.

Every row is checked: a sequence in the letters of RNA, a structure of balanced brackets, as many of one as of the
other. The first row that is not is refused with the file's name, its line and the reason, in one sentence.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ssp_core.errors import FormatError, InputError
from ssp_core.folding.formats.dbn import read_structure
from ssp_core.reading import read_input
from ssp_core.reading.decode import decode
from ssp_core.rna import MAX_LENGTH
from ssp_core.sequence import MAX_CHARACTERS, read_sequence
from ssp_core.text import Line, numbered_lines, one_line

FORMATS = "a table with tabs (sequence, structure), JSON lines, or dot-bracket notation"
_SEQUENCE, _STRUCTURE, _NAME = ("sequence", "seq"), ("structure", "label"), ("id", "name")


@dataclass(frozen=True)
class LabelledRna:
    """An RNA and its structure, a nested dot-bracket string as long as the sequence."""

    sequence: str
    structure: str
    name: str = ""


Parts = Mapping[str, tuple[LabelledRna, ...]]


@dataclass(frozen=True)
class Limits:
    """How much a file may hold: characters, rows, and nucleotides of an RNA."""

    characters: int = MAX_CHARACTERS
    rows: int = 200_000
    length: int = MAX_LENGTH


@dataclass(frozen=True)
class LabelledSet:
    """RNAs to train on and others to validate with, no sequence in both.

    `description` says in one clause where they are from, such as "data.tsv"; `notes` are sentences on what was left
    out; `by_thermodynamics` is true where ViennaRNA predicted the structures.
    """

    training: tuple[LabelledRna, ...]
    validation: tuple[LabelledRna, ...]
    description: str
    notes: tuple[str, ...] = ()
    by_thermodynamics: bool = False

    def up_to(self, length: int) -> LabelledSet:
        """The same without longer RNAs, with a note on how many there were."""
        parts, notes = without_longer({"training": self.training, "validation": self.validation}, length)
        training, validation = parts["training"], parts["validation"]
        return replace(self, training=training, validation=validation, notes=(*self.notes, *notes))


def without_longer(parts: Parts, length: int) -> tuple[Parts, tuple[str, ...]]:
    """The RNAs of each part that are not longer, and a note on how many others there were, if there were any."""
    kept = {part: tuple(rna for rna in rnas if len(rna.sequence) <= length) for part, rnas in parts.items()}
    left_out = sum(map(len, parts.values())) - sum(map(len, kept.values()))
    note = f"{left_out:,} RNAs of more than {length:,} nucleotides were left out."
    return kept, (note,) if left_out else ()


def read_rows(content: bytes, title: str, limits: Limits | None = None) -> tuple[tuple[LabelledRna, ...], str]:
    """The RNAs of a file, and a sentence on what was left out of structures, empty if nothing was.

    Args:
        content: the bytes of the file, plain or packed with gzip.
        title: what messages call it.
        limits: how much it may hold.

    Raises:
        FormatError: the file or a row cannot be used; the message names the file, the line and the reason.
    """
    limits = limits or Limits()
    rnas: list[LabelledRna] = []
    crossing = 0
    try:
        for rna, pairs in _rows(decode(content, limits.characters).text.removeprefix("\ufeff"), limits):
            if len(rnas) == limits.rows:
                raise FormatError(f"The file has more than {limits.rows:,} rows; give fewer.")
            rnas.append(rna)
            crossing += pairs > 0
    except InputError as error:
        raise FormatError(f"{one_line(title)}: {error}") from None
    if not rnas:
        raise FormatError(f"{one_line(title)}: The file is empty; {FORMATS} is wanted.")
    note = f"Of {crossing:,} RNAs the pairs that cross others, as in pseudoknots, were left out." if crossing else ""
    return tuple(rnas), note


def _rows(text: str, limits: Limits) -> Iterator[tuple[LabelledRna, int]]:
    """Each RNA, and how many crossing pairs were left out of its structure."""
    lines = numbered_lines(text)
    if not lines:
        return iter(())
    if lines[0].text.startswith("{"):
        return _json_rows(((f"Line {number}", line) for number, line in lines), limits)
    if lines[0].text.startswith("["):
        return _json_rows(((f"Row {number}", row) for number, row in enumerate(_json_array(text), start=1)), limits)
    if "\t" in lines[0].text:
        return _table_rows(lines, limits)
    return _records(text, limits)


def _table_rows(lines: Sequence[Line], limits: Limits) -> Iterator[tuple[LabelledRna, int]]:
    first = [cell.strip().lower() for cell in lines[0].text.split("\t")]
    places = {names: next((first.index(name) for name in names if name in first), None)
              for names in (_SEQUENCE, _STRUCTURE, _NAME)}  # fmt: skip
    has_heading = places[_SEQUENCE] is not None and places[_STRUCTURE] is not None
    sequence, structure, name = places.values() if has_heading else (0, 1, 2)
    for number, line in lines[1:] if has_heading else lines:
        cells = line.split("\t")
        if len(cells) <= max(sequence or 0, structure or 0):
            raise FormatError(f"Line {number} has {len(cells)} cells; sequence and structure are wanted, with a tab.")
        title = cells[name] if name is not None and name < len(cells) else ""
        yield _checked((cells[sequence or 0], cells[structure or 0], title), f"Line {number}", limits)


def _json_array(text: str) -> list[object]:
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"The file begins like a JSON array and is none ({error}); {FORMATS} is wanted.") from None
    return list(rows)


def _json_rows(rows: Iterable[tuple[str, object]], limits: Limits) -> Iterator[tuple[LabelledRna, int]]:
    """The RNA of each row, an object or the text of one; with each row where it stands."""
    for where, content in rows:
        row = _parsed(content) if isinstance(content, str) else content
        if not isinstance(row, dict):
            raise FormatError(f"{where} is no JSON object; one a line is wanted, with sequence and structure.")
        texts = tuple(_field(row, names) for names in (_SEQUENCE, _STRUCTURE, _NAME))
        if not (texts[0] and texts[1]):
            raise FormatError(f"{where} lacks the text {'structure' if texts[0] else 'sequence'}.")
        yield _checked((texts[0], texts[1], texts[2]), where, limits)


def _parsed(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _field(row: Mapping[str, object], names: Sequence[str]) -> str:
    return next((value for name in names if isinstance(value := row.get(name), str)), "")


def _records(text: str, limits: Limits) -> Iterator[tuple[LabelledRna, int]]:
    for record in read_input(text, max_length=limits.length):
        if record.reference is None:
            raise FormatError(f"The record of line {record.line} has no structure; {FORMATS} is wanted.")
        rna = LabelledRna(str(record.sequence), record.reference.dot_bracket, record.sequence.name)
        yield rna, len(record.crossing_pairs)


def _checked(cells: tuple[str, str, str], where: str, limits: Limits) -> tuple[LabelledRna, int]:
    letters, brackets, name = (cell.strip() for cell in cells)
    try:
        sequence = read_sequence(letters, max_length=limits.length)
        structure, _, crossing = read_structure(brackets, sequence)
    except InputError as error:
        raise FormatError(f"{where}: {error}") from None
    return LabelledRna(str(sequence), structure.dot_bracket, name), len(crossing)


def split(rnas: Sequence[LabelledRna], share: float, seed: int) -> tuple[list[LabelledRna], list[LabelledRna]]:
    """RNAs for training and for validation, at random; all RNAs of one sequence are on the same side.

    Raises:
        InputError: there are fewer than two different sequences.
    """
    sequences = sorted({rna.sequence for rna in rnas})
    if len(sequences) < 2:
        raise InputError("Found a single RNA; at least two with different sequences are wanted, one for validation.")
    count = min(max(1, round(share * len(sequences))), len(sequences) - 1)
    chosen = np.random.default_rng(seed).choice(len(sequences), size=count, replace=False)
    held = {sequences[index] for index in chosen}
    return [rna for rna in rnas if rna.sequence not in held], [rna for rna in rnas if rna.sequence in held]


def without(rnas: Iterable[LabelledRna], others: Iterable[LabelledRna]) -> list[LabelledRna]:
    """The RNAs whose sequence is not among the others."""
    known = {rna.sequence for rna in others}
    return [rna for rna in rnas if rna.sequence not in known]
