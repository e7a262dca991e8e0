"""The arc diagram: the chain on a line, the prediction's pairs above, a reference's mirrored below."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ssp_core.figures import palettes
from ssp_core.figures.frame import BARE, Figure, frame, positions_axis
from ssp_core.figures.nucleotides import check_lengths, disc_size, discs, hover_texts
from ssp_core.figures.paint import Colour, legend_traces, paint
from ssp_core.figures.pairs import Stroke, strokes
from ssp_core.folding.structure import Structure

WIDTH, HEIGHT = 640, 420
STEPS = 17  # points an arc, joined by a spline
_TURN = np.linspace(np.pi, 0.0, STEPS)


def arcs(
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
    """Draw pairs as arcs over the chain.

    Without a reference, arcs differ by kind (GC heavy, AU light, GU dotted). With one, the prediction stands above
    (in both solid, only predicted dotted) and the reference below (in both solid, missed dashed).

    Args:
        colour, elements, confidence: how the nucleotides on the line are coloured, see `paint`.
        width, height: pixels; the width only decides the size of discs and letters.

    Raises:
        ValueError: if structure, reference or what the colouring needs differs in length from the sequence.
    """
    check_lengths(sequence, structure)
    length = len(sequence)
    picture = paint(colour, sequence, structure, elements=elements, confidence=confidence, reference=reference)
    positions = list(range(1, length + 1))
    scale = width / (length + 2)
    shared = [*structure.pairs, *(reference.pairs if reference else ())]
    tallest = max((j - i for i, j in shared), default=2) / 2
    curves = _arc_traces(sequence, structure, reference, scale)
    traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": "backbone",
            "x": [1, length],
            "y": [0, 0],
            "line": {"color": palettes.FAINT, "width": 1},
            "hoverinfo": "skip",
            "showlegend": False,
        },
        *curves,
        discs(positions, [0] * length, sequence, picture, hover_texts(sequence, structure, picture), disc_size(scale)),
        *legend_traces(picture, height, already={trace["name"] for trace in curves}),
    ]
    nucleotides = next(k for k, trace in enumerate(traces) if trace.get("name") == "nucleotides")
    return frame(
        traces,
        view="arcs",
        kind="columns",
        x=positions,
        extra={"discs": nucleotides, "step": 1.0},
        height=height,
        margin={"l": 14, "r": 14, "t": 8, "b": 76},
        xaxis=positions_axis(length),
        yaxis={
            **BARE,
            "fixedrange": True,
            "range": [-1.05 * tallest if reference else -0.08 * tallest - 0.3, 1.05 * tallest],
        },
    )


def _arc_traces(sequence: str, structure: Structure, reference: Structure | None, scale: float) -> list[dict[str, Any]]:
    found = strokes(sequence, structure, reference, min(max(0.2 * scale, 1.2), 3.0))
    if reference is None:
        return [trace for stroke in found.values() for trace in _arcs(sequence, stroke, 1)]
    traces = []
    for verdict, side in (("true", 1), ("true", -1), ("false", 1), ("missed", -1)):
        for trace in _arcs(sequence, found[verdict], side) if verdict in found else []:
            trace["showlegend"] = trace["showlegend"] and not (verdict == "true" and side < 0)
            traces.append(trace)
    return traces


def _arcs(sequence: str, stroke: Stroke, side: int) -> list[dict[str, Any]]:
    """Half circles over (side 1) or under (-1) the line, and an unseen point with the hover text at each top."""
    pairs, name, line = stroke
    ends = np.asarray(pairs, dtype=np.float64) + 1
    middle, radius = ends.mean(axis=1), (ends[:, 1] - ends[:, 0]) / 2
    gap = np.full((len(pairs), 1), np.nan)
    x = np.hstack([middle[:, None] + radius[:, None] * np.cos(_TURN), gap]).ravel()
    y = np.hstack([side * radius[:, None] * np.sin(_TURN), gap]).ravel()
    curve = {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": x.astype(np.float32),
        "y": y.astype(np.float32),
        "line": {**line, "shape": "spline"},
        "hoverinfo": "skip",
        "showlegend": True,
    }
    tops = {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": middle.tolist(),
        "y": (side * radius).tolist(),
        "marker": {"size": 9, "opacity": 0, "color": line["color"]},
        "hovertext": [f"<b>{sequence[i]} {i + 1} – {sequence[j]} {j + 1}</b><br>{name}" for i, j in pairs],
        "hoverinfo": "text",
        "showlegend": False,
    }
    return [curve, tops]
