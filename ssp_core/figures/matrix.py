"""The pair-probability matrix: the model above the diagonal, the thermodynamic ensemble below it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ssp_core.figures import palettes
from ssp_core.figures.frame import Figure, frame, positions_axis
from ssp_core.figures.nucleotides import check_lengths
from ssp_core.figures.paint import colour_bar
from ssp_core.figures.pairs import Pair, by_agreement
from ssp_core.folding.structure import Structure

WIDTH, HEIGHT = 640, 640
LEGEND = 84  # pixels under the matrix: labels, colour bar, legend


def matrix(
    sequence: str,
    structure: Structure,
    *,
    model: ArrayLike | None,
    thermodynamic: ArrayLike | None = None,
    reference: Structure | None = None,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> Figure:
    """Draw P(i pairs j) on a fixed 0-1 scale: upper right (i < j) by the model, lower left by the ensemble.

    The pairs of the structure are outlined in the upper triangle; with a reference they are marked by agreement, each
    verdict with its own colour and shape. Values travel as whole per cents, one byte a cell, so that 1,022 nt stay
    about a megabyte.

    Args:
        model: (L, L) pair probabilities, of which only i < j is read; None leaves the triangle empty.
        thermodynamic: the same of the thermodynamic ensemble, drawn mirrored.
        width, height: pixels; they only decide the size of the marks.

    Raises:
        ValueError: if a matrix is not (L, L) or a structure is of another length.
    """
    check_lengths(sequence, structure)
    length = len(sequence)
    upper, lower = _square(model, length, "model"), _square(thermodynamic, length, "thermodynamic")
    z = np.triu(upper, 1) + np.triu(lower, 1).T
    positions = list(range(1, length + 1))
    cell = min(width - 60, height - LEGEND) / length
    if reference is None:
        marks = [_marks(sequence, structure.pairs, "decoded pair", palettes.DECODED, "square-open", cell)]
    else:
        marks = [
            _marks(
                sequence,
                pairs,
                palettes.AGREEMENT_NAMES[verdict],
                palettes.AGREEMENT[verdict],
                palettes.AGREEMENT_SYMBOL[verdict],
                cell,
            )
            for verdict, pairs in by_agreement(structure, reference).items()
        ]
    axis = {**positions_axis(length), "range": [0.5, length + 0.5], "constrain": "domain"}
    return frame(
        [_cells(z, height), _diagonal(length), *(trace for trace in marks if trace["x"])],
        view="matrix",
        kind="cross",
        x=positions,
        height=height,
        margin={"l": 44, "r": 10, "t": 26, "b": LEGEND},
        annotations=[
            _caption("model ◥", 1, "right"),
            *([_caption("◣ thermodynamic", 0, "left")] if thermodynamic is not None else []),
        ],
        xaxis=axis,
        yaxis={**axis, "range": [length + 0.5, 0.5], "scaleanchor": "x", "scaleratio": 1},
    )


def _square(values: ArrayLike | None, length: int, name: str) -> NDArray[np.uint8]:
    """Per cents as bytes; zeros for None."""
    if values is None:
        return np.zeros((length, length), dtype=np.uint8)
    p = np.asarray(values, dtype=np.float64)
    if p.shape != (length, length):
        raise ValueError(f"The {name} pair probabilities have shape {p.shape}, wanted is ({length}, {length}).")
    per_cent: NDArray[np.uint8] = np.rint(np.clip(np.nan_to_num(p), 0.0, 1.0) * 100).astype(np.uint8)
    return per_cent


def _cells(z: NDArray[np.uint8], height: int) -> dict[str, Any]:
    return {
        "type": "heatmap",
        "z": z,
        "x0": 1,
        "dx": 1,
        "y0": 1,
        "dy": 1,
        "zmin": 0,
        "zmax": 100,
        "colorscale": palettes.scale(),
        "hovertemplate": "<b>%{y} – %{x}</b><br>pair probability %{z} %<extra></extra>",
        "colorbar": colour_bar("probability", height, tickvals=[0, 50, 100], ticktext=["0", "0.5", "1"]),
    }


def _diagonal(length: int) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "diagonal",
        "x": [0.5, length + 0.5],
        "y": [0.5, length + 0.5],
        "line": {"color": palettes.FAINT, "width": 1},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _marks(
    sequence: str, pairs: tuple[Pair, ...] | list[Pair], name: str, colour: str, symbol: str, cell: float
) -> dict[str, Any]:
    """Open marks at (column j, row i) of each pair i < j."""
    size = round(min(max(1.3 * cell, 3.0), 16.0), 1)
    line = round(min(size / 5, 1.4), 1)  # what stands in a cell shows through
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [j + 1 for _, j in pairs],
        "y": [i + 1 for i, _ in pairs],
        "marker": {"symbol": symbol, "size": size, "color": colour, "line": {"color": colour, "width": line}},
        "hovertext": [f"<b>{sequence[i]} {i + 1} – {sequence[j]} {j + 1}</b><br>{name}" for i, j in pairs],
        "hoverinfo": "text",
        "showlegend": True,
    }


def _caption(text: str, x: float, anchor: str) -> dict[str, Any]:
    return {
        "text": text,
        "x": x,
        "y": 1,
        "xref": "x domain",
        "yref": "y domain",
        "xanchor": anchor,
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 12, "color": palettes.INK},
    }
