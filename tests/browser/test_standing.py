"""A result that is not of what the box holds is called the previous one; a long fold says how far it is, and stops."""

from __future__ import annotations

import random

from playwright.sync_api import Page, expect

from .conftest import choose, open_view
from .test_fold import HAIRPIN, fold, numbers, wait_for_sequence

LONG = "".join(random.Random(15).choices("ACGU", k=900))
PALE = "element => getComputedStyle(element).opacity < 0.6"
PARTS = ("#stage svg.scene", "#view-strip .bars")


def expect_pale(page: Page, pale: bool) -> None:
    """What shows the result is pale, or not."""
    for part in PARTS:
        found = page.locator(part).first
        found.evaluate_handle("element => Promise.all(element.getAnimations().map(({finished}) => finished))")
        assert found.evaluate(PALE) is pale, part


def test_typing_marks_the_result_as_the_previous_one_and_taking_it_back_unmarks_it(reader: Page) -> None:
    box, said = reader.locator("#sequence textarea"), reader.locator("#standing")
    expect(said).to_have_text("")
    expect_pale(reader, pale=False)
    before = box.input_value()
    box.press("Control+End")
    box.press_sequentially("A")
    expect(said.get_by_role("status")).to_have_text(
        "Previous result: the box holds another RNA. Fold shows its structure."
    )
    expect_pale(reader, pale=True)
    box.press("Backspace")
    expect(said).to_have_text("")
    expect(box).to_have_value(before)
    expect_pale(reader, pale=False)


def test_another_decoder_does_not_unmark_it_and_folding_does(page: Page) -> None:
    said = page.locator("#standing")
    page.locator("#sequence textarea").fill(HAIRPIN)
    expect(said).to_contain_text("Previous result")
    choose(page, "decoder", "mea")
    expect(page.locator("#computed")).to_contain_text("MEA")
    expect(said).to_contain_text("Previous result")
    page.locator("#fold").click()
    wait_for_sequence(page, HAIRPIN)
    expect(said).to_have_text("")
    expect_pale(page, pale=False)


def test_a_long_fold_tells_its_stage_and_is_cancelled(page: Page) -> None:
    before = numbers(page)
    said, cancel = page.locator("#standing"), page.locator("#cancel")
    expect(cancel).to_be_hidden()
    fold(page, LONG)
    expect(said).to_contain_text("Folding 900 nt:")
    expect(said).to_contain_text("left")
    expect_pale(page, pale=True)
    expect(cancel).to_be_visible()
    cancel.click()
    expect(said).to_have_text("Cancelled. This is the previous result.")
    expect(cancel).to_be_hidden()
    page.wait_for_timeout(1500)  # nothing comes of it later
    assert numbers(page) == before
    expect(page.locator("#sequence textarea")).to_have_value(LONG)
    fold(page, HAIRPIN)  # the next one goes on at once
    wait_for_sequence(page, HAIRPIN)
    expect(said).to_have_text("")
    open_view(page, "circle")
    expect(page.locator("#view-circle .nucleotide")).to_have_count(len(HAIRPIN))


def test_what_is_refused_is_said_above_the_result_too(reader: Page) -> None:
    fold(reader, "GGGAXCCC")
    expect(reader.locator("#sequence-message .wrong")).to_contain_text("position 5")
    expect(reader.locator("#standing")).to_have_text("This is still the previous result.")
    expect_pale(reader, pale=True)


def test_the_buttons_of_the_stage_stay_where_they_are(reader: Page) -> None:
    tools = reader.locator("#view-planar .viewer-tools")
    before = tools.bounding_box()
    reader.locator("#sequence textarea").fill("MKV*")
    expect(reader.locator("#standing")).to_contain_text("Previous result")
    expect_pale(reader, pale=True)
    assert tools.bounding_box() == before
