"""A result: another decoder, other structures, and what is shown of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from ssp_core.errors import InputError, SettingsError
from ssp_core.folding.decoding import DecoderSettings
from ssp_core.folding.structure import is_legal
from ssp_core.sequence import read_sequence
from ssp_core.ui.fold import samples
from ssp_core.ui.fold.sources import SOURCES, source
from ssp_core.ui.result import Result, decoded_by, picked, predict
from tests.fakes import FakePredictor

PREDICTOR: Any = FakePredictor()


def test_what_made_the_drawing_is_shown_and_the_others_beside_it(first: Result) -> None:
    prediction = first.prediction
    made, network, thermodynamics = (source(prediction, name) for name in SOURCES)
    assert made.class_probabilities is prediction.decoded.class_probabilities
    assert network.class_probabilities is prediction.output.class_probabilities
    for some in (made, network, thermodynamics):
        assert some.class_probabilities.shape == (76, 3)
        assert np.allclose(some.class_probabilities.sum(axis=1), 1, atol=1e-3)
        pairs = some.of_pairs(first.structure)
        assert [value is None for value in pairs] == [j < 0 for j in first.structure.partners]
    assert not np.allclose(made.class_probabilities, network.class_probabilities, atol=0.05)
    # Where the drawing has a pair, what made it gives the pair more than it gives "unpaired".
    paired = [i for i, j in enumerate(first.structure.partners) if j >= 0]
    assert (made.class_probabilities[paired, 2] < 0.5).mean() > 0.9


def test_alternatives_are_different_valid_and_sorted(first: Result) -> None:
    for find in (samples.draw, samples.rank):
        found = find(first).alternatives
        assert found is not None
        structures = [sample.structure for sample in found.samples]
        assert 2 <= len(set(structures)) == len(structures) <= 10
        assert all(is_legal(first.sequence, structure) for structure in structures)
        chances = [sample.probability for sample in found.samples]
        assert chances == sorted(chances, reverse=True)


def test_a_picked_structure_is_shown_and_the_decoded_one_stays(first: Result) -> None:
    drawn = samples.draw(first)
    assert drawn.alternatives is not None
    shown = picked(drawn, 2)
    assert shown.structure == drawn.alternatives.samples[1].structure
    assert shown.prediction is first.prediction
    assert shown.shown.decoded.confidence.shape == (76,)
    assert samples.draw(shown).structure == first.structure
    with pytest.raises(InputError, match="no structure 99"):
        picked(drawn, 99)
    with pytest.raises(InputError, match="no structure 1 "):
        picked(first, 1)


def test_alternatives_leave_with_what_they_were_found_with() -> None:
    result = samples.rank(Result(predict(PREDICTOR, _rna(), "mea"), DecoderSettings("mea")))
    kept = decoded_by(PREDICTOR, picked(result, 2), DecoderSettings("map", family_weight=0.75))
    assert (kept.alternatives, kept.picked) == (result.alternatives, None)
    assert decoded_by(PREDICTOR, result, DecoderSettings("map", family_weight=0.0)).alternatives is None


def test_the_same_decoder_changes_nothing_but_back_from_a_picked_structure(first: Result) -> None:
    assert decoded_by(PREDICTOR, first, "best") is first
    result = Result(predict(PREDICTOR, _rna(), "best"))
    again = decoded_by(PREDICTOR, picked(samples.draw(result), 2), "best")
    assert again.prediction is result.prediction
    assert again.picked is None


def test_a_decoder_that_the_model_cannot_have_is_one_sentence(first: Result) -> None:
    with pytest.raises(SettingsError, match="takes no thermodynamics as input"):
        decoded_by(PREDICTOR, first, DecoderSettings("informed"))
    with pytest.raises(SettingsError, match="takes no thermodynamics as input"):
        predict(PREDICTOR, first.sequence, DecoderSettings("informed"))


def _rna() -> Any:
    return read_sequence("GGGGAAACGCUUCGGCGUUUCCCC")
