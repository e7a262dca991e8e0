"""What an encoder does: cosines, one common projection, and heads that look like pairs, against slow ways."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ssp_core.analysis.encoder import HeadMatch, most_like_pairs, movement, projection

from .inspections import inspection


def test_movement_is_the_cosine_to_the_layer_before() -> None:
    given = inspection(5)
    found = movement(given)
    assert found.shape == (3, 5)
    assert found.dtype == np.float32
    for layer in range(3):
        for i in range(5):
            a, b = given.hidden[layer, i + 1], given.hidden[layer + 1, i + 1]
            assert found[layer, i] == pytest.approx(a @ b / np.linalg.norm(a) / np.linalg.norm(b), abs=1e-6)


def test_a_state_of_zeros_turns_by_nothing_that_is_not_a_number() -> None:
    hidden = inspection(4).hidden.copy()
    hidden[1, 2] = 0.0
    hidden[3] = 2 * hidden[2]
    found = movement(replace(inspection(4), hidden=hidden))
    assert np.isfinite(found).all()
    assert found[:2, 1].tolist() == [0.0, 0.0]
    np.testing.assert_allclose(found[2], 1.0, atol=1e-6)


def test_projection_shows_as_much_as_two_axes_can() -> None:
    given = inspection(7)
    found = projection(given).points
    assert found.shape == (4, 7, 2)
    states = given.hidden[:, 1:-1].astype(np.float64)
    states -= states.mean(axis=1, keepdims=True)  # each layer on its own scale
    states /= np.sqrt((states**2).mean(axis=(1, 2), keepdims=True))
    states = states.reshape(-1, 6)
    variances = np.sort(np.linalg.eigvalsh(np.cov(states.T)))[::-1]
    np.testing.assert_allclose(projection(given).shares, variances[:2] / variances.sum(), rtol=1e-5)
    points = found.reshape(-1, 2).astype(np.float64)
    np.testing.assert_allclose(points.var(axis=0, ddof=1), variances[:2], rtol=1e-5)
    np.testing.assert_allclose(points.mean(axis=0), 0.0, atol=1e-6)
    assert abs(points[:, 0] @ points[:, 1]) < 1e-4


def test_axes_point_the_same_way_whatever_the_special_tokens_are() -> None:
    given = inspection(7)
    hidden = given.hidden.copy()
    hidden[:, [0, -1]] *= -9.0
    one, other = projection(given).points, projection(replace(given, hidden=hidden)).points
    np.testing.assert_array_equal(one, other)
    # States along one coordinate: that coordinate is the axis, and it is positive where the coordinate is large.
    line = np.zeros_like(given.hidden)
    line[..., 3] = np.arange(line[..., 3].size).reshape(line.shape[:2])
    straight = replace(given, hidden=line)
    along = projection(straight).points
    assert (np.diff(along[..., 0], axis=1) > 0).all()
    np.testing.assert_allclose(projection(straight).shares, [1.0, 0.0], atol=1e-6)
    np.testing.assert_allclose(along[..., 1], 0.0, atol=1e-4)


def test_states_that_are_all_the_same_are_one_point() -> None:
    given = inspection(1, layers=1)
    same = replace(given, hidden=np.ones_like(given.hidden))
    assert not projection(same).points.any()
    assert not projection(same).shares.any()
    narrow = inspection(3, width=1)
    assert projection(narrow).points.shape == (4, 3, 2)
    assert projection(narrow).shares.tolist() == [1.0, 0.0]


def pairs_of(length: int, *pairs: tuple[int, int]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    matrix = np.zeros((length, length))
    for i, j in pairs:
        matrix[i, j] = matrix[j, i] = 1.0
    return matrix


def test_correlations_are_numpys() -> None:
    given, pairs = inspection(12), pairs_of(12, (0, 11), (1, 10), (2, 9))
    found = most_like_pairs(given, pairs, count=99)
    assert len(found) == 6
    assert [match.correlation for match in found] == sorted((match.correlation for match in found), reverse=True)
    places = [(i, j) for i in range(12) for j in range(i + 4, 12)]
    wanted = [pairs[place] for place in places]
    for match in found:
        shown = given.attention[match.layer, match.head, 1:-1, 1:-1]
        values = [(shown[i, j] + shown[j, i]) / 2 for i, j in places]
        assert match.correlation == pytest.approx(np.corrcoef(values, wanted)[0, 1], abs=1e-6)
    assert most_like_pairs(given, pairs, count=2) == found[:2]


def test_a_head_that_looks_at_partners_comes_first() -> None:
    given, pairs = inspection(12), pairs_of(12, (0, 11), (1, 10))
    attention = given.attention.copy()
    attention[1, 1, 1:-1, 1:-1] = np.triu(pairs)  # each nucleotide at its partner behind it, none back
    attention[2, 0] = 0.1
    first, *_, last = most_like_pairs(replace(given, attention=attention), pairs, count=6)
    assert (first.layer, first.head) == (1, 1)
    assert first.correlation == pytest.approx(1.0)
    assert np.isfinite(last.correlation)
    flat = most_like_pairs(replace(given, attention=np.full_like(attention, 0.1)), pairs)
    assert flat == tuple(HeadMatch(*divmod(k, 2), 0.0) for k in range(5))


@pytest.mark.parametrize("length", [1, 4, 12])
def test_without_a_pair_nothing_correlates(length: int) -> None:
    assert most_like_pairs(inspection(length), np.zeros((length, length))) == ()


def test_pairs_of_another_rna_are_refused() -> None:
    with pytest.raises(ValueError, match=r"shape \(5, 5\); \(6, 6\) is wanted"):
        most_like_pairs(inspection(6), np.zeros((5, 5)))
