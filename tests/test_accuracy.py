"""What the accuracy run counts, by hand: reliability bins, pooled macro-F1, rows by length."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import reliability
from benchmarks.accuracy import Measurement, class_counts, pooled_macro_f1, summary
from benchmarks.data import KnownRna
from ssp_core.folding.structure import Structure


def test_reliability_of_a_case_by_hand() -> None:
    # Four positions, one true pair 0-3; each i < j has a probability of its own.
    p = np.zeros((4, 4))
    p[0, 1], p[0, 2], p[0, 3], p[1, 2], p[1, 3], p[2, 3] = 0.0, 0.05, 0.95, 0.1, 0.15, 1.0
    tallied = reliability.tally(p, Structure.from_dot_bracket("(..)"))
    assert reliability.bins(tallied) == [
        {"mean": 0.025, "frequency": 0.0, "count": 2},
        {"mean": 0.125, "frequency": 0.0, "count": 2},
        {"mean": 0.975, "frequency": 0.5, "count": 2},
    ]
    assert reliability.bins(tallied + tallied)[2] == {"mean": 0.975, "frequency": 0.5, "count": 4}
    assert reliability.bins(reliability.empty()) == []
    with pytest.raises(ValueError, match=r"\(3, 3\)"):
        reliability.tally(p, Structure.from_dot_bracket("..."))


def test_pooled_macro_f1_sums_before_it_divides() -> None:
    counts = [class_counts("(...)", "(...)"), class_counts(".....", "(...)")]
    # brackets: 2 x 1 hit of 3 symbols each; dots: 2 x 6 of 6 + 8
    assert pooled_macro_f1(counts) == pytest.approx((2 / 3 + 2 / 3 + 12 / 14) / 3)
    assert pooled_macro_f1([class_counts("...", "...")]) == 1.0


def test_rows_by_length_and_raw_structures_without_pair_scores() -> None:
    found = Measurement()
    short, long = KnownRna("A" * 20, "." * 20), KnownRna("A" * 150, "." * 150)
    for rna in (short, long):
        found.begin(has_family_hit=rna is long)
        found.add_raw("raw", rna, "(" + rna.reference[1:], 4.0)
    rows = summary(found.methods)
    assert [(row["part"], row["sequences"]) for row in rows] == [
        ("all", 2), ("1-100", 1), ("101-200", 1), ("family found", 1), ("no family found", 1)
    ]  # fmt: skip
    assert all(row["f1"] is None and row["slipped_f1"] is None for row in rows)
    assert rows[0]["milliseconds"] == 4.0
