"""What is placed in a chain view: lines, discs, labels and a legend, each with a role that decides its colour.

Units are arbitrary, y points down, and (0, 0) is the upper left corner. One backbone step is `STEP` units in every
view, so that letters have the same size in all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

STEP = 20.0  # units from one nucleotide to the next along the backbone
RADIUS = 0.44 * STEP  # of a disc, where its neighbours leave room

Point = tuple[float, float]
Shape = Literal["straight", "curve", "arc"]


class Line(NamedTuple):
    """A line: "straight", "curve" or "arc".

    A straight line goes through all its points; a curve is a quadratic Bézier curve (start, control point, end); an arc
    is half an ellipse (start, highest point, end).
    """

    role: str  # "backbone", "tick", or the role of a pair such as "pair-gc"
    shape: Shape
    points: tuple[Point, ...]
    pair: tuple[int, int] | None = None  # the 0-based nucleotides that it joins, if it is a pair
    mark: str = ""  # "changed" for a pair that the structure beside this one has not


class Disc(NamedTuple):
    """A nucleotide; its index is its place among the discs."""

    x: float
    y: float
    letter: str
    role: str  # such as "element-s"
    partner: int  # 0-based, -1 where it is unpaired
    mark: str = ""  # the role of the ring around it: "mutated" or "changed"


class Label(NamedTuple):
    """A text centred on a point."""

    x: float
    y: float
    text: str
    end: bool = False  # whether it marks an end of the chain


class LegendEntry(NamedTuple):
    """What one role means; the role "confidence" stands for the whole scale."""

    role: str
    name: str


@dataclass(frozen=True)
class Shapes:
    """Everything that a chain view shows, in place.

    Attributes:
        view: which view it is, one of `VIEWS` or "thumbnail".
        size: width and height in units.
        pixel: units a screen pixel, where the view has the size that it was made for.
        radius: of each disc, in units.
        line: width of a line of weight 1, in units.
        lines, discs, labels: in the order in which they are drawn; discs in the order of the chain.
        legend: the roles that occur, with their names.
        title: the RNA's name, perhaps empty.
        description: one sentence that says what is seen.
    """

    view: str
    size: tuple[float, float]
    pixel: float
    radius: float
    line: float
    lines: tuple[Line, ...]
    discs: tuple[Disc, ...]
    labels: tuple[Label, ...]
    legend: tuple[LegendEntry, ...]
    title: str
    description: str

    @property
    def anchors(self) -> NDArray[np.float64]:
        """(L, 2): where each nucleotide is, in units."""
        return np.array([(disc.x, disc.y) for disc in self.discs], dtype=np.float64).reshape(-1, 2)
