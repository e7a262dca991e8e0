"""What a training says while it runs: frozen reports, also as plain JSON, since another process may write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

_DIGITS = 5


@dataclass(frozen=True, eq=False)
class WatchedRna:
    """What the model makes of one RNA of L nucleotides at a step.

    `probabilities` is float32 (L, 3), columns ( ) . ; `raw_structure` holds the likeliest class of each nucleotide and
    need not be valid; `structure` is the likeliest valid structure (MAP).
    """

    sequence: str
    probabilities: NDArray[np.float32]
    raw_structure: str
    structure: str


@dataclass(frozen=True, eq=False)
class TrainingReport:
    """How far a training is, and how good the model is on the validation RNAs.

    Attributes:
        step: batches done; the report of step 0 is of the untrained head.
        steps: batches in total.
        training_loss: mean since the report before; None at step 0.
        validation_loss: mean over the nucleotides of the validation RNAs.
        macro_f1: of the classes, over all nucleotides of the validation RNAs together.
        baseline_f1: the same of a model that leaves every nucleotide unpaired.
        learning_rate: of the step.
        steps_per_second: since the training was started or resumed, reports included; None before the first step.
        seconds_left: estimated; None before the first step.
        watched: the RNA that is watched, if there is one.
    """

    step: int
    steps: int
    training_loss: float | None
    validation_loss: float
    macro_f1: float
    baseline_f1: float
    learning_rate: float
    steps_per_second: float | None
    seconds_left: float | None
    watched: WatchedRna | None = None

    def to_dict(self) -> dict[str, Any]:
        """The report as plain JSON types; `report_of` reads it."""
        watched = self.watched and {
            **{field.name: getattr(self.watched, field.name) for field in fields(self.watched)},
            "probabilities": [[round(float(value), _DIGITS) for value in row] for row in self.watched.probabilities],
        }
        return {**asdict(replace(self, watched=None)), "watched": watched}


CURVE = tuple(field.name for field in fields(TrainingReport) if field.name != "watched")


def report_of(content: Mapping[str, Any]) -> TrainingReport:
    """The report that `to_dict` wrote."""
    watched = content["watched"]
    if watched is not None:
        table = np.array(watched["probabilities"], dtype=np.float32).reshape(-1, 3)
        watched = WatchedRna(**{**watched, "probabilities": table})
    return TrainingReport(**{**content, "watched": watched})
