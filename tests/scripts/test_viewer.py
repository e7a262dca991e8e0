"""A drawing is dragged, zoomed, fitted and made as large as the screen; the point below the pointer stays there."""

from __future__ import annotations

from math import dist

import pytest
from playwright.sync_api import Page, expect

from . import pages
from .conftest import PHONE, PLACE, SEEN, Opener, arrive, place, press, rest, spot, touch

Point = tuple[float, float]
CHAINS = ("planar", "arcs", "circle")
BOX = """(view) => {
    const {left, top, width, height} = document.querySelector(`#view-${view} svg.scene`).getBoundingClientRect();
    return [left, top, width, height];
}"""
# Notes, after each event of a kind that leaves the drawing moving, where some of its nucleotides are.
WATCH = f"""([view, kind, nucleotides]) => {{
    window.moving = [];
    document.addEventListener(kind, () => {{
        if (!document.querySelector(`#view-${{view}} svg[data-moving]`)) return;
        window.moving.push(nucleotides.map((i) => ({PLACE})([view, i])));
    }});
}}"""


def discs(page: Page, view: str, count: int) -> list[tuple[float, float]]:
    return [place(page, view, i) for i in range(0, count, max(count // 5, 1))]


@pytest.mark.parametrize("view", CHAINS)
def test_a_drawing_is_shown_whole_with_its_buttons(open_page: Opener, view: str) -> None:
    page = open_page(pages.Page.of(76, view))
    assert page.evaluate(SEEN, view) == 76
    names = page.locator(f"#view-{view} .viewer-tools button").evaluate_all(
        "all => all.map((b) => [b.getAttribute('aria-label'), b.title])"
    )
    assert names == [[name, name] for name in ("Zoom in", "Zoom out", "Show all of it", "Full screen")]


@pytest.mark.parametrize("view", CHAINS)
@pytest.mark.parametrize("key", ["Control", "Meta"])
def test_the_wheel_zooms_to_the_pointer(open_page: Opener, view: str, key: str) -> None:
    page = open_page(pages.Page.of(200, view))
    x, y = (round(value) for value in spot(page, view, 30))  # a mouse is at whole pixels
    before = [place(page, view, i) for i in (30, 100)]
    page.mouse.move(x, y)
    page.evaluate(WATCH, [view, "wheel", [30, 100]])
    page.keyboard.down(key)
    for _ in range(5):
        page.mouse.wheel(0, -120)
    page.wait_for_selector(f"#view-{view}[data-zoomed]")
    page.keyboard.up(key)
    moving = page.evaluate("window.moving")
    assert moving
    for now in moving:  # the painted picture is moved
        expect_enlarged(now, (x, y), before)
    rest(page, view)
    assert expect_enlarged([place(page, view, i) for i in (30, 100)], (x, y), before) > 2


def expect_enlarged(now: list[Point], middle: Point, before: list[Point]) -> float:
    """Nucleotides are where a zoom around a point takes them; returns by how much it enlarges."""
    factor = dist(*now) / dist(*before)
    for old, new in zip(before, now, strict=True):
        wanted = [m + factor * (o - m) for m, o in zip(middle, old, strict=True)]
        assert dist(new, wanted) < 0.5
    return factor


def test_the_wheel_alone_scrolls_the_page(open_page: Opener) -> None:
    page = open_page(pages.Page.of(76))
    page.mouse.move(*spot(page, "planar", 30))
    before = page.evaluate("scrollY")
    page.mouse.wheel(0, 200)
    page.wait_for_function("before => scrollY > before", arg=before)
    assert page.locator("[data-zoomed]").count() == 0


@pytest.mark.parametrize("view", CHAINS)
@pytest.mark.parametrize("length", [76, 1000])
def test_zooming_in_by_the_button_never_ends_in_an_empty_card(open_page: Opener, view: str, length: int) -> None:
    page = open_page(pages.Page.of(length, view))
    for _ in range(8):
        press(page, view, "Zoom in")
        assert page.evaluate(SEEN, view) > 0
    assert page.evaluate(SEEN, view) < length
    press(page, view, "Show all of it")
    assert page.evaluate(SEEN, view) == length


def test_zooming_in_by_the_button_goes_to_the_lit_nucleotide(open_page: Opener) -> None:
    page = open_page(pages.Page.of(200, "planar"))
    page.mouse.click(*spot(page, "planar", 143))
    press(page, "planar", "Zoom in", 5)
    left, top, width, height = page.evaluate(BOX, "planar")
    assert dist(place(page, "planar", 143), (left + width / 2, top + height / 2)) < width / 3
    expect(page.locator("#nucleotide-card .card-title b")).to_contain_text("144")  # it is pinned as before
    press(page, "planar", "Zoom out", 3)
    assert page.evaluate(SEEN, "planar") > 5


def test_buttons_say_what_they_cannot_do(open_page: Opener) -> None:
    page = open_page(pages.Page.of(76, "planar"))
    off = "all => all.filter((b) => b.ariaDisabled === 'true').map((b) => b.title)"
    buttons = page.locator("#view-planar .viewer-tools button")
    assert buttons.evaluate_all(off) == ["Zoom out", "Show all of it"]
    press(page, "planar", "Zoom in", 12)
    assert buttons.evaluate_all(off) == ["Zoom in"]


def test_keys_zoom_in_a_view(open_page: Opener) -> None:
    page = open_page(pages.Page.of(76, "planar"))
    page.locator("#view-planar").focus()
    page.keyboard.press("+")
    expect(page.locator("#view-planar[data-zoomed]")).to_have_count(1)
    page.keyboard.press("-")
    expect(page.locator("#view-planar[data-zoomed]")).to_have_count(0)
    page.keyboard.press("+")
    page.keyboard.press("0")
    expect(page.locator("#view-planar[data-zoomed]")).to_have_count(0)


def test_a_drag_moves_the_drawing_with_the_pointer_and_pins_nothing(open_page: Opener) -> None:
    page = open_page(pages.Page.of(200, "planar"))
    spot(page, "planar", 0)
    press(page, "planar", "Zoom in", 3)
    left, top, width, height = page.evaluate(BOX, "planar")
    middle = (left + width / 2, top + height / 2)
    near = min(range(200), key=lambda i: dist(place(page, "planar", i), middle))
    before = place(page, "planar", near)
    page.mouse.move(*before)
    page.mouse.down()
    page.mouse.move(before[0] + 20, before[1] + 10, steps=4)
    page.evaluate(WATCH, ["planar", "pointermove", [near]])
    page.mouse.move(before[0] + 60, before[1] + 30)
    page.mouse.up()
    assert [dist(now[0], (before[0] + 60, before[1] + 30)) < 1 for now in page.evaluate("window.moving")] == [True]
    rest(page, "planar")
    assert dist(place(page, "planar", near), (before[0] + 60, before[1] + 30)) < 1
    expect(page.locator("#nucleotide-card .card-pinned")).to_have_count(0)
    page.mouse.dblclick(*place(page, "planar", near))
    rest(page, "planar")
    assert dist(place(page, "planar", near), (before[0] + 60, before[1] + 30)) < 1


def test_a_drawing_cannot_be_dragged_out_of_sight(open_page: Opener) -> None:
    page = open_page(pages.Page.of(200, "planar"))
    spot(page, "planar", 0)
    press(page, "planar", "Zoom in", 2)
    left, top, width, height = page.evaluate(BOX, "planar")
    for _ in range(6):
        page.mouse.move(left + 30, top + 30)
        page.mouse.down()
        page.mouse.move(left + width - 30, top + height - 30, steps=3)
        page.mouse.up()
    assert page.evaluate(SEEN, "planar") > 0


def test_letters_are_shown_where_they_can_be_read(open_page: Opener) -> None:
    page = open_page(pages.Page.of(1000, "planar"))
    letters = page.locator("#view-planar .nucleotide text")
    expect(letters.first).to_be_hidden()
    press(page, "planar", "Zoom in", 7)
    rest(page, "planar")
    expect(page.locator("#view-planar svg.far")).to_have_count(0)
    sizes = letters.evaluate_all("all => all.map((t) => t.getBoundingClientRect().height)")
    assert min(sizes) >= 9
    numbers = page.locator("#view-planar .labels text").evaluate_all(
        "all => all.map((t) => t.getBBox().height * t.getScreenCTM().a)"
    )
    assert min(numbers) > 10
    assert max(numbers) < 20  # those of positions are as large at every zoom


def test_full_screen_and_back(open_page: Opener) -> None:
    page = open_page(pages.Page.of(76))
    before = page.evaluate(BOX, "planar")
    press(page, "planar", "Full screen")
    page.wait_for_function("document.fullscreenElement?.id === 'view-planar'")
    page.wait_for_function(
        "before => document.querySelector('#view-planar svg').getBoundingClientRect().width > before", arg=before[2] - 1
    )
    rest(page, "planar")
    assert page.evaluate(SEEN, "planar") == 76
    page.mouse.click(*place(page, "planar", 25))
    expect(page.locator("#view-planar .viewer-caption")).to_have_text("G 26, stem, pairs with C 39")
    page.mouse.wheel(0, -120)  # alone: there is no page to scroll
    expect(page.locator("#view-planar[data-zoomed]")).to_have_count(1)
    press(page, "planar", "Full screen")
    page.wait_for_function("document.fullscreenElement === null")


def test_without_full_screen_a_view_fills_the_window(open_page: Opener) -> None:
    page = open_page(pages.Page.of(76))
    page.evaluate("() => { Element.prototype.requestFullscreen = () => Promise.reject(new Error('no')); }")
    press(page, "planar", "Full screen")
    expect(page.locator("#view-planar[data-full]")).to_have_count(1)
    assert page.locator("#view-planar").bounding_box() == {"x": 0, "y": 0, "width": 1280, "height": 900}
    assert page.evaluate(SEEN, "planar") == 76
    page.keyboard.press("Escape")
    expect(page.locator("[data-full]")).to_have_count(0)


def test_two_fingers_zoom_to_the_place_between_them(open_page: Opener) -> None:
    page = open_page(pages.Page.of(200, "planar"), **PHONE)
    x, y = spot(page, "planar", 61)
    finger = page.context.new_cdp_session(page)
    touch(finger, "touchStart", (x - 30, y))
    touch(finger, "touchStart", (x - 30, y), (x + 30, y))
    for step in range(1, 8):
        touch(finger, "touchMove", (x - 30 - 6 * step, y), (x + 30 + 6 * step, y))
    touch(finger, "touchEnd")
    rest(page, "planar")
    assert page.evaluate("visualViewport.scale") == 1  # the page itself is not zoomed
    expect(page.locator("#view-planar[data-zoomed]")).to_have_count(1)
    assert dist(place(page, "planar", 61), (x, y)) < 4
    scrolled = page.evaluate("scrollY")
    before = [place(page, "planar", i) for i in (61, 62)]
    touch(finger, "touchStart", (x, y))
    for step in range(1, 6):
        touch(finger, "touchMove", (x, y - 12 * step))
    touch(finger, "touchEnd")
    rest(page, "planar")
    for old, i in zip(before, (61, 62), strict=True):  # one finger moves it now, and not the page
        assert dist(place(page, "planar", i), (old[0], old[1] - 60)) < 2
    assert page.evaluate("scrollY") == scrolled
    expect(page.locator("body:not([data-lit])")).to_have_count(1)


@pytest.mark.parametrize("view", ["planar", "arcs", "circle", "heatmap", "matrix", "strip"])
def test_a_swipe_over_a_view_scrolls_the_page(open_page: Opener, view: str) -> None:
    page = open_page(pages.Page.of(76), **PHONE)
    if view in ("heatmap", "matrix"):
        page.locator(f"#view-{view}").scroll_into_view_if_needed()
        page.wait_for_selector(f"#view-{view} .chart-canvas[style*=height]")
    page.locator(f"#view-{view}").evaluate("e => e.scrollIntoView({block: 'center', behavior: 'instant'})")
    box = page.locator(f"#view-{view}").bounding_box()
    assert box is not None
    x, y = 195, min(max(box["y"] + box["height"] / 2, 200), 600)
    before = page.evaluate("scrollY")
    finger = page.context.new_cdp_session(page)
    touch(finger, "touchStart", (x, y))
    for step in range(1, 9):
        touch(finger, "touchMove", (x, y + 20 * step))
    touch(finger, "touchEnd")
    page.wait_for_function("before => scrollY < before - 60", arg=before)
    expect(page.locator("body:not([data-lit])")).to_have_count(1)


def test_buttons_are_large_enough_for_a_finger(open_page: Opener) -> None:
    page = open_page(pages.Page.of(76), **PHONE)
    page.touchscreen.tap(*spot(page, "planar", 10))
    sizes = page.locator(".viewer-tools button, .card-buttons button").evaluate_all(
        """all => all.map((button) => button.getBoundingClientRect())
            .filter(({width}) => width).map(({width, height}) => Math.min(width, height))"""
    )
    assert len(sizes) == 3 * 4 + 3
    assert min(sizes) >= 44


@pytest.mark.parametrize("how", ["patch", "replace"])
def test_the_same_rna_stays_at_its_zoom_and_lit(open_page: Opener, how: str) -> None:
    page = open_page(pages.Page.of(200, "planar"))
    page.mouse.click(*spot(page, "planar", 61))
    press(page, "planar", "Zoom in", 4)
    before = discs(page, "planar", 200)
    rna = pages.Rna.of(200)
    arrive(page, "planar", pages.svg("planar", rna, "base"), how)
    assert max(dist(a, b) for a, b in zip(before, discs(page, "planar", 200), strict=True)) < 0.5
    expect(page.locator("#view-planar .nucleotide.base-e.lit")).to_have_attribute("data-i", "61")
    fewer = pages.Rna(rna.sequence, rna.structure.replace("((((((....))))))", "................", 1))
    at = place(page, "planar", 61)
    arrive(page, "planar", pages.svg("circle", fewer).replace("circle", "planar", 2), how)  # another layout
    assert dist(place(page, "planar", 61), at) < 1


@pytest.mark.parametrize("how", ["patch", "replace"])
def test_another_rna_is_shown_whole(open_page: Opener, how: str) -> None:
    page = open_page(pages.Page.of(200, "planar"))
    press(page, "planar", "Zoom in", 4)
    arrive(page, "planar", pages.svg("planar", pages.Rna.of(140)), how)
    assert page.evaluate(SEEN, "planar") == 140
    expect(page.locator("#view-planar .viewer-tools")).to_have_count(1)


def test_a_drawing_fits_again_when_its_place_changes(open_page: Opener) -> None:
    page = open_page(pages.Page.of(76, "planar"))
    page.set_viewport_size({"width": 500, "height": 900})
    page.wait_for_function("document.querySelector('#view-planar svg').getBoundingClientRect().width < 500")
    rest(page, "planar")
    assert page.evaluate(SEEN, "planar") == 76
    press(page, "planar", "Zoom in", 3)
    page.evaluate("document.querySelector('section').hidden = true")
    page.evaluate("() => new Promise(requestAnimationFrame)")
    page.evaluate("document.querySelector('section').hidden = false")
    page.wait_for_timeout(100)
    assert 0 < page.evaluate(SEEN, "planar") < 76  # as it was before its tab was closed
