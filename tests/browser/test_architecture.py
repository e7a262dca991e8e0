"""The Architecture tab."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from ssp_core.network import opening, zoo
from ssp_core.network.summary import summarize

from .conftest import choose


def test_shows_totals_and_every_module(reader: Page) -> None:
    entry = zoo.entry_of("bundled")
    assert entry is not None
    network = opening.blueprint(entry)
    assert network is not None
    summary = summarize(network)
    reader.get_by_role("tab", name="Architecture").click()
    expect(reader.locator("#architecture-totals")).to_contain_text(f"{summary.total:,}")
    assert reader.locator("#architecture-modules .module:not(.head)").count() == len(summary.rows)


def test_modules_and_steps_are_explained(reader: Page) -> None:
    reader.get_by_role("tab", name="Architecture").click()
    for word in ("embedding", "logit", "head"):
        expect(reader.locator("#architecture-flow .what", has_text=word).first).to_be_visible()
    encoder = reader.locator("#architecture-modules .module abbr", has_text="encoder").first
    expect(encoder).to_have_attribute("title", "The stack of layers that refine the embeddings one after the other.")
    reader.get_by_text("What the modules do").click()
    expect(reader.locator(".glossary dd", has_text="What a nucleotide looks for in the others.")).to_be_visible()


def test_shapes_follow_the_length(reader: Page) -> None:
    reader.get_by_role("tab", name="Architecture").click()
    box = reader.locator("#architecture-length input")
    box.fill("100")
    expect(reader.locator("#architecture-modules")).to_contain_text("[1, 102,")
    box.fill("5000")
    expect(reader.locator("#architecture-totals .wrong")).to_contain_text("1,022")


def test_the_folded_sequence_is_taken_over_and_another_head_marked(page: Page) -> None:
    page.locator("#sequence textarea").fill("GGGGAAAACCCC")
    page.locator("#fold").click()
    expect(page.locator("#status")).to_contain_text("12 nt")
    page.get_by_role("tab", name="Architecture").click()
    expect(page.locator("#architecture-flow")).to_contain_text("[1, 14, 256]")
    expect(page.locator("#architecture-tokens .tokens").first.locator("li")).to_have_count(14)
    expect(page.locator("#architecture-weights .main-svg").first).to_be_visible()
    page.get_by_role("radio", name="SequenceRegression").check()
    expect(page.locator("#architecture-flow .changed")).to_have_count(2)
    expect(page.locator("#architecture-modules .changed .name").first).to_contain_text("pooler")
    # What is typed here stays when the tab is opened again.
    box = page.locator("#architecture-sequence textarea")
    box.press("End")
    box.press_sequentially("ACG")
    expect(page.locator("#architecture-flow")).to_contain_text("[1, 17, 256]")
    page.get_by_role("tab", name="Fold").click()
    page.get_by_role("tab", name="Architecture").click()
    expect(box).to_have_value("GGGGAAAACCCCACG")


def test_letters_that_come_without_a_key_are_read(reader: Page) -> None:
    reader.get_by_role("tab", name="Architecture").click()
    box, flow = reader.locator("#architecture-sequence textarea"), reader.locator("#architecture-flow")
    tokens = reader.locator("#architecture-tokens .tokens").first.locator("li")
    box.fill("GGGAAACC")  # as a program does
    expect(flow).to_contain_text("[1, 10, 256]")
    expect(tokens).to_have_count(10)
    box.select_text()
    reader.keyboard.insert_text("ACGUACGUA")  # as a paste does: the text at once, no key
    expect(flow).to_contain_text("[1, 11, 256]")
    expect(tokens).to_have_count(11)


def test_a_phone_scrolls_down_only(reader: Page) -> None:
    reader.set_viewport_size({"width": 390, "height": 800})
    reader.get_by_role("tab", name="Architecture").click()
    expect(reader.locator("#architecture-treemap .main-svg").first).to_be_visible()
    assert reader.evaluate("document.documentElement.scrollWidth") <= 390
    # As wide as its place once plotly has followed the window, and at no moment a part that scrolls by itself.
    expect(reader.locator("#architecture-treemap .chart-scroll")).to_have_css("overflow", "clip")


def test_a_model_out_of_reach_is_one_sentence_and_the_result_stays(page: Page) -> None:
    entry = zoo.entry_of("omnigenome-52m")
    assert entry is not None
    if zoo.folder_of(entry):
        pytest.skip("OmniGenome-52M is on this machine")
    before = page.locator("#status").inner_text()
    choose(page, "model", entry.key)
    page.locator("#fold").click()
    expect(page.locator("#sequence-message")).to_contain_text(
        "the Hub could not be reached: connect once to download it"
    )
    assert page.locator("#status").inner_text() == before
