"""What the tests of folding draw at random, and the slow, obvious way to every legal structure."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from ssp_core.folding.structure import Structure
from ssp_core.rna import MIN_HAIRPIN, can_pair

Array = NDArray[np.float64]
Pairs = tuple[tuple[int, int], ...]


def letters(min_size: int = 1, max_size: int = 12, alphabet: str = "ACGUN") -> st.SearchStrategy[str]:
    return st.text(alphabet, min_size=min_size, max_size=max_size)


def pairable(min_size: int = 1, max_size: int = 12) -> st.SearchStrategy[str]:
    """Letters that pair often, so that short sequences have many structures."""
    return letters(min_size, max_size, "GCGCAUN")


@st.composite
def class_probabilities(draw: st.DrawFn, length: int, floor: float = 0.0) -> Array:
    """Rows of three that sum to 1; zeros and near certainties included."""
    weights = draw(
        arrays(np.float64, (length, 3), elements=st.floats(floor, 1.0) | st.sampled_from([floor, 1e-6, 1.0]))
    )
    weights = weights + np.where(weights.sum(axis=1, keepdims=True) == 0.0, 1.0, 0.0)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


@st.composite
def pair_probabilities(draw: st.DrawFn, length: int) -> Array:
    """Symmetric, zero diagonal, rows that sum to at most 1."""
    weights = draw(arrays(np.float64, (length, length), elements=st.floats(0.0, 1.0) | st.just(0.0)))
    symmetric = np.triu(weights, 1) + np.triu(weights, 1).T
    return np.asarray(symmetric / max(1.0, float(symmetric.sum(axis=1).max(initial=0.0))))


@st.composite
def balanced(draw: st.DrawFn, max_size: int = 120, min_hairpin: int = MIN_HAIRPIN) -> Structure:
    """Any nested structure whose hairpins hold at least `min_hairpin` bases; no letters are asked."""
    steps = draw(st.lists(st.sampled_from("((()))..."), max_size=max_size))
    partners = [-1] * len(steps)
    opened: list[int] = []
    for i, step in enumerate(steps):
        if step == "(":
            opened.append(i)
        elif step == ")" and opened and i - opened[-1] > min_hairpin:
            j = opened.pop()
            partners[i], partners[j] = j, i
    return Structure(tuple(partners))


@st.composite
def with_letters(draw: st.DrawFn, structure: Structure) -> str:
    """Letters that make a structure legal."""
    chosen = [draw(st.sampled_from("ACGUN")) for _ in range(len(structure))]
    for i, j in structure.pairs:
        chosen[i], chosen[j] = draw(
            st.sampled_from([("A", "U"), ("U", "A"), ("G", "C"), ("C", "G"), ("G", "U"), ("U", "G")])
        )
    return "".join(chosen)


def every_structure(sequence: str) -> list[Pairs]:
    """The pairs of every legal structure: all nested sets of canonical pairs, by plain recursion."""

    def within(i: int, j: int) -> Iterator[Pairs]:
        if i >= j:
            yield ()
            return
        yield from within(i + 1, j)
        for k in range(i + MIN_HAIRPIN + 1, j):
            if can_pair(sequence[i], sequence[k]):
                for inner in within(i + 1, k):
                    for outer in within(k + 1, j):
                        yield ((i, k), *inner, *outer)

    return list(within(0, len(sequence)))


def dot_bracket(length: int, pairs: Pairs) -> str:
    text = ["."] * length
    for i, j in pairs:
        text[i], text[j] = "(", ")"
    return "".join(text)
