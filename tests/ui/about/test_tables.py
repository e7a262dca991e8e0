"""The tables of the About tab have the card's figures, each in its place, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from ssp_core.card import Card
from ssp_core.ui.about import tables

from .cards import measured, unmeasured


def cells(table: tables.Table, method: str) -> list[str]:
    """What the one row of a method shows."""
    (row,) = [row for group in table.groups for row in group.rows if row.title == method]
    return [cell.text for cell in row.cells]


def expected(values: Iterable[float | None]) -> list[str]:
    return ["" if value is None else f"{value:.3f}" for value in values]


def sequences_of(card: Card, method: str, part: str) -> int:
    assert card.figures is not None
    row = card.figures.row(card.sets[0].key, method, part)
    assert row is not None
    return row.sequences


@pytest.mark.parametrize("seed", [1, 2])
def test_every_number_is_under_its_set(seed: int) -> None:
    card = measured(seed)
    assert card.figures is not None
    table = tables.accuracy(card)
    assert [column.title for column in table.columns] == [measured.title for measured in card.sets]
    for method, title in tables.METHODS.items():
        rows = [card.figures.row(measured.key, method) for measured in card.sets]
        if all(row and row.f1 and row.f1 > 0.01 for row in rows):
            assert cells(table, title) == expected(row.f1 for row in rows if row)
        else:
            assert title not in [row.title for group in table.groups for row in group.rows]
    for published in card.published:
        assert cells(table, published.method) == expected(published.f1.get(measured.key) for measured in card.sets)


def test_parts_of_a_set_and_the_time() -> None:
    card = measured(3)
    assert card.figures is not None
    first = card.sets[0]
    table = tables.by_part(card, first)
    rows = [card.figures.row(first.key, "best", part) for part in tables.PARTS]
    time = rows[0].milliseconds if rows[0] else None
    shown = cells(table, tables.METHODS["best"])
    assert shown == [*expected(row.f1 if row else None for row in rows), f"{time:,.0f}"]
    assert len(shown) == len(table.columns)
    (best,) = [row for row in table.groups[0].rows if row.is_highlighted]
    assert best.cells[1].hint == f"{sequences_of(card, 'best', '1-100'):,} RNAs"


def test_other_scores_of_every_method() -> None:
    card = measured(4)
    assert card.figures is not None
    for measured_set in card.sets:
        table = tables.other_scores(card, measured_set)
        for method, title in tables.METHODS.items():
            row = card.figures.row(measured_set.key, method)
            assert row is not None
            assert cells(table, title) == expected((row.slipped_f1, row.pooled, row.macro_f1))
        for published in card.published:
            values = [published.slipped_f1.get(measured_set.key), published.macro_f1.get(measured_set.key)]
            if any(values):
                assert cells(table, published.method)[:2] == expected(values)


def test_a_network_that_publishes_f1_with_a_slip_only_says_so_in_its_note() -> None:
    table = tables.accuracy(unmeasured())
    (note,) = [row.note for group in table.groups for row in group.rows if row.title == "AIDO.RNA, fine-tuned"]
    assert note.startswith("1.6 B parameters; 0.783 on TS0 with ±1; ")


def test_a_method_without_a_title_keeps_its_name() -> None:
    card = measured(5)
    assert card.figures is not None
    sets = {
        key: tuple(replace(row, method="a new one") if row.method == "RNAfold MFE" else row for row in rows)
        for key, rows in card.figures.sets.items()
    }
    table = tables.accuracy(replace(card, figures=replace(card.figures, sets=sets)))
    row = replace(card.figures, sets=sets).row(card.sets[0].key, "a new one")
    assert row is not None
    assert cells(table, "a new one")[0] == f"{row.f1:.3f}"


def test_before_the_figures_are_measured_the_published_stay() -> None:
    table = tables.accuracy(unmeasured())
    assert tables.OURS not in [group.title for group in table.groups]
    assert [row.title for group in table.groups for row in group.rows] == [row.method for row in unmeasured().published]


def test_sources_have_a_count_where_there_is_one() -> None:
    card = unmeasured()
    data, tools = tables.sources(card.sources, "Data"), tables.sources(card.tools, "Tool")
    assert [column.title for column in data.columns] == ["RNAs", "from", "licence"]
    assert [column.title for column in tools.columns] == ["for", "licence"]
    first = card.sources[0]
    assert cells(data, first.name) == [f"{first.sequences:,}", first.origin, first.licence]
