"""The class probabilities behind every letter, with their entropy: a wide figure for a box that scrolls."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ssp_core.figures import palettes
from ssp_core.figures.frame import LABELLED, Figure, frame
from ssp_core.figures.paint import colour_bar
from ssp_core.figures.pairs import by_agreement
from ssp_core.folding.structure import Structure

CLASSES = "()."
CELL = 16  # width of a nucleotide's column in pixels: a letter of 11 px with air
LEFT, RIGHT, TOP, BOTTOM = 84, 20, 50, 34
TITLE, BAR = 76, 150  # widths in pixels: the name of the colour bar, and the bar
LEAST = TITLE + BAR + 30  # width of the plot of the shortest RNA: what is over it has to fit
ROW, TRACK, GAP = 30, 44, 12  # heights in pixels: one class, the entropy track, between the two
LEGEND = 26  # height in pixels of what names the marks, where there is a reference


def heatmap(
    sequence: str,
    probabilities: ArrayLike,
    *,
    structure: Structure | None = None,
    reference: Structure | None = None,
    cell: int = CELL,
) -> Figure:
    """Draw P(class) for every nucleotide on a fixed 0-1 scale, the winning class printed in its cell.

    The cells have a fixed width, so the figure is `LEFT + RIGHT + max(cell * L, about LEAST)` pixels wide whatever
    the window: put it in a box that scrolls sideways. The upper track is the entropy of the three classes
    in bits (0 to log2 3 = 1.58). With a structure and a reference, a row of marks under the classes says which
    nucleotides are in a pair that is right, missed or wrong; one can be in a wrong and in a missed pair.

    Args:
        sequence: L letters.
        probabilities: (L, 3), columns ( ) .
        structure, reference: what is compared, both or neither.
        cell: width of a column in pixels.

    Raises:
        ValueError: if the shape is not (L, 3), or the two structures differ in length.
    """
    p = np.asarray(probabilities, dtype=np.float64)
    length = len(sequence)
    if p.shape != (length, len(CLASSES)):
        raise ValueError(
            f"The heatmap of {length} nucleotides needs probabilities of shape ({length}, 3), not {p.shape}."
        )
    positions = list(range(1, length + 1))
    winners = p.argmax(axis=1)
    entropy = entropy_bits(p)
    columns = max(length, -(-LEAST // cell))
    width = LEFT + RIGHT + cell * columns
    marks = [] if structure is None or reference is None else _marks(sequence, structure, reference)
    row_count = len(CLASSES) + bool(marks)
    bottom = BOTTOM + (LEGEND if marks else 0)
    inner = row_count * ROW + GAP + TRACK
    height = TOP + inner + bottom
    names = [palettes.CLASS_NAMES[c] for c in CLASSES]
    traces = [
        {
            "type": "heatmap",
            "z": p.T.astype(np.float32),
            "x": positions,
            "y": [2, 1, 0],
            "zmin": 0,
            "zmax": 1,
            "colorscale": palettes.scale(),
            "xgap": 1,
            "ygap": 1,
            "text": [[f"{letter} {i}<br>{name}" for i, letter in enumerate(sequence, 1)] for name in names],
            "customdata": np.tile(entropy, (len(CLASSES), 1)).astype(np.float32),
            "hovertemplate": "<b>%{text}</b>: %{z:.3f}<br>entropy %{customdata:.2f} bits<extra></extra>",
            "colorbar": colour_bar(
                "",  # plotly would set a title over a bar that is wider than the plot
                height,
                y=1 - 10 / height,
                yanchor="top",
                x=TITLE / (cell * columns),
                len=BAR,
            ),
        },
        _shapes("entropy", _bars(entropy), palettes.FAINT, yaxis="y2"),
        *_glyphs(winners, palettes.on_all([palettes.cividis(v) for v in p.max(axis=1)]), cell),
    ]
    rows = row_count * ROW / inner
    return frame(
        [*traces, *marks],
        view="heatmap",
        kind="columns",
        x=positions,
        extra={"staying": LEFT},
        width=width,
        height=height,
        margin={"l": LEFT, "r": RIGHT, "t": TOP, "b": bottom, "autoexpand": False},
        dragmode=False,
        annotations=[
            {
                "text": "probability",
                "x": 0,
                "y": 1,
                "xref": "paper",
                "yref": "paper",
                "xanchor": "left",
                "yanchor": "middle",
                "yshift": TOP - 15,
                "showarrow": False,
                "font": {"size": 12, "color": palettes.INK},
            }
        ],
        xaxis={
            **LABELLED,
            "range": [0.5, columns + 0.5],
            "fixedrange": True,
            "anchor": "y",
            "tickvals": positions,
            "ticktext": [f"{c}<br>{i}" if i == 1 or i % 10 == 0 else c for i, c in enumerate(sequence, 1)],
            "tickangle": 0,
            "ticklabeloverflow": "allow",  # else plotly measures each, for seconds
            "tickfont": {"family": palettes.MONO, "size": 11, "color": palettes.INK},
        },
        yaxis={
            **LABELLED,
            "range": [2.5 - row_count, 2.5],
            "fixedrange": True,
            "domain": [0, rows],
            "tickvals": [2, 1, 0, -1][:row_count],
            "ticktext": [*names, "reference"][:row_count],
        },
        yaxis2={
            **LABELLED,
            "range": [0, float(np.log2(3))],
            "fixedrange": True,
            "domain": [rows + GAP / inner, 1],
            "anchor": "x",
            "tickvals": [0, 0.79, 1.58],
            "ticktext": ["0 bits", "entropy", "1.58"],
        },
    )


def _bars(heights: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """The corners (4, 2) of a bar over each of the positions 1, 2, ..."""
    return [np.array([[i - 0.41, 0], [i - 0.41, h], [i + 0.41, h], [i + 0.41, 0]]) for i, h in enumerate(heights, 1)]


def _glyphs(winners: NDArray[np.intp], colours: list[str], cell: int) -> list[dict[str, Any]]:
    """The winning class of each position drawn into its cell, a trace for each of the colours."""
    outer, inner = np.linspace(-1.0, 1.0, 5), np.linspace(1.0, -1.0, 3)
    bow = np.concatenate([1.6 - 3.2 * (1 - outer**2), 3.2 - 3.2 * (1 - inner**2)])  # pixels: 3.2 deep, 1.6 strong
    tall = 6.0 * np.concatenate([outer, inner])
    dot = np.array([[-1.2, -4.2], [1.2, -4.2], [1.2, -1.8], [-1.2, -1.8]])
    pens = [pen / (cell, ROW) for pen in (np.stack([bow, tall], axis=1), np.stack([-bow, tall], axis=1), dot)]
    drawn = [pens[winner] + (i, 2 - winner) for i, winner in enumerate(winners.tolist(), 1)]
    return [
        _shapes("likeliest class", [shape for shape, its in zip(drawn, colours, strict=True) if its == colour], colour)
        for colour in sorted(set(colours))
    ]


def _shapes(name: str, shapes: list[NDArray[np.float64]], colour: str, **more: Any) -> dict[str, Any]:
    """Filled polygons, all in one path: plotly makes two or three nodes of every bar or letter, which is slow."""
    gap = np.full((1, 2), np.nan)
    corners = np.concatenate([part for shape in shapes for part in (shape, gap)] or [gap]).astype(np.float32)
    return {
        "type": "scatter",
        "mode": "none",
        "fill": "toself",
        "fillcolor": colour,
        "name": name,
        "x": corners[:, 0],
        "y": corners[:, 1],
        "hoverinfo": "skip",
        "showlegend": False,
        **more,
    }


def entropy_bits(probabilities: ArrayLike) -> NDArray[np.float64]:
    """Shannon entropy in bits over the last axis; 0 log 0 is 0."""
    p = np.asarray(probabilities, dtype=np.float64)
    bits: NDArray[np.float64] = np.where(p > 0, -p * np.log2(np.where(p > 0, p, 1.0)), 0.0).sum(axis=-1)
    return bits


def _marks(sequence: str, structure: Structure, reference: Structure) -> list[dict[str, Any]]:
    """For each verdict a mark, with a colour and a shape of its own, under both ends of its pairs."""
    traces = []
    for verdict, pairs in by_agreement(structure, reference).items():
        mates = sorted([*pairs, *((j, i) for i, j in pairs)])
        name, colour = palettes.AGREEMENT_NAMES[verdict], palettes.AGREEMENT[verdict]
        nowhere: list[int | None] = [None]  # a verdict that does not occur is still named
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": name,
                "x": [i + 1 for i, _ in mates] or nowhere,
                "y": [-1] * len(mates) or nowhere,
                "marker": {
                    "symbol": palettes.AGREEMENT_SYMBOL[verdict],
                    "size": 9,
                    "color": colour,
                    "line": {"color": colour, "width": 1.6},
                },
                "hovertext": [f"<b>{sequence[i]} {i + 1} – {sequence[j]} {j + 1}</b><br>{name}" for i, j in mates],
                "hoverinfo": "text",
                "showlegend": True,
            }
        )
    return traces
