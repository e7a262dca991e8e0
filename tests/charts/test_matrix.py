"""The pair matrix: each triangle its own probabilities under its own title, the pairs marked, a square in place."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from ssp_core.charts.matrix import MARGIN, Triangle, pair_matrix
from ssp_core.folding.structure import Structure

from .cases import KNOWN, PREDICTED, TRNA, folded, pair_probabilities, taken, trace


def titles(figure: Any) -> list[str]:
    return [text.text for text in figure.layout.annotations]


@settings(max_examples=25)
@given(case=folded())
def test_any_matrix_is_drawn(case: tuple[str, Structure]) -> None:
    sequence, structure = case
    p = pair_probabilities(structure)
    figure = taken(pair_matrix(sequence, structure, Triangle("one", p), Triangle("other", p / 2)))
    z = figure.data[0].z
    assert z.shape == (len(sequence), len(sequence))
    assert np.array_equal(np.triu(z, 1), np.rint(np.triu(p, 1) * 100))
    assert np.array_equal(np.tril(z, -1), np.rint(np.tril(p, -1) * 50))
    if structure.pairs:
        found = trace(figure, "decoded pair")
        assert list(zip(found.y, found.x, strict=True)) == [(i + 1, j + 1) for i, j in structure.pairs]


@pytest.mark.parametrize("side", [280, 420])
def test_the_geometry_is_that_of_a_square(side: int) -> None:
    layout = taken(pair_matrix(TRNA, KNOWN, Triangle("one", None), side=side)).layout
    meta = layout.meta
    assert (meta["view"], meta["kind"], meta["length"], meta["first"]) == ("matrix", "cross", len(TRNA), 1)
    assert (meta["left"], meta["top"]) == (MARGIN.left, MARGIN.top)
    assert meta["plotWidth"] == layout.width - layout.margin.l - layout.margin.r == side
    assert meta["plotHeight"] == layout.height - layout.margin.t - layout.margin.b == side
    assert layout.margin.autoexpand is False
    assert layout.xaxis.range == layout.yaxis.range[::-1] == (0.5, len(TRNA) + 0.5)


def test_each_triangle_has_its_title_and_an_empty_one_says_so() -> None:
    p = pair_probabilities(KNOWN)
    assert titles(taken(pair_matrix(TRNA, KNOWN, Triangle("network alone", p)))) == ["network alone ◥"]
    both = pair_matrix(TRNA, KNOWN, Triangle("what made the drawing", None), Triangle("thermodynamics", p))
    assert titles(taken(both)) == ["what made the drawing (none) ◥", "◣ thermodynamics"]
    assert not np.triu(both.data[0]["z"], 1).any()


def test_agreement_differs_by_more_than_colour() -> None:
    p = Triangle("one", pair_probabilities(KNOWN))
    figure = taken(pair_matrix(TRNA, PREDICTED, p, reference=KNOWN))
    looks = [trace(figure, name).marker for name in ("correct", "missed", "wrong")]
    assert len({look.color for look in looks}) == len({look.symbol for look in looks}) == 3


@pytest.mark.parametrize("length", [1, 2, 3])
def test_the_shortest_are_drawn(length: int) -> None:
    figure = taken(pair_matrix("A" * length, Structure((-1,) * length), Triangle("one", None)))
    assert figure.data[0].z.shape == (length, length)


@pytest.mark.parametrize(
    ("structure", "shape", "reference"),
    [
        (Structure((-1,) * 2), (3, 3), None),
        (Structure((-1,) * 3), (2, 2), None),
        (Structure((-1,) * 3), (3, 3), Structure((-1,) * 4)),
    ],
)
def test_what_does_not_fit_is_refused(
    structure: Structure, shape: tuple[int, int], reference: Structure | None
) -> None:
    with pytest.raises(ValueError, match=r"\d"):
        pair_matrix("ACG", structure, Triangle("one", np.zeros(shape)), reference=reference)
