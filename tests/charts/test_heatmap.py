"""The heatmap: the probabilities it is given, the likeliest class in each cell, and where everything lies."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from ssp_core.charts.heatmap import CELL, CLASSES, LEFT, RIGHT, ROW, TOP, entropy_bits, heatmap
from ssp_core.folding.structure import Structure

from .cases import KNOWN, PREDICTED, TRNA, class_probabilities, folded, numbers, taken, trace


def polygons(t: Any) -> Iterator[tuple[Any, Any]]:
    """The x and the y of each closed shape of a trace."""
    ends = np.flatnonzero(np.isnan(t.x))
    for start, end in zip([0, *(ends[:-1] + 1)], ends, strict=True):
        yield t.x[start:end], t.y[start:end]


def compared(structure: Structure, reference: Structure) -> Any:
    return taken(heatmap(TRNA, class_probabilities(structure), structure=structure, reference=reference))


@settings(max_examples=25)
@given(case=folded())
def test_any_heatmap_is_drawn(case: tuple[str, Structure]) -> None:
    sequence, structure = case
    p = class_probabilities(structure)
    figure = taken(heatmap(sequence, p))
    cells, track, *glyphs = figure.data
    assert np.allclose(cells.z, p.T, atol=1e-6)
    # a bar has four corners and a gap, the second of them at its upper left
    assert np.allclose(track.y[1::5], entropy_bits(p), atol=1e-3)
    drawn = {round(float(np.mean(x))): round(float(np.mean(y))) for t in glyphs for x, y in polygons(t)}
    assert "".join(CLASSES[2 - drawn[i]] for i in range(1, len(sequence) + 1)) == structure.dot_bracket


@settings(max_examples=25)
@given(case=folded())
def test_the_geometry_is_that_of_the_axes(case: tuple[str, Structure]) -> None:
    sequence, structure = case
    layout = taken(heatmap(sequence, class_probabilities(structure))).layout
    meta = layout.meta
    assert (meta["view"], meta["kind"], meta["length"], meta["first"]) == ("heatmap", "columns", len(sequence), 1)
    assert layout.margin.autoexpand is False
    assert (meta["left"], meta["top"]) == (layout.margin.l, layout.margin.t) == (LEFT, TOP)
    assert meta["plotHeight"] == layout.height - layout.margin.t - layout.margin.b
    low, high = layout.xaxis.range
    column = (layout.width - LEFT - RIGHT) / (high - low)
    assert column == CELL
    assert low == meta["first"] - 0.5
    assert meta["plotWidth"] == column * len(sequence)


@pytest.mark.parametrize("reference", [None, KNOWN])
def test_rows_are_labelled_at_the_middle_of_their_cells(reference: Structure | None) -> None:
    layout = taken(heatmap(TRNA, class_probabilities(KNOWN), structure=KNOWN, reference=reference)).layout
    meta, axis = layout.meta, layout.yaxis
    rows = {row["text"]: row["y"] for row in meta["rows"]}
    bottom = meta["top"] + meta["plotHeight"]
    tall = (axis.domain[1] - axis.domain[0]) * meta["plotHeight"] / (axis.range[1] - axis.range[0])
    assert math.isclose(tall, ROW)
    names = ["opens (", "closes )", "unpaired .", *(["reference"] if reference else [])]
    for name, value in zip(names, (2, 1, 0, -1), strict=False):
        assert math.isclose(rows[name], bottom - (value - axis.range[0]) * tall)
    assert list(rows)[-len(names) :] == names
    assert not axis.showticklabels  # or they would be there twice


def test_both_ends_of_every_pair_are_marked() -> None:
    figure = compared(PREDICTED, KNOWN)
    both = set(PREDICTED.pairs) & set(KNOWN.pairs)
    for name, pairs in (
        ("correct", both),
        ("missed", set(KNOWN.pairs) - both),
        ("wrong", set(PREDICTED.pairs) - both),
    ):
        found = trace(figure, name)
        assert list(found.x) == sorted(i + 1 for pair in pairs for i in pair)
        assert set(found.y) == {-1}
    shown = [t for t in compared(KNOWN, KNOWN).data if t.type == "scatter" and list(t.x) != [None]]
    assert all(map(math.isfinite, (v for t in shown for axis in (t.x, t.y) for v in numbers(axis))))


def test_agreement_differs_by_more_than_colour() -> None:
    looks = [trace(compared(PREDICTED, KNOWN), name).marker for name in ("correct", "missed", "wrong")]
    assert len({look.color for look in looks}) == len({look.symbol for look in looks}) == 3


@pytest.mark.parametrize("source", ["what made the drawing", "network alone", "thermodynamics"])
def test_the_title_says_which_probabilities_these_are_and_fits(source: str) -> None:
    layout = taken(heatmap("GAAAC", np.full((5, 3), 1 / 3), source_title=source)).layout
    assert [text.text for text in layout.annotations] == [f"Class probabilities: {source}"]
    assert layout.width - LEFT - RIGHT > 6.5 * len(layout.annotations[0].text)


@pytest.mark.parametrize(
    ("shape", "structure", "reference"),
    [((2, 3), None, None), ((3, 2), None, None), ((3, 3), Structure((-1,) * 3), Structure((-1,) * 4))],
)
def test_what_does_not_fit_is_refused(
    shape: tuple[int, int], structure: Structure | None, reference: Structure | None
) -> None:
    with pytest.raises(ValueError, match=r"\d"):
        heatmap("ACG", np.zeros(shape), structure=structure, reference=reference)
