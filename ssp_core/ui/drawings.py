"""The figures of a result, each made by the room that knows how; here only what goes into which.

Drawings and matrix have no height of their own: the stylesheet gives one that suits the width (assets/figures.css).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast, get_args

from ssp_core.charts.frame import Figure as Chart
from ssp_core.charts.heatmap import heatmap
from ssp_core.charts.matrix import Triangle, pair_matrix
from ssp_core.figures.arcs import arcs
from ssp_core.figures.circle import circle
from ssp_core.figures.frame import Figure
from ssp_core.figures.paint import Colour
from ssp_core.figures.planar import planar
from ssp_core.folding.elements import elements
from ssp_core.folding.thermo import layout, mean_pair_probabilities

from .folded import Folded

_SQUARE = 420  # pixels: circle and matrix stand side by side on most screens


def confidence(folded: Folded) -> list[float]:
    """For each nucleotide the probability of its pair, or of none, as `Prediction.sureness` has it."""
    return [float(each) for each in folded.prediction.decoded.confidence]


def _colour(folded: Folded, colour: str) -> Colour:
    """The colouring asked for; by element where agreement is asked for and there is nothing to agree with."""
    known = colour in get_args(Colour) and not (colour == "agreement" and folded.reference is None)
    return cast(Colour, colour) if known else "element"


def _chain(folded: Folded, colour: str) -> dict[str, Any]:
    """What every drawing of the chain takes."""
    structure = folded.structure
    return {
        "sequence": folded.prediction.sequence,
        "structure": structure,
        "reference": folded.reference,
        "colour": _colour(folded, colour),
        "elements": elements(structure),
        "confidence": confidence(folded),
    }


def planar_of(folded: Folded, colour: str) -> Figure:
    """The planar drawing."""
    return planar(**_chain(folded, colour), coordinates=layout(folded.structure)).without_height()


def arcs_of(folded: Folded, colour: str) -> Figure:
    """Arcs, with the reference mirrored below."""
    return arcs(**_chain(folded, colour)).without_height()


def heatmap_of(folded: Folded, colour: str) -> Chart:  # noqa: ARG001 - all views are called alike
    """The class probabilities; always on their own scale, whatever the nucleotides are coloured by."""
    prediction = folded.prediction
    return heatmap(
        prediction.sequence,
        prediction.probabilities,
        structure=folded.structure,
        reference=folded.reference,
        source_title="network alone",
    )


def circle_of(folded: Folded, colour: str) -> Figure:
    """The chain on a circle."""
    return circle(**_chain(folded, colour), height=_SQUARE).without_height()


def matrix_of(folded: Folded, colour: str) -> Chart:  # noqa: ARG001 - all views are called alike
    """The model's pair probabilities over the thermodynamic ensemble's."""
    prediction = folded.prediction
    return pair_matrix(
        prediction.sequence,
        folded.structure,
        Triangle("network alone", prediction.pair_probabilities),
        Triangle("thermodynamics", mean_pair_probabilities(prediction.sequence)),
        reference=folded.reference,
        side=_SQUARE,
    )


VIEWS: dict[str, Callable[[Folded, str], Figure | Chart]] = {
    "planar": planar_of,
    "heatmap": heatmap_of,
    "arcs": arcs_of,
    "circle": circle_of,
    "matrix": matrix_of,
}
# Views that have a scale of their own, whatever the nucleotides are coloured by.
UNCOLOURED = ("heatmap", "matrix")


def same(name: str, before: Folded, after: Folded) -> bool:
    """Whether a view of both is one and the same: the heatmap, which without a reference tells of no structure."""
    return (
        name == "heatmap"
        and before.prediction.probabilities is after.prediction.probabilities
        and before.reference is None
        and after.reference is None
    )
