"""The scores against the known structure, beside what thermodynamics alone and no pairs at all reach."""

from __future__ import annotations

from ssp_core.analysis.comparison import MEASURES, comparison_table
from ssp_core.folding.metrics import score_pairs
from ssp_core.ui.result import Result
from ssp_core.ui.templates import render


def html(result: Result) -> str:
    """A table of scores, or how to get one."""
    known = result.reference
    if known is None:
        return render("fold/scores.html", rows=[], methods=[], counts=None)
    table = comparison_table(result.shown, known)
    return render(
        "fold/scores.html",
        methods=[row.method for row in table],
        rows=[(title, [row.scores[name] for row in table]) for name, title in MEASURES.items()],
        counts=score_pairs(result.structure, known),
    )
