"""Soft constraints: between thermodynamics and the network as asked, without a jump at either end."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ssp_core.errors import InputError
from ssp_core.folding.decoding import log_gains, posteriors
from ssp_core.folding.thermo import constrained_pair_probabilities, pair_probabilities
from tests.folding.strategies import class_probabilities, letters

HAIRPIN = "GGGGAAAACCCC"
TRNA = "GCGGAUUUAGCUCAGUUGGGAGAGCGCCAGACUGAAGAUCUGGAGGUCCUGUGUUCGAUCCACAGAAUUCGCACCA"
RECORDED = {
    0.25: (0.910723, 0.278565, 0.187188, 0.299634, 42.14219),
    0.75: (0.083012, 0.026998, 0.019622, 0.017571, 17.79780),
}


@pytest.mark.parametrize("network_weight", RECORDED)
def test_the_numbers_are_those_recorded(network_weight: float) -> None:
    gains = log_gains(TRNA, np.tile([0.25, 0.25, 0.5], (len(TRNA), 1)))
    pairs = constrained_pair_probabilities(TRNA, gains, network_weight)
    found = [*(float(pairs[place]) for place in ((0, 71), (26, 42), (9, 24), (48, 64))), float(pairs.sum())]
    assert found == pytest.approx(RECORDED[network_weight], abs=1e-5)


@given(data=st.data(), sequence=letters(1, 30))
@settings(max_examples=40)
def test_the_weight_goes_from_thermodynamics_to_the_network(data: st.DataObject, sequence: str) -> None:
    classes = data.draw(class_probabilities(len(sequence), floor=0.02))
    gains = log_gains(sequence, classes)
    np.testing.assert_array_equal(constrained_pair_probabilities(sequence, gains, 0.0), pair_probabilities(sequence))
    # No jump at either end, so that a slider can move freely.
    almost_none = constrained_pair_probabilities(sequence, gains, 1e-4)
    np.testing.assert_allclose(almost_none, pair_probabilities(sequence), atol=0.02)
    almost_all = constrained_pair_probabilities(sequence, gains, 1 - 1e-4)
    np.testing.assert_allclose(almost_all, posteriors(sequence, classes), atol=0.02)


def test_indifferent_gains_leave_an_ensemble_that_is_only_flatter() -> None:
    free, mixed = pair_probabilities(HAIRPIN), constrained_pair_probabilities(HAIRPIN, np.zeros((12, 12)), 0.5)
    assert 0.0 < mixed[0, 11] < free[0, 11]
    assert mixed[0, 11] == mixed[0].max()


def test_gains_move_the_ensemble() -> None:
    against = log_gains(HAIRPIN, np.tile([0.01, 0.01, 0.98], (len(HAIRPIN), 1)))
    assert constrained_pair_probabilities(HAIRPIN, against, 0.5)[0, 11] < 0.2


@pytest.mark.parametrize("network_weight", [-0.1, 1.0, 1.1, float("nan")])
def test_a_weight_out_of_range_is_named(network_weight: float) -> None:
    with pytest.raises(InputError, match="a number from 0 to below 1 is wanted"):
        constrained_pair_probabilities("GAAAC", np.zeros((5, 5)), network_weight)


@pytest.mark.parametrize("gains", [np.zeros((4, 4)), np.zeros(5), np.full((5, 5), np.nan), np.full((5, 5), -np.inf)])
def test_gains_that_do_not_fit_are_refused(gains: NDArray[np.float64]) -> None:
    with pytest.raises(InputError, match=r"finite numbers of shape \(5, 5\)"):
        constrained_pair_probabilities("GAAAC", gains, 0.5)
