"""`tools.card` writes the shipped card, and takes figures of whole sets of this very model only."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from ssp_core.card import CARD
from ssp_core.folding.decoding import DecoderSettings
from tools import card
from tools.card_sentences import reason, recipe_of

from .cards import MODEL, SETTINGS, made_up_card, made_up_figures


def test_the_shipped_card_is_what_the_tool_writes(tmp_path: Path) -> None:
    card.main(["--out", str(tmp_path / "card.json")])
    assert (tmp_path / "card.json").read_text(encoding="utf-8") == CARD.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"weights": "other"}, "other weights"),
        ({"families": "other"}, "other weights"),
        ({"energies": "other"}, "other weights"),
        ({"limit": 10}, "10 sequences"),
        ({"decoder": asdict(DecoderSettings("mea"))}, "measured with"),
    ],
)
def test_figures_of_something_else_are_refused(change: dict[str, Any], message: str) -> None:
    figures = made_up_figures()
    figures["conditions"] |= change
    with pytest.raises(card.FiguresError, match=message):
        made_up_card(figures)
    assert card.kept_figures({"figures": figures}, SETTINGS, MODEL) is None


def test_the_present_figures_are_kept_if_they_are_of_this_model() -> None:
    figures = made_up_figures()
    assert card.kept_figures({"figures": figures}, SETTINGS, MODEL) == figures
    assert card.kept_figures({"figures": None}, SETTINGS, MODEL) is None


def test_figures_of_a_part_are_refused() -> None:
    figures = made_up_figures()
    without = deepcopy(figures)
    del without["sets"]["TS0"]
    with pytest.raises(card.FiguresError, match="TS0"):
        made_up_card(without)
    figures["sets"]["VL0"][0]["sequences"] = 12
    with pytest.raises(card.FiguresError, match="1300"):
        made_up_card(figures)


def by_set(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """The same figures as a run for each set saves them."""
    names = ("sets", "reliability")
    return [
        {"conditions": dict(figures["conditions"]), **{name: {key: figures[name][key]} for name in names}}
        for key in figures["sets"]
    ]


def test_figures_measured_set_by_set_are_merged() -> None:
    figures = made_up_figures()
    assert card.merged([figures]) == figures
    assert card.merged(by_set(figures)) == {
        **figures,
        "conditions": {**figures["conditions"], "machine": "made-up processor, 3 sets side by side"},
    }


def test_figures_measured_otherwise_are_not_merged() -> None:
    parts = by_set(made_up_figures())
    parts[1]["conditions"]["weights"] = "other"
    with pytest.raises(card.FiguresError, match="differ in weights"):
        card.merged(parts)


@pytest.mark.parametrize(
    ("settings", "phrases"),
    [
        (DecoderSettings("informed", None, 0.35), ("as an input", "35 % to 65 %", "chosen for each RNA", "HMMER")),
        (DecoderSettings("mixed", 2.0, 0.5, 0.7, 0.0), ("averaged", "50 % to 50 %", "temperature 0.7", "gamma 2.")),
        (DecoderSettings("mea"), ("are the network's", "gamma 1.", "up to 75 %")),
        (DecoderSettings("map"), ("are the network's", "decoder is MAP")),
    ],
)
def test_the_reason_follows_the_settings(settings: DecoderSettings, phrases: tuple[str, ...]) -> None:
    text = reason(settings, measured=False)
    assert "draft" in text
    assert [phrase for phrase in phrases if phrase not in text] == []
    assert ("HMMER" in text) == bool(settings.family_weight)
    assert ("ViennaRNA" in text) == settings.spec.uses_thermo


def test_the_recipe_is_the_runs(tmp_path: Path) -> None:
    recipe = {
        "cells": 12_345, "synthetic_share": 0.3, "mutated_share": 0.2, "told_share": 0.4, "weight_decay": 0.05,
        "seed": 7, "rate": 0.001, "warm_up": 300, "decay": 0.6, "averaging": 0.999,
    }  # fmt: skip
    (tmp_path / "last").mkdir()
    (tmp_path / "last" / "state.json").write_text(json.dumps({"step": 1_234, "recipe": recipe}))
    texts = recipe_of(tmp_path, "A day.")
    assert texts["Time"] == "A day."
    for part, phrases in {
        "Steps": ("1,234 batches", "12,345 cells", "30 %", "20 %", "40 %"),
        "Optimiser": ("weight decay 0.05", "seed 7"),
        "Learning rate": ("0.001 after 300 steps", "last 60 %"),
        "Weights": ("0.999",),
    }.items():
        assert [phrase for phrase in phrases if phrase not in texts[part]] == []
    assert list(texts) == [name for name in json.loads(CARD.read_text(encoding="utf-8"))["recipe"] if name in texts]
