"""The matrix of pair probabilities: what made the drawing above the diagonal, something to compare it with below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ssp_core.charts import colours
from ssp_core.charts.frame import LABELLED, Figure, Geometry, Margin, caption, colour_bar, frame
from ssp_core.charts.marks import Mark, marks, pair_label
from ssp_core.folding.structure import Structure

SIDE = 420  # pixels of the square, where nothing else is asked for
MARGIN = Margin(left=44, right=10, top=26, bottom=84)  # below: position labels, colour bar, legend


@dataclass(frozen=True, eq=False)
class Triangle:
    """Half of a pair matrix: its title, and (L, L) pair probabilities of which i < j are read; None leaves it empty."""

    title: str
    pair_probabilities: ArrayLike | None

    def per_cent(self, length: int) -> NDArray[np.uint8]:
        """The probabilities in whole per cent, one byte each; zeros where there are none."""
        if self.pair_probabilities is None:
            return np.zeros((length, length), dtype=np.uint8)
        p = np.asarray(self.pair_probabilities, dtype=np.float64)
        if p.shape != (length, length):
            raise ValueError(f"The pair probabilities ({self.title}) have shape {p.shape}, not ({length}, {length}).")
        per_cent: NDArray[np.uint8] = np.rint(np.clip(np.nan_to_num(p), 0.0, 1.0) * 100).astype(np.uint8)
        return np.triu(per_cent, 1)

    @property
    def label(self) -> str:
        """The title, and that the triangle is empty where it is."""
        return self.title if self.pair_probabilities is not None else f"{self.title} (none)"


def pair_matrix(
    sequence: str,
    structure: Structure,
    upper: Triangle,
    lower: Triangle | None = None,
    *,
    reference: Structure | None = None,
    side: int = SIDE,
) -> Figure:
    """Draw P(i pairs with j) on a fixed scale from 0 to 1, one triangle above the diagonal and another below it.

    The pairs of the structure are outlined in the upper triangle; with a reference they are marked by agreement, each
    kind in its own colour and shape. Values are sent as whole per cent, one byte a cell, so that 1,022 nt stay about a
    megabyte.

    Args:
        sequence: L nucleotides.
        structure: the drawn structure, of length L.
        upper: what made the drawing, shown at row i and column j for i < j.
        lower: what it is compared with, mirrored; None leaves the triangle empty.
        reference: the known structure; None marks the decoded pairs alone.
        side: width and height of the square in pixels.

    Returns:
        A figure of fixed width and height in pixels.

    Raises:
        ValueError: if a matrix is not (L, L) or a structure is not as long as the sequence.

    Example:
        >>> p = np.zeros((5, 5)); p[0, 4] = 0.9
        >>> structure = Structure.from_dot_bracket("(...)")
        >>> chart = pair_matrix("GAAAC", structure, Triangle("network alone", p))
        >>> int(chart.data[0]["z"][0, 4]), chart.layout["meta"]["kind"]
        (90, 'cross')
    """
    length = len(sequence)
    if len(structure) != length:
        raise ValueError(f"The structure has {len(structure)} positions and the sequence {length}.")
    z = upper.per_cent(length)
    titles = [caption(f"{upper.label} ◥", **_corner(1, "right"))]
    if lower is not None:
        z = z + lower.per_cent(length).T
        titles.append(caption(f"◣ {lower.label}", **_corner(0, "left"), xshift=8 - MARGIN.left))
    height = side + MARGIN.top + MARGIN.bottom
    size = round(min(max(1.3 * side / length, 3.0), 16.0), 1)
    pairs = [_trace(sequence, mark, size) for mark in marks(structure, reference) if mark.pairs]
    axis = _axis(length)
    return frame(
        [_cells(z, height), _diagonal(length), *pairs],
        Geometry("matrix", "cross", length, MARGIN.left, MARGIN.top, side, side).meta,
        MARGIN,
        width=side + MARGIN.left + MARGIN.right,
        height=height,
        annotations=titles,
        xaxis=axis,
        yaxis={**axis, "range": axis["range"][::-1], "scaleanchor": "x", "scaleratio": 1},
    )


def _axis(length: int) -> dict[str, Any]:
    """Positions 1 to L: each named while they are few, as many as fit and as a zoom allows after."""
    ticks = {"tickvals": list(range(1, length + 1))} if length <= 20 else {"tickmode": "auto", "tickformat": "d"}
    return {**LABELLED, **ticks, "range": [0.5, length + 0.5], "tickangle": 0, "constrain": "domain"}


def _cells(z: NDArray[np.uint8], height: int) -> dict[str, Any]:
    bar = colour_bar(
        "probability", len=240, y=34 / height, yanchor="bottom", tickvals=[0, 50, 100], ticktext=["0", "0.5", "1"]
    )
    return {
        "type": "heatmap",
        "z": z,
        "x0": 1,
        "dx": 1,
        "y0": 1,
        "dy": 1,
        "zmin": 0,
        "zmax": 100,
        "colorscale": colours.PROBABILITY,
        "hovertemplate": "<b>%{y} – %{x}</b><br>pair probability %{z} %<extra></extra>",
        "colorbar": bar,
    }


def _diagonal(length: int) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "diagonal",
        "x": [0.5, length + 0.5],
        "y": [0.5, length + 0.5],
        "line": {"color": colours.FAINT, "width": 1},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _trace(sequence: str, mark: Mark, size: float) -> dict[str, Any]:
    """Open marks at (column j, row i) of each pair i < j."""
    line = round(min(size / 5, 1.4), 1)  # what the cell shows is seen through it
    return {
        "type": "scatter",
        "mode": "markers",
        "name": mark.name,
        "x": [j + 1 for _, j in mark.pairs],
        "y": [i + 1 for i, _ in mark.pairs],
        "marker": {
            "symbol": mark.symbol,
            "size": size,
            "color": mark.colour,
            "line": {"color": mark.colour, "width": line},
        },
        "hovertext": [pair_label(sequence, i, j, mark.name) for i, j in mark.pairs],
        "hoverinfo": "text",
        "showlegend": True,
    }


def _corner(x: float, anchor: str) -> dict[str, Any]:
    """A place over the square, at its left or right end."""
    return {"x": x, "y": 1, "xref": "x domain", "yref": "y domain", "xanchor": anchor, "yanchor": "bottom"}
