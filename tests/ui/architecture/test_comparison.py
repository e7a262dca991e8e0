"""Models in figures: alone, side by side, and beside the count of their authors."""

from __future__ import annotations

from ssp_core.ui.architecture import comparison

from .entries import entry, summary


def test_two_models_side_by_side() -> None:
    rows = comparison.compare(entry("omnigenome-52m"), entry("omnigenome-186m"), 76)
    assert rows is not None
    found = {row.label: (row.left, row.right, row.differs) for row in rows}
    assert found["layers"] == ("16", "32", True)
    assert found["vocabulary (tokens)"] == ("24", "24", False)
    assert "working memory for 76 nt (approx.)" in found


def test_a_model_of_unknown_sizes_is_compared_with_nothing() -> None:
    assert comparison.compare(entry("bundled"), entry("omnigenome-418m"), 76) is None


def test_why_the_authors_count_more() -> None:
    words = comparison.published_count(entry("omnigenome-52m"), summary("omnigenome-52m"))
    assert "52,454,788" in words
    assert "723,745" in words
    assert comparison.published_count(entry("bundled"), summary("bundled")) == ""


def test_totals_are_those_of_the_network() -> None:
    counted = summary("bundled")
    assert comparison.totals(counted, 76)[0] == (f"{counted.total:,}", "parameters")
