"""Samples and the likeliest structures, of models with and without pair probabilities."""

from __future__ import annotations

from dataclasses import replace
from math import isclose

import numpy as np
import pytest

from ssp_core.analysis.samples import COUNT, draw_samples, likeliest_structures
from ssp_core.folding.decoding import DecoderSettings
from ssp_core.folding.homology import FamilyHit
from ssp_core.folding.structure import is_legal
from ssp_core.prediction import Prediction
from tests.fakes import fake_prediction

SEQUENCE = "GGGAGCAAAAGCACCC"


@pytest.fixture(params=[True, False], ids=["pairs", "classes"])
def prediction(request: pytest.FixtureRequest) -> Prediction:
    return fake_prediction(SEQUENCE, with_pairs=request.param)


def test_samples_are_different_valid_and_in_order(prediction: Prediction) -> None:
    drawn = draw_samples(prediction)
    structures = [sample.structure for sample in drawn]
    assert 1 < len(structures) <= COUNT
    assert len(set(structures)) == len(structures)
    assert all(is_legal(SEQUENCE, structure) for structure in structures)
    chances = [sample.probability for sample in drawn]
    assert chances == sorted(chances, reverse=True)
    assert draw_samples(prediction) == drawn
    assert any(draw_samples(prediction, seed) != drawn for seed in range(1, 6))


def test_the_likeliest_are_never_less_likely_than_samples(prediction: Prediction) -> None:
    found = likeliest_structures(prediction)
    chances = [sample.probability for sample in found]
    assert len({sample.structure for sample in found}) == COUNT
    assert chances == sorted(chances, reverse=True)
    drawn = draw_samples(prediction)
    assert drawn[0].probability <= chances[0] + 1e-12
    by_structure = {sample.structure: sample.probability for sample in found}
    for sample in drawn:
        if sample.structure in by_structure:
            assert isclose(sample.probability, by_structure[sample.structure])


def test_a_known_family_changes_them_by_its_weight() -> None:
    hit = FamilyHit(0, 5, 50.0, 1e-9, 0, 16, 1.0, np.ones(16), np.array([[0, 15]], dtype=np.int64), np.array([0.05]))
    plain = fake_prediction(SEQUENCE)
    plain = replace(plain, output=replace(plain.output, family_hits=(hit,)))
    ignored, weighed = (
        likeliest_structures(replace(plain, settings=DecoderSettings("mea", family_weight=weight)))
        for weight in (0.0, 1.0)
    )
    assert ignored == likeliest_structures(fake_prediction(SEQUENCE))
    assert weighed != ignored


def test_temperature_flattens_what_classes_are_drawn_from() -> None:
    cold, hot = (
        likeliest_structures(fake_prediction(SEQUENCE, DecoderSettings("mea", temperature=t), with_pairs=False))[0]
        for t in (0.5, 2.0)
    )
    assert cold.probability > hot.probability
