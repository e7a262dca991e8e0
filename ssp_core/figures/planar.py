"""The planar drawing: backbone, pairs, nucleotide discs with letters, position numbers, 5′ and 3′."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ssp_core.figures import palettes
from ssp_core.figures.frame import BARE, Figure, frame, rounded
from ssp_core.figures.nucleotides import check_lengths, disc_size, discs, hover_texts
from ssp_core.figures.paint import Colour, legend_traces, paint
from ssp_core.figures.pairs import Pair, strokes
from ssp_core.folding.structure import Structure

WIDTH, HEIGHT = 440, 520  # what sizes are chosen for; the figure itself takes the width it is given
LEGEND = 60  # pixels under the drawing
PAD = 44  # pixels around the drawing, for the numbers
WAYS = 24  # directions tried for each position number


def planar(
    sequence: str,
    structure: Structure,
    *,
    coordinates: ArrayLike | None,
    colour: Colour = "element",
    elements: str | None = None,
    confidence: ArrayLike | None = None,
    reference: Structure | None = None,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> Figure:
    """Draw a secondary structure in the plane.

    Pairs are drawn by kind (GC heavy, AU light, GU dotted); with a reference they are drawn by agreement instead: in
    both solid, only predicted dotted, only in the reference dashed.

    Args:
        coordinates: (L, 2), any unit, y downwards as RNApuzzler gives them; None, or anything that is not L finite
            points in at least two places, puts the nucleotides on a circle.
        colour, elements, confidence, reference: see `paint`.
        width, height: pixels; the width only decides the size of discs and letters.

    Raises:
        ValueError: if structure, reference or what the colouring needs differs in length from the sequence.
    """
    check_lengths(sequence, structure)
    picture = paint(colour, sequence, structure, elements=elements, confidence=confidence, reference=reference)
    points = _in_steps(coordinates, len(sequence))
    span = np.maximum(np.ptp(points, axis=0), 4.0)
    scale = float(min((width - 2 * PAD) / span[0], (height - LEGEND - 2 * PAD) / span[1]))  # pixels a backbone step
    span += 2 * PAD / scale
    x, y = points[:, 0], points[:, 1]
    labels = _labels(points, scale)
    pairs = pair_traces(sequence, structure, reference, points, scale)
    traces = [
        _line(x, y, name="backbone", color=palettes.FAINT, width=_thick(0.07, scale)),
        *pairs,
        labels[0],
        discs(x, y, sequence, picture, hover_texts(sequence, structure, picture), disc_size(scale)),
        labels[1],
        *legend_traces(picture, height, already={trace["name"] for trace in pairs}),
    ]
    nucleotides = next(k for k, trace in enumerate(traces) if trace.get("name") == "nucleotides")
    middle, half = (points.min(axis=0) + points.max(axis=0)) / 2, span / 2
    return frame(
        traces,
        view="planar",
        kind="points",
        x=rounded(x),
        y=rounded(y),
        extra={"discs": nucleotides, "step": 1.0},
        height=height,
        margin={"l": 4, "r": 4, "t": 4, "b": LEGEND},
        xaxis={**BARE, "range": [middle[0] - half[0], middle[0] + half[0]], "constrain": "domain"},
        yaxis={**BARE, "range": [middle[1] - half[1], middle[1] + half[1]], "scaleanchor": "x", "scaleratio": 1},
    )


def pair_traces(
    sequence: str, structure: Structure, reference: Structure | None, points: NDArray[np.float64], scale: float
) -> list[dict[str, Any]]:
    """One line trace for each kind of pair, or for each verdict where there is a reference."""
    thick = 0.17 if reference is None else 0.15
    return [
        _line(
            *segments(points, stroke.pairs),
            name=stroke.name,
            color=stroke.line["color"],
            width=_thick(thick * stroke.line["width"], scale),
            dash=stroke.line["dash"],
            legend=True,
        )
        for stroke in strokes(sequence, structure, reference, 1.0).values()
    ]


def segments(points: NDArray[np.float64], pairs: Iterable[Pair]) -> tuple[list[float | None], list[float | None]]:
    """The x and y of straight lines between partners, a None after each so that one trace draws them all."""
    x: list[float | None] = []
    y: list[float | None] = []
    plain = points.round(3).tolist()
    for i, j in pairs:
        x += [plain[i][0], plain[j][0], None]
        y += [plain[i][1], plain[j][1], None]
    return x, y


def _in_steps(coordinates: ArrayLike | None, length: int) -> NDArray[np.float64]:
    """Points in units of one backbone step, y upwards; a circle where the coordinates cannot be drawn."""
    if coordinates is not None:
        points = np.array(coordinates, dtype=np.float64)
        if points.shape == (length, 2) and np.isfinite(points).all():
            steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
            step = float(np.median(steps)) if length > 1 else 1.0
            if step > 0:
                upright: NDArray[np.float64] = points * np.array([1.0, -1.0]) / step
                return upright
    angles = np.pi / 2 - 2 * np.pi * (np.arange(length) + 0.5) / (length + 1)
    ring: NDArray[np.float64] = np.stack([np.cos(angles), np.sin(angles)], axis=1) * (length + 1) / (2 * np.pi)
    return ring


def _labels(points: NDArray[np.float64], scale: float) -> tuple[dict[str, Any], dict[str, Any]]:
    """Ticks, and the texts at their ends: every tenth position (fewer where they would touch), and 5′ and 3′."""
    length = len(points)
    every = next((step for step in (10, 20, 50) if step * scale > 60), 100)
    wanted = [(0, "5′"), *(((length - 1, "3′"),) if length > 1 else ())]
    wanted += [(i, str(i + 1)) for i in range(every - 1, length, every)]
    reach = max(min(1.6, 38.0 / scale), 17.0 / scale)  # in steps: never closer than a text is high, nor far out
    rim = (disc_size(scale) / 2 + 2) / scale
    centre = points.mean(axis=0)
    angles = np.linspace(0, 2 * np.pi, WAYS, endpoint=False)
    directions = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    taken = np.concatenate([points, np.zeros((len(wanted), 2))])
    squares = (taken**2).sum(axis=1)
    count = length
    ticks_x: list[float | None] = []
    ticks_y: list[float | None] = []
    ends = []
    for i, _ in wanted:
        # Free where the text goes, and free beyond it as well: inside a loop the other side is not far.
        candidates = points[i] + np.concatenate([reach * directions, 2.5 * reach * directions])
        # |c - t|^2 = |c|^2 - 2 c.t + |t|^2: one matrix product instead of a large temporary array
        apart = squares[:count] - 2 * candidates @ taken[:count].T
        apart[:, i] = np.inf  # its own disc is always one reach away
        gaps = np.sqrt(np.maximum(apart.min(axis=1) + (candidates**2).sum(axis=1), 0.0))
        near, far = np.minimum(gaps[:WAYS], reach), np.minimum(gaps[WAYS:], 2 * reach)
        outward = directions @ (points[i] - centre) / (np.linalg.norm(points[i] - centre) + 1e-9)
        best = candidates[int((near + 0.18 * far + 0.05 * reach * outward).argmax())]
        taken[count], squares[count] = best, best @ best
        count += 1
        ends.append(best)
        begin, end = points[i] + rim / reach * (best - points[i]), points[i] + 0.62 * (best - points[i])
        ticks_x += [*rounded([begin[0], end[0]]), None]
        ticks_y += [*rounded([begin[1], end[1]]), None]
    texts: dict[str, Any] = {
        "type": "scatter",
        "mode": "text",
        "name": "positions",
        "x": rounded([end[0] for end in ends]),
        "y": rounded([end[1] for end in ends]),
        "text": [f"<b>{text}</b>" if text[-1] == "′" else text for _, text in wanted],
        "textfont": {"size": 11, "color": palettes.INK},
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }
    return _line(ticks_x, ticks_y, name="ticks", color=palettes.FAINT, width=1), texts


def _thick(steps: float, scale: float) -> float:
    return round(max(steps * min(scale, 30.0), 0.8), 2)


def _line(
    x: Sequence[float | None] | NDArray[np.float64],
    y: Sequence[float | None] | NDArray[np.float64],
    *,
    name: str,
    color: str,
    width: float,
    dash: str = "solid",
    legend: bool = False,
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": x.round(3) if isinstance(x, np.ndarray) else x,
        "y": y.round(3) if isinstance(y, np.ndarray) else y,
        "line": {"color": color, "width": width, "dash": dash},
        "hoverinfo": "skip",
        "showlegend": legend,
    }
