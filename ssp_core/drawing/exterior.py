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
_HEIGHTS = 4  # heights told apart within a step
_SHORTEST = 6.0  # steps: no shorter exterior loop is bent
_GAIN = 1.15  # a bent exterior loop has to make everything larger by this much,
_BETTER = 1.08  # and a rounder one by this much more


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
        structure: whose exterior loop is arranged.
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
            best, most = bent, scale * _BETTER
    return best


def _taken_apart(points: Points, structure: Structure) -> Exterior:
    local, along = np.zeros((len(points), 2)), np.zeros(len(points))
    starts = np.zeros(len(points), dtype=np.bool_)  # where an item begins
    row, end = _Row(points), -1.0
    for first, last, is_domain in _groups(structure):
        span = slice(first, last + 1)
        if is_domain:
            base = points[last] - points[first]
            width = float(np.hypot(*base))
            beside = points[span] - (points[first] + points[last]) / 2
            local[span] = beside @ np.array([base, (-base[1], base[0])]).T / width
            along[span] = row.place(local[span], end + 1.0 + width / 2, is_domain)
            starts[first] = True
            end = along[first] + width / 2
        else:  # each an item of its own, so that a bent line bends their row
            places = np.stack([np.arange(last + 1.0 - first), np.zeros(last + 1 - first)], axis=1)
            along[span] = places[:, 0] + row.place(places, end + 1.0, is_domain)
            starts[span] = True
            end = along[last]
    return Exterior(np.cumsum(starts) - 1, local, along[starts] - along[0])


class _Row:
    """Rows of unpaired nucleotides and domains, placed one after another along a line."""

    def __init__(self, points: Points) -> None:
        # How far along the line they come, at each height above it.
        self._reach = np.full(int(_HEIGHTS * np.ptp(points, axis=0).max()) + 3, -np.inf)
        self._domains = self._rows = np.zeros((0, 2))

    def place(self, local: Points, nearest: float, is_domain: bool) -> float:
        """Where a group goes: `nearest`, or if it touches something there, beyond all that is at the same heights."""
        shift = nearest
        if self._touches(local + np.array([nearest, 0.0]), is_domain):
            heights = (_HEIGHTS * np.maximum(local[:, 1], 0.0)).astype(np.intp)
            near = maximum_filter1d(self._reach, 2 * _HEIGHTS + 1, mode="constant", cval=-np.inf)[heights]
            shift = max(nearest, float(np.max(near - local[:, 0])) + (_APART if is_domain else _BESIDE))
        placed = local + np.array([shift, 0.0])
        np.maximum.at(self._reach, (_HEIGHTS * np.maximum(local[:, 1], 0.0)).astype(np.intp), placed[:, 0])
        if is_domain:
            self._domains = np.concatenate([self._domains, placed])
        else:
            self._rows = np.concatenate([self._rows, placed])
        return shift

    def _touches(self, group: Points, is_domain: bool) -> bool:
        return any(
            len(others) and cKDTree(others).query(group)[0].min() < least
            for others, least in ((self._rows, 0.95), (self._domains, _APART - 0.1 if is_domain else 0.95))
        )


def _groups(structure: Structure) -> Iterator[tuple[int, int, bool]]:
    """First and last nucleotide of each domain of the exterior loop, and of each row of unpaired ones between them."""
    i = 0
    while i < len(structure):
        last = structure.partners[i]
        is_domain = last > i
        if not is_domain:
            last = i
            while last + 1 < len(structure) and structure.partners[last + 1] < 0:
                last += 1
        yield i, last, is_domain
        i = last + 1


def _curves(total: float) -> Iterator[tuple[float, float]]:
    """Curves of one length, as the length of a straight side and the radius of the bend between two of them."""
    if total < _SHORTEST:
        return
    for radius in (2.0, 3.0, 5.0, 8.0, 12.0, 18.0):  # there and back
        straight = (total - np.pi * radius) / 2
        if straight > radius:
            yield straight, radius
    for part in (0.25, 0.5, 0.75, 1.0):  # arcs of a circle
        turn = 2 * np.pi * part * (total / (1.08 * total + 3.0) if part == 1.0 else 1.0)  # the ends stay apart
        yield 0.0, total / turn


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
