"""The cells of a heatmap without plotly: what a page shows in a chart's place until plotly has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ssp_core.charts import colours
from ssp_core.charts.frame import Figure

_STEPS = 20  # shades of the scale; cells of the palest are left to the background


@dataclass(frozen=True)
class Preview:
    """The cells of a chart, and their place in it in pixels.

    Attributes:
        kind: of the chart's geometry; a page may draw a "cross" larger or smaller.
        columns: how many cells there are in a row.
        rows: how many rows there are.
        background: the colour of cells that are not listed.
        cells: column, row and colour of the others.
        left, top, width, height: the place of all cells.
        size: width and height of the chart.
    """

    kind: str
    columns: int
    rows: int
    background: str
    cells: tuple[tuple[int, int, str], ...]
    left: float
    top: float
    width: float
    height: float
    size: tuple[float, float]


def preview(figure: Figure) -> Preview:
    """Return the cells of a figure's first trace, which is a heatmap from 0 to `zmax`.

    Example:
        >>> from ssp_core.charts.heatmap import heatmap
        >>> made = preview(heatmap("GAAAC", [[1, 0, 0], [0, 0, 1], [0, 0, 1], [0, 0, 1], [0, 1, 0]]))
        >>> made.columns, made.rows, [(column, row) for column, row, _ in made.cells]
        (5, 3, [(0, 0), (4, 1), (1, 2), (2, 2), (3, 2)])
    """
    trace, layout = figure.data[0], figure.layout
    z = np.asarray(trace["z"], dtype=np.float64) / trace["zmax"]
    steps = np.rint(z * _STEPS).astype(int)
    filled = np.argwhere(steps > 0).tolist()
    meta = layout["meta"]
    top, bottom = (meta["top"] + meta["plotHeight"] * (1 - share) for share in _edges(trace, layout, len(z)))
    return Preview(
        meta["kind"],
        z.shape[1],
        z.shape[0],
        colours.cividis(0.0),
        tuple((column, row, colours.cividis(float(steps[row, column]) / _STEPS)) for row, column in filled),
        meta["left"],
        top,
        meta["plotWidth"],
        bottom - top,
        (layout["width"], layout["height"]),
    )


def _edges(trace: Any, layout: Any, rows: int) -> tuple[float, float]:
    """Where the first row begins and the last one ends, as shares of the plot's height from below."""
    axis = layout["yaxis"]
    (low, high), (start, stop) = axis.get("domain", (0.0, 1.0)), axis["range"]
    first, last = (
        (trace["y"][0], trace["y"][-1]) if "y" in trace else (trace["y0"], trace["y0"] + trace["dy"] * (rows - 1))
    )
    half = 0.5 if last > first else -0.5

    def share(value: float) -> float:
        return float(low + (value - start) / (stop - start) * (high - low))

    return share(first - half), share(last + half)
