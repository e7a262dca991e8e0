"""Terms of the field with their explanation."""

from __future__ import annotations

from ssp_core.ui.glossary import GLOSSARY, parts
from ssp_core.ui.templates import explained


def test_a_term_is_explained_where_it_occurs_first_and_a_longer_one_wins() -> None:
    assert list(parts("2 stems, F1, ±1 of a stem")) == [
        ("2 ", ""),
        ("stems", GLOSSARY["stem"]),
        (", ", ""),
        ("F1, ±1", GLOSSARY["F1, ±1"]),
        (" of a stem", ""),
    ]
    assert list(parts("a system")) == [("a system", "")]


def test_what_is_around_a_term_is_escaped() -> None:
    html = explained("<b> gamma & more")
    assert html.startswith("&lt;b&gt; <dfn")
    assert html.endswith(">gamma</dfn> &amp; more")


def test_explanations_are_one_or_two_short_sentences() -> None:
    for word, tip in GLOSSARY.items():
        assert len(tip) < 125, word
        assert tip.endswith("."), word
