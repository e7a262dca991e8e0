"""The About tab shows the card of the built-in model, on a phone as well."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from ssp_core.card import read_card
from ssp_core.ui.about import trust


def test_shows_the_card(reader: Page) -> None:
    card = read_card()
    reader.get_by_role("tab", name="About").click()
    expect(reader.locator("#about-trust li")).to_have_text(list(trust.answers(card)))
    expect(reader.locator("#about-model")).to_contain_text(f"{card.parameters:,}")
    expect(reader.locator("#about-limits li")).to_have_count(len(card.limits))
    expect(reader.locator("#about-figures")).to_contain_text("ERNIE-RNA")
    for diagram in trust.diagrams(card):
        expect(reader.locator(f"#reliability-{diagram.key} .main-svg").first).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_fits_the_window(reader: Page, width: int) -> None:
    reader.set_viewport_size({"width": width, "height": 844})
    reader.get_by_role("tab", name="About").click()
    expect(reader.locator("#about-figures .sheet").first).to_be_visible()
    assert reader.evaluate("document.querySelector('.about-tab').getBoundingClientRect().right <= innerWidth")
    table = reader.locator("#about-figures .sheet").first  # nothing of it is out of sight
    assert table.evaluate("sheet => sheet.scrollWidth <= sheet.clientWidth")
