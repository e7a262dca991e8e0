"""Step 7: confidence along the RNA, calibration, comparison with a known structure and with RNAfold."""

from __future__ import annotations

from dataclasses import dataclass

from ssp_core.card import read_card
from ssp_core.charts.reliability import reliability
from ssp_core.folding import thermo
from ssp_core.folding.metrics import score_pairs
from ssp_core.ui.about import trust
from ssp_core.ui.panel import json_text
from ssp_core.ui.templates import raw, render

from .learner import Learner, data


@dataclass(frozen=True)
class Comparison:
    """Two structures and how their pairs agree; `other` is the second one in dot-bracket notation."""

    title: str
    other: str
    n_common: int
    n_pairs: int
    n_known: int
    f1: float


def html(learner: Learner) -> str:
    """The picture."""
    prediction = learner.prediction
    confidence = prediction.decoded.confidence
    card = read_card()
    least = int(confidence.argmin())
    return render(
        "learn/trust.html",
        sequence=learner.sequence,
        structure=prediction.structure,
        mean=prediction.confidence,
        least=(f"{learner.sequence[least]} {least + 1}", float(confidence[least])),
        comparisons=comparisons(learner),
        diagrams=[(diagram, raw(json_text(reliability(diagram.curves).json))) for diagram in trust.diagrams(card)],
        is_bundled=learner.predictor.entry.head == "pairing",
        answers=trust.answers(card)[1:],
        pseudoknot=learner.result.pseudoknot is not None,
        data=data("confidence", {"values": [round(float(value), 4) for value in confidence]}),
    )


def comparisons(learner: Learner) -> tuple[Comparison, ...]:
    """The predicted structure and RNAfold's against the known one; without one, against each other."""
    ours, known = learner.prediction.decoded.structure, learner.result.reference
    mfe = thermo.mfe(learner.result.sequence).structure
    pairs = [("This prediction and RNAfold's", ours, mfe)]
    if known is not None:
        pairs = [("This prediction", ours, known), ("RNAfold", mfe, known)]
    found = []
    for title, structure, other in pairs:
        scores = score_pairs(structure, other)
        found.append(
            Comparison(
                title, other.dot_bracket, scores.true_positives, len(structure.pairs), len(other.pairs), scores.f1
            )
        )
    return tuple(found)
