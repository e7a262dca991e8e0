"""The Architecture tab's events: what follows a choice, a sentence for what is wrong or unknown."""

from __future__ import annotations

import json
import re
from typing import Any

import gradio as gr
import pytest

from ssp_core.ui import first_result
from ssp_core.ui.architecture import head_weights, tab
from ssp_core.ui.session import Session, SessionHolder

from .entries import FRESH


def trace_of(chart: str) -> dict[str, Any]:
    """The one trace of a chart in HTML."""
    (trace,) = json.loads(re.fullmatch(r"<div[^>]* data-chart>(.*)</div>", chart)[1])["data"]  # type: ignore[index]
    return dict(trace)


def test_a_choice_shows_every_part() -> None:
    totals, flow, modules, chart, heads = tab.describe("bundled", 76)
    assert "working memory for 76 nt" in totals
    assert "[1, 76, 3]" in flow
    assert "is not trained for this model" not in totals
    assert modules.count('class="module') > 50
    assert trace_of(chart)["type"] == "treemap"
    assert heads.count("<details>") == 6
    assert "78 tokens, 76 nucleotides" in heads


def test_a_page_says_why_the_authors_count_more() -> None:
    assert "52,454,788" in tab.describe("omnigenome-52m", 76)[0]
    assert "52,454,788" not in tab.describe("bundled", 76)[0]


def test_what_is_not_known_yet_says_so() -> None:
    totals, *rest = tab.describe("omnigenome-418m", 76)
    assert "not on this machine" in totals
    assert rest == ["", "", "", ""]
    assert "sizes of OmniGenome-418M are in its files" in tab.beside("bundled", "omnigenome-418m", 76)


@pytest.mark.parametrize(
    ("name", "length", "words"),
    [("bundled", 0, "from 1 to 1,022"), ("bundled", None, "from 1 to 1,022"), ("/etc", 76, "no model of that")],
)
def test_what_is_wrong_is_one_sentence(name: str, length: int | None, words: str) -> None:
    totals, *rest = tab.describe(name, length)
    assert words in totals
    assert rest == ["", "", "", ""]


def test_two_models_side_by_side() -> None:
    table = tab.beside("omnigenome-52m", "omnigenome-186m", 76)
    assert '<tr class="differs"><th scope="row">layers</th><td>16</td><td>32</td></tr>' in table
    assert '<tr><th scope="row">vocabulary (tokens)</th><td>24</td><td>24</td></tr>' in table
    assert tab.beside("omnigenome-52m", "omnigenome-186m", 0) == ""
    assert "no model of that" in tab.beside("bundled", "/etc", 76)


def test_letters_that_are_no_rna_leave_the_length() -> None:
    html, length = tab.read("GGA7", 76)
    assert length == 76
    assert 'class="wrong"' in html
    html, length = tab.read("GGAT", 76)
    assert length == 4
    assert html.count("&lt;cls&gt;") == 2  # in the sequence and in the vocabulary


def test_another_head_is_marked_and_an_unknown_one_ignored() -> None:
    own = tab.describe(FRESH, 76)
    totals, flow, modules, *_ = tab.describe(FRESH, 76, "OmniModelForSequenceRegression")
    assert "changed" not in own[1] + own[2]
    assert flow.count('class="changed"') == 2
    assert modules.count('module changed"') + modules.count('module leaf changed"') == 3
    assert "51,960,961" in totals
    assert "is not trained for this model" in totals
    assert tab.describe(FRESH, 76, "nonsense") == own
    assert "is not trained" not in tab.describe(FRESH, 76, "OmniModelForTokenClassification")[0]  # its own by name


def test_the_built_in_encoder_under_an_untrained_head() -> None:
    totals, flow, *_ = tab.describe("bundled-untrained", 76)
    assert "4,745,987" in totals
    assert "is not trained for this model" not in totals
    assert "of the 78 rows of logits" in flow
    beside = tab.beside("bundled-untrained", "bundled", 76)
    assert "untrained: its answers are random" in beside
    assert "not needed" in beside
    assert "no weights to show" in head_weights.change("bundled-untrained")[2]


def test_the_folded_sequence_is_taken_over_once() -> None:
    holder = SessionHolder(Session(first_result.read()))
    sequence = str(holder.session.result.sequence)
    assert tab.follow(holder, "A") == (sequence, sequence)
    assert tab.follow(holder, sequence) == (sequence, gr.skip())


def test_the_heads_weights_are_shown_where_they_are_here() -> None:
    tensor, chart, message = head_weights.change("bundled")
    assert "classifier.weight" in tensor["choices"]
    assert chart["visible"]
    assert message == ""
    trace = trace_of(head_weights.chart_of("bundled", "classifier.weight"))
    assert trace["z"]["shape"].startswith("3,")
    assert trace["y"] == ["opens (", "closes )", "unpaired ."]
    other = next(name for name in tensor["choices"] if name != "classifier.weight")
    assert trace_of(head_weights.chart_of("bundled", other))["y"][:2] == ["0", "1"]
    assert head_weights.chart_of("bundled", "nonsense") == ""
    tensor, chart, message = head_weights.change(FRESH)
    assert not tensor["visible"]
    assert not chart["visible"]
    assert "no weights to show" in message
