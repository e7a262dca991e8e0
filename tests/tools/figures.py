"""Made-up figures, as benchmarks.accuracy writes them, and a card with them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from ssp_core.folding.decoding import DecoderSettings
from tools import card as assembly
from tools import card_texts

METHODS = ("best", "network and families, MEA", "network alone, argmax", "RNAfold MFE")
PARTS = ("all", "1-100", "101-200", "over 200", "family found", "no family found")
SETTINGS = DecoderSettings("mixed")
MODEL = {
    "parameters": 1_234_567,
    "weights_bytes": 4_900_000,
    "weights_sha256": "abc",
    "n_families": 1_357,
    "families_bytes": 1_200_000,
    "families_sha256": "def",
    "energies_bytes": 120_000,
    "energies_sha256": "ghi",
}


def figures() -> dict[str, Any]:
    """Figures of `MODEL`, every number another, none of them real."""
    random = np.random.default_rng(0)

    def some() -> float:
        return round(float(random.uniform(0.1, 0.9)), 4)

    def row(method: str, part: str, sequences: int) -> dict[str, Any]:
        raw = "argmax" in method
        scores = {"f1": None if raw else some(), "slipped_f1": None if raw else some()}
        more = {"macro_f1": some(), "pooled": some(), "milliseconds": float(random.integers(10, 999))}
        return {"method": method, "part": part, "sequences": sequences, **scores, **more}

    counts = {measured["key"]: measured["sequences"] for measured in card_texts.SETS}
    bins = [{"mean": 0.02, "frequency": some(), "count": 900}, {"mean": 0.95, "frequency": some(), "count": 30}]
    return {
        "conditions": {
            "date": "2026-01-01",
            "model": "bundled",
            **{name: MODEL[name] for name in ("weights_sha256", "families_sha256", "energies_sha256")},
            "decoder": asdict(SETTINGS),
            "machine": "made-up processor",
            "precision": "float32",
            "limit": None,
        },
        "sets": {
            key: [row(method, part, count if part == "all" else 7) for method in METHODS for part in PARTS]
            for key, count in counts.items()
        },
        "reliability": {key: {"network alone": bins, "best": bins[:1]} for key in counts},
    }


def card(with_figures: dict[str, Any] | None) -> dict[str, Any]:
    """A card of `MODEL`, as JSON."""
    return assembly.assemble(
        revision="test",
        settings=SETTINGS,
        model=MODEL,
        recipe={"Steps": "many"},
        made="some",
        figures=with_figures,
    )
