"""Base and head on the page: shapes, tokens, heads, comparisons, and a sentence for what is wrong or unknown."""

from __future__ import annotations

import json

import gradio as gr
import pytest

from ssp_core.network import zoo
from ssp_core.ui import anatomy, architecture, head_weights, stored


def entry(key: str) -> zoo.ZooModel:
    found = zoo.entry_of(key)
    assert found is not None
    return found


def test_the_flow_carries_live_shapes() -> None:
    summary = anatomy.summary_of(entry("omnigenome-52m-fresh"), 100)
    assert summary is not None
    flow = anatomy.diagram(summary, 100)
    for shape in ("[1, 102]", "[1, 102, 480]", "[1, 102, 3]"):
        assert shape in flow


def test_tokens_have_their_ids_and_long_ones_are_counted() -> None:
    short = anatomy.tokens("AUG")
    assert '<li class="special"><b>&lt;cls&gt;</b><span>0</span></li><li><b>A</b><span>4</span></li>' in short
    assert "more</li>" not in short
    assert "42 more</li>" in anatomy.tokens("A" * 100)


def test_a_page_says_why_the_authors_count_more() -> None:
    totals = architecture.look("omnigenome-52m", 76)[0]
    assert "52,454,788" in totals
    assert "723,745" in totals
    assert "52,454,788" not in architecture.look("bundled", 76)[0]


def test_what_is_not_known_yet_says_so() -> None:
    totals, *rest = architecture.look("omnigenome-418m", 76)
    assert "not on this machine" in totals
    assert rest == ["", "", "", ""]
    assert "sizes of OmniGenome-418M are in its files" in architecture.beside("bundled", "omnigenome-418m", 76)


@pytest.mark.parametrize(
    ("name", "length", "said"), [("bundled", 0, "from 1 to 1,022"), ("/etc", 76, "no model of that")]
)
def test_what_is_wrong_is_told(name: str, length: int, said: str) -> None:
    assert said in architecture.look(name, length)[0]


def test_two_models_side_by_side() -> None:
    table = architecture.beside("omnigenome-52m", "omnigenome-186m", 76)
    assert '<tr class="differs"><th scope="row">layers</th><td>16</td><td>32</td></tr>' in table
    assert '<tr><th scope="row">vocabulary</th><td>24</td><td>24</td></tr>' in table


def test_letters_that_are_no_rna_leave_the_length() -> None:
    assert architecture.read("GGA7", 76)[1] == 76
    assert architecture.read("GGAT", 76)[1] == 4


def test_another_head_changes_what_stands_on_the_encoder_and_nothing_else() -> None:
    own = architecture.look("omnigenome-52m-fresh", 76)
    totals, flow, tree, *_ = architecture.look("omnigenome-52m-fresh", 76, "OmniModelForSequenceRegression")
    assert "changed" not in own[1] + own[2]
    assert flow.count("class=changed") == 2
    assert tree.count('module changed"') + tree.count('module leaf changed"') == 3  # pooler, its map, classifier
    assert "51,960,961" in totals
    assert "Not the model" in totals
    assert architecture.look("omnigenome-52m-fresh", 76, "nonsense") == own


def test_the_folded_sequence_is_taken_over_once() -> None:
    result = stored.read()
    letters = result.prediction.sequence
    assert architecture.follow(result, "A") == (letters, letters)
    assert architecture.follow(result, letters) == (letters, gr.skip())


def test_the_heads_weights_are_shown_where_they_are_here() -> None:
    tensor, picture, said = head_weights.change("bundled")
    assert "classifier.weight" in tensor["choices"]
    assert picture["visible"]
    assert said == ""
    assert json.loads(head_weights.draw("bundled", "classifier.weight"))["data"][0]["z"]["shape"].startswith("3,")
    assert head_weights.draw("bundled", "nonsense") == ""
    tensor, picture, said = head_weights.change("omnigenome-52m-fresh")
    assert not tensor["visible"]
    assert not picture["visible"]
    assert "nothing to look at" in said
