"""A small family that drifted from one parent, for the tests of families."""

from __future__ import annotations

import numpy as np

from ssp_core.folding.structure import Structure
from ssp_core.training.data import Pairs, TrainingRna, mutate

PARENT = "GGCAUCGUAGCUUACGGAUCCAUAGGCUAACCUAUGGAUCCGAAGCAUCUGGAUACCAGAUGAAGCACGAUGCC"
STRUCTURE = "((((((((.((((.((((((((((((....))))))))))))...(((((((...)))))))))))))))))))"


def drifted(count: int, seed: int) -> list[TrainingRna]:
    """RNAs that drifted from the parent along its structure."""
    places = np.array(Structure.from_dot_bracket(STRUCTURE).pairs, dtype=np.int64)
    parent = TrainingRna(PARENT, Pairs(places, np.ones(len(places), dtype=np.float32)))
    random = np.random.default_rng(seed)
    return [mutate(parent, random) for _ in range(count)]


def strangers(count: int, seed: int) -> list[TrainingRna]:
    """RNAs of random letters, without a pair."""
    random = np.random.default_rng(seed)
    nothing = Pairs(np.zeros((0, 2), dtype=np.int64), np.zeros(0, dtype=np.float32))
    return [TrainingRna("".join(random.choice(list("ACGU"), size=80)), nothing) for _ in range(count)]
