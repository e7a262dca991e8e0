"""Mutants, the map of a scan and its events, as the server makes them."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from ssp_core.analysis.mutations import Mutation, mutate
from ssp_core.analysis.scan import ScanProgress, scan
from ssp_core.folding.structure import Structure
from ssp_core.ui.fold.scan_map import map_html, progress_html, tools_html
from ssp_core.ui.fold.scan_runs import ScanRuns
from ssp_core.ui.fold.whatif import mutant_html
from ssp_core.ui.result import Result
from tests.fakes import FakePredictor, fake_prediction

from .handlers import OTHER, Tab, every, folded, run, sent

PREDICTOR: Any = FakePredictor()
RESULT = Result(fake_prediction(">hairpin\nGGGGAAAACCCC"))


def page_of(mutation: Mutation, result: Result = RESULT) -> str:
    """The HTML of a mutant, blanks as one."""
    return " ".join(mutant_html(mutate(PREDICTOR, result.prediction, mutation), result).split())


def test_a_mutant_is_shown_beside_what_it_was() -> None:
    html = page_of(Mutation(1, "A"))
    assert "G2A changes 1 pair. 2 nucleotides pair otherwise or no longer." in html
    assert html.count('class="scene scene-planar"') == 2
    assert html.count('<circle class="mutated"') == 2 * 2  # in each drawing and in its legend
    assert len(re.findall(r'class="pair [a-z-]+ changed"', html)) == 1  # before
    assert "Nucleotide 2 opens a pair</th><td>90 %</td><td>0 %</td>" in html
    assert "kcal/mol" in html
    assert "Open G2A as a result of its own" in html
    assert 'href="?seq=GAGGAAAACCCC&amp;name=hairpin+G2A' in html


def test_a_lost_stem_says_how_sure_that_is() -> None:
    result = Result(fake_prediction("GGGGAAAACCCC"))
    after = result.prediction.with_structure(Structure.from_dot_bracket("." * 12))
    predictor: Any = SimpleNamespace(predict=lambda *_, **__: [after])
    html = " ".join(mutant_html(mutate(predictor, result.prediction, Mutation(1, "A")), result).split())
    assert "Lost stem of 4 pairs, 1-4 with 9-12: mean probability of its 3 other pairs" in html
    assert "<td>90 %</td><td>90 %</td><td>the loss is a close call</td>" in html


@pytest.mark.parametrize(
    ("mutation", "kept"), [(Mutation(4, "G"), True), (Mutation(8, "U"), True), (Mutation(8, "A"), False)]
)
def test_the_known_structure_comes_along_where_the_mutant_can_form_it(mutation: Mutation, kept: bool) -> None:
    html = page_of(mutation, replace(RESULT, reference=Structure.from_dot_bracket("((((....))))")))
    assert ("&amp;ref=((((....))))" in html) is kept
    assert ("The known structure is left out there: C9A cannot form its pair 4-9." in html) is not kept


def test_the_map_has_a_cell_for_every_mutation() -> None:
    html = map_html(RESULT)
    assert html.count("data-mutation=") == 36
    assert html.count('class="map-cell same" role="gridcell"') == 12  # the base that is there
    assert html.count('role="rowgroup"') == 2


def test_a_report_brings_the_numbers_in_the_order_of_the_cells() -> None:
    first, *_, last = scan(PREDICTOR, RESULT.prediction)
    html = progress_html(last, RESULT, "done")
    assert "All 36 mutants of hairpin are folded" in html
    counts = re.search('data-counts="([^"]*)"', html)
    assert counts is not None
    # A and G at the place of a C break its pair with a G, U does not; nothing is paired in the loop.
    assert counts[1].split(",") == ["1"] * 12 + ["0"] * 12 + ["1", "1", "0"] * 4
    assert 'data-counts="' + "," * 35 + '"' in progress_html(first, RESULT)


def test_a_report_says_how_far_it_is_and_how_long_it_takes() -> None:
    words = " ".join(progress_html(ScanProgress(12, 36, {Mutation(0, "A"): 1}, 41.0), RESULT).split())
    assert "12 of 36 mutants of hairpin folded, about 40 s left." in words
    stopped = " ".join(progress_html(ScanProgress(12, 36, {}, 41.0), RESULT, "stopped").split())
    assert "Stopped at 12 of 36; the map shows those." in stopped


def test_an_rna_that_is_too_long_is_told_before_the_click() -> None:
    assert "disabled" not in tools_html(RESULT)
    html = tools_html(Result(fake_prediction("A" * 301)))
    assert "disabled" in html
    assert "The sequence has 301 nucleotides; a scan" in html


def test_a_scan_reports_from_nothing_to_all() -> None:
    tab = Tab()
    steps = [sent(step[tab.answer]) for step in run(every(tab.whatif.scan(tab.holder, ScanRuns())))]
    assert "0 of 42 mutants" in steps[0]["scan-progress"]
    assert "data-scan-map" in steps[0]["scan-map"]
    assert 'data-scan="done"' in steps[-1]["scan-progress"]
    assert len(set(tab.predictor.folded)) == 42


def test_stop_ends_a_scan_while_a_mutant_is_folded() -> None:
    tab = Tab()
    runs = ScanRuns()

    async def stopped() -> list[Any]:
        steps = []
        async for step in tab.whatif.scan(tab.holder, runs):
            steps.append(sent(step[tab.answer]))
            tab.predictor.delay = 1.0  # the mutant that is under way now is not waited for
            asyncio.get_running_loop().call_later(0.1, runs.stop)
        return steps

    last = run(stopped())[-1]["scan-progress"]
    assert "Stopped at 0 of 42" in last
    assert tab.predictor.folded == []


def test_a_scan_ends_when_another_rna_is_folded_or_another_scan_begins() -> None:
    tab = Tab()
    runs = ScanRuns()

    async def overtaken(by: Any) -> list[Any]:
        steps = []
        async for step in tab.whatif.scan(tab.holder, runs):
            steps.append(sent(step[tab.answer]))
            by()
        return steps

    assert "Stopped at 0 of 42" in run(overtaken(runs.begin))[-1]["scan-progress"]
    assert len(run(overtaken(lambda: folded(tab, "GGGAAAACCC")))) == 1
    assert tab.result.sequence != OTHER


def test_another_rna_takes_mutant_and_map_with_it() -> None:
    tab = Tab()
    assert 'data-mutant="G2A"' in sent(tab.whatif.mutate(2, "A", tab.holder))["whatif"]
    assert "from 1 to 14" in sent(tab.whatif.mutate(900, "A", tab.holder))["whatif"]
    first, rest, _ = folded(tab, "GGGAAAACCC")
    answer = sent(first[tab.answer])
    assert (answer["whatif"], answer["scan-map"], answer["scan-progress"]) == ("", "", "")
    assert "Folds 30 mutants" in sent(rest[tab.answer])["scan-tools"]


def test_a_mutation_that_was_clicked_fills_the_controls() -> None:
    tab = Tab()
    event: Any = SimpleNamespace(mutation="G3A")
    updates = tab.whatif.open(tab.holder, event)
    assert 'data-mutant="G3A"' in sent(updates[tab.answer])["whatif"]
    assert (updates[tab.whatif.card.position], updates[tab.whatif.card.base]) == (3, "A")
    stale: Any = SimpleNamespace(mutation="C3A")
    assert "expects C at position 3" in sent(tab.whatif.open(tab.holder, stale)[tab.answer])["whatif"]


def test_a_visitor_has_scans_of_their_own() -> None:
    runs = ScanRuns()
    assert run(_begun_by_a_copy(runs)) is False


async def _begun_by_a_copy(runs: ScanRuns) -> bool:
    from copy import deepcopy

    own = runs.begin()
    deepcopy(runs).begin()
    return own.is_set()
