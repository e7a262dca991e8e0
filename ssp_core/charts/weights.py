"""A weight matrix: one cell a weight, blue below zero and orange above, the stronger the larger the weight is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ssp_core.charts import colours
from ssp_core.charts.frame import LABELLED, Figure, Margin, frame, unlinked

_ROW, _LEAST, _MOST = 26, 60, 420  # heights in pixels
_LETTER = 7.2  # pixels to allow for a letter of a row's name


def weights(matrix: ArrayLike, row_names: Sequence[str] = ()) -> Figure:
    """Draw a weight matrix on a scale that is symmetric about zero.

    Args:
        matrix: [outputs, inputs] as torch keeps the weights of a linear layer.
        row_names: what each output stands for; empty numbers them from 0.

    Returns:
        A figure as wide as the element it is drawn in.

    Raises:
        ValueError: if it is no matrix, or there is not one name for each row.

    Example:
        >>> chart = weights([[0.5, -2.0], [1.0, 0.0]], ["opens (", "closes )"])
        >>> chart.data[0]["zmin"], chart.data[0]["y"]
        (-2.0, ['opens (', 'closes )'])
    """
    values = np.asarray(matrix, dtype=np.float32)
    if values.ndim != 2 or not values.size:
        raise ValueError(f"Found weights of shape {list(values.shape)}: wanted a matrix.")
    if row_names and len(row_names) != len(values):
        raise ValueError(f"Found {len(row_names)} names for {len(values)} rows: wanted one for each row.")
    largest = float(np.abs(values).max()) or 1.0
    trace = {
        "type": "heatmap",
        "z": values,
        "y": list(row_names or map(str, range(len(values)))),
        "zmin": -largest,
        "zmax": largest,
        "colorscale": colours.SIGN,
        "hovertemplate": f"{'' if row_names else 'output '}%{{y}} from input %{{x}}: %{{z:.4f}}<extra></extra>",
        "colorbar": {
            "thickness": 10,
            "outlinewidth": 0,
            "ypad": 0,
            "len": 1,
            "tickvals": [-largest, 0, largest],
            "ticktext": [f"−{largest:.2g}", "0", f"+{largest:.2g}"],
            "tickfont": {"size": 11, "color": colours.INK},
        },
    }
    widest = max(map(len, row_names), default=0)
    margin = Margin(max(54, round(_LETTER * widest)), right=84, top=10, bottom=44)
    axis = {**LABELLED, "nticks": 6}
    return frame(
        [trace],
        unlinked("weights"),
        margin,
        height=min(max(_LEAST, _ROW * len(values)), _MOST) + margin.top + margin.bottom,
        dragmode="zoom",
        xaxis={**axis, "tickformat": "d", "title": _title("input")},
        yaxis={**axis, "range": [len(values) - 0.5, -0.5], **({} if row_names else {"title": _title("output")})},
    )


def _title(text: str) -> dict[str, Any]:
    return {"text": text, "font": {"size": 12, "color": colours.INK}, "standoff": 6}
