"""Bad input to every control of the Fold tab: one sentence that says what is wanted, and nothing changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import choose, compare_with, open_settings, visit
from .test_fold import HAIRPIN, fold, numbers, press, wait_for_sequence


@pytest.fixture(scope="module")
def unmoved(browser: Browser, app: str) -> Iterator[Page]:
    """A visitor whose result nothing changes."""
    with visit(browser, app) as visitor:
        yield visitor


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", "empty"),
        ("GGGAXCCC", "position 5"),
        ("   \n ", "empty"),
        ("MKVLAAGIVGLLLAQPSFE", "protein"),
        ("((((....))))", "structure"),
        ("A" * 1023, "1,022"),
    ],
)
def test_bad_input_is_one_sentence_and_the_last_result_stays(unmoved: Page, text: str, wanted: str) -> None:
    before = numbers(unmoved)
    fold(unmoved, text)
    expect(unmoved.locator("#sequence-message .wrong")).to_contain_text(wanted)
    assert unmoved.locator("#sequence-message .wrong").count() == 1
    assert numbers(unmoved) == before
    expect(unmoved.locator("#origin")).to_contain_text("computed in advance")


@pytest.mark.parametrize(("reference", "wanted"), [("((..))", "6 letters"), ("(" * 38 + "." * 38, "unbalanced")])
def test_a_bad_reference_is_refused_where_it_was_typed(reader: Page, reference: str, wanted: str) -> None:
    before = numbers(reader)
    compare_with(reader, reference)
    reader.locator("#fold").click()
    expect(reader.locator("#reference-message .wrong")).to_contain_text(wanted)
    expect(reader.locator("#sequence-message .wrong")).to_contain_text(wanted)  # by the button too
    assert numbers(reader) == before


def test_a_number_out_of_range_is_one_sentence(page: Page) -> None:
    choose(page, "decoder", "mea")
    expect(page.locator("#computed")).to_contain_text("MEA")
    before = numbers(page)
    box, wrong = page.locator("#gamma input[type=number]"), page.locator("#sequence-message .wrong")
    box.focus()
    press(page, "Control+a", "9", "9")
    expect(wrong).to_have_text("The gamma is 99; a number from 0.25 to 4 is wanted. Nothing was changed.")
    press(page, "Control+a", "Delete")
    expect(wrong).to_contain_text("The gamma is missing")
    box.blur()
    expect(box).to_have_value("1")
    assert numbers(page) == before
    press(page, "Tab")
    box.fill("2.5")
    expect(page.locator("#computed")).to_contain_text("gamma 2.5")
    expect(wrong).to_have_count(0)


def test_a_link_with_a_wrong_setting_keeps_its_letters(browser: Browser, app: str) -> None:
    with visit(browser, app, query=f"?seq={HAIRPIN}&decoder=mea&gamma=50") as page:
        expect(page.locator("#sequence-message .wrong")).to_contain_text("gamma is 50; a number from 0.25 to 4")
        expect(page.locator("#sequence-message")).to_contain_text(f"{len(HAIRPIN)} nt")
        expect(page.locator("#sequence textarea")).to_have_value(HAIRPIN)


def test_a_broken_link_is_one_sentence(browser: Browser, app: str) -> None:
    with visit(browser, app, query="?seq=GGGAXCCC") as page:
        expect(page.locator("#sequence-message .wrong")).to_contain_text("position 5")
        expect(page.locator("#origin")).to_contain_text("computed in advance")


@pytest.mark.parametrize(("box", "message"), [("sequence", "sequence-message"), ("reference", "reference-message")])
def test_a_paste_of_100_megabytes_is_refused_and_the_page_goes_on(page: Page, box: str, message: str) -> None:
    text = page.locator(f"#{box} textarea")
    before = text.input_value()
    open_settings(page)  # where the known structure is
    text.focus()
    sent: list[int] = []
    page.on("request", lambda request: sent.append(len(request.post_data or "")))
    taken = page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text/plain", "A".repeat(100_000_000));
            return document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )
    assert not taken
    expect(page.locator(f"#{message} .wrong")).to_have_text(
        "The paste holds 100,000,000 characters; at most 100,000 are read here. Nothing was changed."
    )
    assert text.input_value() == before
    fold(page, HAIRPIN)
    wait_for_sequence(page, HAIRPIN)
    assert max(sent) < 10_000


def test_a_huge_text_goes_again_however_it_came(page: Page) -> None:
    text = page.locator("#sequence textarea")
    before = text.input_value()
    sent: list[int] = []
    page.on("request", lambda request: sent.append(len(request.post_data or "")))
    text.fill("ACGU" * 250_000)
    expect(page.locator("#sequence-message .wrong")).to_contain_text("1,000,000 characters")
    assert text.input_value() == before
    page.locator("#fold").click()
    expect(page.locator("#origin")).not_to_contain_text("computed in advance")
    assert numbers(page)["sequence"] == before
    assert max(sent) < 10_000
