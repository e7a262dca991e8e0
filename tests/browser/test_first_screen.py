"""What a visitor sees without scrolling, before any script as well, and that nothing jumps while the page loads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import open_page, visit
from .test_fold import HAIRPIN, numbers

SIZES = [(1280, 720), (1920, 1080), (390, 844)]
# Where something is in the window, in the page or in the picture of it that comes first: left, top, right, bottom.
BOX = """(selector) => {
    const root = document.getElementById("first-paint")?.shadowRoot ?? document;
    const {left, top, right, bottom} = root.querySelector(selector).getBoundingClientRect();
    return [left, top, right, bottom];
}"""
SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
    for (const {value, hadRecentInput} of list.getEntries()) if (!hadRecentInput) window.shifts.push(value);
}).observe({type: "layout-shift", buffered: true});
"""
# In every frame: the titles of results that are in sight.
TITLES = """
window.titles = new Set();
const look = () => {
    const roots = [document, document.getElementById("first-paint")?.shadowRoot].filter(Boolean);
    for (const title of roots.flatMap((root) => [...root.querySelectorAll(".status-head h2")])) {
        if (title.checkVisibility({visibilityProperty: true}) && title.getBoundingClientRect().height)
            window.titles.add(title.textContent);
    }
    requestAnimationFrame(look);
};
look();
"""


@contextmanager
def window(browser: Browser, width: int, height: int, **more: Any) -> Iterator[Page]:
    """A window of that size with no page in it yet."""
    context = browser.new_context(viewport={"width": width, "height": height}, **more)
    try:
        yield context.new_page()
    finally:
        context.close()


def expect_inside(page: Page, *selectors: str) -> None:
    """What is found first by each selector is inside the window, whole."""
    size = page.viewport_size
    assert size is not None
    for selector in selectors:
        left, top, right, bottom = page.evaluate(BOX, selector)
        assert right - left > 20, selector
        assert bottom - top > 10, selector
        assert min(left, top) >= 0, selector
        assert right <= size["width"], selector
        assert bottom <= size["height"], (selector, bottom)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_answer_is_on_the_first_screen(browser: Browser, app: str, width: int, height: int, dark: bool) -> None:
    with visit(browser, app, width=width, height=height, dark=dark, touch=width == 390) as page:
        expect(page.locator("#status .answer")).to_contain_text("21 pairs")
        strip = "#view-strip .line" if width == 390 else "#view-strip .strip"
        expect_inside(page, "#sequence textarea", "#fold", "#status .answer", "#view-planar svg.scene", strip)
        discs = page.locator("#view-planar .nucleotide circle").evaluate_all(
            "all => all.map((disc) => disc.getBoundingClientRect()).map(({top, bottom}) => [top, bottom])"
        )
        assert len(discs) == 76
        assert min(top for top, _ in discs) > 0
        assert max(bottom for _, bottom in discs) < height
        assert page.evaluate("[scrollX, scrollY]") == [0, 0]
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_drawing_is_there_before_any_script(
    browser: Browser, app: str, width: int, height: int, dark: bool
) -> None:
    with window(browser, width, height, color_scheme="dark" if dark else "light") as page:
        page.route("**/*.js", lambda route: route.abort())
        page.goto(app, wait_until="domcontentloaded")
        expect(page.locator("#first-paint svg.scene .nucleotide")).to_have_count(76)
        expect(page.locator("#first-paint .answer")).to_contain_text("21 pairs")
        expect_inside(page, ".first-box", ".answer", "svg.scene", ".line" if width == 390 else ".strip")
        ground = page.locator(".first-paint").evaluate("element => getComputedStyle(element).backgroundColor")
        red = int(ground.removeprefix("rgb(").split(",")[0])
        assert red < 60 if dark else red > 200


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_jumps_while_the_page_loads(browser: Browser, app: str, width: int, height: int) -> None:
    with window(browser, width, height) as page:
        page.add_init_script(SHIFTS)
        open_page(page, app)
        page.wait_for_timeout(2500)  # for the charts, which come when the page is idle
        assert sum(page.evaluate("window.shifts")) < 0.1


def test_the_first_paint_goes_when_the_page_stands(page: Page) -> None:
    expect(page.locator("#first-paint")).to_have_count(0)
    expect(page.locator("#view-planar svg.scene")).to_have_count(1)


@pytest.mark.parametrize("query", [f"?seq={HAIRPIN}&name=mine", "?tab=about", "?tab=architecture"])
def test_an_address_with_an_rna_or_a_tab_never_shows_the_stored_result(browser: Browser, app: str, query: str) -> None:
    with window(browser, 1280, 720) as page:
        page.add_init_script(TITLES)
        open_page(page, app + query)
        if "seq" in query:
            expect(page.locator("#status h2")).to_have_text("mine")
            expect(page.locator("#status h2")).to_be_visible()
            assert numbers(page)["sequence"] == HAIRPIN
        else:
            expect(page.get_by_role("tab", name=query.removeprefix("?tab=").capitalize())).to_have_attribute(
                "aria-selected", "true"
            )
            page.wait_for_timeout(300)
        assert set(page.evaluate("[...window.titles]")) == ({"mine"} if "seq" in query else set())


def test_where_the_rna_of_an_address_is_refused_the_result_is_called_the_previous_one(
    browser: Browser, app: str
) -> None:
    with visit(browser, app, query="?seq=GGGAXCCC") as page:
        expect(page.locator("#sequence-message .wrong")).to_contain_text("position 5")
        expect(page.locator("#standing")).to_have_text("This is still the previous result.")
        expect(page.locator("#status h2")).to_be_visible()
