"""The result the page opens with."""

from __future__ import annotations

import json

import numpy as np

from ssp_core.network import zoo
from ssp_core.ui import stored


def test_is_whole_and_legal() -> None:
    first = stored.read()
    prediction = first.prediction
    assert first.stored
    assert prediction.probabilities.shape == (len(prediction.sequence), 3)
    assert np.allclose(prediction.probabilities.sum(axis=1), 1, atol=1e-3)
    for numbers in (prediction.probabilities, prediction.scores.classes, prediction.scores.pairs):
        assert numbers is not None
        assert numbers.dtype == np.float32
    assert first.reference is not None
    assert len(first.reference) == len(first.structure) == len(prediction.sequence)


def test_was_made_by_the_model_in_the_box() -> None:
    card = json.loads((zoo.BUNDLED / "card.json").read_text(encoding="utf-8"))
    made = json.loads(stored.PATH.read_text(encoding="utf-8"))
    # Another model in the box: run `python -m ssp_core.ui.stored` and commit what it writes.
    assert made["revision"] == card["revision"]
