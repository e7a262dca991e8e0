"""From sequence to logits: live shapes, sentences that fit the head, and tokens with their ids."""

from __future__ import annotations

import pytest

from ssp_core.network.tasks import HEADS
from ssp_core.ui.architecture import diagram

from .entries import FRESH, summary


def test_the_boxes_have_the_shapes_of_the_length() -> None:
    boxes = diagram.boxes(summary(FRESH, 100), 100)
    assert [box.shape for box in boxes] == ["100 nt", "[1, 102]", "[1, 102, 480]", "[1, 102, 3]", "[1, 102, 3]"]
    assert not any(box.is_changed for box in boxes)


def test_a_sentence_explains_each_step() -> None:
    texts = {box.name: box.explanation for box in diagram.boxes(summary("bundled"), 76)}
    for name, word in (
        ("tokens", "token id"),
        ("encoder (base model)", "embedding"),
        ("head", "head"),
        ("logits", "logit"),
    ):
        assert word in texts[name]
    assert "76 + 2 = 78" in texts["tokens"]


def test_another_head_is_marked() -> None:
    boxes = diagram.boxes(summary(FRESH, 76, "OmniModelForSequenceRegression"), 76, changed=True)
    assert [box.name for box in boxes if box.is_changed] == ["head", "logits"]
    assert "the prediction itself" in boxes[-1].explanation


@pytest.mark.parametrize(
    ("key", "head", "words"),
    [
        ("bundled", "", "drops the embeddings of <cls> and <eos> before its head: its logits have 76 rows"),
        (FRESH, "", "of the 78 rows of logits the first (<cls>) and the last (<eos>) are dropped afterwards"),
        (FRESH, "OmniModelForTokenRegression", "of the 78 rows"),
        (FRESH, "OmniModelForSequenceClassification", "answers for the whole RNA"),
        (FRESH, "OmniModelForSeq2Seq", "writes one symbol after the other: 76"),
    ],
)
def test_the_number_of_rows_is_explained(key: str, head: str, words: str) -> None:
    assert words in diagram.special_tokens(summary(key, 76, head).rows[0].shape, 76)


@pytest.mark.parametrize("head", HEADS)
def test_every_head_has_its_boxes(head: str) -> None:
    assert len(diagram.boxes(summary("bundled", 20, head), 20)) == 5


def test_tokens_have_their_ids_and_long_ones_are_counted() -> None:
    short = diagram.tokens("AUG")
    shown = [(token.text, token.id, token.is_special) for token in (*short.first, *short.last)]
    assert shown == [("<cls>", 0, True), ("A", 4, False), ("U", 9, False), ("G", 6, False), ("<eos>", 2, True)]
    assert short.n_hidden == 0
    long = diagram.tokens("A" * 100)
    assert len(long.first) + long.n_hidden + len(long.last) == 102
    assert long.n_hidden == 42
    assert long.last[0].text == "<eos>"
    assert len(long.vocabulary) == 24
