"""Pair probabilities of many RNAs: folded once, stored in a file, and never used for another table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ssp_core.folding import thermo
from ssp_core.training import thermo_input
from ssp_core.training.__main__ import training_set
from ssp_core.training.synthetic import make_sequences

ROW = "a\tmade up\tGGGGCAAAAGCCCC\t(((((....)))))\n"


def test_rnas_are_folded_once_and_stored(tmp_path: Path) -> None:
    sequences = make_sequences(6, [], seed=3, longest=50)
    calls = []

    def make() -> list[str]:
        calls.append(1)
        return sequences

    for _ in range(2):
        stored, pairs = thermo_input.fold_once(tmp_path / "synthetic.npz", make)
    assert len(calls) == 1
    assert stored == sequences
    for sequence, kept in zip(sequences, pairs, strict=True):
        whole = np.triu(thermo.mean_pair_probabilities(sequence))
        found = np.zeros_like(whole)
        found[kept.places[:, 0], kept.places[:, 1]] = kept.weights
        np.testing.assert_allclose(found, np.where(whole >= 0.01, whole, 0.0), atol=1e-3)


def test_a_folder_of_another_table_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "table.tsv"
    table.write_text("id\tsource\tsequence\tstructure\n" + ROW)
    rnas = training_set(table, tmp_path, synthetic=4, seed=0)
    assert rnas.known[0].thermo_input is not None
    assert rnas.mutated[0].target is rnas.known[0].target
    assert len(rnas.synthetic) == 4
    table.write_text("id\tsource\tsequence\tstructure\n" + ROW.replace("AAAA", "CAAA"))
    with pytest.raises(ValueError, match=r"known\.npz has the pair probabilities of other RNAs"):
        training_set(table, tmp_path, synthetic=4, seed=0)
