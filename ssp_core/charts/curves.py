"""The curves of a training: macro-F1 beside a baseline above, loss below, over the steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ssp_core.charts import colours
from ssp_core.charts.frame import LABELLED, Figure, Margin, caption, frame, rounded, unlinked

HEIGHT = 360  # pixels
MARGIN = Margin(left=46, right=10, top=24, bottom=66)
_UPPER, _LOWER = (0.56, 1.0), (0.0, 0.4)  # of the plot's height


@dataclass(frozen=True)
class CurvePoint:
    """A training at one step; the training loss is None before the first step."""

    step: int
    macro_f1: float
    validation_loss: float
    training_loss: float | None


def curves(points: Sequence[CurvePoint], steps: int, baseline: float) -> Figure:
    """Draw how a model learns.

    Args:
        points: one for each report, by step.
        steps: of the whole training; the axis ends there.
        baseline: macro-F1 of a model that leaves every nucleotide unpaired.

    Returns:
        A figure as wide as the element it is drawn in, 360 pixels high.

    Raises:
        ValueError: if there is no step to draw to.

    Example:
        >>> chart = curves([CurvePoint(0, 0.2, 1.1, None), CurvePoint(10, 0.4, 0.9, 1.0)], 100, 0.21)
        >>> [trace["name"] for trace in chart.data]
        ['macro-F1', 'all unpaired', 'validation loss', 'training loss']
    """
    if steps < 1:
        raise ValueError(f"The training has {steps} steps; at least 1 is wanted.")
    at = [point.step for point in points]
    learned = [point for point in points if point.training_loss is not None]
    losses = [point.training_loss for point in learned if point.training_loss is not None]
    across = {**LABELLED, "range": [0, steps], "fixedrange": True}
    up = {**LABELLED, "fixedrange": True, "showgrid": True, "gridcolor": colours.GRID}
    return frame(
        [
            _line("macro-F1", (at, [point.macro_f1 for point in points]), 0, "y"),
            _line("all unpaired", ([0, steps], [baseline, baseline]), 2, "y", mode="lines"),
            _line("validation loss", (at, [point.validation_loss for point in points]), 1, "y2"),
            _line("training loss", ([point.step for point in learned], losses), 2, "y2"),
        ],
        unlinked("curves"),
        MARGIN,
        height=HEIGHT,
        dragmode=False,
        xaxis={**across, "anchor": "y2"},
        yaxis={**up, "domain": list(_UPPER), "range": [0, 1]},
        yaxis2={**up, "domain": list(_LOWER), "rangemode": "tozero"},
        annotations=[_heading("macro-F1 on the validation RNAs", _UPPER[1]), _heading("loss", _LOWER[1])],
    )


def _line(
    name: str, values: tuple[Sequence[float], Sequence[float]], look: int, axis: str, mode: str = "lines+markers"
) -> dict[str, Any]:
    colour, symbol, dash = colours.CURVES[look]
    across, up = values
    return {
        "type": "scatter",
        "mode": mode,
        "name": name,
        "x": list(across),
        "y": rounded(up),
        "yaxis": axis,
        "line": {"color": colour, "width": 1.8, "dash": dash},
        "marker": {"color": colour, "symbol": symbol, "size": 5},
        "hovertemplate": f"{name} at step %{{x}}: %{{y:.3f}}<extra></extra>",
    }


def _heading(text: str, top: float) -> dict[str, Any]:
    return caption(text, x=0, y=top, xref="paper", yref="paper", xanchor="left", yanchor="bottom", yshift=3)
