"""Linked views on the real page: what is pointed at in one view is lit in all (tests/scripts has the scripts alone)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import open_view, visit
from .test_fold import HAIRPIN, fold, numbers, wait_for_sequence

VIEWS = ("strip", "planar", "arcs", "circle", "matrix", "heatmap")
DRAWINGS = VIEWS[1:4]
CHARTS = VIEWS[4:]

# Where nucleotide i is on the screen, once its view, which is open, is in the middle of the window and scrolled to it.
SPOT = """([view, i]) => {
    const host = document.getElementById(`view-${view}`);
    host.scrollIntoView({block: "center", behavior: "instant"});
    const middle = ({left, top, width, height}) => [left + width / 2, top + height / 2];
    const own = host.querySelector(view === "strip" ? `[data-i="${i}"]` : `.nucleotide[data-i="${i}"] circle`);
    if (own) return middle(own.getBoundingClientRect());
    const {left, top, plotWidth, plotHeight, length} = host.querySelector(".js-plotly-plot").layout.meta;
    const along = left + (plotWidth * (i + 0.5)) / length;
    const scroll = host.querySelector(".chart-scroll");
    scroll.scrollLeft = along - scroll.clientWidth / 2;
    const box = host.querySelector(".chart-plot").getBoundingClientRect();
    return [box.left + along, box.top + top + plotHeight / 2];
}"""
DRAWN = """length => document.querySelector("#view-planar .viewer-tools")
    && [...document.querySelectorAll('#view-matrix, #view-heatmap')].every((host) => {
    const plot = host.querySelector(".js-plotly-plot");
    return plot?.querySelector(".main-svg") && plot.layout.meta.length === length;
}) && [...document.querySelectorAll('#view-planar, #view-arcs, #view-circle')].every(
    (host) => host.querySelectorAll(".nucleotide").length === length)"""


@pytest.fixture(scope="module")
def shared(browser: Browser, app: str) -> Iterator[Page]:
    """One visitor for the whole file: nothing here changes the result that is shown."""
    with visit(browser, app) as visitor:
        wait_until_drawn(visitor, 76)
        yield visitor


@pytest.fixture
def trna(shared: Page) -> Page:
    """The first paint with nothing lit, the pointer outside all views, and the focus nowhere."""
    open_view(shared, "planar")
    shared.evaluate("document.activeElement.blur()")
    shared.mouse.move(2, 2)
    shared.keyboard.press("Escape")
    expect_dark(shared)
    return shared


def wait_until_drawn(page: Page, length: int) -> None:
    """Wait until every view shows an RNA of that length; a chart is drawn once it is open."""
    open_view(page, "matrix")
    page.wait_for_function(DRAWN, arg=length)
    open_view(page, "planar")


def spot(page: Page, view: str, position: int) -> tuple[float, float]:
    """Where a nucleotide, counted from 1, is on the screen, once its view is open and in sight."""
    open_view(page, view)
    x, y = page.evaluate(SPOT, [view, position - 1])
    return float(x), float(y)


def point(page: Page, view: str, position: int) -> None:
    """Move the mouse onto a nucleotide, counted from 1."""
    page.mouse.move(*spot(page, view, position))


def expect_dark(page: Page) -> None:
    """Nothing is lit anywhere."""
    expect(page.locator("body:not([data-lit])")).to_have_count(1)
    expect(page.locator('[id^="view-"][data-lit], [id^="view-"] .lit')).to_have_count(0)
    expect(page.locator("#nucleotide-card")).to_contain_text("Point at or tap a nucleotide")


def expect_lit(page: Page, position: int, shown: dict[str, Any]) -> None:
    """The nucleotide and its partner are lit in every view, and the card is theirs."""
    expect(page.locator("body")).to_have_attribute("data-lit", str(position))
    mate = shown["partners"][position - 1] + 1
    for view in VIEWS:
        expect(page.locator(f"#view-{view}")).to_have_attribute("data-lit", str(position))
    for view in ("strip", *DRAWINGS):
        for name, i in (("lit", position), ("partner", mate)):
            found = page.locator(f"#view-{view} .{name}[data-i]:not(.pair)").evaluate_all(
                "all => all.map((e) => e.dataset.i)"
            )
            assert set(found) == ({str(i - 1)} if i else set()), (view, name)
    card = page.locator("#nucleotide-card")
    expect(card).to_contain_text(f"{shown['sequence'][position - 1]} {position}")
    expect(card).to_contain_text(f"pairs with {shown['sequence'][mate - 1]} {mate}" if mate else "unpaired")
    expect(card).to_contain_text("the network alone")
    expect(card).to_contain_text("thermodynamics alone")


@pytest.mark.parametrize(("view", "position"), list(zip(VIEWS, (3, 28, 50, 66, 12, 71), strict=True)))
def test_pointing_in_one_view_lights_all(trna: Page, view: str, position: int) -> None:
    shown = numbers(trna)
    assert shown["partners"][position - 1] >= 0
    point(trna, view, position)
    expect_lit(trna, position, shown)
    trna.mouse.move(2, 2)
    expect_dark(trna)


def test_the_bars_are_of_what_made_the_drawing(trna: Page) -> None:
    shown = numbers(trna)
    source = shown["sources"][0]
    assert source["name"] == "decoded"
    point(trna, "planar", 1)
    bars = trna.locator("#nucleotide-card .card-bars .card-number").all_inner_texts()
    assert [float(text) for text in bars] == pytest.approx(source["probabilities"][0], abs=5e-4)


def test_keys_walk_pin_and_let_go(trna: Page) -> None:
    shown = numbers(trna)
    unpaired = shown["partners"].index(-1, 30) + 1
    point(trna, "planar", unpaired)
    expect_lit(trna, unpaired, shown)
    trna.keyboard.press("ArrowRight")
    expect_lit(trna, unpaired + 1, shown)
    trna.keyboard.press("Enter")
    expect(trna.locator("#nucleotide-card .card-pinned")).to_have_text("pinned")
    trna.mouse.move(2, 2)
    expect_lit(trna, unpaired + 1, shown)
    trna.keyboard.press("Escape")
    expect_dark(trna)


def test_a_pinned_nucleotide_is_the_one_to_mutate(trna: Page) -> None:
    trna.mouse.click(*spot(trna, "planar", 28))
    expect(trna.locator("#nucleotide-card .card-pinned")).to_have_text("pinned")
    expect(trna.locator("#mutate-position input")).to_have_value("28")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_card_is_as_high_for_every_nucleotide(trna: Page, width: int) -> None:
    size = trna.viewport_size
    assert size is not None
    trna.set_viewport_size({"width": width, "height": 900})
    heights = trna.evaluate(
        """() => {
            const strip = document.querySelector("#view-strip .strip");
            const found = [];
            const press = key => strip.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
            strip.focus({preventScroll: true});
            press("ArrowRight");
            const top = strip.getBoundingClientRect().top;
            for (let i = 1; i < 76; i += 1) {
                press("ArrowRight");
                const box = document.querySelector("#nucleotide-card .card-body").getBoundingClientRect();
                found.push([box.height, strip.getBoundingClientRect().top - top]);
            }
            return found;
        }"""
    )
    trna.set_viewport_size(size)
    assert len(heights) == 75
    assert {tuple(each) for each in heights} == {(heights[0][0], 0)}


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
