"""The circle plot: the chain on a circle, open at the top, pairs as curves through the inside."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ssp_core.folding.structure import Structure

from . import common, labels
from .options import DrawingOptions
from .roles import pair_roles
from .scene import Scene
from .shapes import RADIUS, STEP, Label, Line, Point

Points = NDArray[np.float64]

ROOM = 540.0  # pixels that the plot is made for
LARGEST = 38.0  # pixels a nucleotide where an RNA is short


def circle(sequence: str, structure: Structure, options: DrawingOptions) -> Scene:
    """Place the chain clockwise on a circle, 5′ and 3′ at the top, and every pair as a curve bent to the middle.

    Without a reference, curves differ by kind (GC heavy, AU light, GU dotted); with one, by agreement: in both solid,
    only predicted dotted, only in the reference dashed.
    """
    length = len(sequence)
    radius = STEP / 2 / np.sin(np.pi / (length + 1))
    angles = 2 * np.pi * (np.arange(length) + 1.0) / (length + 1)
    spokes = np.stack([np.sin(angles), -np.cos(angles)], axis=1)
    points = radius * spokes
    pixel = max(2.2 * radius / ROOM, STEP / LARGEST)
    curves = [
        Line(role, "curve", (_point(points[i]), _bend(i, j, length, float(radius)), _point(points[j])), (i, j))
        for role, _, members in pair_roles(sequence, structure, options.reference)
        for i, j in members
    ]
    texts = tuple(_labels(spokes, float(radius), pixel))
    lines = (*_ticks(texts, float(radius), pixel), common.backbone(points), *curves)
    return common.scene("circle", common.Chain(sequence, structure, options, points, RADIUS), lines, texts, pixel)


def _bend(i: int, j: int, length: int, radius: float) -> Point:
    """The control point of a pair's curve.

    The curve comes as near to the middle as a circle that meets the rim at right angles: curves of nested pairs do not
    touch, and those of near partners stay near the rim.
    """
    half = np.pi * (j - i) / (length + 1)  # of the angle between the partners
    depth = 2 * np.tan(np.pi / 4 - half / 2) - np.cos(half)
    angle = np.pi * (i + j + 2) / (length + 1)
    return float(radius * depth * np.sin(angle)), float(-radius * depth * np.cos(angle))


def _labels(spokes: Points, radius: float, pixel: float) -> Iterator[Label]:
    """Position numbers outside the circle, and the ends, which stand apart even where the nucleotides do not."""
    length = len(spokes)
    every = labels.interval(STEP / pixel, 32.0)
    for i, text in labels.wanted(length, every).items():
        end = text[-1] == "′"
        if not end and length - 1 - i < every // 2:  # it would run into 3′
            continue
        half = np.array(labels.text_size(text, labels.LABEL * pixel)) / 2
        spoke = spokes[i]
        # The text's rim, not its middle, is 7 pixels from the disc.
        rim = float(np.min(half / np.maximum(np.abs(spoke), 1e-9)))
        x, y = (spoke * (radius + RADIUS + 7.0 * pixel + rim)).tolist()
        if end and length > 1:
            x = max(x, 9.0 * pixel) if i == 0 else min(x, -9.0 * pixel)
        yield Label(x, y, text, end)


def _ticks(texts: tuple[Label, ...], radius: float, pixel: float) -> Iterator[Line]:
    for x, y, _, end in texts:
        if not end:
            spoke = np.array([x, y]) / np.hypot(x, y)
            yield Line(
                "tick",
                "straight",
                (_point(spoke * (radius + RADIUS + pixel)), _point(spoke * (radius + RADIUS + 5.0 * pixel))),
            )


def _point(point: Points) -> Point:
    return float(point[0]), float(point[1])
