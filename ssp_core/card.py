"""The card of the bundled model: what it is, how it was trained, how accurate it is, and what it cannot do.

Read from `assets/bundled/card.json`, which `python -m tools.card` writes.
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
_MEND = "install the package again"


@dataclass(frozen=True)
class MeasuredSet:
    """A set of known structures the figures are measured on."""

    key: str
    title: str
    sequences: int
    words: str


@dataclass(frozen=True)
class Row:
    """One method on one part of a set (all of it, a length bin, or where a family was found), in the run of the card.

    `f1` and `slipped_f1` are mean base-pair F1 over sequences (None for letters that need not be a structure);
    `macro_f1` the token macro-F1 as mean over sequences, `pooled` the same over all tokens together; `milliseconds` a
    sequence, None where no run of its own was timed.
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
    """Pairs given about one probability: its mean, how many of them are true (0 to 1), and how many there are."""

    mean: float
    frequency: float
    count: int


@dataclass(frozen=True)
class Conditions:
    """When, with what settings and on what the figures were measured; `limit` stands for sequences a set, None for
    all."""

    date: str
    model: str
    weights: str
    families: str
    energies: str
    decoder: Mapping[str, Any]
    machine: str
    precision: str
    limit: int | None


@dataclass(frozen=True)
class Figures:
    """What one run of `python -m benchmarks.accuracy` measured: rows by set, bins by set and method."""

    conditions: Conditions
    sets: Mapping[str, tuple[Row, ...]]
    reliability: Mapping[str, Mapping[str, tuple[Bin, ...]]]

    def row(self, key: str, method: str, part: str = "all") -> Row | None:
        """One row; None where it was not measured."""
        rows = self.sets.get(key, ())
        return next((row for row in rows if (row.method, row.part) == (method, part)), None)


@dataclass(frozen=True)
class Published:
    """Another method's figures as published, by set; `remark` has those that fit in no column, such as a range."""

    method: str
    size: str
    measured_on: str
    f1: Mapping[str, float]
    slipped_f1: Mapping[str, float]
    macro_f1: Mapping[str, float]
    remark: str


@dataclass(frozen=True)
class Source:
    """A part of the data, or a tool: how much of it, where it is from and under which licence."""

    name: str
    sequences: int | None
    origin: str
    licence: str


@dataclass(frozen=True)
class Card:
    """The whole card. `decoder` holds the settings of `best`; `size`, `families_size` and `energies_size` are in bytes,
    `weights`, `families_file` and `energies_file` hashes of the three files; `figures` is None until they are
    measured."""

    revision: str
    decoder: Mapping[str, Any]
    decoder_reason: str
    parameters: int
    size: int
    weights: str
    families: int
    families_size: int
    families_file: str
    energies_size: int
    energies_file: str
    trained_on: tuple[str, ...]
    recipe: tuple[tuple[str, str], ...]
    sets: tuple[MeasuredSet, ...]
    figures: Figures | None
    published_words: str
    published: tuple[Published, ...]
    limits: tuple[str, ...]
    sources: tuple[Source, ...]
    tools: tuple[Source, ...]


def read_card(path: Path = CARD) -> Card:
    """Read a card; CardError says in one sentence what is missing or damaged."""
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CardError(f"There is no {path.name} in {path.parent.name}: {_MEND}.") from error
    except (OSError, ValueError) as error:
        raise CardError(f"The file {path.name} in {path.parent.name} cannot be read ({error}): {_MEND}.") from error
    return card_of(given)


def find_card(folder: Path) -> Card | None:
    """The card of a model's folder; None where it has none."""
    return read_card(folder / FILE) if (folder / FILE).is_file() else None


def check_files(card: Card, folder: Path) -> None:
    """Raise CheckpointError unless weights, family profiles and energies are the files that the card is of."""
    for path, digest in (
        (folder / "model.safetensors", card.weights),
        (folder / "families.npz", card.families_file),
        (ASSETS / "energies.par", card.energies_file),
    ):
        if not path.is_file():
            raise CheckpointError(f"There is no {path.name} in {path.parent.name}: {_MEND}.")
        if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise CheckpointError(f"The file {path.name} is damaged, or not the one that the card is of: {_MEND}.")


def card_of(given: Mapping[str, Any]) -> Card:
    """A card from its JSON; CardError names the field that is missing or of another kind."""
    try:
        return Card(
            revision=str(given["revision"]),
            decoder=dict(given["decoder"]),
            decoder_reason=str(given["decoder_reason"]),
            parameters=int(given["model"]["parameters"]),
            size=int(given["model"]["bytes"]),
            weights=str(given["model"]["weights"]),
            families=int(given["model"]["families"]),
            families_size=int(given["model"]["families_bytes"]),
            families_file=str(given["model"]["families_file"]),
            energies_size=int(given["model"]["energies_bytes"]),
            energies_file=str(given["model"]["energies_file"]),
            trained_on=tuple(map(str, given["trained_on"])),
            recipe=tuple((str(term), str(words)) for term, words in given["recipe"].items()),
            sets=tuple(MeasuredSet(**each) for each in given["sets"]),
            figures=None if given["figures"] is None else _figures(given["figures"]),
            published_words=str(given["published"]["words"]),
            published=tuple(Published(**each) for each in given["published"]["rows"]),
            limits=tuple(map(str, given["limits"])),
            sources=tuple(Source(**each) for each in given["sources"]),
            tools=tuple(Source(**each) for each in given["tools"]),
        )
    except KeyError as error:
        raise CardError(f"Found no {error.args[0]} in the card: wanted every field of ssp_core/card.py.") from error
    except (TypeError, AttributeError, ValueError) as error:
        raise CardError(f"Found a field of the wrong kind in the card: {error}.") from error


def _figures(given: Mapping[str, Any]) -> Figures:
    return Figures(
        conditions=Conditions(**given["conditions"]),
        sets={key: tuple(Row(**row) for row in rows) for key, rows in given["sets"].items()},
        reliability={
            key: {method: tuple(Bin(**item) for item in bins) for method, bins in methods.items()}
            for key, methods in given["reliability"].items()
        },
    )
