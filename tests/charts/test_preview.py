"""The cells of a chart that stand in for it until plotly has come."""

from __future__ import annotations

import numpy as np
import pytest

from ssp_core.charts.heatmap import heatmap
from ssp_core.charts.matrix import Triangle, pair_matrix
from ssp_core.charts.preview import preview
from ssp_core.folding.structure import Structure

SEQUENCE = "GGGAAAACCC"
STRUCTURE = Structure.from_dot_bracket("(((....)))")


def test_a_heatmaps_cells_are_below_its_upper_track() -> None:
    classes = np.eye(3)[[0, 0, 0, 2, 2, 2, 2, 1, 1, 1]]
    chart = heatmap(SEQUENCE, classes, structure=STRUCTURE, reference=STRUCTURE)
    made = preview(chart)
    assert (made.columns, made.rows, len(made.cells)) == (10, 3, 10)
    opens = next(row["y"] for row in chart.layout["meta"]["rows"] if row["text"].startswith("opens"))
    unpaired = next(row["y"] for row in chart.layout["meta"]["rows"] if row["text"].startswith("unpaired"))
    assert made.top + made.height / 6 == pytest.approx(opens)
    assert made.top + made.height * 5 / 6 == pytest.approx(unpaired)


def test_a_matrixs_cells_fill_its_square() -> None:
    pairs = np.zeros((10, 10))
    pairs[0, 9] = pairs[9, 0] = 0.9
    chart = pair_matrix(SEQUENCE, STRUCTURE, Triangle("network", pairs), Triangle("thermodynamics", pairs))
    made = preview(chart)
    meta = chart.layout["meta"]
    assert (made.kind, made.columns, made.rows) == ("cross", 10, 10)
    assert (made.left, made.top, made.width, made.height) == (
        meta["left"],
        meta["top"],
        meta["plotWidth"],
        meta["plotWidth"],
    )
    assert [cell[:2] for cell in made.cells] == [(9, 0), (0, 9)]
