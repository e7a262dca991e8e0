"""Where position numbers go: beside their nucleotide, clear of all discs, lines and other numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from .shapes import STEP, Label, Line, Point

Points = NDArray[np.float64]

LABEL = 13.0  # pixels: the height of the letters of a label
_ANGLES = np.linspace(0, 2 * np.pi, 32, endpoint=False)
_WAYS = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=1)  # directions tried
_GAPS = (7.0, 13.0, 21.0, 32.0, 46.0)  # pixels tried between disc and text
_CLEAR = 2.0  # pixels that stay free around a text
_FAR, _ROOMY = 0.1, 0.6  # what a pixel of distance costs, and what free room is worth at most
_NO_PLACE = 1000.0  # what it costs to touch a disc or another text
_AROUND = 4.5 * STEP  # what is nearer decides which way is out


def text_size(text: str, size: float) -> tuple[float, float]:
    """Width and height of a short text, measured generously: fonts differ."""
    return 0.62 * size * len(text), 0.78 * size


def wanted(length: int, every: int) -> dict[int, str]:
    """The 0-based positions that are labelled: both ends, and every so many."""
    ends = {0: "5′", **({length - 1: "3′"} if length > 1 else {})}
    return ends | {i: str(i + 1) for i in range(every - 1, length, every) if i not in ends}


def interval(step: float, room: float) -> int:
    """How many positions apart numbers are `room` pixels apart, where one position is `step` pixels."""
    return next((every for every in (10, 20, 50, 100, 200) if every * step >= room), 500)


class _Place(NamedTuple):
    """Where a label could go, and what speaks against it."""

    cost: float
    middle: Point
    tick: tuple[Point, Point]


@dataclass
class Placer:
    """Places labels one after another.

    Args:
        points: (L, 2) centres of the discs.
        lines: (n, 2) points on lines that a label should not cover.
        radius: of the discs.
        pixel: units a pixel.
    """

    points: Points
    lines: Points
    radius: float
    pixel: float
    labels: list[Label] = field(default_factory=list)
    ticks: list[Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._discs = cKDTree(self.points)
        self._lines = cKDTree(self.lines)
        self._boxes = np.zeros((0, 4))  # x, y, half width, half height

    def place(self, i: int, text: str) -> None:
        """Place the label of nucleotide `i` where it fits; a number that fits nowhere is left out."""
        end = text[-1] == "′"
        half = np.array(text_size(text, LABEL * self.pixel)) / 2
        outwards = self._outwards(self.points[i])
        best = min(self._tried(i, half, outwards), key=lambda found: found.cost)
        if best.cost >= _NO_PLACE and not end:
            return
        x, y = best.middle
        self._boxes = np.concatenate([self._boxes, [[x, y, *half]]])
        self.labels.append(Label(x, y, text, end))
        self.ticks.append(Line("tick", "straight", best.tick))

    def _tried(self, i: int, half: Points, outwards: Points) -> Iterator[_Place]:
        """The best place at each distance from the disc, as long as a greater distance could be better."""
        least = np.inf
        for gap in _GAPS:
            if gap * _FAR - _ROOMY > least:
                return
            found = self._best(i, half, outwards, gap)
            least = min(least, found.cost)
            yield found

    def _best(self, i: int, half: Points, outwards: Points, gap_pixels: float) -> _Place:
        """The best place for a box of `half` its width and height, its rim `gap_pixels` from disc `i`."""
        centre, gap = self.points[i], gap_pixels * self.pixel
        rim = np.min(half / np.maximum(np.abs(_WAYS), 1e-9), axis=1)  # from the box's middle, against each way
        middles = centre + _WAYS * (self.radius + gap + rim)[:, None]
        reach = float(np.abs(middles - centre).max() + half.max() + self.radius + STEP)
        discs = self.points[[k for k in self._discs.query_ball_point(centre, reach) if k != i]]
        clear = _outside(middles, half, discs) - self.radius
        if len(self._boxes):
            apart = np.abs(middles[:, None] - self._boxes[:, :2]) - half - self._boxes[:, 2:]
            clear = np.minimum(clear, apart.max(axis=2).min(axis=1))
        near = self.lines[self._lines.query_ball_point(centre, reach)]
        room = _CLEAR * self.pixel
        cost = (
            gap_pixels * _FAR
            + 2.0 * (1.0 - _WAYS @ outwards)
            - np.clip(clear / STEP, -_ROOMY, _ROOMY)
            + 2.5 * (_outside(middles, half, near) < room)
            + 2.0 * _crossed(near - centre, self.radius / 3, self.radius + 2 * room, self.radius + gap)
            + _NO_PLACE * (_crossed(discs - centre, self.radius, 0.0, self.radius + gap) | (clear < room))
        )
        k = int(cost.argmin())
        ends = centre + np.outer([self.radius + 0.8 * self.pixel, self.radius + gap - 1.5 * self.pixel], _WAYS[k])
        (x0, y0), (x1, y1) = ends.tolist()
        return _Place(float(cost[k]), (float(middles[k][0]), float(middles[k][1])), ((x0, y0), (x1, y1)))

    def _outwards(self, centre: Points) -> Points:
        """The direction away from what is near."""
        around = self.points[self._discs.query_ball_point(centre, _AROUND)]
        away = centre - around.mean(axis=0)
        size = float(np.hypot(*away))
        return away / size if size > 1e-6 else np.array([0.0, -1.0])


def _outside(middles: Points, half: Points, points: Points) -> NDArray[np.float64]:
    """How far the nearest of `points` is from each box around `middles`; 0 within."""
    if not len(points):
        return np.full(len(middles), np.inf)
    x = np.maximum(np.abs(middles[:, :1] - points[:, 0]) - half[0], 0.0)
    y = np.maximum(np.abs(middles[:, 1:] - points[:, 1]) - half[1], 0.0)
    return np.asarray(np.sqrt((x * x + y * y).min(axis=1)))


def _crossed(points: Points, beside: float, start: float, stop: float) -> NDArray[np.bool_]:
    """In which directions a tick from `start` to `stop` off the origin comes nearer than `beside` to a point."""
    ahead = _WAYS @ points.T
    aside = np.abs(_WAYS[:, :1] * points[:, 1] - _WAYS[:, 1:] * points[:, 0])
    crossed: NDArray[np.bool_] = ((aside < beside) & (ahead > start) & (ahead < stop)).any(axis=1)
    return crossed
