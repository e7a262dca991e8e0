"""Base pairs as marks on a chart: the decoded pairs, or with a reference those right, missed and wrong."""

from __future__ import annotations

from dataclasses import dataclass

from ssp_core.charts import colours
from ssp_core.folding.structure import Structure


@dataclass(frozen=True)
class Mark:
    """Pairs (i, j), 0-based, that are marked alike: plotly's symbol, its colour, and what it means."""

    name: str
    colour: str
    symbol: str
    pairs: tuple[tuple[int, int], ...]


def marks(structure: Structure, reference: Structure | None) -> tuple[Mark, ...]:
    """Return the marks of a structure's pairs, beside a reference those right, missed and wrong, in this order.

    Raises:
        ValueError: if the two structures differ in length.
    """
    if reference is None:
        return (Mark("decoded pair", colours.DECODED, "square-open", structure.pairs),)
    if len(structure) != len(reference):
        raise ValueError(f"The reference has {len(reference)} positions and the structure {len(structure)}.")
    predicted, known = set(structure.pairs), set(reference.pairs)
    found = {"true": predicted & known, "missed": known - predicted, "false": predicted - known}
    return tuple(
        Mark(
            colours.AGREEMENT_NAMES[kind], colours.AGREEMENT[kind], colours.AGREEMENT_SYMBOL[kind], tuple(sorted(pairs))
        )
        for kind, pairs in found.items()
    )


def pair_label(sequence: str, i: int, j: int, name: str) -> str:
    """Return what the label of a pair reads, positions counted from 1."""
    return f"<b>{sequence[i]} {i + 1} – {sequence[j]} {j + 1}</b><br>{name}"
