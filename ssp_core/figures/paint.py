"""Colouring nucleotides: by element, confidence, base, class or agreement, with the legend that goes with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from ssp_core.figures import palettes
from ssp_core.figures.pairs import agreement_of_bases
from ssp_core.folding.structure import Structure

Colour = Literal["element", "confidence", "base", "class", "agreement"]
COLOURS: tuple[Colour, ...] = get_args(Colour)


@dataclass(frozen=True)
class Paint:
    """A number and a word for every nucleotide, the colour scale of the numbers, and the legend's names with colours.

    Numbers instead of colours because plotly checks every colour string it is given, which takes longer than drawing.
    An empty legend means that the numbers are probabilities and a 0-1 bar stands for it.
    """

    values: tuple[float, ...]
    words: tuple[str, ...]
    scale: tuple[tuple[float, str], ...]
    top: float
    legend: Mapping[str, str]

    @property
    def letters(self) -> str | list[str]:
        """The colour of the letters on the fills: one for all where one will do."""
        dark = {value: palettes.on(self.fill(value)) for value in set(self.values)}
        return next(iter(dark.values())) if len(set(dark.values())) == 1 else [dark[value] for value in self.values]

    def fill(self, value: float) -> str:
        """The fill of a nucleotide with this value."""
        if not self.legend:
            return palettes.cividis(value)
        return dict(self.scale)[value / self.top]


def paint(
    colour: Colour,
    sequence: str,
    structure: Structure,
    *,
    elements: str | None = None,
    confidence: ArrayLike | None = None,
    reference: Structure | None = None,
) -> Paint:
    """Colour every nucleotide.

    Args:
        elements: one of the letters f t s h i m e for each nucleotide; needed for "element".
        confidence: one value from 0 to 1 for each nucleotide; needed for "confidence".
        reference: a structure of the same length; needed for "agreement".

    Raises:
        ValueError: if what the colouring needs is missing or of another length.
    """
    length = len(sequence)
    if colour == "base":
        return _categories(sequence, palettes.BASES, {base: base for base in palettes.BASES})
    if colour == "class":
        return _categories(structure.dot_bracket, palettes.CLASSES, palettes.CLASS_NAMES)
    if colour == "element":
        if elements is None or len(elements) != length:
            raise ValueError(f"Colouring by element needs {length} element letters.")
        return _categories(elements, palettes.ELEMENTS, palettes.ELEMENT_NAMES)
    if colour == "agreement":
        if reference is None:
            raise ValueError("Colouring by agreement needs a reference structure.")
        return _categories(agreement_of_bases(structure, reference), palettes.AGREEMENT, palettes.AGREEMENT_NAMES)
    if colour == "confidence":
        values = np.asarray([] if confidence is None else confidence, dtype=float)
        if values.shape != (length,):
            raise ValueError(f"Colouring by confidence needs {length} values.")
        shown = tuple(np.clip(np.nan_to_num(values), 0.0, 1.0).round(3).tolist())
        return Paint(shown, tuple(f"confidence {value:.2f}" for value in shown), palettes.scale(), 1.0, {})
    raise ValueError(f"{colour!r} is no colouring; choose one of {', '.join(COLOURS)}.")


def legend_traces(picture: Paint, height: int, already: Collection[str] = ()) -> list[dict[str, Any]]:
    """Traces without a point that bring the legend, less the names `already` there, or the 0-1 bar under the figure."""
    if not picture.legend:
        marker = {"color": [0], "cmin": 0, "cmax": 1, "colorscale": picture.scale, "showscale": True}
        return [_empty(marker={**marker, "colorbar": colour_bar("confidence", height)}, showlegend=False)]
    return [
        _empty(name=name, marker={"color": fill, "size": 11, "line": {"width": 1, "color": palettes.FAINT}})
        for name, fill in picture.legend.items()
        if name not in already
    ]


def colour_bar(title: str, height: int, **changes: Any) -> dict[str, Any]:
    """A slim horizontal bar, labelled at 0, 0.5 and 1, above the legend at the foot of a figure of `height` pixels."""
    return {
        "orientation": "h",
        "thickness": 9,
        "len": 240,
        "lenmode": "pixels",
        "x": 0,
        "xanchor": "left",
        "y": 34 / height,
        "ypad": 0,
        "yref": "container",
        "yanchor": "bottom",
        "tickvals": [0, 0.5, 1],
        "tickfont": {"size": 11, "color": palettes.INK},
        "title": {"text": title, "side": "right", "font": {"size": 12, "color": palettes.INK}},
        "outlinewidth": 0,
        **changes,
    }


def _categories(keys: Sequence[str], fills: Mapping[str, str], names: Mapping[str, str]) -> Paint:
    present = set(keys)
    order = {key: float(k) for k, key in enumerate(names)}
    top = len(order) - 1.0
    return Paint(
        values=tuple(order[key] for key in keys),
        words=tuple(names[key] for key in keys),
        scale=tuple((place / top, fills[key]) for key, place in order.items()),
        top=top,
        legend={name: fills[key] for key, name in names.items() if key in present},
    )


def _empty(**changes: Any) -> dict[str, Any]:
    return {"type": "scatter", "mode": "markers", "x": [None], "y": [None], "hoverinfo": "skip", **changes}
