"""Step 4: the logits of every nucleotide as a sum, softmax with a temperature, and the dictionary that comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ssp_core.analysis.head import largest_contributions, mean_loss
from ssp_core.drawing.roles import CLASS_NAMES
from ssp_core.rna import CLASSES
from ssp_core.ui.templates import render

from .learner import Learner, data

if TYPE_CHECKING:
    from ssp_core.network.inspection import HeadNumbers

_LARGEST = 6  # products of a logit that are shown one by one
_PRINTED = 3  # rows of logits


def html(learner: Learner) -> str:
    """The picture."""
    head = learner.inspection.head
    logits = head.logits
    structure = learner.prediction.structure
    return render(
        "learn/head.html",
        n_products=head.inputs.shape[1],
        before=head.before,
        has_pairing=head.pairing is not None,
        classes=[(symbol, CLASS_NAMES[symbol]) for symbol in CLASSES],
        printed=[", ".join(f"{value:.3f}" for value in row) for row in logits[:_PRINTED].tolist()],
        length=len(logits),
        predictions=logits.argmax(axis=1)[:12].tolist(),
        loss=mean_loss(logits, structure),
        guessing=float(np.log(len(CLASSES))),
        trained=learner.predictor.entry.trained,
        data=data("head", numbers(learner.sequence, head)),
    )


def numbers(sequence: str, head: HeadNumbers) -> dict[str, Any]:
    """Every nucleotide's sum: its largest products (index, input, weight), the sum of the others, bias, pairing."""
    largest = [largest_contributions(head, i, _LARGEST) for i in range(len(sequence))]
    return {
        "sequence": sequence,
        "largest": [[[_term(head, i, k, j) for j in largest[i][k]] for k in range(3)] for i in range(len(sequence))],
        "products": _rounded(head.inputs @ head.weight.T),
        "bias": _rounded(head.bias),
        "pairing": None if head.pairing is None else _rounded(head.pairing),
        "logits": _rounded(head.logits),
    }


def _term(head: HeadNumbers, nucleotide: int, label: int, index: int) -> list[float]:
    return [int(index), round(float(head.inputs[nucleotide, index]), 5), round(float(head.weight[label, index]), 5)]


def _rounded(values: NDArray[Any]) -> NDArray[np.float64]:
    return np.asarray(np.round(values.astype(np.float64), 5))
