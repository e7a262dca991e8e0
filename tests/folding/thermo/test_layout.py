"""Drawing coordinates: finite for every structure, and the same whoever asks."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given, settings

from ssp_core.cache import CACHE
from ssp_core.folding.structure import Structure
from ssp_core.folding.thermo import layout, mfe
from tests.folding.strategies import balanced

TRNA = "GCGGAUUUAGCUCAGUUGGGAGAGCGCCAGACUGAAGAUCUGGAGGUCCUGUGUUCGAUCCACAGAAUUCGCACCA"


@given(balanced(300, min_hairpin=0))
@settings(max_examples=200)
def test_every_structure_can_be_drawn(structure: Structure) -> None:
    points = layout(structure)
    assert points.shape == (len(structure), 2)
    assert np.isfinite(points).all()


@pytest.mark.parametrize("text", ["()", "...()...", "(())", "(()())", "(.)", "((..)(.))", "()()", "."])
def test_pairs_too_tight_for_rnapuzzler_are_drawn_all_the_same(text: str) -> None:
    """On these ViennaRNA 2.7.2 by itself crashes, hangs or answers nan."""
    assert np.isfinite(layout(Structure.from_dot_bracket(text))).all()


def test_no_two_nucleotides_lie_on_each_other() -> None:
    points = layout(mfe(TRNA).structure)
    between = np.linalg.norm(points[:, None] - points[None, :], axis=-1)
    assert between[~np.eye(len(TRNA), dtype=bool)].min() > 10.0


def test_drawings_do_not_disturb_each_other() -> None:
    structure = mfe(TRNA).structure
    alone = layout(structure)
    drawn: list[bool] = []

    def draw() -> None:
        for _ in range(20):
            CACHE.clear()
            drawn.append(bool((layout(structure) == alone).all()))

    threads = [threading.Thread(target=draw) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(drawn) == 80
    assert all(drawn)
