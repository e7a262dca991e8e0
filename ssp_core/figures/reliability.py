"""The reliability diagram: how often pairs given a probability are true, beside how often they should be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ssp_core.figures import palettes
from ssp_core.figures.frame import LABELLED, Figure, frame, rounded

WIDTH, HEIGHT = 270, 328  # as wide as a phone leaves it
LEFT, RIGHT, TOP, BOTTOM = 50, 6, 10, 104  # the plot between them is square
# Okabe and Ito's; each curve has a symbol and a dash of its own, too. A curve more than these starts over.
_LOOKS = (("#d55e00", "diamond", "solid"), ("#3a8fd0", "circle", "dash"), ("#009e73", "square", "dot"))
Point = tuple[float, float, int]


def reliability(curves: Mapping[str, Sequence[Point]]) -> Figure:
    """Draw each curve's bins as points: mean probability across, share of true pairs up, both from 0 to 1.

    On the diagonal a probability means what it says; below it the voice is surer than it should be. Bins without pairs
    have no point. The figure is 270 x 328 pixels whatever the window.

    Args:
        curves: by name, a (mean probability, frequency of true pairs, count) for each bin.

    Raises:
        ValueError: if a mean or a frequency is not from 0 to 1.
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
        "gridcolor": "rgba(151, 154, 159, 0.25)",
    }
    return frame(
        [_diagonal(), *(_curve(name, points, k) for k, (name, points) in enumerate(curves.items()))],
        view="reliability",
        kind="none",
        x=(),
        meta={},  # there is no nucleotide to link
        width=WIDTH,
        height=HEIGHT,
        margin={"l": LEFT, "r": RIGHT, "t": TOP, "b": BOTTOM, "autoexpand": False},
        dragmode=False,
        xaxis={**axis, "title": _title("probability given", 18)},
        yaxis={**axis, "title": _title("share of true pairs", 24)},
    )


def _title(text: str, standoff: int) -> dict[str, Any]:
    return {"text": text, "font": {"size": 12, "color": palettes.INK}, "standoff": standoff}


def _diagonal() -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "as sure as right",
        "x": [0, 1],
        "y": [0, 1],
        "line": {"color": palettes.FAINT, "width": 1},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _curve(name: str, points: Sequence[Point], number: int) -> dict[str, Any]:
    colour, symbol, dash = _LOOKS[number % len(_LOOKS)]
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
