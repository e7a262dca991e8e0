"""The list of a run's records for a page: what a table shows, and small drawings, read where they are shown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from ssp_core.analysis.many import record_of_fields
from ssp_core.drawing import thumbnail

LISTING, THUMBNAILS = "listing.jsonl", "thumbnails"


@dataclass(frozen=True)
class Listed:
    """One record.

    Attributes:
        number: from 1.
        name: its title.
        sequence: its letters; empty if it could not be read.
        confidence: of its structure, 0 to 1.
        energy: the free energy of its structure in kcal/mol; None where it has none.
        error: what is wrong with it; empty if it was folded.
        start, size: where its small drawing is in the file of them.
    """

    number: int
    name: str
    sequence: str
    confidence: float
    energy: float | None
    error: str
    start: int
    size: int


class ListingWriter:
    """Writes the list into a folder, record by record."""

    def __init__(self, folder: Path) -> None:
        self._lines: IO[str] = (folder / LISTING).open("w", encoding="utf-8", buffering=1)
        self._drawings: IO[bytes] = (folder / THUMBNAILS).open("wb", buffering=0)

    def add(self, fields: Mapping[str, Any]) -> None:
        """Write the record of a JSON line."""
        drawing = b""
        if not fields["error"]:
            drawing = thumbnail(record_of_fields(fields).structure).svg(standalone=False).encode()
        start = self._drawings.tell()
        self._drawings.write(drawing)
        energy = fields["energy"]["structure"] if drawing else None
        listed = Listed(
            fields["number"], fields["name"], fields.get("sequence", ""), fields.get("confidence", 0.0), energy,
            fields["error"] or "", start, len(drawing),
        )  # fmt: skip
        self._lines.write(json.dumps(asdict(listed)) + "\n")

    def close(self) -> None:
        """Close the files."""
        self._lines.close()
        self._drawings.close()


def read_listing(folder: Path) -> Iterator[Listed]:
    """Yield the records that are listed so far."""
    path = folder / LISTING
    if not path.exists():
        return
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.endswith("\n"):  # the last one may be half written
                yield Listed(**json.loads(line))


def drawings_of(folder: Path, records: list[Listed]) -> list[str]:
    """The small drawings of records, as SVG for a page; empty for what was not folded."""
    if not records:
        return []
    with (folder / THUMBNAILS).open("rb") as file:
        found = []
        for record in records:
            file.seek(record.start)
            found.append(file.read(record.size).decode())
        return found
