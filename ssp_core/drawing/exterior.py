"""Where the exterior loop of a planar drawing runs: on a line, or bent so that a long one uses the room.

RNApuzzler draws the exterior loop as a line with all domains (what a pair of the exterior loop encloses) on one side.
A domain is moved and turned here but not changed. Bending the line away from the domains only moves them apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d
from scipy.spatial import cKDTree

from ssp_core.folding.structure import Structure

Points = NDArray[np.float64]

_APART, _BESIDE = 1.9, 1.0  # steps between neighbouring domains, and from a domain to an unpaired nucleotide
_ROWS = 4  # rows a step
_SHORTEST = 6.0  # steps: no shorter exterior loop is bent
_GAIN = 1.15  # a bent exterior loop has to make everything larger by this much


@dataclass(frozen=True)
class Exterior:
    """The exterior loop along a line, all in backbone steps.

    Attributes:
        item: (L,) to which item of the exterior loop a nucleotide belongs; a domain is one item.
        local: (L, 2) where it is beside its item: along the line, and away from it.
        along: (items,) where the items are on the line, the first at 0.
    """

    item: NDArray[np.intp]
    local: Points
    along: NDArray[np.float64]

    def placed(self, middle: Points, turn: NDArray[np.float64]) -> Points:
        """(L, 2): the nucleotides, where the items are at `middle` (items, 2) and turned by `turn` (items,)."""
        cos, sin = np.cos(turn)[self.item], np.sin(turn)[self.item]
        u, v = self.local[:, 0], self.local[:, 1]
        return np.asarray(middle[self.item] + np.stack([u * cos + v * sin, v * cos - u * sin], axis=1))


def arranged(points: Points, structure: Structure, room: tuple[float, float], largest: float) -> Points:
    """The points (L, 2), in backbone steps, with the exterior loop where everything is shown largest.

    Args:
        points: as RNApuzzler gives them, y downwards.
        room: width and height that the drawing is fitted into, in pixels.
        largest: pixels a backbone step beyond which larger is no better.
    """
    exterior = _taken_apart(points, structure)
    total = float(exterior.along[-1])
    best = exterior.placed(np.stack([exterior.along, 0 * exterior.along], axis=1), 0 * exterior.along)
    most = min(largest, _scale(best, room)) * _GAIN
    for straight, radius in _curves(total):
        bent = exterior.placed(*_on_curve(exterior.along, straight, radius))
        scale = min(largest, _scale(bent, room))
        if scale > most and _nearest(bent) > 0.85:
            best, most = bent, scale * 1.02  # of two alike the first, which is simpler
    return best


def _taken_apart(points: Points, structure: Structure) -> Exterior:
    item = np.zeros(len(points), dtype=np.intp)
    local = np.zeros((len(points), 2))
    along: list[float] = []
    # How far along the line the items so far come, in rows that are parallel to it.
    reach = np.full(int(_ROWS * np.ptp(points, axis=0).max()) + 3, -np.inf)
    end = -1.0
    for k, (first, last) in enumerate(_items(structure)):
        span = slice(first, last + 1)
        item[span] = k
        base = points[last] - points[first]
        width = float(np.hypot(*base))
        axis = base / width if width > 0 else np.array([1.0, 0.0])
        beside = points[span] - (points[first] + points[last]) / 2
        local[span] = np.stack([beside @ axis, beside @ np.array([-axis[1], axis[0]])], axis=1)
        rows = (_ROWS * np.maximum(local[span, 1], 0.0)).astype(np.intp)
        left, right = np.full(len(reach), np.inf), np.full(len(reach), -np.inf)
        np.minimum.at(left, rows, local[span, 0])
        np.maximum.at(right, rows, local[span, 0])
        near = maximum_filter1d(reach, 2 * _ROWS + 1, mode="constant", cval=-np.inf)  # a step up and down
        apart = _APART if width > 0 else _BESIDE
        along.append(max(end + 1.0 + width / 2, float(np.max(near - left)) + apart))
        end = along[-1] + width / 2
        reach = np.maximum(reach, along[-1] + right - (_APART - apart))
    return Exterior(item, local, np.array(along) - along[0])


def _items(structure: Structure) -> Iterator[tuple[int, int]]:
    """First and last nucleotide of each item of the exterior loop: an unpaired one, or a domain."""
    i = 0
    while i < len(structure):
        last = max(i, structure.partners[i])
        yield i, last
        i = last + 1


def _curves(total: float) -> Iterator[tuple[float, float]]:
    """Curves of one length, as the length of a straight side and the radius of the bend between two of them."""
    if total < _SHORTEST:
        return
    for part in (0.25, 0.5, 0.75, 1.0):  # arcs of a circle
        turn = 2 * np.pi * part * (total / (1.08 * total + 3.0) if part == 1.0 else 1.0)  # the ends stay apart
        yield 0.0, total / turn
    for radius in (2.0, 3.0, 5.0, 8.0, 12.0, 18.0):  # there and back
        straight = (total - np.pi * radius) / 2
        if straight > radius:
            yield straight, radius


def _on_curve(along: NDArray[np.float64], straight: float, radius: float) -> tuple[Points, NDArray[np.float64]]:
    """Points (items, 2) and directions (items,) along a curve that turns away from the domains, to the left."""
    total = float(along[-1])
    if not straight:
        turn = along / radius - total / radius / 2
        return radius * np.stack([np.sin(turn), np.cos(turn)], axis=1), turn
    turn = np.clip((along - straight) / radius, 0.0, np.pi)
    before, after = np.minimum(along, straight), np.maximum(along - straight - np.pi * radius, 0.0)
    return np.stack([before + radius * np.sin(turn) - after, radius * np.cos(turn)], axis=1), turn


def _scale(points: Points, room: tuple[float, float]) -> float:
    width, height = np.ptp(points, axis=0) + 3.0
    return float(min(room[0] / width, room[1] / height))


def _nearest(points: Points) -> float:
    """The least distance between two points."""
    return float(cKDTree(points).query(points, k=2)[0][:, 1].min()) if len(points) > 1 else np.inf
