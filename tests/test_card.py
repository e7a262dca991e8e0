"""The card says all it should, of the model that is in the box; and the About tab says nothing but the card."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import asdict, replace
from typing import Any

import numpy as np
import pytest

from benchmarks import card as assembly
from benchmarks import card_texts
from ssp_core.card import CARD, Card, Row, card_of, read_card
from ssp_core.errors import CardError
from ssp_core.folding.decoding.decoders import Decoding
from ssp_core.ui import about, about_tables

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
            "decoder": asdict(Decoding(kind="mixed")),
            "machine": "made-up processor",
            "precision": "float32",
            "limit": None,
        },
        "sets": {
            key: [row(m, part, n if part == "all" else 7) for m in about_tables.METHODS for part in PARTS_OF_A_SET]
            for key, n in counts.items()
        },
        "reliability": {key: {"network alone": points, "best": points[:1]} for key in counts},
    }


def made_up(figures: dict[str, Any] | None, model: dict[str, Any] | None = None) -> dict[str, Any]:
    return assembly.assemble(
        revision="test",
        decoding=Decoding(kind="mixed"),
        model=model or MODEL,
        recipe={"Steps": "many"},
        made="some",
        figures=figures,
    )


@pytest.fixture(scope="module")
def box() -> Card:
    return read_card()


@pytest.fixture(scope="module")
def measured() -> Card:
    return card_of(made_up(numbers_of(0)))


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
    decoding = Decoding(**box.decoder)
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
        assembly.check(json.loads(CARD.read_text(encoding="utf-8"))["figures"], Decoding(**box.decoder), vars_of(box))


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


def decimals(html: str) -> Counter[str]:
    """Every number with three decimals that a reader sees."""
    return Counter(re.findall(r"(?<![\d.])\d\.\d{3}(?!\d)", re.sub(r"<[^>]*>", " ", html)))


def shown(value: float | None) -> list[str]:
    return [] if value is None else [f"{value:.3f}"]


def expected_scores(card: Card) -> Counter[str]:
    rows: list[Row] = [row for rows in card.figures.sets.values() for row in rows] if card.figures else []
    ours = ("best", "best without families", "network and families, MEA", "network alone, MEA")
    pairs = (*ours, "RNAfold MFE", "RNAfold MEA")
    run = [text for row in rows if row.method in pairs for text in shown(row.f1)]
    published = [f"{value:.3f}" for row in card.published for value in row.f1.values()]
    return Counter([*run, *published, *(text for row in card.published for text in ELSEWHERE.get(row.method, []))])


def expected_others(card: Card) -> Counter[str]:
    rows: list[Row] = [row for rows in card.figures.sets.values() for row in rows] if card.figures else []
    whole = [row for row in rows if row.part == "all"]
    ours = [t for row in whole for value in (row.slipped_f1, row.pooled, row.macro_f1) for t in shown(value)]
    return Counter([*ours, *(f"{value:.3f}" for row in card.published for value in row.macro_f1.values())])


@pytest.mark.parametrize("seed", [None, 1, 2])
def test_every_figure_of_the_tab_is_the_cards(seed: int | None) -> None:
    card = card_of(made_up(None if seed is None else numbers_of(seed)))
    assert decimals(about_tables.scores(card)) == expected_scores(card)
    assert decimals(about_tables.other_scores(card)) == expected_others(card)
    assert decimals(about.measured(card)) == expected_scores(card) + expected_others(card)


def test_every_cell_stands_under_its_heading(measured: Card) -> None:
    assert measured.figures is not None
    html = about_tables.scores(measured)
    line = next(part for part in html.split("<tr") if ">Ours, best<" in part)
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", line)
    expected = [f"{measured.parameters / 1e6:.1f} M"]
    for each in measured.sets:
        rows = [measured.figures.row(each.key, "best", part) for part in PARTS_OF_A_SET]
        expected += [text for row in rows if row for text in shown(row.f1)]
        expected.append(f"{rows[0].milliseconds:.0f}" if rows[0] else "")
    assert cells == expected


def test_the_model_says_its_size_and_why_best_is_best(measured: Card) -> None:
    html = about.model(measured)
    assert "1,234,567" in html
    assert "4.9 MB" in html
    assert "1,357" in html
    assert "60%" not in html
    assert "50% to 50%" in html


def test_the_diagrams_words_are_the_bins(measured: Card) -> None:
    assert measured.figures is not None
    words = about.in_words(measured.figures, "TS0")
    surest = measured.figures.reliability["TS0"]["network alone"][-1]
    assert f"30 pairs were given 0.9 or more, 0.950 on average; {surest.frequency:.3f} of them are true" in words
    assert "Best: no pair was given 0.9 or more." in words


def test_what_the_card_says_is_escaped(measured: Card) -> None:
    hostile = replace(measured, revision="<script>", limits=("<b>x</b>. y",), decoder_reason="<i>")
    html = about.model(hostile) + about.limits(hostile)
    assert "<script>" not in html
    assert "<i>" not in html
    assert "&lt;b&gt;x" in html
