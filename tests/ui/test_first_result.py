"""The result that the page opens with."""

from __future__ import annotations

import json

import numpy as np

from ssp_core.folding.structure import is_legal
from ssp_core.network import zoo
from ssp_core.predictor import Predictor
from ssp_core.ui.result import Result, decoded_by


def test_is_whole_and_valid(first: Result) -> None:
    prediction = first.prediction
    length = len(prediction.sequence)
    assert first.stored
    assert prediction.probabilities.shape == (length, 3)
    assert np.allclose(prediction.probabilities.sum(axis=1), 1, atol=1e-3)
    assert prediction.pair_probabilities is not None
    assert prediction.pair_probabilities.shape == (length, length)
    assert first.reference is not None
    assert len(first.reference) == length
    assert is_legal(prediction.sequence, first.structure)


def test_was_made_by_the_bundled_model(first: Result, predictor: Predictor) -> None:
    # For another bundled model run `python -m tools.first_result` and commit what it writes.
    card = json.loads((zoo.BUNDLED / "card.json").read_text(encoding="utf-8"))
    assert first.prediction.provenance.revision == card["revision"]
    anew = predictor.predict([first.sequence])[0]
    was = first.prediction
    assert (was.structure, was.settings, was.name) == (anew.structure, anew.settings, anew.name)
    assert np.allclose(was.probabilities, anew.probabilities, atol=1e-3)
    assert was.decoded.gamma == anew.decoded.gamma


def test_can_be_decoded_otherwise_without_the_network(first: Result, predictor: Predictor) -> None:
    for choice in ("mixed", "informed"):
        settings = predictor.settings_for(choice)
        other = decoded_by(predictor, first, settings)
        anew = predictor.predict([first.sequence], settings)[0]
        assert other.prediction.structure == anew.structure
        assert not other.stored
