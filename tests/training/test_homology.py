"""Families from known structures: who belongs together, which columns pair, and what is too little to learn from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ssp_core.folding.homology.profiles import load
from ssp_core.training import homology
from ssp_core.training.data import TrainingRna
from ssp_core.training.homology import Learner, clusters, columns_of, neighbours
from tests.folding.homology.family import PARENT, drifted, strangers


def test_one_family_is_learned_and_unrelated_rnas_are_not_used() -> None:
    found = list(Learner([*strangers(5, seed=1), *drifted(10, seed=2)]).families())
    assert found[0].members >= 8
    assert all(abs(len(family) - len(PARENT)) <= 3 for family in found)
    np.testing.assert_allclose(found[0].emissions.sum(axis=1), 1.0, atol=1e-3)
    assert (found[0].pairs[:, 0] < found[0].pairs[:, 1]).all()
    assert found[0].weights.max() <= 1.0


def test_one_is_too_few() -> None:
    assert list(Learner([*drifted(1, seed=3), *strangers(5, seed=1)]).families()) == []


def test_two_or_three_are_a_family_unless_its_profile_would_store_one_of_them() -> None:
    others, (first, second) = strangers(6, seed=1), drifted(2, seed=3)
    assert [family.members for family in Learner([first, second, *others]).families()] == [2]
    for count, found in ((2, []), (3, []), (4, [4])):
        assert [family.members for family in Learner([*[first] * count, *others]).families()] == found


def test_columns_of_an_aligned_row() -> None:
    assert columns_of("AC-gU.", "xxx.xx").tolist() == [0, 1, -1, 3]


def test_neighbours_are_those_that_share_rare_words() -> None:
    sequences = [rna.sequence for rna in [*drifted(3, seed=4), *strangers(3, seed=5)]]
    near = neighbours([*sequences, sequences[0]])
    assert max(near[0], key=near[0].__getitem__) == 6
    assert near[0][6] == pytest.approx(1.0)
    assert 0 not in near[0]


def test_a_cluster_has_homologs_only() -> None:
    first, *others = [rna.sequence for rna in strangers(4, seed=5)]
    found = clusters([first, first[:10] + "N" + first[11:], first[:30] + "N" + first[31:], *others])
    assert len(set(found[:3])) == 1
    assert len(set(found)) == 4


def test_the_command_writes_what_the_page_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [f"r{number}\tmade\t{rna.sequence}\t{_dots(rna)}" for number, rna in enumerate(drifted(6, seed=6))]
    table, file = tmp_path / "table.tsv", tmp_path / "families.npz"
    table.write_text("\n".join(["id\tsource\tsequence\tstructure", *rows]) + "\n")
    monkeypatch.setattr("sys.argv", ["homology", str(table), str(file)])
    homology.main()
    assert [family.members for family in load(file)] == [6]


def _dots(rna: TrainingRna) -> str:
    text = ["."] * len(rna.sequence)
    for i, j in rna.target.places:
        text[i], text[j] = "(", ")"
    return "".join(text)
