"""Other structures to choose from: drawn at random, or the likeliest ones."""

from __future__ import annotations

from dataclasses import replace

from ssp_core.analysis.samples import draw_samples, likeliest_structures
from ssp_core.drawing import thumbnail
from ssp_core.ui.result import Alternatives, Result
from ssp_core.ui.templates import raw, render


def draw(result: Result) -> Result:
    """The result with structures drawn at random, and its decoded structure shown."""
    found = Alternatives("drawn", draw_samples(result.prediction, result.draws))
    return replace(result, alternatives=found, draws=result.draws + 1, picked=None)


def rank(result: Result) -> Result:
    """The result with its likeliest structures, and its decoded structure shown."""
    found = Alternatives("likeliest", likeliest_structures(result.prediction))
    return replace(result, alternatives=found, picked=None)


def html(result: Result) -> str:
    """The list to choose from; empty without one."""
    if result.alternatives is None:
        return ""
    decoded = set(result.prediction.decoded.structure.pairs)
    rows = [
        {
            "number": number,
            "probability": sample.probability,
            "pairs": len(sample.structure.pairs),
            "differ": len(decoded ^ set(sample.structure.pairs)),
            "picture": raw(thumbnail(sample.structure).svg(standalone=False)),
        }
        for number, sample in enumerate(result.alternatives.samples, start=1)
    ]
    return render("fold/samples.html", kind=result.alternatives.kind, rows=rows)
