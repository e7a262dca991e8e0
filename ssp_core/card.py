"""The card of the bundled model: what it is, how it was trained, how accurate it is, and what it cannot do.

`python -m tools.card` writes `assets/bundled/card.json`; this module is its only reader.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ssp_core.assets import ASSETS
from ssp_core.errors import CardError, CheckpointError

FILE = "card.json"
CARD = ASSETS / "bundled" / FILE
_REMEDY = "install the package again"


@dataclass(frozen=True)
class MeasuredSet:
    """A set of known structures that the figures were measured on."""

    key: str
    title: str
    sequences: int
    description: str


@dataclass(frozen=True)
class Row:
    """One method on one part of a set, as measured for this card.

    `part` is "all", a range of lengths, or whether a family was found. `f1` and `slipped_f1` are mean base-pair F1 over
    sequences, None for a raw string that need not be a structure. `macro_f1` is the macro-F1 of the classes as mean
    over sequences, `pooled` the same over all nucleotides of the set together. `milliseconds` is the mean time of a
    sequence, None where it was not measured.
    """

    method: str
    part: str
    sequences: int
    f1: float | None
    slipped_f1: float | None
    macro_f1: float
    pooled: float
    milliseconds: float | None


@dataclass(frozen=True)
class Bin:
    """Pairs that were given about the same probability: its mean, the share of them that are true, their number."""

    mean: float
    frequency: float
    count: int


@dataclass(frozen=True)
class Conditions:
    """When, with which files and settings, and on which machine the figures were measured.

    `limit` is the number of sequences of a set, None for all.
    """

    date: str
    model: str
    weights_sha256: str
    families_sha256: str
    energies_sha256: str
    decoder: Mapping[str, Any]
    machine: str
    precision: str
    limit: int | None


@dataclass(frozen=True)
class Figures:
    """What one run of `python -m benchmarks.accuracy` measured.

    `sets` holds rows by the key of a set; `reliability` holds bins by the key of a set and by method.
    """

    conditions: Conditions
    sets: Mapping[str, tuple[Row, ...]]
    reliability: Mapping[str, Mapping[str, tuple[Bin, ...]]]

    def row(self, key: str, method: str, part: str = "all") -> Row | None:
        """The row of a set, method and part; None where it was not measured."""
        rows = self.sets.get(key, ())
        return next((row for row in rows if (row.method, row.part) == (method, part)), None)


@dataclass(frozen=True)
class Published:
    """Another method's published figures by the key of a set.

    `slipped_f1` allows a slip of one position; `remark` has the source, and figures on other sets.
    """

    method: str
    size: str
    measured_on: str
    f1: Mapping[str, float]
    slipped_f1: Mapping[str, float]
    macro_f1: Mapping[str, float]
    remark: str


@dataclass(frozen=True)
class Source:
    """A part of the data, or a tool: how many sequences, where it is from or what it is for, and its licence."""

    name: str
    sequences: int | None
    origin: str
    licence: str


@dataclass(frozen=True)
class Card:
    """The whole card.

    `decoder` holds the settings of `best`; `recipe` has pairs of term and description; `figures` is None until they
    are measured.
    """

    revision: str
    decoder: Mapping[str, Any]
    decoder_reason: str
    parameters: int
    weights_bytes: int
    weights_sha256: str
    n_families: int
    families_bytes: int
    families_sha256: str
    energies_bytes: int
    energies_sha256: str
    trained_on: tuple[str, ...]
    recipe: tuple[tuple[str, str], ...]
    sets: tuple[MeasuredSet, ...]
    figures: Figures | None
    published_note: str
    published: tuple[Published, ...]
    limits: tuple[str, ...]
    sources: tuple[Source, ...]
    tools: tuple[Source, ...]


def read_card(path: Path = CARD) -> Card:
    """Read a card; CardError says in one sentence what is missing or damaged."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CardError(f"There is no {path.name} in {path.parent.name}: {_REMEDY}.") from error
    except (OSError, ValueError) as error:
        raise CardError(f"The file {path.name} in {path.parent.name} cannot be read ({error}): {_REMEDY}.") from error
    return card_of(content)


def find_card(folder: Path) -> Card | None:
    """The card of a model's folder; None where it has none."""
    return read_card(folder / FILE) if (folder / FILE).is_file() else None


def check_files(card: Card, folder: Path) -> None:
    """Raise CheckpointError unless weights, family profiles and energies are the files that the card is of."""
    for path, digest in (
        (folder / "model.safetensors", card.weights_sha256),
        (folder / "families.npz", card.families_sha256),
        (ASSETS / "energies.par", card.energies_sha256),
    ):
        if not path.is_file():
            raise CheckpointError(f"There is no {path.name} in {path.parent.name}: {_REMEDY}.")
        if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise CheckpointError(f"The file {path.name} is damaged, or not the one that the card is of: {_REMEDY}.")


def card_of(content: Mapping[str, Any]) -> Card:
    """A card from its JSON; CardError names the field that is missing or of another kind."""
    try:
        model = content["model"]
        return Card(
            revision=str(content["revision"]),
            decoder=dict(content["decoder"]),
            decoder_reason=str(content["decoder_reason"]),
            parameters=int(model["parameters"]),
            weights_bytes=int(model["weights_bytes"]),
            weights_sha256=str(model["weights_sha256"]),
            n_families=int(model["n_families"]),
            families_bytes=int(model["families_bytes"]),
            families_sha256=str(model["families_sha256"]),
            energies_bytes=int(model["energies_bytes"]),
            energies_sha256=str(model["energies_sha256"]),
            trained_on=tuple(map(str, content["trained_on"])),
            recipe=tuple((str(term), str(description)) for term, description in content["recipe"].items()),
            sets=tuple(MeasuredSet(**item) for item in content["sets"]),
            figures=None if content["figures"] is None else _figures(content["figures"]),
            published_note=str(content["published"]["note"]),
            published=tuple(Published(**item) for item in content["published"]["rows"]),
            limits=tuple(map(str, content["limits"])),
            sources=tuple(Source(**item) for item in content["sources"]),
            tools=tuple(Source(**item) for item in content["tools"]),
        )
    except KeyError as error:
        raise CardError(f"Found no {error.args[0]} in the card: wanted every field of ssp_core/card.py.") from error
    except (TypeError, AttributeError, ValueError) as error:
        raise CardError(f"Found a field of the wrong kind in the card: {error}.") from error


def _figures(content: Mapping[str, Any]) -> Figures:
    return Figures(
        conditions=Conditions(**content["conditions"]),
        sets={key: tuple(Row(**row) for row in rows) for key, rows in content["sets"].items()},
        reliability={
            key: {method: tuple(Bin(**item) for item in bins) for method, bins in methods.items()}
            for key, methods in content["reliability"].items()
        },
    )
