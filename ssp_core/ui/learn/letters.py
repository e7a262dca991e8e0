"""Step 5: the likeliest letter of every nucleotide by an untrained head and by the model, and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ssp_core.folding.structure import faults
from ssp_core.prediction import Prediction
from ssp_core.rna import CLASSES
from ssp_core.ui.fold import strip, texts
from ssp_core.ui.templates import render

from .learner import Learner


@dataclass(frozen=True)
class Letters:
    """One model's letters: how many brackets there are, the faults by kind, and how often each class was taken."""

    title: str
    is_trained: bool
    raw: str
    n_brackets: int
    faults: dict[str, int]
    classes: dict[str, int]

    @property
    def n_unmatched(self) -> int:
        """How many brackets have no partner."""
        return self.faults.get("unmatched", 0)


def html(learner: Learner) -> str:
    """The picture."""
    predictions = [learner.prediction]
    untrained = learner.untrained
    if untrained is not None and untrained.entry.key != learner.predictor.entry.key:
        predictions.insert(0, untrained.predict(learner.result.sequence)[0])
    found = [letters(prediction) for prediction in predictions]
    return render(
        "learn/letters.html",
        sequence=learner.sequence,
        models=[(model, strip_of(prediction)) for model, prediction in zip(found, predictions, strict=True)],
        kinds=texts.FAULTS,
    )


def letters(prediction: Prediction) -> Letters:
    """What is to be said of a prediction's letters."""
    raw, sequence = prediction.raw_structure, str(prediction.sequence)
    kinds = Counter(fault.kind for fault in faults(sequence, raw))
    counted = Counter(raw)
    return Letters(
        prediction.provenance.title,
        prediction.provenance.trained,
        raw,
        counted["("] + counted[")"],
        dict(kinds),
        {symbol: counted[symbol] for symbol in CLASSES},
    )


def strip_of(prediction: Prediction) -> list[strip.Block]:
    """Sequence, letters with their faults marked, and the decoded structure, in blocks of ten."""
    sequence, raw = str(prediction.sequence), prediction.raw_structure
    marks = {fault.position: ("fault", texts.FAULTS[fault.kind][0]) for fault in faults(sequence, raw)}
    rows = (
        strip.Row("seq", "sequence", sequence),
        strip.Row("argmax", "likeliest letters", raw, marks),
        strip.Row("decoded", "decoded structure", prediction.structure),
    )
    return list(strip.blocks(rows))
