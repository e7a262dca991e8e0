"""The exercise of a step's worksheet: the values of the reader's own RNA that its text names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from ssp_core.analysis.encoder import most_like_pairs, movement
from ssp_core.analysis.head import softmax
from ssp_core.folding import thermo
from ssp_core.folding.metrics import score_pairs
from ssp_core.rna import CLASSES

from . import letters, recursion, tokens
from .encoder import pair_matrix
from .learner import Learner

_FIRST = 10  # tokens
Values = Mapping[str, str]


def values(number: int, learner: Learner) -> Values:
    """What the names in braces stand for in the exercise and the solution of a step; InputError where the RNA is too
    long for it."""
    make = _MAKERS.get(number)
    return make(learner) if make else {}


def _problem(learner: Learner) -> Values:
    return {"sequence": learner.sequence, "structure": learner.prediction.structure}


def _tokens(learner: Learner) -> Values:
    columns = tokens.columns(learner.sequence, learner.prediction.structure)
    ids = ", ".join(str(column.id) for column in columns[:_FIRST])
    return {"ids": ids, "shape": f"[1, {len(columns)}]"}


def _encoder(learner: Learner) -> Values:
    moved, structure = movement(learner.inspection), learner.prediction.decoded.structure
    layer = int(moved.mean(axis=1).argmin())
    nucleotide = int(moved[layer].argmin())
    head = ""
    if structure.pairs:
        best = most_like_pairs(learner.inspection, pair_matrix(structure), 1)[0]
        head = f"Layer {best.layer + 1}, head {best.head + 1} (r = {best.correlation:.2f})."
    return {
        "layer": str(layer + 1),
        "mean": f"{moved[layer].mean():.3f}",
        "nucleotide": f"{learner.sequence[nucleotide]}{nucleotide + 1}",
        "least": f"{moved[layer, nucleotide]:.3f}",
        "head": head,
    }


def _head(learner: Learner) -> Values:
    logits = learner.inspection.head.logits
    place = int(np.ptp(logits, axis=1).argmin())  # where the classes are closest, so that there is something to compute
    probabilities = softmax(logits[place], 1.0)
    return {
        "nucleotide": f"{learner.sequence[place]}{place + 1}",
        "logits": ", ".join(f"{value:.2f}" for value in logits[place]),
        "probabilities": ", ".join(f"{value:.3f}" for value in probabilities),
        "likeliest": CLASSES[int(probabilities.argmax())],
    }


def _letters(learner: Learner) -> Values:
    predictor = learner.untrained or learner.predictor
    found = letters.letters(predictor.predict(learner.result.sequence)[0])
    return {
        "model": found.title,
        "sequence": learner.sequence,
        "letters": found.raw,
        "unmatched": str(found.n_unmatched),
        "brackets": str(found.n_brackets),
    }


def _structure(learner: Learner) -> Values:
    structure = learner.prediction.decoded.structure
    window = recursion.window_of(structure)
    inside = [(i, j) for i, j in structure.pairs if window.start <= i and j < window.end]
    return {
        "sequence": learner.sequence[window.start : window.end],
        "structure": structure.dot_bracket[window.start : window.end],
        "pairs": ", ".join(f"{i - window.start + 1}-{j - window.start + 1}" for i, j in inside) or "none",
    }


def _trust(learner: Learner) -> Values:
    ours, known = learner.prediction.decoded.structure, learner.result.reference
    other = known or thermo.mfe(learner.result.sequence).structure
    scores = score_pairs(ours, other)
    return {
        "first_name": "Predicted",
        "first": ours.dot_bracket,
        "second_name": "Known" if known else "RNAfold",
        "second": other.dot_bracket,
        "common": str(scores.true_positives),
        "one": str(len(ours.pairs)),
        "other": str(len(other.pairs)),
        "f1": f"{scores.f1:.2f}",
    }


_MAKERS: Mapping[int, Callable[[Learner], Values]] = {
    1: _problem, 2: _tokens, 3: _encoder, 4: _head, 5: _letters, 6: _structure, 7: _trust,
}  # fmt: skip
