"""The card says what the drawing was made of, then what the network alone and thermodynamics give."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from . import pages
from .conftest import Opener, spot

ROWS = "all => all.map((row) => [...row.children].map((cell) => cell.textContent))"


def test_a_paired_nucleotide(open_page: Opener) -> None:
    page = open_page(pages.Page.of(76, "strip"))
    page.mouse.move(*spot(page, "strip", 5))
    card = page.locator("#nucleotide-card")
    expect(card.locator(".card-title b")).to_have_text(f"{pages.Rna.of(76).sequence[5]} 6")
    expect(card.locator(".card-element")).to_have_text("stem")
    expect(card.locator(".card-caption")).to_have_text("what made the drawing")
    bars = card.locator(".card-bars > div")
    assert bars.evaluate_all(ROWS) == [["opens (", "", "0.900"], ["closes )", "", "0.050"], ["unpaired .", "", "0.050"]]
    assert bars.evaluate_all("all => all.map((row) => row.className)") == ["card-drawn", "", ""]
    widths = card.locator(".card-fill").evaluate_all("all => all.map((bar) => bar.style.width)")
    assert widths == ["90%", "5%", "5%"]
    values = card.locator(".card-values span").all_text_contents()
    assert values == [
        f"pairs with {pages.Rna.of(76).sequence[18]} 19",
        "pair probability 0.800",
        "confidence 80 %",
        "decoding changed . to (",
    ]
    assert card.locator(".card-source").evaluate_all(ROWS) == [
        ["network alone", "( 0.100", ") 0.200", ". 0.700", "pair 0.125"],
        ["thermodynamics", "( 0.500", ") 0.250", ". 0.250", "pair 0.625"],
    ]


def test_an_unpaired_nucleotide(open_page: Opener) -> None:
    page = open_page(pages.Page.of(76, "strip"))
    page.mouse.click(*spot(page, "strip", 0))
    card = page.locator("#nucleotide-card")
    assert card.locator(".card-values span").all_text_contents() == ["unpaired", "confidence 90 %"]
    expect(card.locator(".card-pinned")).to_have_text("pinned")
    assert card.locator(".card-source").first.evaluate("row => row.lastChild.textContent") == ""


def test_what_a_visitor_typed_is_shown_as_text(open_page: Opener) -> None:
    page = open_page(pages.Page.of(76, "strip"))
    data = pages.selection_data(pages.Rna.of(76)).replace("network alone", "<img src=x>")
    page.evaluate("(json) => { document.getElementById('link-data').textContent = json; }", data)
    page.mouse.move(*spot(page, "strip", 5))
    expect(page.locator(".card-source-name").first).to_have_text("<img src=x>")
    assert page.locator("#nucleotide-card img").count() == 0


@pytest.mark.parametrize("width", [1280, 700, 390])
def test_it_is_as_high_for_every_nucleotide(open_page: Opener, width: int) -> None:
    page = open_page(pages.Page.of(76, "strip"), viewport={"width": width, "height": 900})
    page.locator("#view-strip .strip").focus()
    found = set()
    for key in ["ArrowRight", "Enter"] + ["ArrowRight"] * 40 + ["Enter"] + ["ArrowRight"] * 5:
        page.keyboard.press(key)
        found.add(
            page.evaluate(
                """() => {
                    const card = document.querySelector(".card-sheet").getBoundingClientRect();
                    const place = document.getElementById("nucleotide-card").getBoundingClientRect();
                    const inner = [...document.querySelectorAll(".card-body *")].map((e) => e.getBoundingClientRect());
                    return [card.height, place.height, Math.max(...inner.map((b) => b.bottom)) <= card.bottom,
                            Math.max(...inner.map((b) => b.right)) <= card.right].join();
                }"""
            )
        )
    assert len(found) == 1
    assert found.pop().split(",")[2:] == ["true", "true"]
