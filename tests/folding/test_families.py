"""Families: found in an RNA that belongs to one and in no other, what their pairs are worth, and their file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ssp_core.folding.homology.profiles import Family, load, save
from ssp_core.folding.homology.search import Kinship, Relative, with_relatives
from ssp_core.folding.structure import Structure
from ssp_core.network.zoo import BUNDLED
from ssp_core.predictor import FAMILIES
from ssp_core.training.families import Learner
from tests.folding.families import PARENT, STRUCTURE, drifted, strangers


@pytest.fixture(scope="module")
def families() -> tuple[Family, ...]:
    return tuple(Learner([*drifted(12, seed=1), *strangers(6, seed=2)]).families())


def test_a_relative_gets_the_pairs_of_its_family(families: tuple[Family, ...]) -> None:
    kinship = Kinship(families)
    for rna in drifted(8, seed=3):
        [found] = kinship.relatives(rna.letters)
        assert found.evalue < 1e-3
        assert found.members == 12
        assert 0 <= found.start < found.end <= len(rna.letters)
        assert found.fitting > 0.9
        given_pairs = {(int(i), int(j)) for (i, j), w in zip(found.places, found.weights, strict=True) if w > 0.5}
        known = {(int(i), int(j)) for i, j in rna.target.places}
        assert given_pairs <= known
        assert len(given_pairs) > 0.8 * len(known)


def test_a_stranger_has_no_relatives(families: tuple[Family, ...]) -> None:
    kinship = Kinship(families)
    assert not any(kinship.relatives(rna.letters) for rna in strangers(20, seed=4))
    assert kinship.relatives("") == kinship.relatives("N" * 50) == kinship.relatives("GGGAAACCC") == ()


def test_a_relative_inside_a_longer_rna_is_found_where_it_lies(families: tuple[Family, ...]) -> None:
    before, after = (rna.letters for rna in strangers(2, seed=5))
    [found] = Kinship(families).relatives(before + PARENT + after)
    assert abs(found.start - len(before)) <= 3
    assert abs(found.end - len(before + PARENT)) <= 3
    assert not found.cover[: len(before) - 3].any()
    assert not found.cover[len(before + PARENT) + 3 :].any()


def test_a_family_twice_in_one_rna_is_found_twice_and_apart(families: tuple[Family, ...]) -> None:
    found = sorted(Kinship(families).relatives(PARENT + "A" * 30 + PARENT), key=lambda relative: relative.start)
    assert len(found) == 2
    assert found[0].end <= found[1].start


def test_pairs_that_the_letters_cannot_form_are_not_given(families: tuple[Family, ...]) -> None:
    i, j = Structure.from_dot_bracket(STRUCTURE).pairs[3]
    broken = PARENT[:i] + "A" + PARENT[i + 1 : j] + "A" + PARENT[j + 1 :]
    [found] = Kinship(families).relatives(broken)
    assert (i, j) not in {(int(a), int(b)) for a, b in found.places}
    assert found.fitting < 1.0


def test_the_file_keeps_a_family_to_a_byte_a_probability(families: tuple[Family, ...], tmp_path: Path) -> None:
    path = tmp_path / "families.npz"
    save(families, path)
    for kept, family in zip(load(path), families, strict=True):
        assert kept.members == family.members
        np.testing.assert_array_equal(kept.places, family.places)
        np.testing.assert_array_equal(kept.statistics, family.statistics)
        for name in ("letters", "moves", "weights"):
            np.testing.assert_allclose(getattr(kept, name), getattr(family, name), rtol=0.032, atol=1e-6)
    [before] = Kinship(families).relatives(PARENT)
    [after] = Kinship(load(path)).relatives(PARENT)
    assert after.bits == pytest.approx(before.bits, rel=0.02)


def test_a_file_that_would_run_something_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "families.npz"
    np.savez(path, members=np.array([{"a": 1}], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle"):
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
    relative = Relative(0, 3, 50.0, 1e-9, 0, length, 1.0, cover, places, random.random(len(places)))
    mixed = with_relatives(pairs, [relative], trust)
    np.testing.assert_allclose(mixed, mixed.T)
    assert mixed.min() >= 0.0
    assert mixed.sum(axis=1).max() <= 1.0 + 1e-9
    np.testing.assert_array_equal(with_relatives(pairs, [relative], 0.0), pairs)
    np.testing.assert_array_equal(with_relatives(pairs, [], trust), pairs)


def relative_at(start: int, end: int, pair: tuple[int, int], weight: float) -> Relative:
    cover = np.zeros(18)
    cover[start:end] = 1.0
    return Relative(0, 4, 50.0, 1e-9, start, end, 1.0, cover, np.array([pair]), np.array([weight]))


def test_relatives_have_their_say_where_they_lie_half_of_it_at_one_end_and_none_elsewhere() -> None:
    pairs = np.zeros((18, 18))
    for i, j in ((2, 10), (9, 12)):
        pairs[i, j] = pairs[j, i] = 0.5
    relatives = [relative_at(0, 6, (0, 5), 0.8), relative_at(13, 18, (13, 17), 0.6)]
    mixed = with_relatives(pairs, relatives, 0.5)
    assert mixed[0, 5] == pytest.approx(0.4)  # theirs alone, both ends
    assert mixed[13, 17] == pytest.approx(0.3)  # the other one's
    assert mixed[2, 10] == pytest.approx(0.375)  # one end covered: half of 0.5 goes
    assert mixed[9, 12] == pytest.approx(0.5)  # no end covered


def test_of_two_families_that_overlap_the_better_one_is_heard() -> None:
    near = tuple(Learner(drifted(8, seed=11)).families())
    far = tuple(Learner(drifted(8, seed=12)).families())
    alone = {max(Kinship(each).relatives(PARENT), key=lambda one: one.bits).bits for each in (near, far)}
    [found] = Kinship([*near, *far]).relatives(PARENT)
    assert found.bits == pytest.approx(max(alone))


def test_repeats_without_a_structure_are_no_family() -> None:
    with_repeats = Kinship(load(BUNDLED / FAMILIES))
    for unit in ("CUG", "A", "GC", "CAG"):
        assert with_repeats.relatives(unit * 60) == (), unit
