"""The class probabilities of every nucleotide, with their entropy: a wide chart for a box that scrolls."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ssp_core.charts import colours
from ssp_core.charts.frame import LABELLED, Figure, Geometry, Margin, Row, caption, colour_bar, frame
from ssp_core.charts.marks import marks, pair_label
from ssp_core.folding.structure import Structure

CLASSES = "()."
CELL = 16  # width of a nucleotide's column in pixels: a letter of 11 px with air
LEFT, RIGHT, TOP, BOTTOM = 84, 20, 70, 34
BAR = 150  # width of the colour bar in pixels
LETTER = 6.8  # width in pixels to allow for a letter of the title
ROW, TRACK, GAP = 30, 44, 12  # heights in pixels: one class, the entropy track, between the two
LEGEND = 26  # height in pixels of what names the marks, where there is a reference
_MOST_BITS = float(np.log2(len(CLASSES)))


def heatmap(
    sequence: str,
    class_probabilities: ArrayLike,
    *,
    structure: Structure | None = None,
    reference: Structure | None = None,
    source_title: str = "what made the drawing",
    cell: int = CELL,
) -> Figure:
    """Draw P(class) for every nucleotide on a fixed scale from 0 to 1, the likeliest class printed in its cell.

    The columns have a fixed width, so the chart is as wide as the RNA is long, whatever the window: put it in a box
    that scrolls sideways, and draw the labels of `layout.meta.rows` over its left edge. The upper track is the entropy
    of the three classes in bits (0 to log2 3 = 1.58). With a structure and a reference, a row of marks under the
    classes says which nucleotides are in a pair that is right, missed or wrong; one can be in a wrong and in a missed
    pair.

    Args:
        sequence: L nucleotides.
        class_probabilities: (L, 3), columns ( ) . as in `CLASSES`.
        structure: the structure that is compared with the reference; needed where there is one.
        reference: the known structure; None draws no marks.
        source_title: which probabilities these are: "what made the drawing", "network alone" or "thermodynamics".
        cell: width of a column in pixels.

    Returns:
        A figure of fixed width and height in pixels.

    Raises:
        ValueError: if the shape is not (L, 3), or the two structures differ in length.

    Example:
        >>> chart = heatmap("GAAAC", [[1, 0, 0], [0, 0, 1], [0, 0, 1], [0, 0, 1], [0, 1, 0]])
        >>> chart.layout["meta"]["view"], chart.layout["meta"]["plotWidth"]
        ('heatmap', 80)
        >>> [row["text"] for row in chart.layout["meta"]["rows"]][3:]
        ['opens (', 'closes )', 'unpaired .']
    """
    p = np.asarray(class_probabilities, dtype=np.float64)
    length = len(sequence)
    if p.shape != (length, len(CLASSES)):
        raise ValueError(
            f"The heatmap of {length} nucleotides needs probabilities of shape ({length}, 3), not {p.shape}."
        )
    title = f"Class probabilities: {source_title}"
    compared = [] if structure is None or reference is None else _marks(sequence, structure, reference)
    rows = _rows(compared=bool(compared))
    columns = max(length, -(-int(max(BAR + 30, LETTER * len(title))) // cell))
    margin = Margin(LEFT, RIGHT, TOP, BOTTOM + (LEGEND if compared else 0))
    inner = TRACK + GAP + ROW * (len(CLASSES) + bool(compared))
    height = margin.top + inner + margin.bottom
    entropy = entropy_bits(p)
    return frame(
        [
            _cells(sequence, p, entropy, height),
            _shapes("entropy", _bars(entropy), colours.FAINT, yaxis="y2"),
            *_glyphs(p, cell),
            *compared,
        ],
        Geometry("heatmap", "columns", length, LEFT, TOP, cell * length, inner, rows=rows).meta,
        margin,
        width=LEFT + RIGHT + cell * columns,
        height=height,
        dragmode=False,
        annotations=[caption(title, x=0, y=1, xref="paper", yref="paper", xanchor="left", yanchor="middle", yshift=58)],
        **_axes(sequence, columns, inner, compared=bool(compared)),
    )


def entropy_bits(probabilities: ArrayLike) -> NDArray[np.float64]:
    """Return the Shannon entropy in bits over the last axis; 0 log 0 is 0.

    Args:
        probabilities: (..., K), each row a distribution.

    Returns:
        (...), from 0 to log2 K.

    Example:
        >>> entropy_bits([[1, 0, 0], [0.5, 0.5, 0]]).tolist()
        [0.0, 1.0]
    """
    p = np.asarray(probabilities, dtype=np.float64)
    bits: NDArray[np.float64] = np.where(p > 0, -p * np.log2(np.where(p > 0, p, 1.0)), 0.0).sum(axis=-1)
    return bits


def _rows(*, compared: bool) -> tuple[Row, ...]:
    """The labels at the left edge, from top to bottom."""
    names = [*(colours.CLASS_NAMES[letter] for letter in CLASSES), *(["reference"] if compared else [])]
    first = TOP + TRACK + GAP + ROW / 2
    track = ((f"{_MOST_BITS:.2f} bits", TOP), ("entropy", TOP + TRACK / 2), ("0", TOP + TRACK))
    return (
        *(Row(text, y) for text, y in track),
        *(Row(name, first + ROW * k) for k, name in enumerate(names)),
    )


def _axes(sequence: str, columns: int, inner: int, *, compared: bool) -> dict[str, Any]:
    row_count = len(CLASSES) + compared
    unlabelled = {**LABELLED, "fixedrange": True, "showticklabels": False}  # the page draws them, see `_rows`
    return {
        "xaxis": {
            **LABELLED,
            "range": [0.5, columns + 0.5],
            "fixedrange": True,
            "anchor": "y",
            "tickvals": list(range(1, len(sequence) + 1)),
            "ticktext": [f"{c}<br>{i}" if i == 1 or i % 10 == 0 else c for i, c in enumerate(sequence, 1)],
            "tickangle": 0,
            "ticklabeloverflow": "allow",  # else plotly measures each, for seconds
            "tickfont": {"family": colours.MONO, "size": 11, "color": colours.INK},
        },
        "yaxis": {**unlabelled, "range": [2.5 - row_count, 2.5], "domain": [0, row_count * ROW / inner]},
        "yaxis2": {**unlabelled, "range": [0, _MOST_BITS], "domain": [1 - TRACK / inner, 1], "anchor": "x"},
    }


def _cells(sequence: str, p: NDArray[np.float64], entropy: NDArray[np.float64], height: int) -> dict[str, Any]:
    names = [colours.CLASS_NAMES[letter] for letter in CLASSES]
    return {
        "type": "heatmap",
        "z": p.T.astype(np.float32),
        "x": list(range(1, len(sequence) + 1)),
        "y": [2, 1, 0],
        "zmin": 0,
        "zmax": 1,
        "colorscale": colours.PROBABILITY,
        "xgap": 1,
        "ygap": 1,
        "text": [[f"{letter} {i}<br>{name}" for i, letter in enumerate(sequence, 1)] for name in names],
        "customdata": np.tile(entropy, (len(CLASSES), 1)).astype(np.float32),
        "hovertemplate": "<b>%{text}</b>: %{z:.3f}<br>entropy %{customdata:.2f} bits<extra></extra>",
        "colorbar": colour_bar("", len=BAR, y=1 - 26 / height, yanchor="top"),
    }


def _bars(heights: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """The corners (4, 2) of a bar over each of the positions 1, 2, ..."""
    return [np.array([[i - 0.41, 0], [i - 0.41, h], [i + 0.41, h], [i + 0.41, 0]]) for i, h in enumerate(heights, 1)]


def _glyphs(p: NDArray[np.float64], cell: int) -> list[dict[str, Any]]:
    """The likeliest class of each position drawn into its cell, a trace for each colour of ink."""
    inks = colours.on_all([colours.cividis(value) for value in p.max(axis=1)])
    outer, inner = np.linspace(-1.0, 1.0, 5), np.linspace(1.0, -1.0, 3)
    bow = np.concatenate([1.6 - 3.2 * (1 - outer**2), 3.2 - 3.2 * (1 - inner**2)])  # pixels: 3.2 deep, 1.6 strong
    tall = 6.0 * np.concatenate([outer, inner])
    dot = np.array([[-1.2, -4.2], [1.2, -4.2], [1.2, -1.8], [-1.2, -1.8]])
    pens = [pen / (cell, ROW) for pen in (np.stack([bow, tall], axis=1), np.stack([-bow, tall], axis=1), dot)]
    drawn = [pens[winner] + (i, 2 - winner) for i, winner in enumerate(p.argmax(axis=1).tolist(), 1)]
    return [
        _shapes("likeliest class", [shape for shape, its_ink in zip(drawn, inks, strict=True) if its_ink == ink], ink)
        for ink in sorted(set(inks))
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


def _marks(sequence: str, structure: Structure, reference: Structure) -> list[dict[str, Any]]:
    """A trace of marks for each kind of agreement, under both ends of its pairs."""
    nowhere: list[int | None] = [None]  # a kind that does not occur is still named in the legend
    traces = []
    for mark in marks(structure, reference):
        ends = sorted([*mark.pairs, *((j, i) for i, j in mark.pairs)])
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": mark.name,
                "x": [i + 1 for i, _ in ends] or nowhere,
                "y": [-1] * len(ends) or nowhere,
                "marker": {
                    "symbol": mark.symbol,
                    "size": 9,
                    "color": mark.colour,
                    "line": {"color": mark.colour, "width": 1.6},
                },
                "hovertext": [pair_label(sequence, i, j, mark.name) for i, j in ends],
                "hoverinfo": "text",
                "showlegend": True,
            }
        )
    return traces
