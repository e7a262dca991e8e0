"""A weight matrix as it is: one cell a weight, blue below zero and orange above, as strong as the weight is large."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ssp_core.figures import palettes
from ssp_core.figures.frame import Figure

# Okabe and Ito's blue and vermillion with white between: the sign is told with any colour vision.
_SCALE = ((0.0, "#0072b2"), (0.5, "#ffffff"), (1.0, "#d55e00"))
_ROW, _LEAST, _MOST = 22, 60, 420  # heights in pixels


def weights(matrix: ArrayLike) -> Figure:
    """Draw a matrix [out, in] on a scale that is symmetric about zero. ValueError where it is no matrix."""
    values = np.asarray(matrix, dtype=np.float32)
    if values.ndim != 2 or not values.size:
        raise ValueError(f"Found weights of shape {list(values.shape)}: wanted a matrix.")
    largest = float(np.abs(values).max()) or 1.0
    trace = {
        "type": "heatmap",
        "z": values,
        "zmin": -largest,
        "zmax": largest,
        "colorscale": _SCALE,
        "hovertemplate": "out %{y}, in %{x}: %{z:.4f}<extra></extra>",
        "colorbar": {"thickness": 10, "outlinewidth": 0, "nticks": 3, "tickfont": {"size": 11, "color": palettes.INK}},
    }
    axis = {"showgrid": False, "zeroline": False, "ticks": "", "tickformat": "d", "nticks": 6, "color": palettes.INK}
    height = min(max(_LEAST, _ROW * len(values)), _MOST)
    look = {
        "template": "none",
        "paper_bgcolor": palettes.CLEAR,
        "plot_bgcolor": palettes.CLEAR,
        "font": {"family": palettes.FONT, "size": 12, "color": palettes.INK},
        "margin": {"l": 40, "r": 8, "t": 6, "b": 40},
        "height": height + 46,
        "xaxis": {**axis, "title": {"text": "in"}},
        "yaxis": {**axis, "title": {"text": "out"}, "autorange": "reversed", "tickmode": "auto"},
    }
    return Figure([trace], look)
