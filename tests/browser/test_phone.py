"""The page under a finger, 390 pixels wide."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import open_view, visit
from .test_linking import VIEWS, spot, wait_until_drawn

WIDTH = 390


@pytest.fixture(scope="module")
def phone(browser: Browser, app: str) -> Iterator[Page]:
    """One visitor with a phone for the whole file: nothing here changes the result that is shown."""
    with visit(browser, app, width=WIDTH, touch=True) as visitor:
        wait_until_drawn(visitor, 76)
        yield visitor


@pytest.mark.parametrize("view", VIEWS)
def test_a_tap_pins_and_another_lets_go(phone: Page, view: str) -> None:
    for lit in ("28", None):
        phone.touchscreen.tap(*spot(phone, view, 28))
        if lit:
            expect(phone.locator("body")).to_have_attribute("data-lit", lit)
            expect(phone.locator("#nucleotide-card .card-pinned")).to_have_text("pinned")
        else:
            expect(phone.locator("body:not([data-lit])")).to_have_count(1)


@pytest.mark.parametrize("view", VIEWS)
def test_a_swipe_over_a_view_scrolls_the_page(phone: Page, view: str) -> None:
    x, y = spot(phone, view, 28)
    before = phone.evaluate("scrollY")
    finger = phone.context.new_cdp_session(phone)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 9):
        place = {"x": x, "y": y - 20 * step}
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [place]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    phone.wait_for_function("before => scrollY > before + 60", arg=before)
    finger.detach()
    expect(phone.locator("body:not([data-lit])")).to_have_count(1)


def test_the_result_follows_the_button_and_nothing_sticks_out(phone: Page) -> None:
    tops = phone.evaluate(
        """["#fold", "#gallery", "#status", "#stage", "#view-strip", "#origin", "#view-heatmap", "#exports"]
            .map(each => document.querySelector(each).getBoundingClientRect().top)"""
    )
    assert tops == sorted(tops)
    assert tops[2] - tops[0] < 220
    assert phone.evaluate("document.documentElement.scrollWidth") <= WIDTH
    wide = phone.evaluate("[...document.querySelectorAll('.card')].map(each => each.getBoundingClientRect().right)")
    assert max(wide) <= WIDTH


@pytest.mark.parametrize("view", ["circle", "matrix"])
def test_a_square_view_fits_and_leaves_no_blank_space(phone: Page, view: str) -> None:
    open_view(phone, view)
    box = phone.locator(f"#view-{view} :is(svg.scene, .chart-canvas)").bounding_box()
    assert box is not None
    assert box["width"] <= WIDTH
    assert box["height"] < box["width"] + 120


def test_a_result_is_scrolled_to_when_it_has_come(browser: Browser, app: str) -> None:
    with visit(browser, app, width=WIDTH, touch=True) as page:
        page.locator("#gallery summary").tap()
        page.locator("#gallery .gallery button", has_text="Iron response").tap()
        expect(page.locator("#status h2")).to_contain_text("Iron response")
        page.wait_for_function("Math.abs(document.getElementById('answer').getBoundingClientRect().top) < 40")
        expect(page.locator("#status h2")).to_be_focused()
