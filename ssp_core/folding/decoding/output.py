"""What a network gives for one RNA: the input of every decoder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ssp_core.folding.homology import FamilyHit, with_family_pairs

from .classes import classes_of

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class NetworkOutput:
    """The probabilities of one RNA of L nucleotides as the network alone gives them, and the families found in it.

    Attributes:
        class_probabilities: (L, 3), columns ( ) .
        pair_probabilities: (L, L), symmetric; None from a model with token classes only.
        thermo_input_pairs: (L, L), the same of the network that had thermodynamic pair probabilities as an input; None
            where no decoder needed them.
        family_hits: the families found in the RNA, best first.
        network_ms: milliseconds of the network and the family search.
        thermo_ms: milliseconds of the thermodynamics that the network took as input, 0 where they were cached.
        device: where the network ran, such as "cpu" or "cuda".
    """

    class_probabilities: NDArray[np.float32]
    pair_probabilities: NDArray[np.float32] | None
    thermo_input_pairs: NDArray[np.float32] | None = None
    family_hits: tuple[FamilyHit, ...] = ()
    network_ms: float = 0.0
    thermo_ms: float = 0.0
    device: str = "cpu"


def with_families(output: NetworkOutput, family_weight: float) -> NetworkOutput:
    """Weigh the pairs of the families that were found into class and pair probabilities.

    The classes move as far as the pairs do. The output itself is returned where no family was found, the weight is 0,
    or the model has token classes only.
    """
    pairs = output.pair_probabilities
    if pairs is None or not output.family_hits or family_weight == 0.0:
        return output
    alone = pairs.astype(np.float64)
    weighed = with_family_pairs(alone, output.family_hits, family_weight)
    moved = np.maximum(0.0, output.class_probabilities + classes_of(weighed) - classes_of(alone))
    classes = (moved / moved.sum(axis=1, keepdims=True)).astype(np.float32)
    return replace(output, class_probabilities=classes, pair_probabilities=weighed.astype(np.float32))
