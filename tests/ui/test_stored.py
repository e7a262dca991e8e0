"""The result the page opens with."""

from __future__ import annotations

import json

import numpy as np

from ssp_core.folding.structure import is_legal
from ssp_core.network import zoo
from ssp_core.predictor import Predictor
from ssp_core.ui import stored


def test_is_whole_and_legal() -> None:
    first = stored.read()
    prediction = first.prediction
    assert first.stored
    assert prediction.probabilities.shape == (len(prediction.sequence), 3)
    assert np.allclose(prediction.probabilities.sum(axis=1), 1, atol=1e-3)
    for numbers in (prediction.probabilities, prediction.output.classes, prediction.output.pairs):
        assert numbers is not None
        assert numbers.dtype == np.float32
    assert first.reference is not None
    assert len(first.reference) == len(prediction.sequence)
    assert is_legal(prediction.sequence, first.structure)


def test_was_made_by_the_model_in_the_box() -> None:
    card = json.loads((zoo.BUNDLED / "card.json").read_text(encoding="utf-8"))
    made = json.loads(stored.PATH.read_text(encoding="utf-8"))
    # Another model in the box: run `python -m ssp_core.ui.stored` and commit what it writes.
    assert made["revision"] == card["revision"]
    anew = Predictor("bundled", device="cpu", dtype="float32").predict(made["sequence"], decoder="best")[0]
    was = stored.read().prediction
    assert (was.structure, was.decoding) == (anew.structure, anew.decoding)
    assert np.allclose(was.probabilities, anew.probabilities, atol=1e-3)
