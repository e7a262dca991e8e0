"""The way from a structure to a scene: which view, and the small picture for galleries."""

from __future__ import annotations

from collections.abc import Callable

from ssp_core.errors import InputError
from ssp_core.folding.structure import Structure

from .arcs import arcs
from .circle import circle
from .options import VIEWS, DrawingOptions, check
from .planar import planar, thumbnail_of
from .scene import Scene

_PLACED: dict[str, Callable[[str, Structure, DrawingOptions], Scene]] = dict(
    zip(VIEWS, (planar, arcs, circle), strict=True)
)


def draw(view: str, sequence: str, structure: Structure, options: DrawingOptions | None = None) -> Scene:
    """Draw the chain of an RNA.

    Args:
        view: "planar" (in the plane, without crossings), "arcs" (on a line) or "circle".
        sequence: L nucleotides.
        structure: its pairs, as long as the sequence.
        options: colouring, reference and title; by element, without a reference, if not given.

    Returns:
        A scene; `.svg()` and `.save("x.svg")` write it, and a notebook shows it.

    Raises:
        InputError: if there is no such view, nothing to draw, or something differs in length from the sequence.

    Example:
        >>> structure = Structure.from_dot_bracket("((((...))))")
        >>> scene = draw("planar", "GGGAAAAUCCC", structure, DrawingOptions(colour="base", title="hairpin"))
        >>> scene.description
        'Planar drawing of hairpin: 11 nucleotides with 4 base pairs, coloured by base.'
        >>> scene.anchors.shape
        (11, 2)
    """
    if view not in _PLACED:
        raise InputError(f"{view!r} is no view; choose one of {', '.join(VIEWS)}.")
    options = options or DrawingOptions()
    check(sequence, structure, options)
    return _PLACED[view](sequence, structure, options)


def thumbnail(structure: Structure) -> Scene:
    """Draw backbone and pairs alone, as a planar drawing that can be recognised when it is small.

    Args:
        structure: L positions.

    Raises:
        InputError: if it has no position.

    Example:
        >>> [line.role for line in thumbnail(Structure.from_dot_bracket("((...))")).lines]
        ['backbone', 'pair', 'pair']
    """
    check("N" * len(structure), structure, DrawingOptions())
    return thumbnail_of(structure)
