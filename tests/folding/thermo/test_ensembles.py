"""ViennaRNA's ensembles in our types: the numbers they had, legal, symmetric, computed once, and quiet."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.typing import NDArray

from ssp_core.cache import CACHE
from ssp_core.folding.structure import is_legal
from ssp_core.folding.thermo import (
    ENERGY_MODELS,
    constrained_pair_probabilities,
    ensembles,
    layout,
    mean_pair_probabilities,
    mfe,
    pair_probabilities,
    pair_probabilities_by_model,
    prefetch,
)
from tests.folding.strategies import letters

HAIRPIN = "GGGGAAAACCCC"
TRNA = "GCGGAUUUAGCUCAGUUGGGAGAGCGCCAGACUGAAGAUCUGGAGGUCCUGUGUUCGAUCCACAGAAUUCGCACCA"
PLACES = ((0, 71), (26, 42), (9, 24), (48, 64))
RECORDED = {
    "Turner2004": (0.977166, 0.264609, 0.201012, 0.386898, 44.60363),
    "Andronescu2007": (0.873070, 0.558902, 0.556485, 0.616926, 42.40709),
    "learned": (0.916807, 0.832492, 0.617850, 0.590480, 40.59405),
}
RECORDED_MEAN = (0.936927, 0.643198, 0.478904, 0.522619, 41.930578)


@pytest.fixture
def empty_cache() -> Iterator[None]:
    CACHE.clear()
    yield
    CACHE.clear()


def summary(pairs: NDArray[np.float64]) -> list[float]:
    return [*(float(pairs[place]) for place in PLACES), float(pairs.sum())]


def test_the_numbers_are_those_recorded() -> None:
    for energy_model, recorded in RECORDED.items():
        assert summary(pair_probabilities(TRNA, energy_model)) == pytest.approx(recorded, abs=1e-5)
    assert summary(mean_pair_probabilities(TRNA)) == pytest.approx(RECORDED_MEAN, abs=1e-5)
    assert mfe(TRNA).energy == pytest.approx(-22.4, abs=1e-3)
    assert mfe(TRNA).structure.dot_bracket == (
        "(((((((..((((........)))).(((((.......))))).....(((((.......))))))))))))...."
    )


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
    for pairs in (pair_probabilities(sequence), mean_pair_probabilities(sequence)):
        assert pairs.shape == (len(sequence), len(sequence))
        assert (pairs == pairs.T).all()
        assert (pairs.sum(axis=1, initial=0.0) <= 1.0 + 1e-6).all()
        assert not any(pairs[i].any() for i, nucleotide in enumerate(sequence) if nucleotide == "N")


@pytest.mark.parametrize("length", [250, 252, 500])
def test_the_stablest_sequences_stay_finite(length: int) -> None:
    half = length // 2 - 2
    pairs = pair_probabilities("G" * half + "AAAA" + "C" * half)
    assert np.isfinite(pairs).all()
    assert pairs[0].sum() == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize("sequence", ["G" * 123 + "AAAA" + "C" * 123, "G" * 299 + "AAAA" + "C" * 299, "A" * 600])
def test_no_energy_model_overflows(sequence: str) -> None:
    mean = mean_pair_probabilities(sequence)
    assert np.isfinite(mean).all()
    assert mean.sum(axis=1).max() <= 1 + 1e-6


@pytest.mark.usefixtures("empty_cache")
def test_what_several_threads_ask_for_is_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []
    compute = ensembles.ensemble

    def slow(sequence: str, energy_model: str) -> NDArray[np.float64]:
        asked.append((sequence, energy_model))
        time.sleep(0.05)
        return compute(sequence, energy_model)

    monkeypatch.setattr(ensembles, "ensemble", slow)
    found: list[NDArray[np.float64]] = []
    threads = [threading.Thread(target=lambda: found.append(mean_pair_probabilities(HAIRPIN))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.append(mean_pair_probabilities(HAIRPIN))
    assert asked == [(HAIRPIN, energy_model) for energy_model in ENERGY_MODELS]
    assert all(pairs is found[0] for pairs in found)
    assert not found[0].flags.writeable


@pytest.mark.usefixtures("empty_cache")
@pytest.mark.parametrize("mean_first", [True, False])
def test_mean_and_models_are_computed_together(monkeypatch: pytest.MonkeyPatch, mean_first: bool) -> None:
    alone = {energy_model: pair_probabilities(TRNA, energy_model) for energy_model in ENERGY_MODELS}
    first = mean_pair_probabilities(TRNA) if mean_first else pair_probabilities_by_model(TRNA)["learned"]
    monkeypatch.setattr(ensembles, "ensemble", None)  # nothing is computed again
    assert summary(mean_pair_probabilities(TRNA)) == pytest.approx(RECORDED_MEAN, abs=1e-5)
    by_model = pair_probabilities_by_model(TRNA)
    assert first is (mean_pair_probabilities(TRNA) if mean_first else by_model["learned"])
    assert list(by_model) == list(ENERGY_MODELS)
    for energy_model, pairs in by_model.items():
        np.testing.assert_allclose(pairs, alone[energy_model], atol=1e-7)
        assert not pairs.flags.writeable


@pytest.mark.usefixtures("empty_cache")
def test_nothing_is_prefetched_without_worker_processes() -> None:
    prefetch(HAIRPIN)
    assert not any(thread.name == "thermodynamics" for thread in threading.enumerate())
    assert CACHE.peek(("thermo", "mean", HAIRPIN)) is None


@pytest.mark.usefixtures("empty_cache")
def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    for sequence in ("", "A", "NNNN", TRNA):
        mean_pair_probabilities(sequence)
        constrained_pair_probabilities(sequence, np.zeros((len(sequence), len(sequence))), 0.5)
        layout(mfe(sequence).structure)
    out, err = capfd.readouterr()
    assert out == err == ""
