"""The card says all it should, of the model that is in the box."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest

from benchmarks import card as assembly
from benchmarks import card_texts
from ssp_core.card import CARD, Card, CardError, card_of, read_card
from ssp_core.folding.decoding import DecoderSettings
from ssp_core.ui.about.tables import METHODS

# The data's README, "The field on the same work": VL0, TS0, new families.
F1 = {
    "RNAfold 2.7.2 MFE": (0.513, 0.508, 0.656),
    "RNAfold 2.7.2 MEA": (0.523, 0.521, 0.668),
    "EternaFold (v1 parameters, MEA)": (0.538, 0.539, 0.675),
    "CONTRAfold (EternaFold's code, MEA)": (0.534, 0.536, 0.678),
    "LinearPartition-C": (None, 0.546, None),
    "MXfold2": (None, 0.499, None),
    "UFold": (None, 0.578, None),
    "REDfold": (None, 0.620, None),
    "sincFold": (None, 0.624, None),
    "RNA-FM": (None, 0.522, None),
    "RiNALMo": (None, 0.599, None),
    "ERNIE-RNA": (None, 0.628, None),
    "One-hot letters": (None, 0.351, None),
}
MACRO_F1 = {
    "RNAfold 2.7.2 MFE": (0.650, 0.648, 0.741),
    "RNAfold 2.7.2 MEA": (0.663, 0.663, 0.754),
    "EternaFold (v1 parameters, MEA)": (0.667, 0.669, 0.751),
    "CONTRAfold (EternaFold's code, MEA)": (0.672, 0.671, 0.757),
    "MXfold2": (None, 0.663, None),
    "UFold": (None, 0.682, None),
    "REDfold": (None, 0.744, None),
    "sincFold": (None, 0.740, None),
}
ELSEWHERE = {
    "LinearPartition-C": ["0.648", "0.616"],
    "RNA-FM": ["0.423"],
    "RiNALMo": ["0.446"],
    "ERNIE-RNA": ["0.601"],
    "One-hot letters": ["0.383"],
}
PARTS = {"bpRNA TR0": 10593, "RNAStrAlign": 2654, "more of bpRNA-1m": 1461, "ArchiveII": 162, "RNA3DB": 127}
PARTS_OF_A_SET = ("all", "1-100", "101-200", "over 200", "family found", "no family found")
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


def numbers_of(seed: int) -> dict[str, Any]:
    """Figures as benchmarks.accuracy writes them, every number another, none of them real."""
    random = np.random.default_rng(seed)

    def some() -> float:
        return round(float(random.uniform(0.1, 0.9)), 4)

    def row(method: str, part: str, sequences: int) -> dict[str, Any]:
        raw = "argmax" in method
        scores = {"f1": None if raw else some(), "slipped_f1": None if raw else some()}
        more = {"macro_f1": some(), "pooled": some(), "milliseconds": float(random.integers(10, 999))}
        return {"method": method, "part": part, "sequences": sequences, **scores, **more}

    counts = {each["key"]: each["sequences"] for each in card_texts.SETS}
    points = [{"mean": 0.02, "frequency": some(), "count": 900}, {"mean": 0.95, "frequency": some(), "count": 30}]
    return {
        "conditions": {
            "date": "2026-01-01",
            "model": "bundled",
            "weights": MODEL["weights"],
            "families": MODEL["families_file"],
            "energies": MODEL["energies_file"],
            "decoder": asdict(DecoderSettings(kind="mixed")),
            "machine": "made-up processor",
            "precision": "float32",
            "limit": None,
        },
        "sets": {
            key: [row(m, part, n if part == "all" else 7) for m in METHODS for part in PARTS_OF_A_SET]
            for key, n in counts.items()
        },
        "reliability": {key: {"network alone": points, "best": points[:1]} for key in counts},
    }


def made_up(figures: dict[str, Any] | None, model: dict[str, Any] | None = None) -> dict[str, Any]:
    return assembly.assemble(
        revision="test",
        decoding=DecoderSettings(kind="mixed"),
        model=model or MODEL,
        recipe={"Steps": "many"},
        made="some",
        figures=figures,
    )


@pytest.fixture(scope="module")
def box() -> Card:
    return read_card()


def test_the_card_has_every_field(box: Card) -> None:
    for name, value in vars(box).items():
        assert value or name == "figures", name
    assert {each.key for each in box.sets} == {"VL0", "TS0", "newfam"}
    text = " ".join(box.limits)
    for word in ("Pseudoknots", "Long RNAs", "Families unlike", "token probability", "Known families", "hypothesis"):
        assert word in text
    parts = {source.name: source.sequences for source in box.sources}
    assert {name: parts[name] for name in PARTS} == PARTS
    assert f"{sum(PARTS.values()):,} RNAs" in box.trained_on[0]
    assert all(source.licence and source.origin for source in (*box.sources, *box.tools))


def test_its_decoder_is_one(box: Card) -> None:
    decoding = DecoderSettings(**box.decoder)
    assert f"{decoding.temperature:g}" in box.decoder_reason
    assert ("for each RNA" if decoding.gamma is None else f"gamma {decoding.gamma:g}") in box.decoder_reason


def test_it_is_of_the_weights_in_the_box(box: Card) -> None:
    assert assembly.model_of(CARD.parent) == {
        "parameters": box.parameters,
        "bytes": box.size,
        "weights": box.weights,
        "families": box.families,
        "families_bytes": box.families_size,
        "families_file": box.families_file,
        "energies_bytes": box.energies_size,
        "energies_file": box.energies_file,
    }
    assert box.size + box.families_size + box.energies_size <= 20_000_000


def test_its_figures_are_of_these_weights_and_settings_or_absent(box: Card) -> None:
    if box.figures is None:
        assert "draft" in box.decoder_reason
    else:
        figures = json.loads(CARD.read_text(encoding="utf-8"))["figures"]
        assembly.check(figures, DecoderSettings(**box.decoder), vars_of(box))


def vars_of(card: Card) -> dict[str, Any]:
    return {"weights": card.weights, "families_file": card.families_file, "energies_file": card.energies_file}


@pytest.mark.parametrize("missing", ["revision", "decoder", "figures", "limits", "published", "recipe", "tools"])
def test_a_card_without_a_field_is_refused(missing: str) -> None:
    given = made_up(numbers_of(0))
    del given[missing]
    with pytest.raises(CardError, match=missing):
        card_of(given)


def test_a_row_without_a_figure_is_refused() -> None:
    given = made_up(numbers_of(0))
    del given["figures"]["sets"]["VL0"][0]["pooled"]
    with pytest.raises(CardError, match="pooled"):
        card_of(given)


def test_published_figures_are_those_of_the_data_readme(box: Card) -> None:
    assert [row.method for row in box.published] == list(F1)
    for row in box.published:
        for given, known in ((row.f1, F1), (row.macro_f1, MACRO_F1)):
            expected = known.get(row.method, (None,) * 3)
            assert tuple(map(given.get, ("VL0", "TS0", "newfam"))) == expected, row.method
        assert re.findall(r"0\.\d{3}", row.elsewhere) == ELSEWHERE.get(row.method, [])
        assert ("1,136" in row.measured_on) == (row.method in {"MXfold2", "UFold", "REDfold", "sincFold"})
