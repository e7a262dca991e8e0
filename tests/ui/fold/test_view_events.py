"""Events that show otherwise what is folded."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from .handlers import ARGMAX, HAIRPIN, OTHER, Tab, sent


def test_a_known_structure_is_compared_at_once() -> None:
    tab = Tab()
    answer = sent(tab.view.compare(OTHER, "." * 14, tab.holder))
    assert "0 pairs correct" in " ".join(answer["scores"].split())
    assert "3 letters" in sent(tab.view.compare(OTHER, "(.)", tab.holder))["reference-message"]
    assert set(sent(tab.view.compare(HAIRPIN, "." * 24, tab.holder))) == {"reference-message"}  # not folded yet
    assert tab.result.reference is not None


def test_a_number_out_of_range_or_missing_is_one_sentence() -> None:
    tab = Tab()
    for gamma, wanted in (
        (99.0, "The gamma is 99; a number from 0.25 to 4 is wanted."),
        (None, "The gamma is missing"),
    ):
        answer = sent(tab.view.redecode("mea", gamma, 0.5, 1.0, 0.75, tab.holder))
        assert wanted in answer["sequence-message"]
        assert set(answer) == {"sequence-message", "standing"}
    assert "takes no thermodynamics" in sent(tab.view.redecode("informed", *ARGMAX[1:], tab.holder))["sequence-message"]


def test_a_decoder_changes_what_depends_on_it_and_the_rest_follows() -> None:
    tab = Tab()
    tab.view.follow(tab.holder)
    assert sent(tab.view.follow(tab.holder)) == {}  # the page has it all
    first = sent(tab.view.redecode(*ARGMAX, tab.holder))
    assert "status" in first
    assert "view-arcs" not in first
    assert "exports" in sent(tab.view.follow(tab.holder))


def test_a_colouring_draws_the_chain_views() -> None:
    tab = Tab()
    assert set(sent(tab.view.recolour("base", tab.holder))) == {"view-planar", "view-arcs", "view-circle"}


def test_other_probabilities_change_heatmap_and_matrix_alone() -> None:
    tab = Tab()
    tab.view.follow(tab.holder)
    assert set(sent(tab.view.change_source("thermodynamics", tab.holder))) == {"view-heatmap", "view-matrix"}


def test_a_list_of_structures_is_stepped_through_and_left_by_a_decoder() -> None:
    tab = Tab()
    assert sent(tab.view.rank(tab.holder))["samples"].count("<input") > 1
    event: Any = SimpleNamespace(number=2)
    answer = sent(tab.view.pick(tab.holder, event))
    assert "number 2 of" in answer["status"]
    assert "samples" not in answer  # written anew, the list would lose the focus that arrow keys step from
    wrong: Any = SimpleNamespace(number=99)
    assert "no structure 99" in sent(tab.view.pick(tab.holder, wrong))["sequence-message"]
    tab.view.redecode("map", *ARGMAX[1:], tab.holder)
    assert tab.result.picked is None
