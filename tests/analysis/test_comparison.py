"""Scores against a known structure, beside minimum free energy and no pairs."""

from __future__ import annotations

import pytest

from ssp_core.analysis.comparison import MEASURES, compare, comparison_table
from ssp_core.errors import StructureError
from ssp_core.folding.structure import Structure
from tests.fakes import fake_prediction

KNOWN = Structure.from_dot_bracket("((((....))))")


def test_every_measure_in_its_order() -> None:
    scores = compare(Structure.from_dot_bracket("(((......)))"), KNOWN)
    assert list(scores) == list(MEASURES)
    assert scores["precision"] == 1.0
    assert scores["sensitivity"] == 0.75
    assert scores["token_accuracy"] == pytest.approx(10 / 12)
    assert set(compare(KNOWN, KNOWN).values()) == {1.0}


def test_a_slip_of_one_counts_where_it_is_allowed() -> None:
    scores = compare(Structure.from_dot_bracket("((((...))))."), KNOWN)
    assert scores["f1"] == 0.0
    assert scores["f1_slipped"] == 1.0


def test_lengths_must_agree() -> None:
    with pytest.raises(StructureError, match="3 letters and the reference 12"):
        compare(Structure.from_dot_bracket("..."), KNOWN)


def test_the_table_names_its_methods() -> None:
    prediction = fake_prediction("GGGGAAAACCCC")
    rows = comparison_table(prediction, KNOWN)
    assert [row.method for row in rows] == ["This result", "RNAfold", "No pairs"]
    assert rows[0].scores == compare(prediction.decoded.structure, KNOWN)
    assert rows[1].scores["f1"] == 1.0
    assert rows[2].scores["f1"] == 0.0


def test_the_table_scores_the_structure_that_is_shown() -> None:
    shown = fake_prediction("GGGGAAAACCCC").with_structure(Structure.from_dot_bracket("." * 12))
    assert comparison_table(shown, KNOWN)[0].scores["f1"] == 0.0
