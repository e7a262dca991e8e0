"""The arc diagram: the chain on a line, the pairs of the structure above it, those of a reference below."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ssp_core.folding.structure import Structure

from . import common, labels
from .options import DrawingOptions
from .roles import PairRole, pair_roles
from .scene import Scene
from .shapes import RADIUS, STEP, Label, Line

WIDTH = 860.0  # pixels that the diagram is made for
LARGEST = 38.0  # pixels a nucleotide where an RNA is short
_FLAT, _HIGH = 0.5, 0.2  # of the width: the most and the least height of all arcs together


def arcs(sequence: str, structure: Structure, options: DrawingOptions) -> Scene:
    """Place every pair as an arc over the chain.

    Without a reference, arcs differ by kind (GC heavy, AU light, GU dotted). With one, the structure is above (in both
    solid, only predicted dotted) and the reference below (in both solid, missed dashed).
    """
    length = len(sequence)
    x = np.arange(length) * STEP
    points = np.stack([x, np.zeros(length)], axis=1)
    pixel = max((length + 1) * STEP / WIDTH, STEP / LARGEST)
    pairs = pair_roles(sequence, structure, options.reference)
    spans = [j - i for role in pairs for i, j in role.pairs]
    sides = 1 if options.reference is None else 2
    tallest = max(spans, default=0) * STEP / 2
    height = min(max(tallest, _HIGH * WIDTH * pixel / sides), _FLAT * WIDTH * pixel / sides)
    rise = min(height / tallest, 2.5) if tallest else 1.0
    curves = tuple(_arcs(pairs, rise))
    lowest = max([RADIUS, *(line.points[1][1] for line in curves)])
    texts = tuple(_labels(length, lowest, pixel))
    guides = tuple(
        Line("tick", "straight", ((x, RADIUS + pixel), (x, lowest + 3 * pixel))) for x, _, _, end in texts if not end
    )
    lines = (*guides, common.backbone(points), *curves)
    return common.scene("arcs", common.Chain(sequence, structure, options, points, RADIUS), lines, texts, pixel)


def _arcs(pairs: tuple[PairRole, ...], rise: float) -> Iterator[Line]:
    for role, _, members in pairs:
        sides = {"pair-true": (-1, 1), "pair-missed": (1,)}.get(role, (-1,))  # y points down
        for side in sides:
            for i, j in members:
                top = ((i + j) / 2 * STEP, side * rise * (j - i) / 2 * STEP)
                yield Line(role, "arc", ((i * STEP, 0.0), top, (j * STEP, 0.0)), (i, j))


def _labels(length: int, lowest: float, pixel: float) -> Iterator[Label]:
    """The ends beside the line, and numbers below all arcs."""
    y = lowest + (labels.LABEL / 2 + 5.0) * pixel
    room = labels.text_size(str(length), labels.LABEL)[0] + 8.0
    for i, text in labels.wanted(length, labels.interval(STEP / pixel, room)).items():
        if text[-1] == "′":
            side = -1 if i == 0 else 1
            yield Label(i * STEP + side * (RADIUS + 11.0 * pixel), 0.0, text, end=True)
        else:
            yield Label(i * STEP, y, text)
    if length == 1:
        yield Label(RADIUS + 11.0 * pixel, 0.0, "3′", end=True)
