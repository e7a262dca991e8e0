"""Class probabilities as plain SVG, in bands that wrap: for a page on paper, where plotly's chart would be cut."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from html import escape

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ssp_core.rna import CLASSES

from . import colours
from .roles import CLASS_NAMES

_STEPS = 20  # shades of the scale
_CELL, _ROW = 7.4, 11.0  # pixels: a column's width, a row's height
_LEFT, _ABOVE, _BETWEEN = 84.0, 12.0, 10.0  # pixels: row names, position numbers, the gap below a band
_LETTERS = 12.0  # pixels: the line of letters below the cells
_SCALE = 120.0  # pixels across the colour scale


def probability_cells(sequence: str, class_probabilities: ArrayLike, *, columns: int = 80) -> str:
    """Draw the class probabilities of an RNA as SVG.

    Args:
        sequence: L nucleotides.
        class_probabilities: (L, 3), columns ( ) . as in `CLASSES`.
        columns: nucleotides in a band; a longer RNA has several bands.

    Raises:
        ValueError: if the shape is not (L, 3).

    Example:
        >>> svg = probability_cells("GAAAC", [[1, 0, 0], [0, 0, 1], [0, 0, 1], [0, 0, 1], [0, 1, 0]])
        >>> svg.count('class="band"')
        1
    """
    p = np.asarray(class_probabilities, dtype=np.float64)
    length = len(sequence)
    if p.shape != (length, len(CLASSES)):
        raise ValueError(f"{length} nucleotides need probabilities of shape ({length}, 3), not {p.shape}.")
    band = _ABOVE + _ROW * len(CLASSES) + _LETTERS
    starts = range(0, length, columns)
    width = _LEFT + _CELL * columns + 2
    height = (band + _BETWEEN) * len(starts) + 18
    parts = [
        f'<svg class="cells" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" role="img"'
        f' aria-label="Class probabilities of {length} nucleotides" font-size="9"'
        f' fill="{colours.LABEL[0]}" xmlns="http://www.w3.org/2000/svg">'
    ]
    for number, start in enumerate(starts):
        part = slice(start, start + columns)
        parts.append(f'<g class="band" transform="translate(0 {number * (band + _BETWEEN):g})">')
        parts += _band(sequence[part], p[part], start)
        parts.append("</g>")
    return "".join([*parts, *_scale(height - 12), "</svg>"])


def _band(letters: str, p: NDArray[np.float64], start: int) -> Iterator[str]:
    for row, symbol in enumerate(CLASSES):
        yield f'<text x="0" y="{_ABOVE + _ROW * row + 8.5:g}">{escape(CLASS_NAMES[symbol])}</text>'
    across = _CELL * len(letters)
    yield (
        f'<rect x="{_LEFT:g}" y="{_ABOVE:g}" width="{across:g}" height="{_ROW * len(CLASSES):g}"'
        f' fill="{colours.cividis(0.0)}"/>'
    )
    shades: dict[int, list[str]] = defaultdict(list)
    for (i, row), step in np.ndenumerate(np.rint(p * _STEPS).astype(int)):
        if step:
            shades[step].append(f"M{_LEFT + _CELL * i:.1f} {_ABOVE + _ROW * (row + 0.5):g}h{_CELL:g}")
    for step, cells in sorted(shades.items()):
        yield f'<path stroke="{colours.cividis(step / _STEPS)}" stroke-width="{_ROW:g}" d="{"".join(cells)}"/>'
    below = _ABOVE + _ROW * len(CLASSES) + 9.5
    yield f'<g text-anchor="middle" font-family="{colours.MONO}">'
    for i, letter in enumerate(letters):
        middle = _LEFT + _CELL * (i + 0.5)
        yield f'<text x="{middle:.1f}" y="{below:g}">{escape(letter)}</text>'
        position = start + i + 1
        if position == 1 or position % 10 == 0:
            yield f'<text x="{middle:.1f}" y="9">{position}</text>'
    yield "</g>"


def _scale(top: float) -> Iterator[str]:
    """The colours from 0 to 1, with their ends named."""
    step = _SCALE / (_STEPS + 1)
    yield f'<text x="{_LEFT - 8:g}" y="{top + 8:g}" text-anchor="end">probability 0</text>'
    for k in range(_STEPS + 1):
        yield (
            f'<rect x="{_LEFT + step * k:.1f}" y="{top:g}" width="{step + 0.3:.1f}" height="9"'
            f' fill="{colours.cividis(k / _STEPS)}"/>'
        )
    yield f'<text x="{_LEFT + _SCALE + 6:g}" y="{top + 8:g}">1</text>'
