"""The About tab shows the card of the model in the box, on a phone as well."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from ssp_core.card import read_card


def test_shows_the_card(page: Page) -> None:
    card = read_card()
    page.get_by_role("tab", name="About").click()
    expect(page.locator("#about-model")).to_contain_text(f"{card.parameters:,}")
    expect(page.locator("#about-limits li")).to_have_count(len(card.limits))
    expect(page.locator("#about-figures")).to_contain_text("ERNIE-RNA")
    if card.figures is None:
        expect(page.locator("#about-trust")).to_contain_text("not been measured")
    else:
        for each in card.sets:
            expect(page.locator(f"#reliability-{each.key} .main-svg").first).to_be_visible()


def test_fits_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("tab", name="About").click()
    expect(page.locator("#about-figures")).to_be_visible()
    assert page.evaluate("document.querySelector('.about-tab').getBoundingClientRect().right <= innerWidth")
