"""The exercise of a step's worksheet: the values of the reader's own RNA that its text names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from ssp_core.analysis.encoder import most_moved
from ssp_core.analysis.head import softmax
from ssp_core.rna import CLASSES

from . import letters, recursion, tokens, trust
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
    most, matches = most_moved(learner.moved), learner.head_matches
    heads = [f"Layer {one.layer + 1}, head {one.head + 1} (r = {one.correlation:.2f})." for one in matches[:1]]
    return {
        "layer": str(most.layer + 1),
        "mean": f"{most.mean:.3f}",
        "nucleotide": f"{learner.sequence[most.nucleotide]}{most.nucleotide + 1}",
        "least": f"{most.cosine:.3f}",
        "head": "".join(heads),
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
    first = trust.comparisons(learner)[0]
    return {
        "first_name": "Predicted",
        "first": learner.prediction.structure,
        "second_name": "Known" if learner.result.reference else "RNAfold",
        "second": first.other,
        "common": str(first.n_common),
        "one": str(first.n_pairs),
        "other": str(first.n_known),
        "f1": f"{first.f1:.2f}",
    }


_MAKERS: Mapping[int, Callable[[Learner], Values]] = {
    1: _problem, 2: _tokens, 3: _encoder, 4: _head, 5: _letters, 6: _structure, 7: _trust,
}  # fmt: skip
