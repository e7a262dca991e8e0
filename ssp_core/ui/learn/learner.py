"""What the picture of a step is made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson

from ssp_core.network.inspection import Inspection
from ssp_core.prediction import Prediction
from ssp_core.predictor import Predictor
from ssp_core.ui.panel import json_text
from ssp_core.ui.result import Result
from ssp_core.ui.templates import raw, render


@dataclass(frozen=True, eq=False)
class Learner:
    """A reader with an RNA: the result that the Fold tab shows, its model, and the same encoder untrained.

    Attributes:
        result: what the Fold tab shows.
        predictor: the model that made it.
        untrained: the built-in encoder under a random head; None where it is not on offer.
    """

    result: Result
    predictor: Predictor
    untrained: Predictor | None = None

    @property
    def prediction(self) -> Prediction:
        """The prediction with the structure that is shown."""
        return self.result.shown

    @property
    def sequence(self) -> str:
        """The RNA's letters."""
        return str(self.result.sequence)

    @cached_property
    def inspection(self) -> Inspection:
        """The network opened on this RNA; InputError for one that is too long."""
        return self.predictor.inspect(self.sequence)


def data(name: str, values: dict[str, Any]) -> str:
    """Numbers for a script, hidden in the page."""
    text = json_text(orjson.dumps(values, option=orjson.OPT_SERIALIZE_NUMPY).decode())
    return render("learn/data.html", name=name, json=raw(text))
