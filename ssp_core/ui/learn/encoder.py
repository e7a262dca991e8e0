"""Step 3: how each nucleotide's vector moves through the layers, and what each attention head attends to."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ssp_core.analysis.encoder import HeadMatch, most_like_pairs, movement, projection, variance_shares
from ssp_core.folding.structure import Structure
from ssp_core.ui.templates import render

from .learner import Learner, data

_SCALE = 65_535  # attention travels as 16-bit numbers


def html(learner: Learner) -> str:
    """The picture."""
    inspection, structure = learner.inspection, learner.prediction.decoded.structure
    moved = movement(inspection)
    matches = most_like_pairs(inspection, pair_matrix(structure))
    layers, heads = inspection.attention.shape[:2]
    first = matches[0] if matches else HeadMatch(0, 0, 0.0)
    layer = int(moved.mean(axis=1).argmin())
    nucleotide = int(moved[layer].argmin())
    return render(
        "learn/encoder.html",
        n_layers=layers,
        n_heads=heads,
        first=first,
        matches=matches,
        has_pairs=bool(structure.pairs),
        shape=list(inspection.hidden.shape),
        shares=float(variance_shares(inspection).sum()),
        moved_layer=layer + 1,
        moved_mean=float(moved[layer].mean()),
        moved_most=(f"{learner.sequence[nucleotide]}{nucleotide + 1}", float(moved[layer, nucleotide])),
        data=data(
            "encoder",
            {
                "sequence": learner.sequence,
                "partners": list(structure.partners),
                "movement": np.round(moved.astype(np.float64), 5),
                "projection": np.round(projection(inspection).astype(np.float64), 4),
            },
        ),
        attention=data("attention", attention(learner, first.layer, first.head)),
    )


def attention(learner: Learner, layer: int, head: int) -> dict[str, Any]:
    """The attention of one head among the nucleotides (L, L), as 16-bit numbers in base64, little-endian."""
    weights = learner.inspection.attention[layer, head, 1:-1, 1:-1]
    whole = np.round(weights.astype(np.float64) * _SCALE).astype("<u2")
    return {"layer": layer, "head": head, "length": len(whole), "values": base64.b64encode(whole.tobytes()).decode()}


def pair_matrix(structure: Structure) -> NDArray[np.float64]:
    """1 where two nucleotides pair (L, L), symmetric."""
    matrix = np.zeros((len(structure), len(structure)))
    for i, j in structure.pairs:
        matrix[i, j] = matrix[j, i] = 1.0
    return matrix
