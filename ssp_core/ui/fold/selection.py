"""What the linking script knows of a result (assets/js): hidden JSON in the page."""

from __future__ import annotations

import orjson

from ssp_core.folding.elements import elements
from ssp_core.ui.links import query_of
from ssp_core.ui.panel import json_text
from ssp_core.ui.result import Result

from .sources import SOURCES, rounded, source


def html(result: Result) -> str:
    """The JSON; the first source is what made the drawing."""
    shown, structure = result.shown, result.structure
    sources = [source(shown, name) for name in SOURCES]
    data = {
        "sequence": str(shown.sequence),
        "address": query_of(result),
        "structure": structure.dot_bracket,
        "raw": shown.raw_structure,
        "partners": structure.partners,
        "elements": elements(structure),
        "reference": result.reference.dot_bracket if result.reference else None,
        "sources": [
            {
                "name": some.name,
                "title": some.title,
                "probabilities": rounded(some.class_probabilities),
                "pair": some.of_pairs(structure),
            }
            for some in sources
        ],
    }
    return json_text(orjson.dumps(data).decode())
