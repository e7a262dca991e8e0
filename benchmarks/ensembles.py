"""Decode pair probabilities that no network gave, for the benchmarks; a library of theirs, not a command."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ssp_core.folding.decoding import DecoderSettings, NetworkOutput, classes_of, decode
from ssp_core.folding.structure import Structure


def mea_of(sequence: str, pair_probabilities: NDArray[np.floating[Any]], gamma: float | None = 1.0) -> Structure:
    """The structure of maximum expected accuracy from symmetric pair probabilities (L, L), such as ViennaRNA's."""
    pairs = pair_probabilities.astype(np.float64)
    output = NetworkOutput(classes_of(pairs).astype(np.float32), pairs.astype(np.float32))
    return decode(sequence, output, DecoderSettings("mea", gamma=gamma)).structure
