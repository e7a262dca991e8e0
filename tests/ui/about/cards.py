"""Cards with made-up figures for the tests of the About tab."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ssp_core.card import Bin, Card, Figures, Row, read_card


def unmeasured() -> Card:
    """The built-in model's card as it is before its figures are measured."""
    return replace(read_card(), figures=None)


def measured(seed: int) -> Card:
    """The built-in model's card with every figure another one, none of them real."""
    card = read_card()
    assert card.figures is not None
    random = np.random.default_rng(seed)

    def some() -> float:
        return round(float(random.uniform(0.1, 0.9)), 4)

    def changed(row: Row) -> Row:
        f1 = row.f1 if row.f1 is None or row.f1 < 0.01 else some()
        slipped = None if row.slipped_f1 is None else some()
        return replace(row, f1=f1, slipped_f1=slipped, macro_f1=some(), pooled=some())

    sets = {key: tuple(map(changed, rows)) for key, rows in card.figures.sets.items()}
    bins = (Bin(0.02, some(), 900), Bin(0.95, some(), 30))
    reliability = {key: {"network": bins, "best": bins[:1]} for key in sets}
    return replace(card, figures=Figures(card.figures.conditions, sets, reliability))


def with_f1(card: Card, key: str, values: dict[str, float]) -> Card:
    """The card with another mean F1 on the whole of a set, by method."""
    assert card.figures is not None
    rows = tuple(
        replace(row, f1=values[row.method]) if row.part == "all" and row.method in values else row
        for row in card.figures.sets[key]
    )
    return replace(card, figures=replace(card.figures, sets={**card.figures.sets, key: rows}))
