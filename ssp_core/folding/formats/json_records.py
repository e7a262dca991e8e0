"""JSON: a list of objects with name, sequence and structure, or one such object; further fields are not read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from ssp_core.errors import FormatError

from .dbn import record_of
from .record import Line, Record


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


def read(text: str) -> Iterator[Record]:
    """Yield the records."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"This is no JSON: {error}.") from None
    if not isinstance(content, (list, dict)):
        raise FormatError(f"The JSON holds a {type(content).__name__}; a list of records is wanted.")
    for number, entry in enumerate(content if isinstance(content, list) else [content], start=1):
        match entry:
            case {"name": str(name), "sequence": str(sequence), "structure": str(structure)}:
                pass
            case _:
                raise FormatError(f"Entry {number} is incomplete; the texts name, sequence and structure are wanted.")
        try:
            yield record_of(name, Line(1, sequence), Line(1, structure))
        except FormatError as error:
            raise FormatError(f"Entry {number}: {str(error).removeprefix('Line 1: ')}") from None
