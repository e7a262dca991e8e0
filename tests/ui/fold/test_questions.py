"""Where a motif is, and why two nucleotides pair."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from .handlers import HAIRPIN, OTHER, Tab, folded, sent


def asked(**detail: Any) -> Any:
    return SimpleNamespace(**detail)


def test_a_motif_is_found_and_its_places_are_named() -> None:
    tab = Tab()  # GGGGGAAAACCCCC
    found = sent(tab.questions.find(tab.holder, asked(text="rnaa")))["found"]
    assert "RNAA: 3 places" in found
    assert 'data-found="[[3, 6], [4, 7], [5, 8]]"' in found
    assert ">4-7</button>" in found
    assert "0 places" in sent(tab.questions.find(tab.holder, asked(text="UUU")))["found"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("99", "The position is 99; a whole number from 1 to 14 is wanted."),
        ("0", "from 1 to 14"),
        ("GN!A", "position 3"),
        ("<b>", "&lt;"),
        ("", "The motif is empty"),
    ],
)
def test_what_cannot_be_found_is_one_sentence(text: str, wanted: str) -> None:
    tab = Tab()
    assert wanted in sent(tab.questions.find(tab.holder, asked(text=text)))["found"]


def test_a_pair_is_explained_first_from_what_is_known_and_then_by_its_mutants() -> None:
    tab = Tab()
    first, second = (sent(answer)["why"] for answer in tab.questions.why(tab.holder, asked(position=1)))
    assert "Why do G 2 and C 13 pair?" in first
    assert "Folding the three mutants" in first
    assert "Turner 2004" in first
    assert "G2C + C13G" in second
    assert "Folding the three mutants" not in second


def test_an_unpaired_nucleotide_has_nothing_to_explain() -> None:
    tab = Tab()
    [answer] = tab.questions.why(tab.holder, asked(position=6))
    assert "A 7 is unpaired in this structure" in sent(answer)["why"]


def test_an_explanation_of_an_rna_that_is_gone_is_dropped() -> None:
    tab = Tab()
    answers = tab.questions.why(tab.holder, asked(position=1))
    next(answers)
    folded(tab, HAIRPIN)
    assert list(answers) == []
    assert tab.result.sequence == HAIRPIN != OTHER
