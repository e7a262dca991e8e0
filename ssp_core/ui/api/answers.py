"""What the answers of several functions have in common: the model, and notes on what a program has to know."""

from __future__ import annotations

from typing import Any

from ssp_core.analysis import report
from ssp_core.analysis.description import no_pair_sentence
from ssp_core.analysis.wording import untrained
from ssp_core.prediction import Prediction
from ssp_core.reading import Reference, crossing_pairs_sentence


def fold_answer(
    prediction: Prediction, decoder: str, known: Reference | None, *, probabilities: bool = True
) -> dict[str, Any]:
    """A prediction as JSON, compared with a known structure if there is one."""
    context = report.Context(decoder, known.structure if known else None, energies=True)
    answer = report.to_json(prediction, context, probabilities=probabilities)
    return {**answer, "notes": [*notes_of(prediction), *left_out(known, "The reference")]}


def notes_of(prediction: Prediction) -> list[str]:
    """Whether the model is untrained, what reading the sequence changed, and whether it can pair at all."""
    rna, provenance = prediction.sequence, prediction.provenance
    caution = [] if provenance.trained else [untrained(provenance.title)]
    return [*caution, *rna.notes, *filter(None, [no_pair_sentence(rna)])]


def left_out(known: Reference | None, subject: str, use: str = "the scores leave them out") -> list[str]:
    """What is said of pairs that cross others."""
    if known is None or not known.crossing_pairs:
        return []
    return [f"{crossing_pairs_sentence(known.crossing_pairs, subject)[:-1]}; {use}."]
