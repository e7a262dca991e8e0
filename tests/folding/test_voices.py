"""The pooled ensemble: each parameter set as a fresh process would give it, the default untouched."""

from __future__ import annotations

import io
import subprocess
import sys

import numpy as np
import pytest
from numpy.typing import NDArray

from ssp_core.folding import thermo

LETTERS = "GCGGAUUUAGCUCAGUUGGGAGAGCGCCAGACUGAAGAUCUGGAGGUCCUGUGUUCGAUCCACAGAAUUCGCACCA"
FRESH = """
import sys, RNA, numpy
if sys.argv[1].endswith(".par"):
    RNA.params_load(sys.argv[1])
else:
    getattr(RNA, "params_load_RNA_" + sys.argv[1])()
compound = RNA.fold_compound(sys.argv[2])
_, energy = compound.mfe()
compound.exp_params_rescale(energy)
compound.pf()
numpy.save(sys.stdout.buffer, numpy.array(compound.bpp())[1:, 1:])
"""


def fresh(voice: str) -> NDArray[np.float64]:
    """What a process that loads the set before anything else finds."""
    name = str(thermo.LEARNED) if voice == "learned" else voice
    run = subprocess.run([sys.executable, "-c", FRESH, name, LETTERS], capture_output=True, check=True)
    upper = np.load(io.BytesIO(run.stdout), allow_pickle=False)
    return np.asarray(upper + upper.T)


def test_the_pool_is_the_mean_of_its_sets_each_as_in_a_fresh_process() -> None:
    before = thermo.pair_probabilities(LETTERS)
    pooled = thermo.pooled_pair_probabilities(LETTERS)
    shares = np.array(list(thermo.VOICES.values())) / sum(thermo.VOICES.values())
    wanted = sum(share * fresh(voice) for voice, share in zip(thermo.VOICES, shares, strict=True))
    np.testing.assert_allclose(pooled, wanted, atol=1e-6)
    assert np.abs(pooled - before).max() > 0.05


@pytest.mark.parametrize("letters", ["G" * 123 + "AAAA" + "C" * 123, "G" * 299 + "AAAA" + "C" * 299, "A" * 600])
def test_no_set_overflows(letters: str) -> None:
    pooled = thermo.pooled_pair_probabilities(letters)
    assert np.isfinite(pooled).all()
    assert pooled.sum(axis=1).max() <= 1 + 1e-6


def test_the_default_set_is_untouched() -> None:
    thermo.pooled_pair_probabilities(LETTERS)
    np.testing.assert_allclose(thermo.pair_probabilities(LETTERS), fresh("Turner2004"), atol=1e-6)
