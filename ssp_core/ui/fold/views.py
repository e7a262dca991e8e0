"""The views of a result: chain views as SVG, heatmap and matrix as plotly's JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ssp_core.charts.frame import Figure
from ssp_core.charts.heatmap import heatmap
from ssp_core.charts.matrix import Triangle, pair_matrix
from ssp_core.charts.preview import preview
from ssp_core.drawing import COLOURINGS, DrawingOptions, draw
from ssp_core.ui.result import Result
from ssp_core.ui.templates import raw, render

from .sources import source

if TYPE_CHECKING:
    from ssp_core.ui.session import ViewOptions

CHAIN_VIEWS = ("planar", "arcs", "circle")
CHARTS = ("heatmap", "matrix")
STAGE = ("planar", "arcs", "circle", "matrix")  # one at a time, in this order


def html(name: str, result: Result, options: ViewOptions) -> str:
    """What the host of a view holds."""
    if name in CHAIN_VIEWS:
        return chain_html(name, result, options.colour)
    return chart(name, result, options.source).json


def chain_html(name: str, result: Result, colour: str) -> str:
    """The SVG of a chain view with its legend; by element where agreement has nothing to agree with."""
    shown = result.shown
    known = colour in COLOURINGS and not (colour == "agreement" and result.reference is None)
    options = DrawingOptions(colour if known else "element", result.reference, shown.decoded.confidence, result.title)
    return raw(draw(name, shown.sequence, result.structure, options).html())


def preview_html(name: str, result: Result) -> str:
    """The cells of a chart as SVG, for its place until plotly has come."""
    return render("fold/chart_preview.html", made=preview(chart(name, result, "decoded")))


def chart(name: str, result: Result, source_name: str) -> Figure:
    """A chart of one source of probabilities."""
    shown = result.shown
    chosen = source(shown, source_name)
    if name == "heatmap":
        return heatmap(
            shown.sequence,
            chosen.class_probabilities,
            structure=result.structure,
            reference=result.reference,
            source_title=chosen.title,
        )
    below = source(shown, "thermodynamics")
    return pair_matrix(
        shown.sequence,
        result.structure,
        Triangle(chosen.title, chosen.pair_probabilities),
        Triangle(below.title, below.pair_probabilities),
        reference=result.reference,
    )
