"""Linked views: what is pointed at in one view is lit in all of them, with its partner."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import visit
from .test_fold import HAIRPIN, fold, numbers, wait_for_sequence

VIEWS = ("strip", "planar", "arcs", "circle", "matrix", "heatmap")
FIGURES = VIEWS[1:]
NEAR = 2  # pixels an overlay may stand beside the anchor of its nucleotide

# Where nucleotide i stands on the screen, by the anchors the figure gives and the axes it was drawn with.
ANCHOR = """
    function anchor(view, i) {
        const plot = document.querySelector(`#view-${view} .js-plotly-plot`);
        const {xaxis, yaxis, _size: size} = plot._fullLayout;
        const {x, y} = plot.layout.meta;
        const box = plot.getBoundingClientRect();
        const down = y.length ? yaxis._offset + yaxis.l2p(y[i]) : size.t + size.h / 2;
        return [box.left + xaxis._offset + xaxis.l2p(x[i]), box.top + down];
    }
"""
# The same once the view is in the middle of the window and, where it scrolls by itself, scrolled to the nucleotide.
SPOT = f"""([view, i]) => {{
    {ANCHOR}
    document.getElementById(`view-${{view}}`).scrollIntoView({{block: "center", behavior: "instant"}});
    if (view === "strip") {{
        const box = document.querySelector(`#view-strip [data-i="${{i}}"]`).getBoundingClientRect();
        return [box.left + box.width / 2, box.top + box.height / 2];
    }}
    const plot = document.querySelector(`#view-${{view}} .js-plotly-plot`);
    for (let box = plot.parentElement; box; box = box.parentElement)
        if (box.scrollWidth > box.clientWidth && /auto|scroll/.test(getComputedStyle(box).overflowX)) {{
            const frame = box.getBoundingClientRect();
            box.scrollLeft += anchor(view, i)[0] - (frame.left + frame.width / 2);
        }}
    return anchor(view, i);
}}"""
# How far the middle of a view's mark stands from its nucleotide, in pixels along the chain; null without a mark.
ASIDE = f"""([view, i, mark]) => {{
    {ANCHOR}
    const box = document.querySelector(`#view-${{view}} .link-${{mark}}`)?.getBoundingClientRect();
    return box ? Math.abs(box.left + box.width / 2 - anchor(view, i)[0]) : null;
}}"""
DRAWN = """length => [...document.querySelectorAll('[id^="view-"] .js-plotly-plot')]
    .filter(plot => plot._fullLayout?.xaxis && plot.layout.meta.x.length === length).length"""


@pytest.fixture(scope="module")
def shared(browser: Browser, app: str) -> Iterator[Page]:
    """One visitor for the whole file: nothing here changes the result that is shown."""
    with visit(browser, app) as visitor:
        wait_until_drawn(visitor, 76)
        yield visitor


@pytest.fixture
def trna(shared: Page) -> Page:
    """The first paint with nothing lit and the pointer outside all views."""
    shared.mouse.move(2, 2)
    shared.keyboard.press("Escape")
    expect_dark(shared)
    return shared


def wait_until_drawn(page: Page, length: int) -> None:
    """Wait until every figure shows an RNA of that length."""
    page.wait_for_function(f"length => ({DRAWN})(length) === {len(FIGURES)}", arg=length)


def point(page: Page, view: str, position: int) -> None:
    """Move the mouse onto a nucleotide, counted from 1."""
    page.mouse.move(*page.evaluate(SPOT, [view, position - 1]))


def expect_dark(page: Page) -> None:
    """Nothing is lit anywhere."""
    expect(page.locator("body:not([data-lit])")).to_have_count(1)
    expect(page.locator('[id^="view-"][data-lit], .link-lit, .link-partner, .link-here, .link-there')).to_have_count(0)
    expect(page.locator("#nucleotide-card")).to_contain_text("Point at a nucleotide")


def expect_lit(page: Page, position: int, shown: dict[str, Any]) -> None:
    """The nucleotide and its partner are lit in every view, each at its place, and the card tells of them."""
    expect(page.locator("body")).to_have_attribute("data-lit", str(position))
    mate = shown["partners"][position - 1] + 1
    lit = {"lit": position, "partner": mate} if mate else {"lit": position}
    for view in VIEWS:
        expect(page.locator(f"#view-{view}")).to_have_attribute("data-lit", str(position))
    for name in ("lit", "partner"):
        letters = page.locator(f"#view-strip .link-{name}").evaluate_all("all => all.map(each => each.dataset.i)")
        assert set(letters) == ({str(lit[name] - 1)} if name in lit else set())
    for view in FIGURES:
        for mark, name in (("here", "lit"), ("there", "partner")):
            aside = page.evaluate(ASIDE, [view, lit.get(name, position) - 1, mark])
            assert (aside is not None and aside < NEAR) if name in lit else aside is None, (view, mark, aside)
    card = page.locator("#nucleotide-card")
    expect(card.locator(".link-title")).to_contain_text(f"{shown['sequence'][position - 1]} {position}")
    expect(card).to_contain_text(f"pairs with {shown['sequence'][mate - 1]} {mate}" if mate else "unpaired")
    assert card.locator(".link-bars .link-number").count() == 3


@pytest.mark.parametrize(("view", "position"), list(zip(VIEWS, (3, 28, 50, 66, 12, 71), strict=True)))
def test_pointing_in_one_view_lights_all(trna: Page, view: str, position: int) -> None:
    shown = numbers(trna)
    assert shown["partners"][position - 1] >= 0
    point(trna, view, position)
    expect_lit(trna, position, shown)
    trna.mouse.move(2, 2)
    expect_dark(trna)


@pytest.mark.parametrize("view", VIEWS)
def test_keys_walk_pin_and_let_go(trna: Page, view: str) -> None:
    shown = numbers(trna)
    unpaired = shown["partners"].index(-1, 30) + 1
    point(trna, view, unpaired)
    expect_lit(trna, unpaired, shown)
    trna.keyboard.press("ArrowRight")
    trna.keyboard.press("ArrowRight")
    trna.keyboard.press("ArrowLeft")
    expect_lit(trna, unpaired + 1, shown)
    trna.keyboard.press("Enter")
    expect(trna.locator("#nucleotide-card .link-pin")).to_have_text("pinned")
    point(trna, view, 20)
    trna.mouse.move(2, 2)
    expect_lit(trna, unpaired + 1, shown)
    trna.keyboard.press("Escape")
    expect_dark(trna)


def test_a_click_pins_what_was_lit(trna: Page) -> None:
    shown = numbers(trna)
    point(trna, "planar", 28)
    expect_lit(trna, 28, shown)  # filling the card must not move the drawing from under the pointer
    trna.mouse.down()
    trna.mouse.up()
    expect(trna.locator("#nucleotide-card .link-pin")).to_have_text("pinned")
    expect_lit(trna, 28, shown)
    expect(trna.locator("#view-planar")).to_be_focused()  # the arrow keys go on from here


@pytest.mark.parametrize("view", VIEWS)
def test_a_second_click_lets_go_however_quick(trna: Page, view: str) -> None:
    shown = numbers(trna)
    spot = trna.evaluate(SPOT, [view, 27])
    trna.mouse.click(*spot)
    expect(trna.locator("#nucleotide-card .link-pin")).to_have_text("pinned")
    trna.mouse.click(*spot)
    expect(trna.locator("#nucleotide-card .link-pin")).to_have_count(0)
    trna.mouse.dblclick(*spot)  # plotly, too, makes something of this: the drawing must not move away below it
    expect(trna.locator("#nucleotide-card .link-pin")).to_have_count(0)
    expect_lit(trna, 28, shown)
    trna.mouse.move(2, 2)
    expect_dark(trna)


def test_escape_lets_go_from_a_box_as_well(trna: Page) -> None:
    trna.mouse.click(*trna.evaluate(SPOT, ["planar", 27]))
    trna.locator("#mutate-position input").focus()
    trna.keyboard.press("Escape")
    trna.mouse.move(2, 2)
    expect_dark(trna)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_card_is_as_high_for_every_nucleotide(trna: Page, width: int) -> None:
    size = trna.viewport_size
    assert size is not None
    trna.set_viewport_size({"width": width, "height": 900})
    heights = trna.evaluate(
        """() => {
            const strip = document.querySelector("#view-strip .strip");
            const card = document.getElementById("nucleotide-card");
            const found = [];
            const press = key => strip.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
            strip.focus({preventScroll: true});
            const top = strip.getBoundingClientRect().top;
            for (let i = 0; i < 76; i += 1) {
                press("ArrowRight");
                for (let pin = 0; pin < 2; pin += 1) {
                    press("Enter");
                    const inner = Math.max(...[...card.children].map(each => each.getBoundingClientRect().bottom));
                    const box = card.getBoundingClientRect();
                    found.push([box.height, strip.getBoundingClientRect().top - top, inner <= box.bottom - 4]);
                }
            }
            return found;
        }"""
    )
    trna.set_viewport_size(size)
    assert len(heights) == 2 * 76
    assert {tuple(each) for each in heights} == {(heights[0][0], 0, True)}


def test_views_of_the_next_rna_are_linked_too(page: Page) -> None:
    wait_until_drawn(page, 76)
    fold(page, HAIRPIN)
    wait_for_sequence(page, HAIRPIN)
    wait_until_drawn(page, len(HAIRPIN))
    expect_dark(page)
    shown = numbers(page)
    paired = [i + 1 for i, mate in enumerate(shown["partners"]) if mate >= 0]
    for view, position in zip(VIEWS, paired, strict=False):
        point(page, view, position)
        expect_lit(page, position, shown)
