"""The modules of a network as a tree that folds: name, class, output shape, parameters, share."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .explanations import explanation

if TYPE_CHECKING:
    from ssp_core.network.summary import ModuleRow

_OPEN_TO = 1  # modules down to this depth are unfolded at first


@dataclass(frozen=True)
class Module:
    """One module with those within it."""

    row: ModuleRow
    label: str
    explanation: str
    is_changed: bool
    children: tuple[Module, ...]

    @property
    def is_open(self) -> bool:
        """Whether it is unfolded at first."""
        return self.row.depth <= _OPEN_TO


def tree(rows: Sequence[ModuleRow], changed: Collection[str] = ()) -> tuple[Module, ...]:
    """The modules in `rows`, each before those within it, as a tree; those whose paths are in `changed` are marked."""
    found = []
    start = 0
    while start < len(rows):
        row = rows[start]
        end = next((k for k in range(start + 1, len(rows)) if rows[k].depth <= row.depth), len(rows))
        label = row.name.rpartition(".")[2] or "the whole network"
        words = explanation(row.name, row.class_name)
        found.append(Module(row, label, words, row.name in changed, tree(rows[start + 1 : end], changed)))
        start = end
    return tuple(found)


def glossary(rows: Sequence[ModuleRow]) -> tuple[tuple[str, str], ...]:
    """The names in a tree of these rows with what the module does, each once."""
    names = [(row.name.rpartition(".")[2], explanation(row.name, row.class_name)) for row in rows[1:]]
    return tuple(dict.fromkeys((name, words) for name, words in names if words and not name.isdigit()))
