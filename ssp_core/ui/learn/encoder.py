"""Step 3: how each nucleotide's vector moves through the layers, and what each attention head attends to."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np

from ssp_core.analysis.encoder import HeadMatch, most_moved, projection
from ssp_core.ui.templates import render

from .learner import Learner, data

_SCALE = 65_535  # attention travels as 16-bit numbers


def html(learner: Learner) -> str:
    """The picture."""
    inspection, structure = learner.inspection, learner.prediction.decoded.structure
    layers, heads = inspection.attention.shape[:2]
    first = learner.head_matches[0] if learner.head_matches else HeadMatch(0, 0, 0.0)
    projected, most = projection(inspection), most_moved(learner.moved)
    return render(
        "learn/encoder.html",
        n_layers=layers,
        n_heads=heads,
        first=first,
        matches=learner.head_matches,
        width=inspection.hidden.shape[2],
        shares=float(projected.shares.sum()),
        most=most,
        name=f"{learner.sequence[most.nucleotide]}{most.nucleotide + 1}",
        data=data(
            "encoder",
            {
                "sequence": learner.sequence,
                "partners": list(structure.partners),
                "movement": np.round(learner.moved.astype(np.float64), 5),
                "projection": np.round(projected.points.astype(np.float64), 4),
            },
        ),
        attention=data("attention", attention(learner, first.layer, first.head)),
    )


def attention(learner: Learner, layer: int, head: int) -> dict[str, Any]:
    """The attention of one head among the nucleotides (L, L), as 16-bit numbers in base64, little-endian."""
    weights = learner.inspection.attention[layer, head, 1:-1, 1:-1]
    whole = np.round(weights.astype(np.float64) * _SCALE).astype("<u2")
    return {"layer": layer, "head": head, "length": len(whole), "values": base64.b64encode(whole.tobytes()).decode()}
