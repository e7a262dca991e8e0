"""ViennaRNA's answers in our types: legal, symmetric, between thermodynamics and the network as asked, and quiet."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssp_core.folding.decoding import posteriors
from ssp_core.folding.structure import Structure, is_legal
from ssp_core.folding.thermo import constrained_pair_probabilities, coordinates, mfe, pair_probabilities
from tests.folding.strategies import balanced, class_probabilities, letters

HAIRPIN = "GGGGAAAACCCC"
TRNA = "GCGGAUUUAGCUCAGUUGGGAGAGCGCCAGACUGAAGAUCUGGAGGUCCUGUGUUCGAUCCACAGAAUUCGCACCA"


@given(letters(0, 60))
@settings(max_examples=50)
def test_the_mfe_is_legal(sequence: str) -> None:
    fold = mfe(sequence)
    assert is_legal(sequence, fold.structure)
    assert fold.energy <= 0.0


def test_the_mfe_is_rnafolds() -> None:
    fold = mfe(HAIRPIN)
    assert fold.structure.dot_bracket == "((((....))))"
    assert fold.energy == pytest.approx(-5.4, abs=0.01)


@given(letters(0, 60))
@settings(max_examples=50)
def test_pair_probabilities_are_symmetric_and_sum_to_at_most_one(sequence: str) -> None:
    pairs = pair_probabilities(sequence)
    assert pairs.shape == (len(sequence), len(sequence))
    assert (pairs == pairs.T).all()
    assert (pairs.sum(axis=1, initial=0.0) <= 1.0 + 1e-6).all()
    assert not any(pairs[i].any() for i, letter in enumerate(sequence) if letter == "N")


@pytest.mark.parametrize("length", [250, 252, 500])
def test_the_stablest_sequences_stay_finite(length: int) -> None:
    half = length // 2 - 2
    pairs = pair_probabilities("G" * half + "AAAA" + "C" * half)
    assert np.isfinite(pairs).all()
    assert pairs[0].sum() == pytest.approx(1.0, abs=0.05)


@given(data=st.data(), sequence=letters(1, 30))
@settings(max_examples=40)
def test_strength_goes_from_thermodynamics_to_the_network(data: st.DataObject, sequence: str) -> None:
    classes = data.draw(class_probabilities(len(sequence), floor=0.02))
    np.testing.assert_array_equal(constrained_pair_probabilities(sequence, classes, 0.0), pair_probabilities(sequence))
    np.testing.assert_array_equal(constrained_pair_probabilities(sequence, classes, 1.0), posteriors(sequence, classes))
    # No jump at either end, so that a slider can move freely.
    np.testing.assert_allclose(
        constrained_pair_probabilities(sequence, classes, 1e-4), pair_probabilities(sequence), atol=0.02
    )
    np.testing.assert_allclose(
        constrained_pair_probabilities(sequence, classes, 1 - 1e-4), posteriors(sequence, classes), atol=0.02
    )


def test_indifferent_classes_leave_an_ensemble_that_is_only_flatter() -> None:
    classes = np.full((len(HAIRPIN), 3), 1 / 3)
    free, pooled = pair_probabilities(HAIRPIN), constrained_pair_probabilities(HAIRPIN, classes, 0.5)
    assert 0.0 < pooled[0, 11] < free[0, 11]
    assert pooled[0, 11] == pooled[0].max()


def test_classes_move_the_ensemble() -> None:
    against = np.tile([0.01, 0.01, 0.98], (len(HAIRPIN), 1))
    assert constrained_pair_probabilities(HAIRPIN, against, 0.5)[0, 11] < 0.2


@pytest.mark.parametrize("strength", [-0.1, 1.1, float("nan")])
def test_a_strength_out_of_range_is_named(strength: float) -> None:
    with pytest.raises(ValueError, match="a number from 0 to 1 is wanted"):
        constrained_pair_probabilities("GAAAC", np.full((5, 3), 1 / 3), strength)


@given(balanced(300, min_hairpin=0))
@settings(max_examples=200)
def test_every_structure_can_be_drawn(structure: Structure) -> None:
    points = coordinates(structure)
    assert points.shape == (len(structure), 2)
    assert np.isfinite(points).all()


@pytest.mark.parametrize("text", ["()", "...()...", "(())", "(()())", "(.)", "((..)(.))", "()()", "."])
def test_pairs_too_tight_for_rnapuzzler_are_drawn_all_the_same(text: str) -> None:
    """On these ViennaRNA 2.7.2 by itself crashes, hangs or answers nan."""
    assert np.isfinite(coordinates(Structure.from_dot_bracket(text))).all()


def test_drawings_do_not_disturb_each_other() -> None:
    structure = mfe(TRNA).structure
    alone = coordinates(structure)
    drawn: list[bool] = []

    def draw() -> None:
        drawn.extend((coordinates(structure) == alone).all() for _ in range(20))

    threads = [threading.Thread(target=draw) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(drawn) == 80
    assert all(drawn)


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    for sequence in ("", "A", "NNNN", TRNA):
        mfe(sequence)
        pair_probabilities(sequence)
        constrained_pair_probabilities(sequence, np.full((len(sequence), 3), 1 / 3), 0.5)
        coordinates(mfe(sequence).structure)
    out, err = capfd.readouterr()
    assert out == err == ""
