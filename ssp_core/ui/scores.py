"""The scores against the reference, beside what thermodynamics alone gets and what pairing nothing gets."""

from __future__ import annotations

from ssp_core.folding.metrics import Scores, score

from .folded import Folded, mfe
from .texts import paragraph

_MEASURES = ("Precision", "Sensitivity", "F1", "MCC", "F1, ±1", "Letter accuracy", "Letter macro-F1")
_EMPTY = (
    "Paste a known structure into the reference box, or take an example that has one, "
    "and the prediction is scored against it here."
)


def _values(scores: Scores) -> tuple[float, ...]:
    pairs, tokens = scores.pairs, scores.tokens
    exact = (pairs.precision, pairs.sensitivity, pairs.f1, pairs.mcc)
    return (*exact, scores.slipped.f1, tokens.accuracy, tokens.macro_f1)


def html(folded: Folded) -> str:
    """A table of scores, or how to get one."""
    if folded.reference is None:
        return paragraph(_EMPTY, "empty")
    known = folded.reference.dot_bracket
    letters = folded.prediction.sequence
    entries = (
        ("This result", folded.prediction.structure),
        ("RNAfold", mfe(letters).dot_bracket),
        ("No pairs", "." * len(letters)),
    )
    columns = [_values(score(structure, known)) for _, structure in entries]
    head = "".join(f'<th scope="col">{name}</th>' for name, _ in entries)
    body = "".join(_row(name, values) for name, values in zip(_MEASURES, zip(*columns, strict=True), strict=True))
    return (
        '<div class="table" role="region" aria-label="Scores against the reference" tabindex="0"><table class="scores">'
        f"<thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        + paragraph(_counts(folded, known), "hint")
    )


def _row(name: str, values: tuple[float, ...]) -> str:
    cells = "".join(f"<td>{value:.3f}</td>" for value in values)
    return f'<tr><th scope="row">{name}</th>{cells}</tr>'


def _counts(folded: Folded, known: str) -> str:
    pairs = score(folded.prediction.structure, known).pairs
    return (
        f"{pairs.true_positives} pairs right, {pairs.false_positives} not in the reference, "
        f"{pairs.false_negatives} missed. "
        "RNAfold: minimum free energy, no network; no pairs: everything unpaired. "
        "Precision: how many of the predicted pairs are known; sensitivity: how many of the known pairs are predicted; "
        "F1: their harmonic mean; ±1 forgives a pair shifted by one position at one end."
    )
