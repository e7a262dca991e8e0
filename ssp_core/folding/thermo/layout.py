"""Where to draw each nucleotide of a structure."""

from __future__ import annotations

import threading

import numpy as np
import RNA
from numpy.typing import NDArray

from ssp_core.cache import CACHE
from ssp_core.folding.structure import Structure
from ssp_core.rna import MIN_HAIRPIN

_LOCK = threading.Lock()  # RNA.get_xy_coordinates reads which layout is wanted from a variable of the process


def layout(structure: Structure) -> NDArray[np.float64]:
    """Drawing coordinates (L, 2), read-only, by RNApuzzler (Wiegreffe et al. 2018), which draws without crossings.

    RNApuzzler hangs or crashes on hairpins that enclose nothing, which a pasted reference may have; pairs too tight to
    be legal are therefore laid out as if they were unpaired.
    """
    return CACHE.get(("layout", structure), lambda: _layout(structure))


def _layout(structure: Structure) -> NDArray[np.float64]:
    if not len(structure):
        return np.zeros((0, 2))
    roomy = Structure.from_pairs(len(structure), [(i, j) for i, j in structure.pairs if j - i > MIN_HAIRPIN])
    with _LOCK:
        own = RNA.cvar.rna_plot_type
        RNA.cvar.rna_plot_type = RNA.PLOT_TYPE_PUZZLER
        points = RNA.get_xy_coordinates(roomy.dot_bracket)
        RNA.cvar.rna_plot_type = own
    return np.array([(points.get(i).X, points.get(i).Y) for i in range(len(structure))], dtype=np.float64)
