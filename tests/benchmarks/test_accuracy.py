"""What the accuracy benchmark counts, by hand: reliability bins, pooled token macro-F1, rows by length."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import reliability
from benchmarks.accuracy import Case, measure, pooled_macro_f1, summary, token_counts
from benchmarks.data import KnownRna
from benchmarks.ensembles import mea_of
from ssp_core.card import read_card
from ssp_core.folding.structure import Structure
from ssp_core.predictor import Predictor
from ssp_core.ui.about.tables import METHODS


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
    counts = [token_counts("(...)", "(...)"), token_counts(".....", "(...)")]
    # brackets: 2 x 1 hit of 3 each; dots: 2 x 6 of 6 + 8
    assert pooled_macro_f1(counts) == pytest.approx((2 / 3 + 2 / 3 + 12 / 14) / 3)
    assert pooled_macro_f1([token_counts("...", "...")]) == 1.0


def test_rows_by_length_and_classes_without_pair_scores() -> None:
    short, long = KnownRna("A" * 20, "." * 20), KnownRna("A" * 150, "." * 150)
    measured = [Case(rna, rna is long).classes("(" + rna.reference[1:], 4.0) for rna in (short, long)]
    rows = summary({"raw": measured})
    assert [(row["part"], row["sequences"]) for row in rows] == [
        ("all", 2), ("1-100", 1), ("101-200", 1), ("family found", 1), ("no family found", 1)
    ]  # fmt: skip
    assert all(row["f1"] is None and row["slipped_f1"] is None for row in rows)
    assert rows[0]["milliseconds"] == 4.0


def test_pair_scores_of_a_structure() -> None:
    rna = KnownRna("GGGAAAACCC", "(((....)))")
    measured = Case(rna, family_found=False).structure(".((....)).", 1.0)
    assert measured.f1 == pytest.approx(0.8)
    assert measured.slipped_f1 == pytest.approx(0.8)


def test_every_method_of_the_card_is_measured() -> None:
    figures = read_card().figures
    assert figures is not None
    rna = KnownRna("GGGGAAAACCCC", "((((....))))")
    measurement = measure([rna, rna], Predictor("bundled", device="cpu"))
    rows = {row["method"]: row for row in summary(measurement.methods) if row["part"] == "all"}
    assert list(rows) == list(dict.fromkeys(row.method for row in figures.sets["TS0"]))
    assert set(rows) == set(METHODS)
    assert list(measurement.tallies) == list(figures.reliability["TS0"])
    assert (rows["best"]["sequences"], rows["best"]["f1"], rows["all unpaired"]["f1"]) == (2, 1.0, 0.0)
    assert rows["network alone, argmax"]["f1"] is None
    assert all(row["milliseconds"] >= 0.0 for name, row in rows.items() if not name.startswith("best without"))


def test_pair_probabilities_of_any_origin_are_decoded() -> None:
    pairs = np.zeros((10, 10))
    pairs[1, 8] = pairs[8, 1] = 0.9
    pairs[2, 7] = pairs[7, 2] = 0.3
    assert mea_of("GGGAAAACCC", pairs).dot_bracket == ".(......)."
    assert mea_of("GGGAAAACCC", pairs, gamma=4.0).dot_bracket == ".((....))."
