"""RNAs of our own making, to teach physics: ViennaRNA folds them, and its pair probabilities are their targets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def make_sequences(count: int, relatives: Sequence[str], *, seed: int, longest: int = 220) -> list[str]:
    """Half random letters at GC 35-65 % and 30 to `longest` nt (short ones oftener), half `relatives` with 10-50 % of
    their letters changed."""
    random = np.random.default_rng(seed)
    short = [letters for letters in relatives if len(letters) <= longest]
    sequences = []
    for index in range(count):
        if index % 2 or not short:
            length = int(30 + (longest - 30) * random.random() ** 1.5)
            gc = random.uniform(0.35, 0.65)
            letters = random.choice(list("ACGU"), size=length, p=[(1 - gc) / 2, gc / 2, gc / 2, (1 - gc) / 2])
        else:
            letters = np.array(list(short[random.integers(len(short))]))
            drift = random.random(len(letters)) < random.uniform(0.1, 0.5)
            letters[drift] = random.choice(list("ACGU"), size=int(drift.sum()))
        sequences.append("".join(letters))
    return sequences
