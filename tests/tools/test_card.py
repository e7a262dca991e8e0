"""The card is of the bundled files, takes only figures of these files, and has the published figures as its sources."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from ssp_core.card import CARD, Card, card_of, read_card
from ssp_core.folding.decoding import DecoderSettings
from ssp_core.training import thermo_input
from ssp_core.training.pairing_loop import PairingRecipe
from tests.tools.figures import MODEL, SETTINGS, card, figures
from tools import card as assembly

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
    "One-hot encoding": (None, 0.351, None),
    "AIDO.RNA, fine-tuned": (None, None, None),
    "ERNIE-RNA, fine-tuned": (None, None, None),
    "RiNALMo, fine-tuned": (None, None, None),
    "RNAformer": (None, 0.728, None),
    "RNA-FM, fine-tuned": (None, 0.704, None),
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
ELSEWHERE = {
    "LinearPartition-C": ["0.648", "0.616"],
    "RNA-FM, frozen": ["0.423"],
    "RiNALMo, frozen": ["0.446"],
    "ERNIE-RNA, frozen": ["0.601"],
    "One-hot encoding": ["0.383"],
    "AIDO.RNA, fine-tuned": ["0.733"],
    "ERNIE-RNA, fine-tuned": ["0.77"],
    "RiNALMo, fine-tuned": ["0.72", "0.61"],
    "RNA-FM, fine-tuned": ["0.666"],
    "BPfold": ["0.647"],
}


@pytest.fixture(scope="module")
def bundled() -> Card:
    return read_card()


def test_published_figures_are_those_of_the_data_readme(bundled: Card) -> None:
    assert [row.method for row in bundled.published] == list(F1)
    for row in bundled.published:
        for values, known in ((row.f1, F1), (row.slipped_f1, SLIPPED_F1), (row.macro_f1, MACRO_F1)):
            expected = known.get(row.method, (None,) * 3)
            assert tuple(map(values.get, ("VL0", "TS0", "newfam"))) == expected, row.method
        assert re.findall(r"0\.\d+", row.remark) == ELSEWHERE.get(row.method, [])
        assert ("1,136" in row.measured_on) == (row.method in {"MXfold2", "UFold", "REDfold", "sincFold"})
        assert ("source:" in row.remark) == ("fine-tuned" in row.measured_on)
    assert "indicative" in bundled.published_note


def test_the_recommended_setting_is_described(bundled: Card) -> None:
    settings = DecoderSettings(**bundled.decoder)
    assert f"temperature {settings.temperature:g}" in bundled.decoder_reason
    gamma = "for each RNA" if settings.gamma is None else f"gamma {settings.gamma:g}"
    assert gamma in bundled.decoder_reason


def test_it_is_of_the_bundled_files(bundled: Card) -> None:
    model = assembly.model_of(CARD.parent)
    assert model == {name: getattr(bundled, name) for name in model}
    assert bundled.weights_bytes + bundled.families_bytes + bundled.energies_bytes <= 20_000_000


def test_its_figures_are_of_these_files_and_settings(bundled: Card) -> None:
    content = json.loads(CARD.read_text(encoding="utf-8"))
    assert bundled.figures is not None
    assembly.check(content["figures"], DecoderSettings(**bundled.decoder), content["model"])


def test_writing_it_again_changes_nothing(tmp_path: Path) -> None:
    again = tmp_path / "card.json"
    assembly.main(["--out", str(again)])
    assert again.read_text(encoding="utf-8") == CARD.read_text(encoding="utf-8")


def test_figures_given_replace_those_of_the_card(tmp_path: Path) -> None:
    measured, again = tmp_path / "figures.json", tmp_path / "card.json"
    given = json.loads(CARD.read_text(encoding="utf-8"))["figures"]
    given["conditions"]["date"] = "2030-01-01"
    measured.write_text(json.dumps(given), encoding="utf-8")
    assembly.main([str(measured), "--out", str(again)])
    written = read_card(again).figures
    assert written is not None
    assert written.conditions.date == "2030-01-01"


def test_the_figures_of_another_model_are_not_kept() -> None:
    given = figures()
    assert assembly.kept_figures({"figures": given}, SETTINGS, MODEL) == given
    assert assembly.kept_figures({"figures": given}, DecoderSettings("mea"), MODEL) is None
    assert assembly.kept_figures({"figures": None}, SETTINGS, MODEL) is None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"weights_sha256": "other"}, "other files"),
        ({"families_sha256": "other"}, "other files"),
        ({"energies_sha256": "other"}, "other files"),
        ({"limit": 10}, "10 sequences"),
        ({"decoder": asdict(DecoderSettings("mea"))}, "were measured with"),
    ],
)
def test_figures_of_something_else_are_refused(change: dict[str, Any], sentence: str) -> None:
    changed = figures()
    changed["conditions"] |= change
    with pytest.raises(assembly.FiguresError, match=sentence):
        card(changed)


def test_figures_of_a_part_are_refused() -> None:
    without = figures()
    del without["sets"]["TS0"]
    with pytest.raises(assembly.FiguresError, match="TS0"):
        card(without)
    part = figures()
    part["sets"]["VL0"][0]["sequences"] = 12
    with pytest.raises(assembly.FiguresError, match="1300"):
        card(part)


def by_set(given: dict[str, Any]) -> list[dict[str, Any]]:
    """The same, as a run for each set saves them."""
    names = ("sets", "reliability")
    return [
        {"conditions": dict(given["conditions"]), **{name: {key: given[name][key]} for name in names}}
        for key in given["sets"]
    ]


def test_figures_measured_set_by_set_are_merged() -> None:
    whole = figures()
    assert assembly.merged([whole]) == whole
    together = assembly.merged(by_set(whole))
    assert together == {
        **whole,
        "conditions": {**whole["conditions"], "machine": "made-up processor, 3 sets side by side"},
    }


def test_figures_measured_differently_are_not_merged() -> None:
    parts = by_set(deepcopy(figures()))
    parts[1]["conditions"]["weights_sha256"] = "other"
    with pytest.raises(assembly.FiguresError, match="differ in weights_sha256"):
        assembly.merged(parts)


@pytest.mark.parametrize("decoder", ["informed", "mixed", "mea"])
def test_every_decoder_can_be_recommended(decoder: str) -> None:
    text = assembly.reason(DecoderSettings(decoder, gamma=2.0), measured=False)
    assert "gamma 2" in text
    assert "draft" in text


def test_the_recipe_of_a_run_is_described(tmp_path: Path) -> None:
    run = tmp_path / "run"
    (run / "last").mkdir(parents=True)
    state = {"step": 1234, "recipe": asdict(PairingRecipe(1234, thermo_input_share=0.4))}
    (run / "last" / "state.json").write_text(json.dumps(state), encoding="utf-8")
    pairs = thermo_input.fold("GGGGAAAACCCC")
    thermo_input.save(run / "synthetic.npz", ["GGGGAAAACCCC", "GGGGGAAAACCCCC"], [pairs, pairs])
    recipe = assembly.recipe_of(run, "Nine minutes.")
    assert "1,234 batches" in recipe["Steps"]
    assert "40%" in recipe["Steps"]
    assert assembly.made_of(run).startswith("2 synthetic RNAs, 12 to 14 nt")


def test_a_card_without_figures_is_a_draft() -> None:
    draft = card_of(card(None))
    assert draft.figures is None
    assert "draft" in draft.decoder_reason
    assert draft.decoder == asdict(SETTINGS)
