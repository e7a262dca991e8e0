"""Made-up figures as `benchmarks.accuracy` writes them, and cards with them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from benchmarks.accuracy import PARTS
from ssp_core.folding.decoding import DecoderSettings
from ssp_core.ui.about.tables import METHODS
from tools import card, card_texts

SETTINGS = DecoderSettings("mixed")
MODEL = {
    "parameters": 1_234_567,
    "bytes": 4_900_000,
    "weights": "abc",
    "families": 1_357,
    "families_bytes": 1_200_000,
    "families_file": "def",
    "energies_bytes": 120_000,
    "energies_file": "ghi",
}


def made_up_figures(seed: int = 0) -> dict[str, Any]:
    """Figures of whole sets, every number another, none of them real."""
    random = np.random.default_rng(seed)

    def some() -> float:
        return round(float(random.uniform(0.1, 0.9)), 4)

    def row(method: str, part: str, sequences: int) -> dict[str, Any]:
        of_pairs = "argmax" not in method
        scores = {"f1": some() if of_pairs else None, "slipped_f1": some() if of_pairs else None}
        more = {"macro_f1": some(), "pooled": some(), "milliseconds": float(random.integers(10, 999))}
        return {"method": method, "part": part, "sequences": sequences, **scores, **more}

    counts = {known["key"]: known["sequences"] for known in card_texts.SETS}
    points = [{"mean": 0.02, "frequency": some(), "count": 900}, {"mean": 0.95, "frequency": some(), "count": 30}]
    return {
        "conditions": {
            "date": "2026-01-01",
            "model": "bundled",
            "weights": MODEL["weights"],
            "families": MODEL["families_file"],
            "energies": MODEL["energies_file"],
            "decoder": asdict(SETTINGS),
            "machine": "made-up processor",
            "precision": "float32",
            "limit": None,
        },
        "sets": {
            key: [row(method, part, n if part == "all" else 7) for method in METHODS for part in PARTS]
            for key, n in counts.items()
        },
        "reliability": {key: {"network alone": points, "best": points[:1]} for key in counts},
    }


def made_up_card(figures: dict[str, Any] | None) -> dict[str, Any]:
    """A card of a model that does not exist, as JSON."""
    return card.assemble(
        revision="test", settings=SETTINGS, model=MODEL, recipe={"Steps": "many"}, made="some", figures=figures
    )
