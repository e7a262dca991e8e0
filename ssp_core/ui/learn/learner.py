"""What the picture of a step is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
from numpy.typing import NDArray

from ssp_core.analysis.encoder import HeadMatch, most_like_pairs, movement
from ssp_core.prediction import Prediction
from ssp_core.ui.panel import json_text
from ssp_core.ui.result import Result
from ssp_core.ui.templates import raw, render

if TYPE_CHECKING:
    from ssp_core.network.inspection import Inspection
    from ssp_core.predictor import Predictor


@dataclass(frozen=True, eq=False)
class Learner:
    """A reader with an RNA: the result that the Fold tab shows, its model, and the same encoder untrained.

    Attributes:
        result: what the Fold tab shows.
        predictor: the model that made it.
        open_untrained: gives the built-in encoder under a random head, or None where it is not on offer.
    """

    result: Result
    predictor: Predictor
    open_untrained: Callable[[], Predictor | None] = lambda: None

    @cached_property
    def untrained(self) -> Predictor | None:
        """The built-in encoder under a random head, opened where a step needs it."""
        return self.open_untrained()

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

    @cached_property
    def moved(self) -> NDArray[np.float32]:
        """How much each layer turns each nucleotide's vector (layers, L)."""
        return movement(self.inspection)

    @cached_property
    def head_matches(self) -> tuple[HeadMatch, ...]:
        """The attention heads most like the pairs of the structure; none without pairs."""
        structure = self.prediction.decoded.structure
        pairs = np.zeros((len(structure), len(structure)))
        for i, j in structure.pairs:
            pairs[i, j] = pairs[j, i] = 1.0
        return most_like_pairs(self.inspection, pairs)


def data(name: str, values: dict[str, Any]) -> str:
    """Numbers for a script, hidden in the page."""
    text = json_text(orjson.dumps(values, option=orjson.OPT_SERIALIZE_NUMPY).decode())
    return render("learn/data.html", name=name, json=raw(text))
