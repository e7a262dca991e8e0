"""The page for everyone: axe-core's rules, the tree that screen readers get, larger text, a finger, a narrow window."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from .conftest import visit
from .test_linking import SPOT

TABS = {
    "Fold": "#view-planar svg",
    "Learn": ".lesson",
    "Train": "#train-start",
    "Many": "#many-start",
    "Architecture": "#architecture-treemap svg",
    "About": "#about-figures",
}
SMALLEST, COMMON = 13, 15  # pixels
# The letters of each size outside of drawings, charts and formulas, in texts that are in sight.
SIZES = """() => {
    const found = {};
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const element = texts.currentNode.parentElement, text = texts.currentNode.textContent.trim();
        if (!text || element.closest("svg, math, script")) continue;
        if (!element.checkVisibility({visibilityProperty: true})) continue;
        const {width, height} = element.getBoundingClientRect();
        if (width < 2 || height < 2) continue;
        const size = parseFloat(getComputedStyle(element).fontSize);
        found[size] = (found[size] ?? 0) + text.length;
    }
    return found;
}"""
# The middle of a cell of a chart; places in it are in its own pixels, which larger text enlarges.
CELL = """([view, i]) => {
    const host = document.getElementById(`view-${view}`);
    host.scrollIntoView({block: "center", behavior: "instant"});
    const {left, top, plotWidth, plotHeight, length} = host.querySelector(".js-plotly-plot").layout.meta;
    host.querySelector(".chart-scroll").scrollLeft = 0;
    const plot = host.querySelector(".chart-plot"), box = plot.getBoundingClientRect(), scale = plot.currentCSSZoom;
    return [box.left + scale * (left + (plotWidth * (i + 0.5)) / length), box.top + scale * (top + plotHeight / 2)];
}"""
# What is pressed and is smaller than a finger. A hidden input is as large as its label or what it is drawn as.
SMALL = """() => [...document.querySelectorAll("a, button, select, summary, input, textarea, label:has(input)")]
    .filter((one) => one.checkVisibility({visibilityProperty: true}))
    .filter((one) => !one.closest("[inert], [aria-hidden=true], .visually-hidden"))
    .filter((one) => !(one.matches("input") && one.closest("label")))
    .filter((one) => {
        const {width, height} = one.getBoundingClientRect();
        return width > 1 && (width < 43.5 || height < 43.5);
    })
    .map((one) => `${one.tagName} ${one.id} ${one.className} ${one.textContent}`)"""


def open_tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).first.click()
    expect(page.locator(TABS[name]).first).to_be_visible()


def faults(page: Page) -> list[str]:
    """What axe-core finds on the open tab, however slight."""
    found = Axe().run(page).response
    assert len(found["passes"]) > 15  # it did look
    return [
        f"{rule['id']} at {node['target']}: {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.fixture(scope="module", params=[False, True], ids=["light", "dark"])
def scheme(browser: Browser, app: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A visitor in the light or the dark scheme, for tests that change nothing but the window."""
    with visit(browser, app, dark=request.param) as page:
        assert page.evaluate("document.body.classList.contains('dark')") is request.param
        yield page


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(scheme: Page, width: int) -> None:
    scheme.set_viewport_size({"width": width, "height": 900})
    found = []
    for tab in TABS:
        open_tab(scheme, tab)
        found += faults(scheme)
        assert scheme.evaluate("document.documentElement.scrollWidth") <= width
    assert not found, "\n".join(found)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_in_what_opens_nor_in_a_previous_result(browser: Browser, app: str, dark: bool) -> None:
    with visit(browser, app, dark=dark) as page:
        page.locator("[data-disclose]").click()
        for summary in page.locator("#details summary").all():
            summary.click()
        page.locator("[data-go]").first.click()  # fills the card
        expect(page.locator("#nucleotide-card .card-pinned")).to_be_visible()
        page.locator("#sequence textarea").fill("GGGGAAAACCCC")
        expect(page.locator("#standing .previous")).to_be_visible()
        found = faults(page)
    assert not found, "\n".join(found)


