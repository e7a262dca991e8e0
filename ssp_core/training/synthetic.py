"""Synthetic RNAs, from which the network learns thermodynamics: ViennaRNA's pair probabilities are their targets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ssp_core.rna import BASES


def make_sequences(count: int, known: Sequence[str], *, seed: int, longest: int = 220) -> list[str]:
    """Synthetic sequences.

    Half are random, with GC 35-65 % and 30 to `longest` nucleotides (short ones more often); half are sequences of
    `known` with 10-50 % of their nucleotides changed.
    """
    random = np.random.default_rng(seed)
    short = [sequence for sequence in known if len(sequence) <= longest]
    sequences = []
    for index in range(count):
        if index % 2 or not short:
            length = int(30 + (longest - 30) * random.random() ** 1.5)
            gc = random.uniform(0.35, 0.65)
            nucleotides = random.choice(list(BASES), size=length, p=[(1 - gc) / 2, gc / 2, gc / 2, (1 - gc) / 2])
        else:
            nucleotides = np.array(list(short[random.integers(len(short))]))
            changed = random.random(len(nucleotides)) < random.uniform(0.1, 0.5)
            nucleotides[changed] = random.choice(list(BASES), size=int(changed.sum()))
        sequences.append("".join(nucleotides))
    return sequences
