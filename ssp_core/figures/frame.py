"""What all figures share: transparent ground, ink, hover labels, margins, the mode bar, and the anchors for linking.

They are plain data. plotly's own classes copy and check every property, which takes longer than all else; that plotly
knows each of them is what tests/figures/test_golden.py checks.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import orjson

from ssp_core.figures import palettes


@dataclass(frozen=True, eq=False)
class Figure:
    """A figure as plotly takes it: `plotly.graph_objects.Figure(figure.data, figure.layout)`."""

    data: Sequence[Mapping[str, Any]]
    layout: Mapping[str, Any]

    def without_height(self) -> Figure:
        """The same figure, as high as the element it is drawn in."""
        return replace(self, layout={name: value for name, value in self.layout.items() if name != "height"})

    @property
    def json(self) -> str:
        """The figure as it travels, arrays as plotly's typed arrays: no digit is lost, and a cell of a byte is one."""
        return orjson.dumps({"data": self.data, "layout": self.layout}, default=_of_numpy).decode()


def _of_numpy(values: Any) -> Any:
    if isinstance(values, np.generic):
        return values.item()
    if not isinstance(values, np.ndarray):
        raise TypeError(f"{type(values).__name__} is nothing that a figure holds")
    shape = {"shape": ", ".join(map(str, values.shape))} if values.ndim > 1 else {}
    return {"dtype": values.dtype.str[1:], "bdata": b64encode(values.tobytes()).decode(), **shape}


# An axis that shows nothing of itself.
BARE: dict[str, Any] = {"visible": False, "zeroline": False, "showgrid": False}

# An axis with labels and nothing else.
LABELLED: dict[str, Any] = {
    "zeroline": False,
    "showgrid": False,
    "showline": False,
    "ticks": "",
    "ticklabelstandoff": 4,
    "tickfont": {"size": 11, "color": palettes.INK},
}


def positions_axis(length: int) -> dict[str, Any]:
    """An axis of positions 1 to `length`: each named while they are few, as many as fit and as a zoom allows after."""
    ticks = {"tickvals": list(range(1, length + 1))} if length <= 20 else {"tickmode": "auto", "tickformat": "d"}
    return {**LABELLED, **ticks, "range": [0.4, length + 0.6], "tickangle": 0}


def frame(
    traces: Sequence[Mapping[str, Any]],
    *,
    view: str,
    kind: str,
    x: Sequence[float],
    y: Sequence[float] = (),
    extra: Mapping[str, Any] | None = None,
    **layout: Any,
) -> Figure:
    """A figure of `traces` with the house's look; `layout` overrides it, `extra` joins the anchors in `layout.meta`."""
    look: dict[str, Any] = {
        "template": {"data": {"scatter": [{"type": "scatter"}]}},  # what plotly's "none" stands for
        "paper_bgcolor": palettes.CLEAR,
        "plot_bgcolor": palettes.CLEAR,
        "font": {"family": palettes.FONT, "size": 12, "color": palettes.INK},
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": "#1f2328",
            "bordercolor": "#1f2328",
            "font": {"family": palettes.FONT, "size": 12, "color": "#ffffff"},
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
            "font": {"size": 12, "color": palettes.INK},
            "bgcolor": palettes.CLEAR,
        },
        "dragmode": "pan",
        "modebar": {
            "bgcolor": palettes.CLEAR,
            "color": palettes.FAINT,
            "activecolor": palettes.INK,
            "remove": ["select2d", "lasso2d", "autoScale2d", "toImage"],
        },
        "meta": {"view": view, "kind": kind, "x": list(x), "y": list(y), **(extra or {})},
    }
    return Figure(traces, {**look, **layout})


def rounded(values: Iterable[float]) -> list[float]:
    """Plain floats with three decimals: enough for any screen, and half the bytes."""
    return [round(float(v), 3) for v in values]