def test_the_tree_begins_with_the_title_and_names_its_parts(reader: Page) -> None:
    levels = reader.evaluate(
        """[...document.querySelectorAll("h1, h2, h3, h4, h5")].filter((one) => one.checkVisibility())
            .map((one) => Number(one.tagName[1]))"""
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert reader.locator("header").count() == 1
    assert reader.get_by_role("main").count() == 1
    names = reader.evaluate("[...document.querySelectorAll('[role=img]')].map((one) => one.getAttribute('aria-label'))")
    assert names
    assert max(map(len, names)) < 160  # no name is the RNA's letters
    assert "queue" not in reader.locator("body").aria_snapshot().lower()


def test_a_link_skips_to_the_rna_and_one_to_the_drawing(page: Page) -> None:
    for words, target in (("To your RNA", "sequence"), ("To the drawing", "stage")):
        link = page.get_by_role("link", name=words)
        link.focus()
        assert (link.bounding_box() or {"y": -1})["y"] >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == f"#{target}"
        expect(page.locator(f"#{target}")).to_be_in_viewport()


@pytest.mark.parametrize("width", [1280, 390])
def test_no_text_is_small(reader: Page, width: int) -> None:
    reader.set_viewport_size({"width": width, "height": 900})
    for tab in TABS:
        open_tab(reader, tab)
        sizes = {float(size): count for size, count in reader.evaluate(SIZES).items()}
        assert min(sizes) >= SMALLEST, (tab, sizes)
        if width > 900:
            assert max(sizes, key=lambda size: sizes[size]) >= COMMON, (tab, sizes)


def test_larger_text_is_kept_and_the_pointer_still_finds_each_nucleotide(page: Page) -> None:
    button = page.get_by_role("button", name="Larger text")
    expect(button).to_have_attribute("aria-pressed", "false")
    before = page.locator("#status h2").bounding_box()
    button.click()
    page.reload()
    page.wait_for_selector("html:not([data-starting])")
    page.wait_for_selector("#view-planar .viewer-tools")
    expect(button).to_have_attribute("aria-pressed", "true")
    after = page.locator("#status h2").bounding_box()
    assert before
    assert after
    assert after["height"] > 1.2 * before["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    for view in ("planar", "arcs", "circle", "matrix", "heatmap"):
        if view != "heatmap":
            page.locator(f"#tab-{view}").click()
        page.locator(f"#view-{view}").scroll_into_view_if_needed()
        page.wait_for_selector(f"#view-{view} :is(svg.scene, .chart-plot svg)")
        for i in (3, 15, 27):
            page.mouse.move(*page.evaluate(CELL if view in ("matrix", "heatmap") else SPOT, [view, i]))
            expect(page.locator("body")).to_have_attribute("data-lit", str(i + 1))
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("localStorage.getItem('larger')") is None


@pytest.mark.parametrize("width", [390, 320])
def test_on_a_phone_all_that_is_pressed_is_as_large_as_a_finger_and_nothing_sticks_out(
    browser: Browser, app: str, width: int
) -> None:
    with visit(browser, app, width=width, touch=True) as page:
        page.locator("[data-disclose]").tap()
        for tab in TABS:
            open_tab(page, tab)
            assert page.evaluate(SMALL) == [], tab
            assert page.evaluate("document.documentElement.scrollWidth") <= width, tab


@pytest.mark.parametrize("width", [640, 1280])
def test_at_twice_the_size_and_with_larger_text_nothing_sticks_out(reader: Page, width: int) -> None:
    reader.set_viewport_size({"width": width, "height": 900})  # 640: a window of 1280 at 200 %
    larger = reader.get_by_role("button", name="Larger text")
    for pressed in ("true", "false"):
        larger.click()
        expect(larger).to_have_attribute("aria-pressed", pressed)
        for tab in TABS:
            open_tab(reader, tab)
            assert reader.evaluate("document.documentElement.scrollWidth") <= width, (tab, pressed)


def test_a_term_is_explained_by_pointer_and_by_key(reader: Page) -> None:
    term, tip = reader.locator("#status .term", has_text="confidence"), reader.get_by_role("tooltip")
    expect(tip).to_be_hidden()
    term.hover()
    expect(tip).to_contain_text("The probability of what is drawn")
    box = tip.bounding_box()
    assert box
    assert box["x"] + box["width"] <= 1280
    reader.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    reader.mouse.move(2, 2)
    term.focus()
    expect(tip).to_be_visible()
    expect(term).to_have_attribute("aria-describedby", "term-tip")
    reader.keyboard.press("Tab")
    expect(tip).not_to_have_text("The probability of what is drawn")
