"""Facts about RNA that every room needs: the alphabet, IUPAC letters, which bases pair, the limits of one fold.

They stand here once; the page's scripts get them from `ssp_core/ui` as one JSON.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BASES = "ACGU"
CLASSES = "()."  # the columns of class probabilities, in this order
CANONICAL_PAIRS = frozenset({"AU", "UA", "GC", "CG", "GU", "UG"})
MIN_HAIRPIN = 3  # unpaired bases that a hairpin loop encloses at least
MAX_LENGTH = 1022  # nucleotides of one pass: 1,024 tokens less the two special ones
MAX_SCAN = 300  # nucleotides of a scan of every mutation: three mutants a position, each a fold of its own

# What each IUPAC letter stands for. RNA is written with U; T is read as U.
IUPAC = {
    "A": "A", "C": "C", "G": "G", "U": "U", "T": "U",
    "R": "AG", "Y": "CU", "S": "CG", "W": "AU", "K": "GU", "M": "AC",
    "B": "CGU", "D": "AGU", "H": "ACU", "V": "ACG", "N": "ACGU",
}  # fmt: skip


def can_pair(a: str, b: str) -> bool:
    """Whether two letters form a canonical pair (AU, GC, GU, either way round); N pairs with nothing."""
    return a + b in CANONICAL_PAIRS


def may_pair(sequence: str, i: int, j: int) -> bool:
    """Whether positions i < j (0-based) can be a pair: canonical, and at least `MIN_HAIRPIN` bases between."""
    return j - i > MIN_HAIRPIN and can_pair(sequence[i], sequence[j])


def canonical_mask(sequence: str) -> NDArray[np.bool_]:
    """Which (i, j), i < j, may pair as `may_pair` says; (L, L), False on and below the diagonal."""
    codes = np.frombuffer(sequence.encode("ascii"), dtype=np.uint8)
    mask = np.zeros((len(codes), len(codes)), dtype=bool)
    for pair in CANONICAL_PAIRS:
        mask |= (codes == ord(pair[0]))[:, None] & (codes == ord(pair[1]))[None, :]
    return np.triu(mask, k=MIN_HAIRPIN + 1)
