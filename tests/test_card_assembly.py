"""Which figures the card takes: whole sets of this very model, measured together or set by set."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import asdict
from typing import Any

import pytest

from benchmarks import card as assembly
from ssp_core.folding.decoding import DecoderSettings
from tests.test_card import made_up, numbers_of


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"weights": "other"}, "other weights"),
        ({"families": "other"}, "other weights"),
        ({"energies": "other"}, "other weights"),
        ({"limit": 10}, "10 sequences"),
        ({"decoder": asdict(DecoderSettings(kind="mea"))}, "settings|measured with"),
    ],
)
def test_figures_of_something_else_are_refused(change: dict[str, Any], said: str) -> None:
    figures = numbers_of(0)
    figures["conditions"] |= change
    with pytest.raises(assembly.FiguresError, match=said):
        made_up(figures)


def test_figures_of_a_part_are_refused() -> None:
    figures = numbers_of(0)
    without = deepcopy(figures)
    del without["sets"]["TS0"]
    with pytest.raises(assembly.FiguresError, match="TS0"):
        made_up(without)
    figures["sets"]["VL0"][0]["sequences"] = 12
    with pytest.raises(assembly.FiguresError, match="1300"):
        made_up(figures)


def by_set(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """The same, as a run for each set saves them."""
    names = ("sets", "reliability")
    return [
        {"conditions": dict(figures["conditions"]), **{name: {key: figures[name][key]} for name in names}}
        for key in figures["sets"]
    ]


def test_figures_measured_set_by_set_are_merged() -> None:
    figures = numbers_of(0)
    assert assembly.merged([figures]) == figures
    together = assembly.merged(by_set(figures))
    assert together == {
        **figures,
        "conditions": {**figures["conditions"], "machine": "made-up processor, 3 sets side by side"},
    }
    assert assembly.merged([]) is None


def test_figures_measured_otherwise_are_not_merged() -> None:
    parts = by_set(numbers_of(0))
    parts[1]["conditions"]["weights"] = "other"
    with pytest.raises(assembly.FiguresError, match="differ in weights"):
        assembly.merged(parts)
