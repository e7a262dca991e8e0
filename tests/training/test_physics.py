"""Thermodynamics of many RNAs: folded once, kept in a file, and never taken for another table's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ssp_core.folding import thermo
from ssp_core.training import physics
from ssp_core.training.__main__ import training_set
from ssp_core.training.synthetic import make_sequences

ROW = "a\tmade up\tGGGGCAAAAGCCCC\t(((((....)))))\n"


def test_ensembles_survive_their_file_and_are_folded_once(tmp_path: Path) -> None:
    sequences = make_sequences(6, [], seed=3, longest=50)
    asked = []

    def make() -> list[str]:
        asked.append(1)
        return sequences

    for _ in range(2):
        letters, ensembles = physics.folded(tmp_path / "made.npz", make)
    assert len(asked) == 1
    assert letters == sequences
    for one, pairs in zip(sequences, ensembles, strict=True):
        whole = np.triu(thermo.mean_pair_probabilities(one))
        found = np.zeros_like(whole)
        found[pairs.places[:, 0], pairs.places[:, 1]] = pairs.weights
        np.testing.assert_allclose(found, np.where(whole >= 0.01, whole, 0.0), atol=1e-3)


def test_a_folder_of_another_table_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "table.tsv"
    table.write_text("id\tsource\tsequence\tstructure\n" + ROW)
    rnas = training_set(table, tmp_path, made=4, seed=0)
    assert rnas.known[0].thermo_input is not None
    assert rnas.relatives[0].target is rnas.known[0].target
    assert len(rnas.made) == 4
    table.write_text("id\tsource\tsequence\tstructure\n" + ROW.replace("AAAA", "CAAA"))
    with pytest.raises(ValueError, match=r"known\.npz keeps the thermodynamics of other RNAs"):
        training_set(table, tmp_path, made=4, seed=0)
