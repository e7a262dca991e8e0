"""The address follows what is shown; Back and a reload keep it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from .conftest import choose, compare_with, open_page
from .test_fold import HAIRPIN, fold, numbers, wait_for_sequence

OTHER = "GGGGGGAAAACCCCCC"


def query(page: Page) -> dict[str, str]:
    """What the address asks for."""
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def wait_for_query(page: Page, **wanted: str) -> None:
    """Wait until the address has these values."""
    page.wait_for_function(
        """(wanted) => {
            const query = new URLSearchParams(location.search);
            return Object.entries(wanted).every(([name, value]) => query.get(name) === value);
        }""",
        arg=wanted,
    )


def test_the_address_follows_a_fold_and_a_reload_keeps_it(page: Page) -> None:
    assert query(page) == {}
    fold(page, f">mine\n{HAIRPIN}")
    wait_for_query(page, seq=HAIRPIN, name="mine", model="bundled", decoder="best")
    open_page(page, page.url)  # as a reload does
    wait_for_sequence(page, HAIRPIN)
    expect(page.locator("#status h2")).to_have_text("mine")
    page.reload()
    wait_for_sequence(page, HAIRPIN)
    expect(page.locator("#status h2")).to_have_text("mine")
    expect(page.locator("#sequence textarea")).to_have_value(f">mine\n{HAIRPIN}")


def test_the_address_follows_decoder_number_and_known_structure(page: Page) -> None:
    fold(page, HAIRPIN)
    wait_for_query(page, seq=HAIRPIN)
    choose(page, "decoder", "mea")
    wait_for_query(page, seq=HAIRPIN, decoder="mea")
    steps = page.evaluate("history.length")
    page.locator("#gamma input[type=number]").fill("2.5")
    wait_for_query(page, decoder="mea", gamma="2.5")
    compare_with(page, "." * len(HAIRPIN))
    wait_for_query(page, ref="." * len(HAIRPIN), gamma="2.5")
    assert page.evaluate("history.length") == steps  # they are no steps of their own
    open_page(page, page.url)
    expect(page.locator("#computed")).to_contain_text("MEA, gamma 2.5")
    expect(page.locator("#decoder-select")).to_have_value("mea")
    expect(page.locator("#reference textarea")).to_have_value("." * len(HAIRPIN))


def test_back_and_forward_go_from_rna_to_rna(page: Page) -> None:
    first = numbers(page)["sequence"]
    for letters in (HAIRPIN, OTHER):
        fold(page, letters)
        wait_for_sequence(page, letters)
        wait_for_query(page, seq=letters)
    page.go_back()
    wait_for_sequence(page, HAIRPIN)
    expect(page.locator("#sequence textarea")).to_have_value(HAIRPIN)
    assert query(page)["seq"] == HAIRPIN
    page.go_back()
    wait_for_sequence(page, first)
    assert query(page) == {}
    page.go_forward()
    wait_for_sequence(page, HAIRPIN)
    page.go_forward()
    wait_for_sequence(page, OTHER)
    assert query(page)["seq"] == OTHER


def test_back_goes_to_the_decoder_before(page: Page) -> None:
    fold(page, HAIRPIN)
    wait_for_query(page, seq=HAIRPIN)
    choose(page, "decoder", "argmax")
    wait_for_query(page, decoder="argmax")
    page.go_back()
    expect(page.locator("#computed")).to_contain_text("best:")
    expect(page.locator("#decoder-select")).to_have_value("best")
    assert query(page)["decoder"] == "best"


def test_back_leaves_a_link_by_one_step(page: Page, app: str) -> None:
    fold(page, OTHER)
    wait_for_query(page, seq=OTHER)
    steps = page.evaluate("history.length")
    open_page(page, f"{app}?seq={HAIRPIN}")
    wait_for_query(page, seq=HAIRPIN, model="bundled")
    assert page.evaluate("history.length") == steps + 1
    page.go_back()
    page.wait_for_selector("html:not([data-starting])")
    wait_for_sequence(page, OTHER)


def test_after_an_address_that_is_refused_the_next_fold_is_a_step(page: Page) -> None:
    page.evaluate("history.pushState(null, '', '?seq=GGGAXCCC')")
    fold(page, HAIRPIN)
    wait_for_query(page, seq=HAIRPIN)
    page.go_back()
    expect(page.locator("#sequence-message .wrong")).to_contain_text("position 5")
    fold(page, OTHER)
    wait_for_query(page, seq=OTHER)


@pytest.mark.parametrize("tab", ["Architecture", "About"])
def test_a_tab_is_in_the_address(page: Page, tab: str) -> None:
    fold(page, HAIRPIN)
    wait_for_query(page, seq=HAIRPIN)
    chosen = page.get_by_role("tab", name=tab)
    chosen.click()
    wait_for_query(page, tab=tab.lower(), seq=HAIRPIN)
    open_page(page, page.url)
    expect(chosen).to_have_attribute("aria-selected", "true")
    page.get_by_role("tab", name="Fold").click()
    wait_for_sequence(page, HAIRPIN)
    assert "tab" not in query(page)
    page.go_back()
    expect(chosen).to_have_attribute("aria-selected", "true")
    assert query(page)["tab"] == tab.lower()
    wait_for_sequence(page, HAIRPIN)


def test_a_link_to_the_untrained_head_says_that_it_is_untrained(page: Page) -> None:
    open_page(page, f"{page.url}?seq={HAIRPIN}&model=bundled-untrained")
    wait_for_sequence(page, HAIRPIN)
    expect(page.locator("#status .badge.warn")).to_have_text("Untrained head: this structure is random")
    expect(page.locator("#origin")).to_contain_text("Built-in encoder + untrained head")
    wait_for_query(page, seq=HAIRPIN, model="bundled-untrained")
    expect(page.locator("#model-select")).to_have_value("bundled-untrained")
