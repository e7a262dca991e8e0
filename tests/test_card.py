"""The bundled model's card has every field, and is of the files beside it."""

from __future__ import annotations

import json
import re

import pytest

from ssp_core.card import CARD, Card, card_of, read_card
from ssp_core.errors import CardError
from ssp_core.folding.decoding import DecoderSettings
from tests.tools.cards import made_up_card, made_up_figures
from tools import card as tool

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
    "RNA-FM, frozen": (None, 0.522, None),
    "RiNALMo, frozen": (None, 0.599, None),
    "ERNIE-RNA, frozen": (None, 0.628, None),
    "One-hot nucleotides": (None, 0.351, None),
    "AIDO.RNA, fine-tuned": (None, None, None),
    "ERNIE-RNA, fine-tuned": (None, None, None),
    "RiNALMo, fine-tuned": (None, None, None),
    "RNAformer": (None, 0.728, None),
    "RNA-FM, fine-tuned": (None, None, None),
    "BPfold": (None, 0.658, None),
    "UFold, as published": (None, 0.654, None),
}
SLIPPED_F1 = {"AIDO.RNA, fine-tuned": (None, 0.783, None), "RiNALMo, fine-tuned": (None, 0.747, None)}
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
REMARKS = {
    "LinearPartition-C": ["0.648", "0.616"],
    "RNA-FM, frozen": ["0.423"],
    "RiNALMo, frozen": ["0.446"],
    "ERNIE-RNA, frozen": ["0.601"],
    "One-hot nucleotides": ["0.383"],
    "ERNIE-RNA, fine-tuned": ["0.77"],
    "RNA-FM, fine-tuned": ["0.666", "0.704"],
    "BPfold": ["0.647", "0.616"],
}
SIZES = {
    "RNA-FM, frozen": "86–650 M",
    "RiNALMo, frozen": "650 M",
    "ERNIE-RNA, frozen": "86 M",
    "AIDO.RNA, fine-tuned": "1.6 B",
    "ERNIE-RNA, fine-tuned": "86 M",
    "RiNALMo, fine-tuned": "650 M",
    "RNAformer": "32 M",
}
PARTS = {"bpRNA TR0": 10593, "RNAStrAlign": 2654, "more of bpRNA-1m": 1461, "ArchiveII": 162, "RNA3DB": 127}


@pytest.fixture(scope="module")
def box() -> Card:
    return read_card()


def test_the_card_has_every_field(box: Card) -> None:
    for name, value in vars(box).items():
        assert value or name == "figures", name
    assert {known.key for known in box.sets} == {"VL0", "TS0", "newfam"}
    text = " ".join(box.limits)
    for phrase in ("Pseudoknots", "Long RNAs", "Families unlike", "class probability", "Known families", "hypothesis"):
        assert phrase in text
    parts = {source.name: source.sequences for source in box.sources}
    assert {name: parts[name] for name in PARTS} == PARTS
    assert f"{sum(PARTS.values()):,} RNAs" in box.trained_on[0]
    assert all(source.licence and source.origin for source in (*box.sources, *box.tools))


def test_its_decoder_is_one(box: Card) -> None:
    settings = DecoderSettings(**box.decoder)
    assert f"{settings.temperature:g}" in box.decoder_reason
    assert ("for each RNA" if settings.gamma is None else f"gamma {settings.gamma:g}") in box.decoder_reason


def test_it_is_of_the_weights_in_the_box(box: Card) -> None:
    assert tool.model_of(CARD.parent) == {
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
        files = {"weights": box.weights, "families_file": box.families_file, "energies_file": box.energies_file}
        tool.check(figures, DecoderSettings(**box.decoder), files)


@pytest.mark.parametrize("missing", ["revision", "decoder", "figures", "limits", "published", "recipe", "tools"])
def test_a_card_without_a_field_is_refused(missing: str) -> None:
    given = made_up_card(made_up_figures())
    del given[missing]
    with pytest.raises(CardError, match=missing):
        card_of(given)


def test_a_row_without_a_figure_is_refused() -> None:
    given = made_up_card(made_up_figures())
    del given["figures"]["sets"]["VL0"][0]["pooled"]
    with pytest.raises(CardError, match="pooled"):
        card_of(given)


def test_published_figures_are_those_of_the_data_readme(box: Card) -> None:
    assert [row.method for row in box.published] == list(F1)
    for row in box.published:
        for given, known in ((row.f1, F1), (row.slipped_f1, SLIPPED_F1), (row.macro_f1, MACRO_F1)):
            expected = known.get(row.method, (None,) * 3)
            assert tuple(map(given.get, ("VL0", "TS0", "newfam"))) == expected, row.method
        assert re.findall(r"0\.\d+", row.remark) == REMARKS.get(row.method, [])
        assert row.size == SIZES.get(row.method, "")
        assert ("1,136" in row.measured_on) == (row.method in {"MXfold2", "UFold", "REDfold", "sincFold"})
        assert ("pseudoknots" in row.measured_on) == ("TR0" in row.measured_on)
    for source in ("ModelGenerator", "ERNIE-RNA issue 3", "RNAformer issue 8", "RNA-FM issue 10", "BPfold"):
        assert source in box.published_words
