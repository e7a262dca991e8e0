"""Ensembles from processes of their own are those of this process, to the bit, also when a helper has gone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from ssp_core.folding import helpers, thermo

LETTERS = "GGGGAAACGCUUCGGCGUUUCCCC"


@pytest.fixture
def pool() -> Iterator[helpers._Helpers]:
    """Helpers of their own, ended after the test."""
    made = helpers._Helpers()
    processes = [helper._process for helper in made.all]
    yield made
    for process in processes:
        killed = process.poll() is not None
        process.communicate(timeout=60)  # closes the door, upon which a helper ends by itself
        assert killed or process.returncode == 0


def test_the_same_to_the_bit(pool: helpers._Helpers) -> None:
    for letters in (LETTERS, LETTERS * 3, "A"):
        assert np.array_equal(pool.pooled(letters), thermo.pooled_pair_probabilities(letters))


def test_a_helper_that_has_gone_is_stood_in_for(pool: helpers._Helpers) -> None:
    for helper in pool.all:
        helper._process.kill()
        helper._process.wait(timeout=60)
    assert np.array_equal(pool.pooled(LETTERS), thermo.pooled_pair_probabilities(LETTERS))


def test_without_helpers_this_process_does_it() -> None:
    assert not helpers.started()
    assert np.array_equal(helpers.pooled_pair_probabilities(LETTERS), thermo.pooled_pair_probabilities(LETTERS))
