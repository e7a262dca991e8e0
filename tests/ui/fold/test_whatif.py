"""Mutants and the map of a scan, as the page shows them."""

from __future__ import annotations

from typing import Any

from ssp_core.analysis.mutations import Mutation, mutate, scan
from ssp_core.ui.fold.whatif import mutant_html, scan_html
from ssp_core.ui.result import Result
from tests.fakes import FakePredictor, fake_prediction

PREDICTOR: Any = FakePredictor()
RESULT = Result(fake_prediction(">hairpin\nGGGGAAAACCCC"))


def test_a_mutant_is_shown_beside_what_it_was() -> None:
    html = " ".join(mutant_html(mutate(PREDICTOR, RESULT.prediction, Mutation(1, "A")), RESULT).split())
    assert "G2A:" in html
    assert "Open G2A as a result of its own" in html
    assert 'href="?seq=GAGGAAAACCCC&amp;name=hairpin+G2A' in html


def test_the_map_has_a_cell_for_every_mutation_that_is_folded() -> None:
    first, *_, last = scan(PREDICTOR, RESULT.prediction)
    html = scan_html(last, RESULT)
    assert html.count('class="cell" style') == 36
    assert html.count('class="cell none"') == 12  # the base that is there
    assert "36 of 36 mutants of hairpin" in html
    assert scan_html(first, RESULT).count('class="cell" style') == first.done < 36
