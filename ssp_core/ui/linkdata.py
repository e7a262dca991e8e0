"""The numbers of a result as the linking script (assets/link.js) reads them: hidden JSON in the page."""

from __future__ import annotations

import json
from html import escape

from ssp_core.folding.elements import elements

from .folded import Folded


def html(folded: Folded) -> str:
    """The JSON, escaped: the script reads it back as text, never as markup."""
    prediction = folded.prediction
    partners = folded.structure.partners
    paired = prediction.pair_probabilities is not None
    data = {
        "sequence": prediction.sequence,
        "structure": prediction.structure,
        "raw": prediction.raw_structure,
        "partners": list(partners),
        "probabilities": [[round(float(value), 4) for value in row] for row in prediction.probabilities],
        "pair": [
            round(float(p), 4) if paired and j >= 0 else None
            for p, j in zip(prediction.decoded.confidence, partners, strict=True)
        ],
        "mixed": prediction.settings.spec.uses_thermo,
        "elements": elements(folded.structure),
        "reference": folded.reference.dot_bracket if folded.reference else None,
    }
    return escape(json.dumps(data, separators=(",", ":")))
