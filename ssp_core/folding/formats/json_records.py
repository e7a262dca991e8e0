"""JSON: a list of objects with name, sequence and structure, or one such object; further fields are not read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from ssp_core.errors import FormatError, StructureError
from ssp_core.sequence.free_text import free_letters
from ssp_core.sequence.letters import sequence_of
from ssp_core.text import Line, lines_of

from .dbn import read_structure
from .record import InputRecord, Record


def json_list(entries: Iterable[object]) -> Iterator[str]:
    """Yield the text of a JSON list piece by piece, one entry a line, while the entries are still computed."""
    separator = "[\n"
    for entry in entries:
        yield separator + json.dumps(entry, ensure_ascii=False)
        separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"


def write(records: Iterable[Record]) -> Iterator[str]:
    """Yield the text of the list piece by piece."""
    return json_list(
        {"name": record.name, "sequence": record.sequence, "structure": record.structure.dot_bracket}
        for record in records
    )


def read(text: str, max_length: int | None = None) -> Iterator[InputRecord]:
    """Yield the records; name and structure may be missing."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"This is no JSON: {error}.") from None
    if not isinstance(content, (list, dict)):
        raise FormatError(f"The JSON holds a {type(content).__name__}; a list of records is wanted.")
    for number, entry in enumerate(content if isinstance(content, list) else [content], start=1):
        yield _record_of(entry, f"Entry {number}", max_length)


def _record_of(entry: object, subject: str, max_length: int | None) -> InputRecord:
    fields = entry if isinstance(entry, dict) else {}
    name, letters, structure = fields.get("name") or "", fields.get("sequence"), fields.get("structure") or ""
    if not (isinstance(name, str) and isinstance(letters, str) and isinstance(structure, str)):
        raise FormatError(f"{subject} is incomplete; the texts name, sequence and structure are wanted.")
    lines = [Line(1, letters.strip())] if letters.strip() else []
    sequence = sequence_of(free_letters(lines, subject), " ".join(lines_of(name)), subject, max_length)
    if not structure:
        return InputRecord(sequence)
    try:
        known, energy, crossing = read_structure(structure, sequence)
    except StructureError as error:
        raise FormatError(f"{subject}: {error}") from None
    return InputRecord(sequence, known, energy, crossing)
