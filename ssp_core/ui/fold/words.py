"""The result in words, for readers who do not see the drawings, and to quote."""

from __future__ import annotations

from ssp_core.analysis.description import describe
from ssp_core.ui.result import Result
from ssp_core.ui.templates import render


def html(result: Result) -> str:
    """A paragraph on the structure, one on the class probabilities, one on the pairs."""
    return render("fold/words.html", description=describe(result.shown))
