"""A prediction in sentences."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ssp_core.analysis.description import describe
from ssp_core.folding.structure import Structure
from ssp_core.prediction import Prediction
from tests.fakes import fake_prediction


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
