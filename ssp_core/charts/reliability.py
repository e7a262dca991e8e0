"""The reliability diagram: how often pairs given a probability are true, beside how often they should be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ssp_core.charts import colours
from ssp_core.charts.frame import LABELLED, Figure, Margin, frame, rounded, unlinked

WIDTH, HEIGHT = 270, 328  # as wide as a phone leaves it
MARGIN = Margin(left=50, right=6, top=10, bottom=104)  # the plot between them is square
Point = tuple[float, float, int]


def reliability(curves: Mapping[str, Sequence[Point]]) -> Figure:
    """Draw each curve's bins as points: mean probability across, share of true pairs up, both from 0 to 1.

    On the diagonal a probability means what it says; below it the method is overconfident. Bins without pairs have no
    point.

    Args:
        curves: by method, a (mean probability, frequency of true pairs, count of pairs) for each bin.

    Returns:
        A figure of 270 x 328 pixels whatever the window.

    Raises:
        ValueError: if a mean or a frequency is not from 0 to 1.

    Example:
        >>> chart = reliability({"best": [(0.05, 0.01, 1000), (0.95, 0.9, 40)]})
        >>> chart.data[1]["name"], chart.data[1]["y"]
        ('best', [0.01, 0.9])
    """
    for name, points in curves.items():
        if not all(0.0 <= value <= 1.0 for mean, frequency, _ in points for value in (mean, frequency)):
            raise ValueError(f"The curve {name!r} has a value outside 0 to 1.")
    axis = {
        **LABELLED,
        "range": [-0.02, 1.02],
        "fixedrange": True,
        "tickvals": [0, 0.25, 0.5, 0.75, 1],
        "showgrid": True,
        "gridcolor": colours.GRID,
    }
    return frame(
        [_diagonal(), *(_curve(name, points, k) for k, (name, points) in enumerate(curves.items()))],
        unlinked("reliability"),
        MARGIN,
        width=WIDTH,
        height=HEIGHT,
        dragmode=False,
        xaxis={**axis, "title": _title("probability given", 18)},
        yaxis={**axis, "title": _title("share of true pairs", 24)},
    )


def _title(text: str, standoff: int) -> dict[str, Any]:
    return {"text": text, "font": {"size": 12, "color": colours.INK}, "standoff": standoff}


def _diagonal() -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "probabilities that mean what they say",
        "x": [0, 1],
        "y": [0, 1],
        "line": {"color": colours.FAINT, "width": 1},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _curve(name: str, points: Sequence[Point], number: int) -> dict[str, Any]:
    colour, symbol, dash = colours.CURVES[number % len(colours.CURVES)]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": rounded(mean for mean, _, _ in points),
        "y": rounded(frequency for _, frequency, _ in points),
        "line": {"color": colour, "width": 1.6, "dash": dash},
        "marker": {"color": colour, "symbol": symbol, "size": 8},
        "hovertext": [
            f"<b>{name}</b><br>given {mean:.2f}, true {frequency:.2f}<br>{count:,} pairs"
            for mean, frequency, count in points
        ],
        "hoverinfo": "text",
        "showlegend": True,
    }
