"""A structure against a known one, beside what minimum free energy and no pairs at all reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ssp_core.folding import thermo
from ssp_core.folding.metrics import score_pairs, score_tokens
from ssp_core.folding.structure import Structure

if TYPE_CHECKING:
    from ssp_core.prediction import Prediction

# The measures of a comparison, in order, and their titles.
MEASURES = {
    "precision": "Precision",
    "sensitivity": "Sensitivity",
    "f1": "F1",
    "mcc": "MCC",
    "f1_slipped": "F1, ±1",
    "token_accuracy": "Letter accuracy",
    "token_macro_f1": "Letter macro-F1",
}


@dataclass(frozen=True)
class ComparisonRow:
    """A method and its scores, by `MEASURES`."""

    method: str
    scores: dict[str, float]


def compare(structure: Structure, reference: Structure) -> dict[str, float]:
    """Score a structure against a known one.

    Args:
        structure: a structure of L nucleotides.
        reference: the known structure, of L nucleotides.

    Returns:
        Each of `MEASURES`, 0 to 1 (MCC: -1 to 1): precision, sensitivity, F1 and MCC of the base pairs, F1 with one end
        of a pair allowed to slip by one position, accuracy and macro-F1 of the dot-bracket letters.

    Raises:
        StructureError: if the lengths differ.

    Example:
        >>> hairpin = Structure.from_dot_bracket("((...))")
        >>> compare(hairpin, hairpin)["f1"]
        1.0
    """
    pairs = score_pairs(structure, reference)
    tokens = score_tokens(structure.dot_bracket, reference.dot_bracket)
    return {
        "precision": pairs.precision,
        "sensitivity": pairs.sensitivity,
        "f1": pairs.f1,
        "mcc": pairs.mcc,
        "f1_slipped": score_pairs(structure, reference, slip=1).f1,
        "token_accuracy": tokens.accuracy,
        "token_macro_f1": tokens.macro_f1,
    }


def comparison_table(prediction: Prediction, reference: Structure) -> tuple[ComparisonRow, ...]:
    """Score a prediction, RNAfold's minimum free energy structure, and no pairs against a known structure.

    Args:
        prediction: its shown structure is scored.
        reference: the known structure, as long as the sequence.

    Raises:
        StructureError: if the lengths differ.
    """
    methods = {
        "This result": prediction.decoded.structure,
        "RNAfold": thermo.mfe(prediction.sequence).structure,
        "No pairs": Structure((-1,) * len(prediction.sequence)),
    }
    return tuple(ComparisonRow(method, compare(structure, reference)) for method, structure in methods.items())
