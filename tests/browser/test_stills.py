"""What stands in the views until plotly has come: pictures of the stored result, and never of anything else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from .test_fold import HAIRPIN, fold, numbers, wait_for_sequence
from .test_linking import FIGURES, wait_until_drawn

BOXES = """() => [...document.querySelectorAll(".card")].map((card) => {
    const {top, left, width, height} = card.getBoundingClientRect();
    return [top + scrollY, left, width, height].map(Math.round);
})"""


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


@pytest.fixture(params=[1280, 390])
def held(request: pytest.FixtureRequest, browser: Browser, app: str) -> Iterator[Held]:
    """A fresh visitor with the page open and no plotly yet."""
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    held = Held(context.new_page())
    held.page.goto(app)
    yield held
    held.let_go()
    context.close()


def test_stand_in_every_view_and_give_way_without_a_jump(held: Held) -> None:
    page = held.page
    for view in FIGURES:
        expect(page.locator(f"#view-{view} .still svg")).to_be_visible()
    page.wait_for_timeout(500)  # for the labels of the strip
    boxes = page.evaluate(BOXES)
    held.let_go()
    wait_until_drawn(page, 76)
    expect(page.locator(".still")).to_have_count(0)
    assert page.evaluate(BOXES) == boxes


def test_leave_when_another_rna_comes_before_plotly(held: Held) -> None:
    page = held.page
    expect(page.locator("#view-planar .still svg")).to_be_visible()
    box = page.locator("#view-planar .still").bounding_box()
    fold(page, HAIRPIN)
    wait_for_sequence(page, HAIRPIN)
    expect(page.locator(".still svg")).to_have_count(0)
    after = page.locator("#view-planar .still").bounding_box()
    assert box is not None
    assert after is not None
    assert after["height"] == box["height"]
    held.let_go()
    wait_until_drawn(page, len(HAIRPIN))


def test_a_view_opened_again_shows_what_is_folded(page: Page) -> None:
    wait_until_drawn(page, 76)
    fold(page, HAIRPIN)
    wait_for_sequence(page, HAIRPIN)
    wait_until_drawn(page, len(HAIRPIN))
    seen = page.evaluate_handle(
        """() => {
            const seen = [];
            const look = () => seen.push(document.querySelectorAll(".still svg").length) && requestAnimationFrame(look);
            look();
            return seen;
        }"""
    )
    page.locator("#views label", has_text="Circle").click()
    expect(page.locator("#view-circle")).to_be_hidden()
    page.locator("#views label", has_text="Circle").click()
    wait_until_drawn(page, len(numbers(page)["sequence"]))
    assert set(seen.json_value()) == {0}


def test_where_plotly_did_not_come_the_next_result_asks_again(browser: Browser, app: str) -> None:
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
    expect(page.locator("#view-planar .still svg")).to_be_visible()
    while not refused:
        page.wait_for_timeout(50)
    fold(page, HAIRPIN)
    wait_until_drawn(page, len(HAIRPIN))
    context.close()
