"""Shares of an answer: they are the weights that the decoder used."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ssp_core.analysis.shares import Shares, pair_probabilities_of, shares
from ssp_core.folding import thermo
from ssp_core.folding.decoding import DecoderSettings, decode
from ssp_core.prediction import Prediction
from tests.fakes import fake_hit, fake_output, fake_prediction

HAIRPIN = "GGGGAAAACCCC"
PAIR = (1, 10)


def with_family(settings: DecoderSettings) -> Prediction:
    """A prediction of a hairpin of which nucleotides 1 to 6 fit a family."""
    output = replace(fake_output(HAIRPIN), family_hits=(fake_hit(HAIRPIN, [(1, 10)], 0, 6),))
    return replace(
        fake_prediction(HAIRPIN), output=output, settings=settings, decoded=decode(HAIRPIN, output, settings)
    )


@pytest.mark.parametrize("decoder", ["mixed", "mea", "map", "argmax"])
@pytest.mark.parametrize("trust", [0.35, None])
def test_a_pair_s_probability_is_the_mean_with_these_weights(decoder: str, trust: float | None) -> None:
    prediction = with_family(DecoderSettings(decoder, trust=trust, family_weight=0.75))
    share = shares(prediction, PAIR)
    assert share.families == pytest.approx(0.75 * (0.9 + 0.0) / 2)
    assert share.network + share.thermodynamics + share.families == pytest.approx(1.0)
    assert prediction.output.pair_probabilities is not None
    assert prediction.pair_probabilities is not None
    expected = (
        share.network * prediction.output.pair_probabilities[PAIR]
        + share.thermodynamics * thermo.mean_pair_probabilities(HAIRPIN)[PAIR]
        + share.families * 0.8
    )
    assert prediction.pair_probabilities[PAIR] == pytest.approx(expected, abs=1e-6)


def test_of_the_whole_answer_they_are_the_mean_over_nucleotides() -> None:
    settings = DecoderSettings("mixed", trust=0.4, family_weight=0.5)
    one_by_one = [shares(with_family(settings), [i]) for i in range(12)]
    assert [one.families for one in one_by_one] == pytest.approx([0.45] * 6 + [0.0] * 6)
    whole = shares(with_family(settings))
    assert whole.families == pytest.approx(0.225)
    assert whole.thermodynamics == pytest.approx(np.mean([one.thermodynamics for one in one_by_one]))
    assert whole.network == pytest.approx(0.775 * 0.4)


def test_families_do_not_count_where_the_decoder_leaves_them_out() -> None:
    assert shares(with_family(DecoderSettings("mea", family_weight=0.0))) == Shares(1.0, 0.0, 0.0)
    classes_only = fake_prediction(HAIRPIN, DecoderSettings("mixed", trust=0.25), with_pairs=False)
    found = replace(classes_only.output, family_hits=(fake_hit(HAIRPIN, [(1, 10)], 0, 12),))
    assert shares(replace(classes_only, output=found)) == Shares(0.25, 0.75, 0.0)


def test_pair_probabilities_are_those_that_made_the_structure() -> None:
    prediction = fake_prediction(HAIRPIN)
    assert pair_probabilities_of(prediction) is prediction.pair_probabilities


def test_class_probabilities_imply_pair_probabilities() -> None:
    prediction = fake_prediction(HAIRPIN, DecoderSettings("map"), with_pairs=False)
    assert prediction.pair_probabilities is None
    pairs = pair_probabilities_of(prediction)
    assert pairs.shape == (12, 12)
    assert all(pairs[pair] > 0.8 for pair in prediction.decoded.structure.pairs)
