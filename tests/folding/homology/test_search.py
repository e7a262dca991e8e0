"""Families: found in an RNA that belongs to one and in no other, what their pairs are worth, and their file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ssp_core.errors import CheckpointError
from ssp_core.folding.homology import Family, FamilyHit, FamilySearch, load, save, with_family_pairs
from ssp_core.folding.structure import Structure
from ssp_core.network.zoo import BUNDLED
from ssp_core.predictor import FAMILIES
from ssp_core.training.homology import Learner
from tests.folding.homology.family import PARENT, STRUCTURE, drifted, strangers


@pytest.fixture(scope="module")
def families() -> tuple[Family, ...]:
    return tuple(Learner([*drifted(12, seed=1), *strangers(6, seed=2)]).families())


def test_a_homolog_gets_the_pairs_of_its_family(families: tuple[Family, ...]) -> None:
    search = FamilySearch(families)
    for rna in drifted(8, seed=3):
        [found] = search.hits(rna.sequence)
        assert found.evalue < 1e-3
        assert found.members == 12
        assert 0 <= found.start < found.end <= len(rna.sequence)
        assert found.possible_pairs > 0.9
        given_pairs = {(int(i), int(j)) for (i, j), w in zip(found.positions, found.weights, strict=True) if w > 0.5}
        known = {(int(i), int(j)) for i, j in rna.target.places}
        assert given_pairs <= known
        assert len(given_pairs) > 0.8 * len(known)


def test_an_unrelated_rna_has_no_hits(families: tuple[Family, ...]) -> None:
    search = FamilySearch(families)
    assert not any(search.hits(rna.sequence) for rna in strangers(20, seed=4))
    assert search.hits("") == search.hits("N" * 50) == search.hits("GGGAAACCC") == ()


def test_a_homolog_inside_a_longer_rna_is_found_where_it_lies(families: tuple[Family, ...]) -> None:
    before, after = (rna.sequence for rna in strangers(2, seed=5))
    [found] = FamilySearch(families).hits(before + PARENT + after)
    assert abs(found.start - len(before)) <= 3
    assert abs(found.end - len(before + PARENT)) <= 3
    assert not found.cover[: len(before) - 3].any()
    assert not found.cover[len(before + PARENT) + 3 :].any()


def test_a_family_twice_in_one_rna_is_found_twice_and_apart(families: tuple[Family, ...]) -> None:
    found = sorted(FamilySearch(families).hits(PARENT + "A" * 30 + PARENT), key=lambda hit: hit.start)
    assert len(found) == 2
    assert found[0].end <= found[1].start


def test_pairs_that_the_sequence_cannot_form_are_left_out(families: tuple[Family, ...]) -> None:
    i, j = Structure.from_dot_bracket(STRUCTURE).pairs[3]
    broken = PARENT[:i] + "A" + PARENT[i + 1 : j] + "A" + PARENT[j + 1 :]
    [found] = FamilySearch(families).hits(broken)
    assert (i, j) not in {(int(a), int(b)) for a, b in found.positions}
    assert found.possible_pairs < 1.0


def test_the_file_keeps_a_family_to_a_byte_a_probability(families: tuple[Family, ...], tmp_path: Path) -> None:
    path = tmp_path / "families.npz"
    save(families, path)
    for kept, family in zip(load(path), families, strict=True):
        assert kept.members == family.members
        np.testing.assert_array_equal(kept.pairs, family.pairs)
        np.testing.assert_array_equal(kept.statistics, family.statistics)
        for name in ("emissions", "transitions", "weights"):
            np.testing.assert_allclose(getattr(kept, name), getattr(family, name), rtol=0.032, atol=1e-6)
    [before] = FamilySearch(families).hits(PARENT)
    [after] = FamilySearch(load(path)).hits(PARENT)
    assert after.bits == pytest.approx(before.bits, rel=0.02)


def test_a_file_that_would_run_something_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "families.npz"
    np.savez(path, members=np.array([{"a": 1}], dtype=object))
    with pytest.raises(CheckpointError, match="cannot be read"):
        load(path)


@pytest.mark.parametrize("damage", [lambda raw: raw[:1000], lambda _: b"", lambda _: b"no zip at all"])
def test_a_damaged_file_gets_one_sentence(damage: Callable[[bytes], bytes], tmp_path: Path) -> None:
    path = tmp_path / "families.npz"
    path.write_bytes(damage((BUNDLED / FAMILIES).read_bytes()))
    with pytest.raises(CheckpointError, match=r"^The family profiles in families\.npz cannot be read"):
        load(path)


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 30), st.floats(0, 1), st.integers(0, 2**32 - 1))
def test_mixed_probabilities_stay_probabilities(length: int, trust: float, seed: int) -> None:
    random = np.random.default_rng(seed)
    drawn = random.random((length, length))
    upper: NDArray[np.float64] = np.triu(drawn, 1)
    pairs = (upper + upper.T) / max(1.0, float((upper + upper.T).sum(axis=1).max()))
    matching = random.permutation(length)[: length // 2 * 2].reshape(-1, 2)
    places = np.sort(matching, axis=1)
    cover = random.random(length)
    hit = FamilyHit(0, 3, 50.0, 1e-9, 0, length, 1.0, cover, places, random.random(len(places)))
    mixed = with_family_pairs(pairs, [hit], trust)
    np.testing.assert_allclose(mixed, mixed.T)
    assert mixed.min() >= 0.0
    assert mixed.sum(axis=1).max() <= 1.0 + 1e-9
    np.testing.assert_array_equal(with_family_pairs(pairs, [hit], 0.0), pairs)
    np.testing.assert_array_equal(with_family_pairs(pairs, [], trust), pairs)


def hit_at(start: int, end: int, pair: tuple[int, int], weight: float) -> FamilyHit:
    cover = np.zeros(18)
    cover[start:end] = 1.0
    return FamilyHit(0, 4, 50.0, 1e-9, start, end, 1.0, cover, np.array([pair]), np.array([weight]))


def test_a_hit_counts_where_it_covers_both_nucleotides_and_half_at_one() -> None:
    pairs = np.zeros((18, 18))
    for i, j in ((2, 10), (9, 12)):
        pairs[i, j] = pairs[j, i] = 0.5
    hits = [hit_at(0, 6, (0, 5), 0.8), hit_at(13, 18, (13, 17), 0.6)]
    mixed = with_family_pairs(pairs, hits, 0.5)
    assert mixed[0, 5] == pytest.approx(0.4)  # the family alone, both covered
    assert mixed[13, 17] == pytest.approx(0.3)  # the other family
    assert mixed[2, 10] == pytest.approx(0.375)  # one end covered: half of 0.5 goes
    assert mixed[9, 12] == pytest.approx(0.5)  # no end covered


def test_of_two_overlapping_families_the_better_one_counts() -> None:
    near = tuple(Learner(drifted(8, seed=11)).families())
    far = tuple(Learner(drifted(8, seed=12)).families())
    alone = {max(FamilySearch(each).hits(PARENT), key=lambda one: one.bits).bits for each in (near, far)}
    [found] = FamilySearch([*near, *far]).hits(PARENT)
    assert found.bits == pytest.approx(max(alone))


def test_repeats_without_a_structure_are_no_family() -> None:
    with_repeats = FamilySearch(load(BUNDLED / FAMILIES))
    for unit in ("CUG", "A", "GC", "CAG"):
        assert with_repeats.hits(unit * 60) == (), unit
