"""The planar drawing: backbone, pairs, nucleotides, position numbers, 5′ and 3′ end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from ssp_core.cache import CACHE
from ssp_core.folding.structure import Structure
from ssp_core.folding.thermo import layout

from . import common, exterior, labels
from .options import DrawingOptions
from .roles import pair_roles
from .scene import Scene
from .shapes import RADIUS, STEP, Label, Line

Points = NDArray[np.float64]

ROOM = (620.0, 520.0)  # pixels that the drawing is made for
LARGEST = 38.0  # pixels a backbone step where an RNA is short
THUMBNAIL = 52.0  # pixels
_LEAST = 0.9  # steps between two nucleotides
_ROUNDS = 60


def planar(sequence: str, structure: Structure, options: DrawingOptions) -> Scene:
    """Place a secondary structure in the plane, by RNApuzzler (Wiegreffe et al. 2018), without crossings.

    Pairs differ by kind (GC heavy, AU light, GU dotted), beside a reference by agreement: in both solid, only in the
    reference dashed, only predicted dotted.
    """
    reference = options.reference
    placed = CACHE.get(("planar", structure, reference), lambda: _placed(structure, reference))
    points = placed.points.tolist()
    pairs = (
        Line(role, "straight", (tuple(points[i]), tuple(points[j])), (i, j))
        for role, _, members in pair_roles(sequence, structure, reference)
        for i, j in members
    )
    return common.scene(
        "planar",
        common.Chain(sequence, structure, options, placed.points, placed.radius),
        (*placed.ticks, common.backbone(placed.points), *pairs),
        placed.labels,
        placed.pixel,
    )


@dataclass(frozen=True)
class _Placed:
    """What does not depend on the colouring."""

    points: Points
    radius: float
    pixel: float
    labels: tuple[Label, ...]
    ticks: tuple[Line, ...]


def _placed(structure: Structure, reference: Structure | None) -> _Placed:
    points = place(structure)
    nearest = cKDTree(points).query(points, k=2)[0][:, 1].min() if len(points) > 1 else np.inf
    radius = min(RADIUS, 0.49 * float(nearest))
    width, height = np.ptp(points, axis=0) + 2 * radius
    pixel = float(max(width / ROOM[0], height / ROOM[1], STEP / LARGEST))
    pairs = {*structure.pairs, *(reference.pairs if reference else ())}
    placer = labels.Placer(points, _on_lines(points, sorted(pairs)), radius, pixel)
    for i, text in labels.wanted(len(points), labels.interval(STEP / pixel, 60.0)).items():
        placer.place(i, text)
    return _Placed(points, radius, pixel, tuple(placer.labels), tuple(placer.ticks))


def place(structure: Structure) -> Points:
    """(L, 2): where the nucleotides are, in units, y downwards."""
    points = layout(structure)
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    step = float(np.median(steps)) if len(steps) else 1.0
    return np.asarray(_spread(exterior.arranged(points / step, structure, ROOM, LARGEST)) * STEP)


def _spread(points: Points) -> Points:
    """Push discs apart where RNApuzzler left less than `_LEAST` steps between them, which it does now and then."""
    points = points.copy()
    for _ in range(_ROUNDS):
        close = cKDTree(points).query_pairs(_LEAST, output_type="ndarray")
        if not len(close):
            break
        first, second = close.T
        between = points[second] - points[first]
        # Points in one place part by their number, in a direction of their own.
        between += np.where(np.abs(between).max(axis=1, keepdims=True) < 1e-6, _directions(close), 0.0)
        distance = np.hypot(*between.T)[:, None]
        push = between / distance * (_LEAST - distance + 0.02) / 2
        np.add.at(points, first, -push)
        np.add.at(points, second, push)
    return points


def _directions(close: NDArray[np.intp]) -> Points:
    turn = close.sum(axis=1)
    return np.asarray(1e-3 * np.stack([np.cos(turn), np.sin(turn)], axis=1))


def _on_lines(points: Points, pairs: Sequence[tuple[int, int]]) -> Points:
    """Points on pairs and on the backbone, about half a step apart."""
    ends = np.array(pairs, dtype=np.intp).reshape(-1, 2)
    ends = np.concatenate([ends, np.stack([np.arange(len(points) - 1), np.arange(1, len(points))], axis=1)])
    begin, span = points[ends[:, 0]], points[ends[:, 1]] - points[ends[:, 0]]
    counts = np.maximum(np.hypot(*span.T) / STEP * 2, 1).astype(np.intp)
    which = np.repeat(np.arange(len(ends)), counts)
    place = np.concatenate([(np.arange(count) + 0.5) / count for count in counts.tolist()] or [np.zeros(0)])
    return np.asarray(begin[which] + place[:, None] * span[which])


def _point(point: Points) -> tuple[float, float]:
    return float(point[0]), float(point[1])


def thumbnail_of(structure: Structure) -> Scene:
    """Place backbone and pairs alone, in a square."""
    points = place(structure)
    size = max(float(np.ptp(points, axis=0).max()), 4 * STEP) * 1.12
    points = np.round(
        points + size / 2 - (points.min(axis=0) + points.max(axis=0)) / 2
    )  # a unit is a fraction of a pixel
    pairs = (Line("pair", "straight", (_point(points[i]), _point(points[j]))) for i, j in structure.pairs)
    return Scene(
        view="thumbnail",
        size=(size, size),
        pixel=size / THUMBNAIL,
        radius=0.0,
        line=1.9 * size / THUMBNAIL,
        lines=(common.backbone(points), *pairs),
        discs=(),
        labels=(),
        legend=(),
        title="",
        description=f"Secondary structure with {common.counted(len(structure.pairs), 'base pair')}.",
    )
