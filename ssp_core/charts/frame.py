"""What all charts share: the figure as plain data, its look, its axes, and where its plot lies.

Plain data, because plotly's own classes copy and check every property, which takes longer than all else; that plotly
knows each property is what tests/charts/test_golden.py checks.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import orjson

from ssp_core.charts import colours


@dataclass(frozen=True, eq=False)
class Figure:
    """A figure as plotly takes it: `plotly.graph_objects.Figure(figure.data, figure.layout)`."""

    data: Sequence[Mapping[str, Any]]
    layout: Mapping[str, Any]

    @property
    def json(self) -> str:
        """The figure as JSON, arrays as plotly's typed arrays: no digit is lost, and a cell of one byte takes one.

        It can be put into HTML as it is: `<` and `&`, which only strings have, are written as escapes of JSON.
        """
        text = orjson.dumps({"data": self.data, "layout": self.layout}, default=_typed_array).decode()
        return text.replace("<", "\\u003c").replace("&", "\\u0026")


def _typed_array(values: Any) -> Any:
    if isinstance(values, np.generic):
        return values.item()
    if not isinstance(values, np.ndarray):
        raise TypeError(f"A figure cannot hold a {type(values).__name__}.")
    shape = {"shape": ", ".join(map(str, values.shape))} if values.ndim > 1 else {}
    return {"dtype": values.dtype.str[1:], "bdata": b64encode(values.tobytes()).decode(), **shape}


@dataclass(frozen=True)
class Margin:
    """Pixels around the plot. plotly is told not to widen them, so that the plot lies where `Geometry` says."""

    left: int
    right: int
    top: int
    bottom: int

    @property
    def layout(self) -> dict[str, Any]:
        """The margin as plotly takes it."""
        return {"l": self.left, "r": self.right, "t": self.top, "b": self.bottom, "autoexpand": False}


@dataclass(frozen=True)
class Row:
    """A label at the left of a chart; `y` is its middle, in pixels from the chart's top."""

    text: str
    y: float


@dataclass(frozen=True)
class Geometry:
    """Where the nucleotides lie in a chart, in pixels from its top left corner.

    `kind` says how a nucleotide is shown: in "columns" (one column each) or in a "cross" (one column and one row each).
    The columns of all `length` nucleotides together are `plot_width` wide and start at `left`; column k (0-based) shows
    position `first` + k. The same holds for the rows of a "cross" from `top` on. `rows` are labels that the page draws
    itself, so that they stay in sight while a wide chart scrolls.
    """

    view: str
    kind: Literal["columns", "cross"]
    length: int
    left: int
    top: int
    plot_width: float
    plot_height: float
    first: int = 1
    rows: tuple[Row, ...] = ()

    @property
    def meta(self) -> dict[str, Any]:
        """The geometry as the page's scripts read it from `layout.meta`."""
        return {
            "view": self.view,
            "kind": self.kind,
            "length": self.length,
            "left": self.left,
            "top": self.top,
            "plotWidth": self.plot_width,
            "plotHeight": self.plot_height,
            "first": self.first,
            "rows": [{"text": row.text, "y": row.y} for row in self.rows],
        }


def unlinked(view: str) -> dict[str, Any]:
    """Return what `layout.meta` holds for a chart without nucleotides."""
    return {"view": view, "kind": "none"}


# An axis with labels and nothing else.
LABELLED: dict[str, Any] = {
    "zeroline": False,
    "showgrid": False,
    "showline": False,
    "ticks": "",
    "ticklabelstandoff": 4,
    "tickfont": {"size": 11, "color": colours.INK},
}


def frame(traces: Sequence[Mapping[str, Any]], geometry: Mapping[str, Any], margin: Margin, **layout: Any) -> Figure:
    """Return a figure of `traces` in the common look.

    Args:
        traces: plotly's traces.
        geometry: what `layout.meta` holds, see `Geometry.meta`.
        margin: pixels around the plot.
        layout: more of plotly's layout, which overrides the common look.
    """
    look: dict[str, Any] = {
        "template": {"data": {"scatter": [{"type": "scatter"}]}},  # what plotly's "none" stands for
        "paper_bgcolor": colours.CLEAR,
        "plot_bgcolor": colours.CLEAR,
        "font": {"family": colours.FONT, "size": 12, "color": colours.INK},
        "margin": margin.layout,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": colours.HOVER,
            "bordercolor": colours.HOVER,
            "font": {"family": colours.FONT, "size": 12, "color": colours.HOVER_INK},
            "align": "left",
        },
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 0,
            "yref": "container",
            "yanchor": "bottom",
            "itemclick": False,
            "itemdoubleclick": False,
            "font": {"size": 12, "color": colours.INK},
            "bgcolor": colours.CLEAR,
        },
        "dragmode": "pan",
        "modebar": {
            "bgcolor": colours.CLEAR,
            "color": colours.FAINT,
            "activecolor": colours.INK,
            "remove": ["select2d", "lasso2d", "autoScale2d", "toImage"],
        },
        "meta": dict(geometry),
    }
    return Figure(traces, {**look, **layout})


def colour_bar(title: str, **changes: Any) -> dict[str, Any]:
    """Return a slim horizontal bar from 0 to 1 with its title at the right; `changes` say where it lies."""
    return {
        "orientation": "h",
        "thickness": 9,
        "lenmode": "pixels",
        "x": 0,
        "xanchor": "left",
        "xpad": 0,
        "ypad": 0,
        "yref": "container",
        "tickvals": [0, 0.5, 1],
        "tickfont": {"size": 11, "color": colours.INK},
        "title": {"text": title, "side": "right", "font": {"size": 12, "color": colours.INK}},
        "outlinewidth": 0,
        **changes,
    }


def caption(text: str, **place: Any) -> dict[str, Any]:
    """Return a line of text on the chart, as one of plotly's annotations; `place` says where."""
    return {"text": text, "showarrow": False, "font": {"size": 12, "color": colours.INK}, **place}


def rounded(values: Iterable[float]) -> list[float]:
    """Return plain floats with three decimals: enough for any screen, and half the bytes."""
    return [round(float(v), 3) for v in values]
