"""The views of a result as the page asks for them: any valid structure, with and without a known one."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from ssp_core.drawing import COLOURINGS
from ssp_core.ui.fold import selection, views
from ssp_core.ui.result import Result
from ssp_core.ui.session import VIEWS, ViewOptions


@pytest.mark.parametrize("colour", COLOURINGS)
@pytest.mark.parametrize("view", views.CHAIN_VIEWS)
def test_a_chain_view_draws_every_nucleotide_once(first: Result, view: str, colour: str) -> None:
    for result in (first, replace(first, reference=None)):
        html = views.html(view, result, ViewOptions(colour=colour))
        found = re.findall(r'class="nucleotide [^"]+" data-i="(\d+)"', html)
        assert sorted(map(int, found)) == list(range(76))
        assert f'data-view="{view}"' in html
        assert '<ul class="legend">' in html


def test_charts_show_the_chosen_probabilities_and_say_so(first: Result) -> None:
    for view in views.CHARTS:
        shown = {name: views.html(view, first, ViewOptions(source=name)) for name in ("decoded", "network")}
        assert shown["decoded"] != shown["network"]
        assert "what made the drawing" in shown["decoded"]
        assert "the network alone" in shown["network"]
        assert json.loads(shown["decoded"])["layout"]["meta"]["view"] == view


def test_no_view_has_markup_of_a_visitor(first: Result) -> None:
    for view in VIEWS:
        html = views.html(view, first, ViewOptions())
        assert "<script" not in html
        if view in views.CHARTS:
            assert "<" not in html


def test_the_script_knows_what_made_the_drawing_first(first: Result) -> None:
    data = json.loads(selection.html(first))
    assert data["structure"] == first.structure.dot_bracket
    assert data["raw"] == first.prediction.raw_structure
    assert [each["name"] for each in data["sources"]] == ["decoded", "network", "thermodynamics"]
    for each in data["sources"]:
        assert len(each["probabilities"]) == len(each["pair"]) == 76
    assert "<" not in selection.html(first)
