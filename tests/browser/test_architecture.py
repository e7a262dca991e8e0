"""The Architecture tab."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from ssp_core.network import zoo
from ssp_core.network.summary import summarize


def test_shows_totals_and_every_module(page: Page) -> None:
    entry = zoo.entry_of("bundled")
    assert entry is not None
    network = zoo.blueprint(entry)
    assert network is not None
    summary = summarize(network)
    page.get_by_role("tab", name="Architecture").click()
    expect(page.locator("#architecture-totals")).to_contain_text(f"{summary.total:,}")
    assert page.locator("#architecture-modules .module:not(.head)").count() == len(summary.rows)


def test_shapes_follow_the_length(page: Page) -> None:
    page.get_by_role("tab", name="Architecture").click()
    box = page.locator("#architecture-length input")
    box.fill("100")
    expect(page.locator("#architecture-modules")).to_contain_text("[1, 102,")
    box.fill("5000")
    expect(page.locator("#architecture-totals .wrong")).to_contain_text("1,022")
