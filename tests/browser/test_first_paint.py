"""The first paint: a real result whose drawings come with the page, before plotly and before any model."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from .conftest import open_page, open_view
from .test_fold import HAIRPIN, fold, wait_for_sequence
from .test_linking import CHARTS, DRAWINGS, wait_until_drawn


class Held:
    """A visitor whose browser waits for plotly."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.routes: list[Route] = []
        page.route("**/plotly-*.js", lambda route: self.routes.append(route))

    def let_go(self) -> None:
        """Let plotly come."""
        while self.routes:
            self.routes.pop().continue_()


@pytest.fixture
def held(browser: Browser, app: str) -> Iterator[Held]:
    """A fresh visitor with the page open and no plotly yet."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    held = Held(context.new_page())
    held.page.goto(app)
    yield held
    held.let_go()
    context.close()


def test_the_drawings_need_no_plotly_nor_does_another_rna(held: Held) -> None:
    page = held.page
    for view in DRAWINGS:
        expect(page.locator(f"#view-{view} .nucleotide")).to_have_count(76)
    page.wait_for_selector("html:not([data-starting])")
    for view in CHARTS:
        open_view(page, view)
        expect(page.locator(f"#view-{view} .chart-preview svg")).to_be_visible()
    fold(page, HAIRPIN)
    wait_for_sequence(page, HAIRPIN)
    for view in DRAWINGS:
        expect(page.locator(f"#view-{view} .nucleotide")).to_have_count(len(HAIRPIN))
    expect(page.locator(".chart-preview")).to_have_count(0)  # they are of the result before
    page.locator(".view.heatmap").scroll_into_view_if_needed()
    while not held.routes:
        page.wait_for_timeout(50)
    held.let_go()
    wait_until_drawn(page, len(HAIRPIN))


def test_a_chart_takes_the_place_of_its_preview_without_a_jump(held: Held) -> None:
    page = held.page
    boxes = (
        "() => [...document.querySelectorAll('.view')].map((card) => Math.round(card.getBoundingClientRect().height))"
    )
    expect(page.locator("#view-planar .viewer-tools")).to_be_visible()
    page.wait_for_timeout(500)  # for the labels of the strip
    before = page.evaluate(boxes)
    page.locator(".view.heatmap").scroll_into_view_if_needed()
    while not held.routes:
        page.wait_for_timeout(50)
    held.let_go()
    wait_until_drawn(page, 76)
    expect(page.locator(".chart-preview:visible")).to_have_count(0)
    assert page.evaluate(boxes) == pytest.approx(before, abs=2)


def test_where_plotly_did_not_come_the_next_chart_asks_again(browser: Browser, app: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    refused: list[Route] = []

    def refuse_once(route: Route) -> None:
        if refused:
            route.continue_()
        else:
            refused.append(route)
            route.abort()

    page.route("**/plotly-*.js", refuse_once)
    page.goto(app)
    expect(page.locator("#view-planar .nucleotide")).to_have_count(76)
    page.locator(".view.heatmap").scroll_into_view_if_needed()
    while not refused:
        page.wait_for_timeout(50)
    fold(page, HAIRPIN)
    wait_until_drawn(page, len(HAIRPIN))
    context.close()


def test_nothing_is_asked_of_another_host_or_missing(browser: Browser, app: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    answers: list[tuple[int, str]] = []
    page.on("response", lambda response: answers.append((response.status, response.url)))
    open_page(page, app)
    wait_until_drawn(page, 76)
    assert [url for status, url in answers if status >= 400 or not url.startswith((app, "data:", "blob:"))] == []
    loaded = page.evaluate("performance.getEntriesByType('resource').map(({name}) => name)")
    assert sum(f"{app}ssp/js/" in name for name in loaded) > 10  # also those that the browser has kept
    context.close()
