"""The Fold tab as a stranger uses it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from ssp_core.folding.structure import Structure, is_legal

from .conftest import choose, open_page, open_settings

HAIRPIN = "GGGGAAACGCUUCGGCGUUUCCCC"


def numbers(page: Page) -> dict[str, Any]:
    """What the page says it shows."""
    text = page.locator("#link-data").text_content() or ""
    found: dict[str, Any] = json.loads(text[text.index("{") :])  # gradio may say "processing" before it
    return found


def fold(page: Page, text: str) -> None:
    """Type a sequence and press Fold."""
    page.locator("#sequence textarea").fill(text)
    page.locator("#fold").click()


def press(page: Page, *keys: str) -> None:
    """Press keys, one after another."""
    for key in keys:
        page.keyboard.press(key)


def wait_for_sequence(page: Page, letters: str) -> None:
    """Wait until the result of that sequence is on the page."""
    expect(page.locator("#link-data")).to_contain_text(f'"sequence":"{letters}"')


def test_first_paint_is_a_stored_result(reader: Page) -> None:
    expect(reader.locator("#status")).to_contain_text("tRNA-Phe")
    expect(reader.locator("#origin")).to_contain_text("computed in advance")
    shown = numbers(reader)
    assert len(shown["sequence"]) == 76
    assert shown["structure"].count("(") > 10
    assert reader.locator("#view-strip .line").first.locator("[data-i]").count() == 10
    assert reader.locator("#view-strip [data-i='75']").count() == 4  # sequence, network, structure, known structure


def test_folds_what_is_pasted(page: Page) -> None:
    fold(page, f"> my hairpin\n{HAIRPIN.replace('U', 't').lower()}")
    wait_for_sequence(page, HAIRPIN)
    shown = numbers(page)
    assert is_legal(HAIRPIN, Structure.from_dot_bracket(shown["structure"]))
    expect(page.locator("#status h2")).to_have_text("my hairpin")
    expect(page.locator("#computed")).to_contain_text("bundled")
    expect(page.locator("#origin")).not_to_contain_text("computed in advance")
    expect(page.locator("#sequence-message")).to_contain_text("T became U")
    assert page.locator("#reference textarea").input_value() == ""  # the example's, it left with the example
    expect(page.locator("#view-planar .nucleotide")).to_have_count(len(HAIRPIN))


def test_ctrl_enter_folds(page: Page) -> None:
    box = page.locator("#sequence textarea")
    box.fill(HAIRPIN)
    box.press("Control+Enter")
    wait_for_sequence(page, HAIRPIN)


def test_letters_that_come_without_a_key_are_read(page: Page, app: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=app)
    box, said = page.locator("#sequence textarea"), page.locator("#sequence-message")
    page.evaluate("navigator.clipboard.writeText('GGGGAAAACCCCXX')")
    page.locator("#fold").focus()
    press(page, "Enter")  # a key that brings no letter
    box.focus()
    press(page, "Control+a", "Control+v")
    expect(said.locator(".wrong")).to_contain_text("position 13")
    press(page, "Backspace", "Backspace")
    expect(said).to_contain_text("12 nt")
    press(page, "Control+a", "Delete")
    expect(said).to_contain_text("0 nt")


def test_a_reference_that_comes_and_goes_without_a_key_is_scored(page: Page) -> None:
    box, scores = page.locator("#reference textarea"), page.locator("#scores")
    open_settings(page)
    expect(scores).to_contain_text("21 pairs correct")
    box.fill("." * 76)
    expect(scores).to_contain_text("0 pairs correct, 21 not in the known structure")
    box.fill("((((...))))")
    expect(page.locator("#reference-message .wrong")).to_contain_text("11 letters")
    box.focus()
    press(page, "Control+a", "Delete")
    expect(page.locator("#reference-message .wrong")).to_have_count(0)
    expect(page.locator("#link-data")).to_contain_text('"reference":null')


def test_what_is_typed_is_shown_as_text(page: Page) -> None:
    fold(page, f"><img src=x onerror=alert(1)><b>bold</b>\n{HAIRPIN}")
    wait_for_sequence(page, HAIRPIN)
    expect(page.locator("#status h2")).to_contain_text("<b>bold</b>")
    assert page.locator("#status img").count() == 0


@pytest.mark.parametrize("place", [".chip", ".gallery button"])
def test_an_example_is_folded_by_one_click(page: Page, place: str) -> None:
    listed = page.locator("#gallery .all-examples-sheet")
    expect(listed).to_be_hidden()
    if place != ".chip":
        page.get_by_text("All 20 examples").click()
    page.locator(f"#gallery {place}", has_text="TAR").click()
    expect(listed).to_be_hidden()
    expect(page.locator("#status h2")).to_contain_text("TAR")
    assert page.locator("#sequence textarea").input_value() == numbers(page)["sequence"]
    assert page.locator("#reference textarea").input_value() == numbers(page)["reference"]
    expect(page.locator("#scores td").first).to_be_visible()


def test_another_decoder_redecodes_what_is_there(page: Page) -> None:
    expect(page.locator("#computed")).to_contain_text("best:")
    choose(page, "decoder", "argmax")
    expect(page.locator("#computed")).to_contain_text("argmax")
    shown = numbers(page)
    assert is_legal(shown["sequence"], Structure.from_dot_bracket(shown["structure"]))
    choose(page, "decoder", "mixed")
    expect(page.locator("#trust")).to_be_visible()


def test_downloads_say_what_they_are(reader: Page) -> None:
    with reader.expect_download() as download:
        reader.get_by_role("link", name="Dot-bracket", exact=True).click()
    name = download.value.suggested_filename
    assert name.startswith("tRNA-Phe-yeast_76nt_bundled_")
    assert name.endswith(".dbn")


def test_a_link_reopens_the_result(page: Page, app: str) -> None:
    fold(page, f">linked\n{HAIRPIN}")
    wait_for_sequence(page, HAIRPIN)
    address = page.get_by_role("link", name="Link to this result").get_attribute("href")
    assert address is not None
    open_page(page, app + address)
    wait_for_sequence(page, HAIRPIN)
    expect(page.locator("#status h2")).to_have_text("linked")


def test_a_link_keeps_the_reference_it_names(page: Page, app: str) -> None:
    shown = numbers(page)
    letters = "A" + shown["sequence"][1:]  # another RNA with the reference of the one that stood here
    open_page(page, f"{app}?seq={letters}&ref={shown['reference']}")
    wait_for_sequence(page, letters)
    assert numbers(page)["reference"] == shown["reference"]


def test_a_sample_is_shown_in_place_of_the_decoded_structure(page: Page) -> None:
    page.locator("#draw-samples").click()
    page.locator("#samples label").last.click()
    expect(page.locator("#status")).to_contain_text("structures drawn at random")
    shown = numbers(page)
    assert is_legal(shown["sequence"], Structure.from_dot_bracket(shown["structure"]))


def test_the_likeliest_structures_are_stepped_through(page: Page) -> None:
    decoded = numbers(page)["structure"]
    page.locator("#rank").click()
    expect(page.locator("#samples label")).to_have_count(10)
    page.locator("#samples label").nth(1).click()
    expect(page.locator("#status")).to_contain_text("number 2 of the likeliest structures, probability")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#status")).to_contain_text("number 3 of the likeliest")
    page.locator("#rank").click()
    expect(page.locator("#computed")).to_contain_text("best:")
    assert numbers(page)["structure"] == decoded


def test_two_visitors_share_nothing(page: Page, browser: Browser, app: str) -> None:
    context = browser.new_context()
    other = context.new_page()
    open_page(other, app)
    fold(other, HAIRPIN)
    wait_for_sequence(other, HAIRPIN)
    choose(page, "decoder", "map")
    expect(page.locator("#computed")).to_contain_text("MAP")
    assert len(numbers(page)["sequence"]) == 76
    assert numbers(other)["sequence"] == HAIRPIN
    context.close()
