"""The About tab as HTML: the card's own words and numbers, escaped whatever they are."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from ssp_core.card import Card
from ssp_core.ui.about import tab, trust
from ssp_core.ui.templates import render

from .cards import measured, unmeasured

HOSTILE = "<script>alert(1)</script>"


def accuracy(card: Card) -> str:
    return render("about/accuracy.html", **tab.accuracy(card))


def test_the_model_says_its_size_and_how_its_setting_was_chosen() -> None:
    card = replace(
        measured(0), parameters=1_234_567, weights_bytes=4_900_000, decoder={"trust": 0.4}, decoder_reason="Because."
    )
    html = render("about/model.html", **tab.model(card))
    for text in ("1,234,567", "4.9 MB", "40&nbsp;% to 60&nbsp;%", "Because."):
        assert text in html
    free = render("about/model.html", **tab.model(replace(card, decoder={"trust": None})))
    assert "The network counts 90&nbsp;% beside thermodynamics for an RNA of a known family" in free
    assert "40&nbsp;% for any other" in free


def test_every_number_of_the_accuracy_card_is_in_the_model_card() -> None:
    card = measured(1)
    assert card.figures is not None
    rows = [row for rows in card.figures.sets.values() for row in rows]
    known = {f"{v:.3f}" for row in rows for v in (row.f1, row.slipped_f1, row.macro_f1, row.pooled) if v is not None}
    others = [(*row.f1.values(), *row.slipped_f1.values(), *row.macro_f1.values()) for row in card.published]
    known |= {f"{value:.3f}" for values in others for value in values}
    known |= {number for row in card.published for number in re.findall(r"\d\.\d{3}", row.remark)}
    shown = set(re.findall(r"(?<![\d.])\d\.\d{3}(?!\d)", re.sub(r"<[^>]*>", " ", accuracy(card))))
    assert shown <= known
    assert len(shown) > 50


@pytest.mark.parametrize("card", [measured(2), unmeasured()], ids=["measured", "unmeasured"])
def test_what_is_not_measured_is_said(card: Card) -> None:
    assert ("has not been measured yet" in accuracy(card)) == (card.figures is None)


def test_a_dash_is_read_as_not_known() -> None:
    assert '<span class="sr-only">not known</span>' in accuracy(measured(3))


def test_hostile_text_of_a_card_is_escaped() -> None:
    card = measured(4)
    hostile = replace(
        card,
        revision=HOSTILE,
        decoder_reason=HOSTILE,
        limits=(f"{HOSTILE}. More {HOSTILE}", "no stop"),
        trained_on=(HOSTILE,),
        recipe=((HOSTILE, HOSTILE),),
        sets=tuple(replace(measured_set, title=HOSTILE, description=HOSTILE) for measured_set in card.sets),
        published=tuple(replace(row, method=HOSTILE, measured_on=HOSTILE, remark=HOSTILE) for row in card.published),
        sources=tuple(replace(source, name=HOSTILE, origin=HOSTILE) for source in card.sources),
        published_note=HOSTILE,
    )
    pages = [
        render("about/trust.html", answers=[HOSTILE]),
        render("about/model.html", **tab.model(hostile)),
        accuracy(hostile),
        render("about/limits.html", limits=[limit.partition(". ") for limit in hostile.limits]),
        render("about/training.html", trained_on=hostile.trained_on, recipe=hostile.recipe),
        render("about/licences.html", **tab.licences(hostile)),
        render("about/diagram_title.html", title=trust.diagrams(hostile)[0].title),
    ]
    for html in pages:
        assert "<script" not in html
        assert "&lt;script&gt;" in html
