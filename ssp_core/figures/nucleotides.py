"""Nucleotide discs with their letters and hover texts, as the planar, arc and circle drawings share them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from numpy.typing import ArrayLike

from ssp_core.figures import palettes
from ssp_core.figures.paint import Paint
from ssp_core.folding.structure import Structure

LETTERS_FROM = 9.0  # pixels across: below that a letter in a disc is a smudge


def check_lengths(sequence: str, structure: Structure) -> None:
    """Raises `ValueError` if there is not one position for each letter."""
    if len(structure) != len(sequence):
        raise ValueError(f"The structure has {len(structure)} positions and the sequence {len(sequence)}.")


def disc_size(scale: float) -> float:
    """Diameter in pixels of a disc where one backbone step is `scale` pixels long."""
    return round(min(max(0.82 * scale, 3.0), 30.0), 1)


def hover_texts(sequence: str, structure: Structure, picture: Paint) -> list[str]:
    """What the label of each nucleotide says, positions counted from 1."""
    texts = []
    for i, (letter, partner) in enumerate(zip(sequence, structure.partners, strict=True)):
        mate = "unpaired" if partner < 0 else f"pairs with {sequence[partner]} {partner + 1}"
        texts.append(f"<b>{letter} {i + 1}</b><br>{mate}<br>{picture.words[i]}")
    return texts


def discs(
    x: ArrayLike, y: ArrayLike, sequence: str, picture: Paint, hover: Sequence[str], size: float
) -> dict[str, Any]:
    """One trace with every nucleotide once; letters where the discs are large enough for them."""
    return {
        "type": "scatter",
        "mode": "markers+text" if size >= LETTERS_FROM else "markers",
        "name": "nucleotides",
        "x": x,
        "y": y,
        "text": list(sequence),
        "textposition": "middle center",
        "textfont": {
            "family": palettes.FONT,
            "size": round(max(0.58 * size, 1.0), 1),
            "color": picture.letters,
        },
        "marker": {
            "color": list(picture.values),
            "cmin": 0,
            "cmax": picture.top,
            "colorscale": picture.scale,
            "size": size,
            "opacity": 1,
            "line": {"color": palettes.FAINT, "width": 1 if size >= 6 else 0.4},
        },
        "hovertext": list(hover),
        "hoverinfo": "text",
        "showlegend": False,
        "cliponaxis": False,
    }
