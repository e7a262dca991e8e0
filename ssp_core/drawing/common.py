"""What all chain views have in common: discs, backbone, legend and description, moved into the upper left corner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ssp_core.folding.structure import Structure

from . import roles
from .labels import LABEL, text_size
from .options import DrawingOptions
from .scene import Scene
from .shapes import Disc, Label, Line, Point

_MARGIN = 6.0  # pixels around everything
_LINE = 1.1  # pixels: the width of a line of weight 1,
_THINNEST, _WIDEST = 2.2, 8.0  # within these units
_VIEW_NAMES = {"planar": "Planar drawing", "arcs": "Arc diagram", "circle": "Circle plot"}
_COLOURED_BY = {
    "element": "structural element",
    "confidence": "confidence",
    "base": "base",
    "class": "class",
    "agreement": "agreement with the reference",
}


class Chain(NamedTuple):
    """What is drawn, and where: `points` is (L, 2), in units."""

    sequence: str
    structure: Structure
    options: DrawingOptions
    points: NDArray[np.float64]
    radius: float


def scene(view: str, chain: Chain, lines: Sequence[Line], labels: Sequence[Label], pixel: float) -> Scene:
    """The scene of a chain view, as large as what it holds."""
    low, high = _bounds(chain, lines, labels, pixel)
    dx, dy = -low
    options = chain.options
    coloured = roles.nucleotide_roles(chain.sequence, chain.structure, options)
    pairs = roles.pair_roles(chain.sequence, chain.structure, options.reference)
    marks = roles.marks(options)
    return Scene(
        view=view,
        size=(float(high[0] - low[0]), float(high[1] - low[1])),
        pixel=pixel,
        radius=chain.radius,
        line=min(max(_THINNEST, _LINE * pixel), _WIDEST),
        lines=tuple(
            Line(role, shape, tuple((x + dx, y + dy) for x, y in points), pair, roles.pair_mark(pair, options))
            for role, shape, points, pair, _ in lines
        ),
        discs=tuple(
            Disc(x, y, letter, role, partner, marks.get(i, ""))
            for i, ((x, y), letter, role, partner) in enumerate(
                zip(
                    (chain.points - low).tolist(),
                    chain.sequence,
                    coloured.of_nucleotides,
                    chain.structure.partners,
                    strict=True,
                )
            )
        ),
        labels=tuple(Label(x + dx, y + dy, text, end) for x, y, text, end in labels),
        legend=(*roles.legend(coloured, pairs), *roles.mark_legend(options)),
        title=options.title,
        description=describe(view, chain.structure, options),
    )


def backbone(points: NDArray[np.float64]) -> Line:
    """The chain as one line."""
    return Line("backbone", "straight", tuple(map(tuple, points.tolist())))


def describe(view: str, structure: Structure, options: DrawingOptions) -> str:
    """One sentence that says what is seen."""
    size = f"{counted(len(structure), 'nucleotide')} with {counted(len(structure.pairs), 'base pair')}"
    known = set(options.reference.pairs) if options.reference else set()
    compared = f", {len(known & set(structure.pairs))} of the reference's {len(known)} among them" if known else ""
    title = " ".join(options.title.split())
    named = f" of {title}" if title else ""
    return f"{_VIEW_NAMES[view]}{named}: {size}{compared}, coloured by {_COLOURED_BY[options.colour]}."


def counted(count: int, what: str) -> str:
    """How many of what: "1 base pair", "2 base pairs"."""
    return f"{count} {what}{'s' * (count != 1)}"


def _bounds(
    chain: Chain, lines: Iterable[Line], labels: Iterable[Label], pixel: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    low, high = chain.points.min(axis=0) - chain.radius, chain.points.max(axis=0) + chain.radius
    corners: list[Point] = [
        point for line in lines if line.shape != "curve" and line.role != "backbone" for point in line.points
    ]
    for x, y, text, _ in labels:
        width, height = text_size(text, LABEL * pixel)
        corners += [(x - width / 2, y - height / 2), (x + width / 2, y + height / 2)]
    if corners:
        ends = np.array(corners)
        low, high = np.minimum(low, ends.min(axis=0)), np.maximum(high, ends.max(axis=0))
    margin = _MARGIN * pixel
    return low - margin, high + margin
