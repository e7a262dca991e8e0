"""The Many tab in a browser: a file is folded, listed, opened in Fold, downloaded; records of Fold are taken over."""

from __future__ import annotations

import gzip
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from .conftest import visit
from .test_access import SMALL, faults

LASTS = 120_000  # milliseconds that a run may take on a busy machine
FILE = ">one\nGGGGAAAACCCC\n>two <i>\nGGGGGGAAAACCCCCC\n>bad\nGGXG\n"


def ended(page: Page, state: str) -> None:
    """Wait until the run is in a state, and its files are there."""
    expect(page.locator(f"#many .many-state[data-state='{state}']")).to_be_visible(timeout=LASTS)


def test_a_file_is_folded_listed_opened_and_downloaded(browser: Browser, app: str, tmp_path: Path) -> None:
    packed = tmp_path / "many.fa.gz"
    packed.write_bytes(gzip.compress(FILE.encode()))
    with visit(browser, app, query="?tab=many") as page:
        page.locator("#many-start").click()
        expect(page.locator("#many p.wrong")).to_contain_text("There is no RNA yet")
        page.locator("#many-file").set_input_files(packed)
        expect(page.locator("#many-file-name")).to_contain_text("many.fa.gz")
        page.locator("#many-start").click()
        ended(page, "finished")
        expect(page.locator(".many-sentence")).to_have_text("Done: 2 of 3 records folded.")
        expect(page.locator("#many-count")).to_contain_text("3 records")
        page.locator("[data-sort=length]").click()
        page.locator("[data-sort=length]").click()
        expect(page.locator(".many-length[aria-sort=descending]")).to_be_visible()
        expect(page.locator(".many-open").first).to_have_text("two <i>")
        expect(page.locator(".many-drawing svg").first).to_be_visible()
        page.locator("#many-filter select").select_option("unreadable")
        expect(page.locator(".many-list .wrong")).to_contain_text("Record 3 (bad) has 'X' at position 3 in line 6")
        page.locator("#many-filter select").select_option("all")
        with page.expect_download() as download:
            page.get_by_role("link", name="Dot-bracket").click()
        download.value.save_as(tmp_path / "x.dbn")
        assert (tmp_path / "x.dbn").read_text().count("((((") == 2
        page.locator(".many-open", has_text="two").click()
        expect(page.locator("#status h2")).to_contain_text("two <i>")
        page.get_by_role("tab", name="Many", exact=True).click()
        expect(page.locator("#many-count")).to_contain_text("3 records")


def test_records_of_fold_are_taken_over_and_a_run_is_stopped(browser: Browser, app: str) -> None:
    with visit(browser, app) as page:
        records = FILE.partition(">bad")[0] * 60
        page.locator("#sequence textarea").fill(records)
        page.locator("#fold").click()
        page.get_by_role("button", name="Fold all 120 in Many").click()
        expect(page.locator("#many-text")).to_be_visible()
        assert page.locator("#many-text").input_value().split() == records.split()
        expect(page.locator(".many-open").first).to_be_visible(timeout=LASTS)
        page.locator("#many-stop").click()
        expect(page.locator("#many-reset")).to_be_visible(timeout=LASTS)
        page.locator("#many-reset").click()
        expect(page.locator("#many .many-state")).to_have_count(0)
        expect(page.locator("#many-start")).to_be_enabled()


def test_axe_finds_nothing_in_a_list_and_nothing_sticks_out(browser: Browser, app: str) -> None:
    with visit(browser, app, query="?tab=many", width=320, touch=True, dark=True) as page:
        page.locator("#many-text").fill(FILE)
        page.locator("#many-start").click()
        ended(page, "finished")
        expect(page.locator("#many-count")).to_contain_text("3 records")
        assert page.evaluate(SMALL) == []
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert faults(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
