"""A prediction in sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from ssp_core.analysis.description import answer_sentence, describe, least_confident, model_sentence
from ssp_core.errors import StructureError
from ssp_core.folding.decoding import DecoderSettings
from ssp_core.folding.structure import Structure
from ssp_core.prediction import Prediction
from tests.fakes import PROVENANCE, fake_hit, fake_prediction


def prediction() -> Prediction:
    return fake_prediction("GGGGAAAACCCC")


def test_three_sentences() -> None:
    found = describe(prediction())
    assert found.structure == "stem of 4 pairs, 1-4 with 9-12; hairpin loop of 4, 5-8"
    assert found.probabilities == "Average confidence 93 %; lowest at G 1 (90 %), G 2 (90 %) and G 3 (90 %)."
    assert found.pairs.startswith("The pair probabilities add up to 3.6 pairs (")
    assert found.pairs.endswith(" by thermodynamics alone); every likely pair is drawn.")


def test_they_speak_of_the_structure_that_is_shown() -> None:
    found = describe(prediction(), Structure.from_dot_bracket("(((......)))"))
    assert found.structure.startswith("stem of 3 pairs")
    assert found.probabilities == "Average confidence 80 %; lowest at G 4 (10 %), C 9 (10 %) and G 1 (90 %)."
    assert found.pairs.endswith("; the likeliest that are not drawn: 4-9 (90 %).")


def test_they_speak_of_the_probabilities_that_made_the_structure() -> None:
    plain = prediction()
    pairs = np.zeros((12, 12), dtype=np.float32)
    pairs[0, 11] = pairs[11, 0] = 0.5
    other = replace(plain, decoded=replace(plain.decoded, pair_probabilities=pairs))
    assert "add up to 0.5 pairs" in describe(other).pairs


def test_a_prediction_without_pair_probabilities_has_no_sentence_on_pairs() -> None:
    plain = prediction()
    assert describe(replace(plain, decoded=replace(plain.decoded, pair_probabilities=None))).pairs == ""


def test_the_answer_in_one_sentence() -> None:
    found = prediction()
    known = Structure.from_dot_bracket("(((......)))")
    assert answer_sentence(found) == "1 stem, 4 pairs, average confidence 93 %; -5.4 kcal/mol"
    assert answer_sentence(found, known, energy=False) == (
        "1 stem, 4 pairs, average confidence 93 %; 3 of 3 known pairs found"
    )
    assert answer_sentence(found, Structure.from_dot_bracket("." * 12), energy=False).endswith(
        "; the known structure has no pairs"
    )
    shown = found.with_structure(Structure.from_dot_bracket("(..........)"))
    assert answer_sentence(shown, known).startswith(
        "1 stem, 1 pair, average confidence 53 %; 1 of 3 known pairs found; "
    )
    with pytest.raises(StructureError, match="12 letters and the reference 5"):
        answer_sentence(found, Structure.from_dot_bracket("(...)"))


def test_the_answer_where_nothing_pairs_or_nothing_was_measured() -> None:
    assert answer_sentence(fake_prediction("AAAA")) == "No pairs, average confidence 100 %; 0.0 kcal/mol"
    tight = prediction().with_structure(Structure.from_dot_bracket("(..)........"))
    assert "kcal" not in answer_sentence(tight)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Fake model; this answer is the network alone"),
        ({"parameters": 52_454_788}, "Fake model (52 M parameters); this answer is the network alone"),
        ({"parameters": 1_234}, "Fake model (1,234 parameters); this answer is the network alone"),
        (
            {"model": "bundled", "parameters": 4_951_144},
            "Built-in model, trained by us from random weights (5 M parameters); this answer is the network alone",
        ),
        (
            {"trained": False},
            "Fake model: untrained, the weights of its head are random and its answer means nothing; "
            "this answer is the network alone",
        ),
        (
            {"imitates_thermodynamics": True},
            "Fake model, whose head was trained on structures predicted by ViennaRNA; this answer is the network alone",
        ),
    ],
)
def test_the_model_in_one_sentence(changes: dict[str, Any], sentence: str) -> None:
    assert model_sentence(replace(prediction(), provenance=replace(PROVENANCE, **changes))) == sentence


def test_how_much_of_the_answer_is_what() -> None:
    mixed = replace(prediction(), settings=DecoderSettings("mixed", trust=0.35, family_weight=0.75))
    assert model_sentence(mixed) == "Fake model; 65 % of this answer is thermodynamics (ViennaRNA)"
    informed = replace(mixed, settings=replace(mixed.settings, decoder="informed"))
    assert model_sentence(informed).endswith("(ViennaRNA), which is also an input of the network")
    hit = fake_hit(mixed.sequence, [(0, 11)], 0, 12, cover=0.8)
    of_a_family = replace(mixed, output=replace(mixed.output, family_hits=(hit,)))
    assert model_sentence(of_a_family).endswith(
        "; this answer is 60 % a known RNA family, 26 % thermodynamics (ViennaRNA) and 14 % the network"
    )
    without_thermodynamics = replace(of_a_family, settings=DecoderSettings("mea", family_weight=0.75))
    assert model_sentence(without_thermodynamics).endswith("is 60 % a known RNA family and 40 % the network")


def test_the_least_confident_nucleotides() -> None:
    shown = prediction().with_structure(Structure.from_dot_bracket("(((......)))"))
    assert least_confident(shown, 3) == (3, 8, 0)
    assert len(least_confident(shown)) == 5
    assert least_confident(fake_prediction("GA")) == (0, 1)
