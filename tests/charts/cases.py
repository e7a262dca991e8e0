"""What the tests of the charts draw: a yeast tRNA-Phe, and any legal structure that hypothesis finds."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from hypothesis import strategies as st
from numpy.typing import NDArray

from ssp_core.charts.frame import Figure
from ssp_core.folding.structure import Structure
from ssp_core.rna import MIN_HAIRPIN

TRNA = "GCGGAUUUAGCUCAGUUGGGAGAGCGCCAGACUGAAGAUCUGGAGGUCCUGUGUUCGAUCCACAGAAUUCGCACCA"
KNOWN = Structure.from_dot_bracket("(((((((..((((........)))).(((((.......))))).....(((((.......))))))))))))....")
# The known pairs but one missed (13-22), and one of the T arm's shifted by one.
PREDICTED = Structure.from_pairs(len(TRNA), [*(pair for pair in KNOWN.pairs if pair[0] not in (12, 51, 52)), (51, 60)])


def class_probabilities(structure: Structure) -> NDArray[np.float64]:
    """Class probabilities (L, 3) that lean towards a structure, differently at every position, without chance."""
    towards = np.array([[letter == c for c in "()."] for letter in structure.dot_bracket], dtype=float)
    share = 0.55 + 0.4 * np.abs(np.sin(np.arange(len(structure))))[:, None]
    mixed: NDArray[np.float64] = share * towards + (1 - share) * (1 - towards) / 2
    return mixed


def pair_probabilities(structure: Structure) -> NDArray[np.float64]:
    """Symmetric pair probabilities (L, L): 0.9 for the pairs of a structure, 0.05 beside them."""
    p = np.zeros((len(structure), len(structure)))
    for i, j in structure.pairs:
        p[i, j] = p[j, i] = 0.9
        if j + 1 < len(structure):
            p[i, j + 1] = p[j + 1, i] = 0.05
    return p


@st.composite
def folded(draw: st.DrawFn, max_length: int = 300) -> tuple[str, Structure]:
    """A sequence with a structure that is legal for it."""
    length = draw(st.integers(1, max_length))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    openness = draw(st.floats(0.0, 0.6))
    nucleotides = rng.choice(list("ACGU"), length).tolist()
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for j in range(length):
        move = rng.random()
        if move < openness:
            opened.append(j)
        elif move < 2 * openness and opened and j - opened[-1] > MIN_HAIRPIN:
            i = opened.pop()
            pairs.append((i, j))
            nucleotides[i], nucleotides[j] = rng.choice(["AU", "UA", "GC", "CG", "GU", "UG"])
    return "".join(nucleotides), Structure.from_pairs(length, pairs)


def taken(figure: Figure) -> Any:
    """The figure as plotly takes it, every property checked."""
    return go.Figure(figure.data, figure.layout)


def plain(value: Any) -> Any:
    """A figure's data as JSON: arrays as lists, three decimals, None for a gap."""
    if isinstance(value, dict):
        return {str(key): plain(entry) for key, entry in sorted(value.items())}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(entry) for entry in value]
    if isinstance(value, (float, np.floating)):
        return None if np.isnan(value) else round(float(value), 3)
    if isinstance(value, np.integer):
        return int(value)
    return value


def numbers(values: Any) -> list[float]:
    """The numbers among a trace's x or y, gaps left out."""
    found = [float(v) for v in values if v is not None]
    return [v for v in found if not np.isnan(v)]


def trace(figure: Any, name: str) -> Any:
    """The one trace of that name."""
    (found,) = [t for t in figure.data if t.name == name]
    return found
