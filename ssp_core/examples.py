"""The gallery: well-known RNAs with reference structures, and one without, read from `assets/examples.json`.

References are nested and canonical with hairpins of 3 or more, as everything on the page; where the structure in the
literature has more (a pseudoknot, other pairs), the example's note says so.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from ssp_core.assets import ASSETS

GALLERY = ASSETS / "examples.json"


@dataclass(frozen=True)
class Example:
    """One RNA of the gallery; `structure` is a dot-bracket string as long as `sequence`, or None if none is known."""

    key: str
    title: str
    sequence: str
    structure: str | None
    source: str
    note: str
    in_training: bool
    """Whether the bundled model was trained on this very sequence, alone or inside a longer one."""
    homolog_in_training: bool
    """Whether it was trained on a sequence at least 80 % identical, this one included."""

    @property
    def training(self) -> str:
        """A sentence on whether the bundled model was trained on it or on a relative; empty if not."""
        if self.in_training:
            return "The built-in model saw this RNA in training, so a perfect score is no surprise."
        return "The built-in model saw a close relative of this RNA in training." * self.homolog_in_training

    @property
    def about(self) -> tuple[str, ...]:
        """What is known of it, in sentences."""
        return (f"{self.note} {self.origin}", *filter(None, [self.training]))

    @property
    def origin(self) -> str:
        """A sentence on where the known structure is from, or the RNA alone."""
        return f"{'Known structure' if self.structure else 'Source'}: {self.source}."


@cache
def examples() -> tuple[Example, ...]:
    """All examples in the order they are shown; the first is the page's first paint."""
    return tuple(Example(**record) for record in json.loads(GALLERY.read_text(encoding="utf-8")))


def example(key: str) -> Example:
    """The example of that key; raises `KeyError` with a sentence that lists the keys there are."""
    for candidate in examples():
        if candidate.key == key:
            return candidate
    raise KeyError(f"There is no example {key!r}; there are {', '.join(each.key for each in examples())}.")
