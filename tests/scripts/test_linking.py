"""What is pointed at in one view is lit in all, with its partner; clicks, taps and keys pin, walk and let go."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from . import pages
from .conftest import PHONE, Opener, arrive, chart_spot, press, spot, touch, visit

VIEWS = ("strip", "planar", "arcs", "circle", "matrix", "heatmap")
DRAWN = ("planar", "arcs", "circle")
CHARTS = ("matrix", "heatmap")
RNA = pages.Rna.of(76)
# The nucleotides that a view's elements of a class belong to.
CLASSED = """([view, name]) => [...new Set([...document.querySelectorAll(
    `#view-${view} [data-i].${name}:not(.pair)`)].map((e) => Number(e.dataset.i)))]"""
# The middle of a chart's mark, in pixels from the left of the nucleotides; null where it is hidden.
MARK = """([view, name, k]) => {
    const mark = document.querySelectorAll(`#view-${view} .chart-marks .${name}`)[k];
    if (mark.hasAttribute("hidden")) return null;
    const [x, y, width, height] = ["x", "y", "width", "height"].map((a) => Number(mark.getAttribute(a)));
    return k ? y + height / 2 : x + width / 2;
}"""


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Iterator[Page]:
    """One visitor with a mouse: no test that takes it changes what the page shows."""
    with visit(browser, pages.Page(RNA)) as visitor:
        yield drawn(visitor)


@pytest.fixture
def page(desk: Page) -> Page:
    """The same, with nothing lit and the pointer outside all views."""
    desk.mouse.move(2, 2)
    desk.keyboard.press("Escape")
    expect_dark(desk)
    return desk


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    """One visitor with a phone."""
    with visit(browser, pages.Page(RNA), **PHONE) as visitor:
        visitor.locator("#view-matrix").scroll_into_view_if_needed()
        yield drawn(visitor)


def drawn(page: Page) -> Page:
    """Wait until both charts are drawn."""
    for view in CHARTS:
        page.wait_for_selector(f"#view-{view} .chart-canvas[style*=height]", state="attached")
    page.wait_for_function("document.querySelectorAll('.chart-plot svg').length > 1")
    return page


def at(page: Page, view: str, i: int) -> tuple[float, float]:
    return chart_spot(page, view, i) if view in CHARTS else spot(page, view, i)


def point(page: Page, view: str, i: int) -> None:
    page.mouse.move(*at(page, view, i))


def expect_dark(page: Page) -> None:
    expect(page.locator("body:not([data-lit])")).to_have_count(1)
    expect(page.locator('[id^="view-"][data-lit], .lit, .partner')).to_have_count(0)
    assert page.locator(".chart-marks rect:not([hidden])").count() == 0
    expect(page.locator("#nucleotide-card")).to_contain_text("Point at a nucleotide")


def expect_lit(page: Page, i: int) -> None:
    """The nucleotide and its partner are lit in every view, and the card is theirs."""
    expect(page.locator("body")).to_have_attribute("data-lit", str(i + 1))
    partner = RNA.partners[i]
    for view in VIEWS:
        expect(page.locator(f"#view-{view}")).to_have_attribute("data-lit", str(i + 1))
    for view in ("strip", *DRAWN):
        assert page.evaluate(CLASSED, [view, "lit"]) == [i]
        assert page.evaluate(CLASSED, [view, "partner"]) == ([partner] if partner >= 0 else [])
    for view in DRAWN:
        pairs = page.locator(f"#view-{view} .pair.lit").evaluate_all(
            "all => all.map((p) => [p.dataset.i, p.dataset.j])"
        )
        assert pairs == ([[str(min(i, partner)), str(max(i, partner))]] if partner >= 0 else [])
    for name, k in (("here", i), ("there", partner)):
        found = page.evaluate(MARK, ["heatmap", name, 0])
        assert found == (84 + 16 * (k + 0.5) if k >= 0 else None)
        side = page.locator("#view-matrix .chart-canvas").evaluate("e => e.clientWidth - 54")
        for axis, start in enumerate((44, 26)):
            found = page.evaluate(MARK, ["matrix", name, axis])
            assert found == (pytest.approx(start + side * (k + 0.5) / 76, abs=0.5) if k >= 0 else None)
    expect(page.locator("#nucleotide-card .card-title b")).to_have_text(f"{RNA.sequence[i]} {i + 1}")


@pytest.mark.parametrize(("view", "i"), list(zip(VIEWS, (5, 28, 31, 66, 18, 50), strict=True)))
def test_pointing_in_one_view_lights_all(page: Page, view: str, i: int) -> None:
    point(page, view, i)
    expect_lit(page, i)
    page.mouse.move(2, 2)
    expect_dark(page)


@pytest.mark.parametrize("view", VIEWS)
def test_keys_walk_pin_and_let_go(page: Page, view: str) -> None:
    page.evaluate(
        """document.addEventListener("nucleotide", ({detail}) => {
            window.heard = [detail.lit, detail.pinned, detail.data.sequence];
        })"""
    )
    point(page, view, 31)
    expect_lit(page, 31)
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    expect_lit(page, 32)
    page.keyboard.press("Enter")
    expect(page.locator(".card-pinned")).to_have_text("pinned")
    assert page.evaluate("window.heard") == [32, True, RNA.sequence]
    assert page.locator("#mutate-position input").input_value() == "33"
    point(page, view, 20)
    page.mouse.move(2, 2)
    expect_lit(page, 32)
    page.keyboard.press("Escape")
    expect_dark(page)


@pytest.mark.parametrize("view", VIEWS)
def test_a_click_pins_and_another_lets_go_however_quick(page: Page, view: str) -> None:
    place = at(page, view, 27)
    page.mouse.click(*place)
    expect(page.locator(".card-pinned")).to_have_count(1)
    within = {"strip": " .strip", "heatmap": " .chart-scroll"}.get(view, "")
    expect(page.locator(f"#view-{view}{within}")).to_be_focused()  # the arrow keys go on from here
    page.mouse.click(*place)
    expect(page.locator(".card-pinned")).to_have_count(0)
    page.mouse.dblclick(*place)
    expect(page.locator(".card-pinned")).to_have_count(0)
    expect_lit(page, 27)
    page.mouse.move(2, 2)
    expect_dark(page)


def test_escape_lets_go_from_a_box_as_well_and_other_keys_there_do_nothing(page: Page) -> None:
    page.mouse.click(*spot(page, "planar", 27))
    page.locator("#sequence textarea").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect_lit(page, 27)
    page.keyboard.press("Escape")
    page.mouse.move(2, 2)
    expect_dark(page)


def test_a_toolbar_is_no_nucleotide(page: Page) -> None:
    point(page, "planar", 27)
    box = page.locator("#view-planar .viewer-tools").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] - 20, box["y"] + 15)
    press(page, "planar", "Zoom in")
    expect(page.locator(".card-pinned")).to_have_count(0)
    expect(page.locator("body")).to_have_attribute("data-lit", "28")  # still what a zoom goes to
    press(page, "planar", "Zoom out")


def test_only_what_is_near_is_meant(page: Page) -> None:
    x, y = spot(page, "planar", 0)
    for above, lit in ((20, True), (34, False)):
        page.mouse.move(x, y - above)
        page.wait_for_timeout(50)
        assert page.locator("body[data-lit]").count() == int(lit)
        page.mouse.move(2, 2)
        expect_dark(page)


def test_the_cards_buttons_step_and_close(page: Page) -> None:
    page.mouse.click(*spot(page, "planar", 27))
    page.get_by_role("button", name="Next nucleotide").click()
    page.keyboard.press("Enter")  # the button is still there, and has the focus
    page.get_by_role("button", name="Previous nucleotide").click()
    expect_lit(page, 28)
    page.get_by_role("button", name="Close").click()
    page.mouse.move(2, 2)
    expect_dark(page)


def test_what_is_lit_elsewhere_comes_into_sight(open_page: Opener) -> None:
    page = drawn(open_page(pages.Page(pages.Rna.of(300)), viewport={"width": 800, "height": 900}))
    page.mouse.click(*spot(page, "planar", 5))
    press(page, "planar", "Zoom in", 4)
    page.keyboard.press("Escape")
    point(page, "strip", 290)
    inside = """([view, box]) => {
        const host = document.getElementById(`view-${view}`);
        const frame = host.querySelector(box).getBoundingClientRect();
        const {left, width} = host.querySelector(".nucleotide.lit circle, rect.here").getBoundingClientRect();
        return left > frame.left && left + width < frame.right;
    }"""
    page.wait_for_function(inside, arg=["planar", "svg.scene"])
    page.wait_for_function(inside, arg=["heatmap", ".chart-scroll"])
    before = page.locator("#view-heatmap .chart-scroll").evaluate("e => e.scrollLeft")
    assert before > 3000
    x, y = chart_spot(page, "heatmap", 285)
    page.mouse.move(x, y)
    expect(page.locator("body")).to_have_attribute("data-lit", "286")
    assert page.locator("#view-heatmap .chart-scroll").evaluate("e => e.scrollLeft") == page.evaluate("window.scrolled")


@pytest.mark.parametrize("how", ["patch", "replace"])
def test_another_decoder_keeps_what_is_pinned_and_another_rna_does_not(open_page: Opener, how: str) -> None:
    page = drawn(open_page(pages.Page(RNA)))
    page.mouse.click(*spot(page, "planar", 26))
    open_structure = pages.Rna(RNA.sequence, "." * 76)
    for view in DRAWN:
        arrive(page, view, pages.svg(view, open_structure), how)
    arrive(page, "strip", pages.strip(open_structure), how)
    page.evaluate(
        "(json) => { document.getElementById('link-data').textContent = 'processing' + json; }",
        pages.selection_data(open_structure),
    )
    expect(page.locator(".card-values")).to_contain_text("unpaired")
    expect(page.locator(".card-pinned")).to_have_count(1)
    assert page.evaluate(CLASSED, ["strip", "lit"]) == page.evaluate(CLASSED, ["planar", "lit"]) == [26]
    assert page.locator(".partner").count() == 0
    page.evaluate(
        "(json) => { document.getElementById('link-data').textContent = json; }", pages.selection_data(pages.Rna.of(40))
    )
    expect_dark(page)
    point(page, "planar", 3)  # a drawing that is of another RNA is not linked
    page.wait_for_timeout(50)
    expect_dark(page)


# --- Under a finger ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", VIEWS)
def test_a_tap_pins_and_another_lets_go(phone: Page, view: str) -> None:
    place = at(phone, view, 27)
    phone.touchscreen.tap(*place)
    expect(phone.locator("body")).to_have_attribute("data-lit", "28")
    expect(phone.locator(".card-pinned")).to_have_count(1)
    phone.touchscreen.tap(*place)
    expect_dark(phone)


def test_a_pinch_pins_nothing(phone: Page) -> None:
    x, y = spot(phone, "planar", 27)
    finger = phone.context.new_cdp_session(phone)
    touch(finger, "touchStart", (x, y))
    touch(finger, "touchStart", (x, y), (x + 40, y))
    touch(finger, "touchMove", (x, y), (x + 50, y))
    touch(finger, "touchEnd")
    phone.wait_for_timeout(100)
    assert phone.locator("body[data-lit]").count() == 0


def test_the_sheet_has_a_close_button(phone: Page) -> None:
    phone.touchscreen.tap(*spot(phone, "planar", 27))
    card = phone.locator("#nucleotide-card")
    box = card.locator(".card-sheet").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] == 844
    close = card.get_by_role("button", name="Close")
    close.tap()
    expect(phone.locator("body:not([data-lit])")).to_have_count(1)
