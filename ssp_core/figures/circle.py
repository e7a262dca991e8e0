"""The circle plot: the chain on a circle, open at the top, pairs as curves through the inside."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ssp_core.figures import palettes
from ssp_core.figures.frame import BARE, Figure, frame, rounded
from ssp_core.figures.nucleotides import check_lengths, disc_size, discs, hover_texts
from ssp_core.figures.paint import Colour, legend_traces, paint
from ssp_core.figures.pairs import Stroke, strokes
from ssp_core.folding.structure import Structure

WIDTH, HEIGHT = 440, 520
LEGEND = 60  # pixels under the drawing
ENDS = (1, -1)  # 5′ to the right of the gap at the top, 3′ to its left
STEPS = 9  # points a curve, joined by a spline


def circle(
    sequence: str,
    structure: Structure,
    *,
    reference: Structure | None = None,
    colour: Colour = "base",
    elements: str | None = None,
    confidence: ArrayLike | None = None,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> Figure:
    """Draw the chain clockwise on a circle (5′ and 3′ meet at the top) and every pair as a curve bent to the middle.

    Without a reference, curves differ by kind (GC heavy, AU light, GU dotted); with one, by agreement: in both solid,
    only predicted dotted, only in the reference dashed.

    Args:
        colour, elements, confidence, reference: see `paint`.
        width, height: pixels; the width only decides the size of discs and letters.

    Raises:
        ValueError: if structure, reference or what the colouring needs differs in length from the sequence.
    """
    check_lengths(sequence, structure)
    length = len(sequence)
    picture = paint(colour, sequence, structure, elements=elements, confidence=confidence, reference=reference)
    angles = np.pi / 2 - 2 * np.pi * (np.arange(length) + 1.0) / (length + 1)
    points = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    radius = (min(width, height - LEGEND) / 2) / 1.16  # pixels; the rest is for the numbers
    scale = 2 * np.pi * radius / (length + 1)
    heavy = round(min(max(0.2 * scale, 1.0), 3.0), 2)
    curves = [_curve(points, stroke) for stroke in strokes(sequence, structure, reference, heavy).values()]
    traces = [
        _backbone(points),
        *curves,
        discs(
            points[:, 0].round(4),
            points[:, 1].round(4),
            sequence,
            picture,
            hover_texts(sequence, structure, picture),
            disc_size(scale),
        ),
        _numbers(points, scale),
        *legend_traces(picture, height, already={trace["name"] for trace in curves}),
    ]
    nucleotides = next(k for k, trace in enumerate(traces) if trace.get("name") == "nucleotides")
    return frame(
        traces,
        view="circle",
        kind="points",
        x=rounded(points[:, 0]),
        y=rounded(points[:, 1]),
        extra={"discs": nucleotides, "step": round(2 * np.pi / (length + 1), 5)},
        height=height,
        margin={"l": 4, "r": 4, "t": 4, "b": LEGEND},
        xaxis={**BARE, "range": [-1.16, 1.16], "constrain": "domain"},
        yaxis={**BARE, "range": [-1.16, 1.16], "scaleanchor": "x", "scaleratio": 1},
    )


def _curve(points: NDArray[np.float64], stroke: Stroke) -> dict[str, Any]:
    """Quadratic Bézier curves, all in one trace; near partners bend little, far ones pass near the middle."""
    ends = points[np.asarray(stroke.pairs, dtype=np.intp)]  # (pairs, 2 ends, xy)
    middle = ends.mean(axis=1)
    # The nearer the partners, the nearer their chord is to the rim: bend it by how far it is from the middle.
    bend = middle * (1 - np.linalg.norm(ends[:, 0] - ends[:, 1], axis=1, keepdims=True) / 2) * 0.8
    t = np.linspace(0, 1, STEPS)[None, :, None]
    inside = (1 - t) ** 2 * ends[:, None, 0] + 2 * t * (1 - t) * bend[:, None] + t**2 * ends[:, None, 1]
    gaps = np.full((len(stroke.pairs), 1, 2), np.nan)
    path = np.concatenate([inside, gaps], axis=1).reshape(-1, 2).astype(np.float32)
    return {
        "type": "scatter",
        "mode": "lines",
        "name": stroke.name,
        "x": path[:, 0],
        "y": path[:, 1],
        "line": {**stroke.line, "shape": "spline"},
        "hoverinfo": "skip",
        "showlegend": True,
    }


def _backbone(points: NDArray[np.float64]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "backbone",
        "x": points[:, 0].round(4),
        "y": points[:, 1].round(4),
        "line": {"color": palettes.FAINT, "width": 1},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _numbers(points: NDArray[np.float64], scale: float) -> dict[str, Any]:
    """Position numbers outside the circle, every tenth or as many as fit, and 5′ and 3′."""
    length = len(points)
    every = next((step for step in (10, 20, 50, 100) if step * scale > 30), 200)
    wanted = {0: "<b>5′</b>", **({length - 1: "<b>3′</b>"} if length > 1 else {})}
    last = length - (every // 2 if length > every else 0)  # a number right beside 3′ would run into it
    wanted |= {i: str(i + 1) for i in range(every - 1, last, every) if i not in wanted}
    radius = scale * (length + 1) / (2 * np.pi)
    places = points[list(wanted)] * (1 + (disc_size(scale) / 2 + 12) / radius)
    aside = 12 / radius  # 5′ and 3′ stand apart even where the ends do not
    places[: len(ENDS[:length])] = [
        [side * max(abs(place[0]), aside), place[1]] for side, place in zip(ENDS[:length], places, strict=False)
    ]
    return {
        "type": "scatter",
        "mode": "text",
        "name": "positions",
        "x": rounded(places[:, 0]),
        "y": rounded(places[:, 1]),
        "text": list(wanted.values()),
        "textfont": {"size": 11, "color": palettes.INK},
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }
