"""The What if card: a mutant beside its original, and the map of all mutations."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from .conftest import visit
from .test_fold import HAIRPIN, fold, press, wait_for_sequence

LONG = "GC" * 151
# Is everything that can be touched in the card at least 44 pixels high, and nothing wider than the window?
SMALL = """[...document.querySelectorAll(".whatif-card :is(button, a, label, input[type=number], [role=gridcell])")]
    .filter((each) => each.getBoundingClientRect().height > 0 && each.getBoundingClientRect().height < 43.5)
    .map((each) => each.outerHTML.slice(0, 90))"""


def folded(page: Page) -> None:
    """Fold a small RNA."""
    fold(page, HAIRPIN)
    wait_for_sequence(page, HAIRPIN)


def scanned(page: Page) -> None:
    """Fold a small RNA, and all of its mutants."""
    folded(page)
    page.locator("#scan").click()
    expect(page.locator("#scan-progress")).to_contain_text("All 72 mutants")


@pytest.fixture(scope="module")
def mapped(browser: Browser, app: str) -> Iterator[Page]:
    """A visitor with the map of a small RNA, for tests that look at it and at its mutants."""
    with visit(browser, app) as visitor:
        scanned(visitor)
        yield visitor


def test_a_mutation_shows_both_sides_and_how_sure_it_is(reader: Page) -> None:
    reader.locator("#mutate-position input").fill("1")
    reader.locator("#mutate-base label", has_text="C").click()
    card = reader.locator("#whatif")
    expect(card.locator("h3")).to_have_text("G1C")
    expect(card.locator("[role=status]")).to_contain_text("It breaks a stem of 7 pairs, 1-7 with 66-72")
    expect(card.locator("[role=status]")).to_contain_text("so the loss is")
    drawings = card.locator("svg.scene-planar")
    expect(drawings).to_have_count(2)
    expect(card.locator(".viewer-tools")).to_have_count(2)
    for drawing in drawings.all():
        expect(drawing.locator(".nucleotide")).to_have_count(76)
        expect(drawing.locator(".nucleotide:has(.mutated)")).to_have_attribute("data-i", "0")
    expect(drawings.first.locator(".pair.changed")).to_have_count(7)
    expect(drawings.last.locator(".pair.changed")).to_have_count(0)
    expect(card.locator("table")).to_contain_text("Lost stem of 7 pairs, 1-7 with 66-72")
    drawings.last.locator(".nucleotide[data-i='20'] circle").hover()  # linked with the views
    expect(reader.locator("#view-planar .nucleotide.lit")).to_have_attribute("data-i", "20")
    reader.locator("#mutate-position input").fill("900")
    reader.locator("#mutate").click()
    expect(reader.locator("#whatif .wrong")).to_contain_text("from 1 to 76")


def test_a_mutant_opens_as_a_result_and_back_returns(page: Page) -> None:
    page.locator("#mutate-position input").fill("34")
    page.locator("#mutate-base label", has_text="A").click()
    page.get_by_role("link", name="Open G34A").click()
    expect(page.locator("#status h2")).to_contain_text("G34A")
    expect(page.locator("#scores")).to_contain_text("pairs correct")  # the known structure fits, and comes along
    page.go_back()
    expect(page.locator("#link-data")).to_contain_text("CCAGACUGAAGAUC")


def test_a_scan_says_how_long_it_takes_and_stops(page: Page) -> None:
    page.locator("#scan").click()
    progress = page.locator("#scan-progress")
    expect(progress).to_contain_text(" of 228 mutants")
    expect(page.locator("#scan")).to_be_hidden()
    expect(progress).to_contain_text(" left.")
    # The word is there before the server can answer: it is written by the click itself.
    words = page.evaluate(
        """() => {
            document.getElementById("scan-stop").click();
            return document.querySelector("[data-scan-words]").textContent;
        }"""
    )
    assert words == "Stopping ..."
    expect(progress).to_contain_text("; the map shows those.")
    done = int(progress.locator("[role=status]").inner_text().split()[2])
    assert 0 < done < 228
    expect(page.locator("#scan-map [data-folded]")).to_have_count(done)
    expect(page.locator("#scan-stop")).to_be_hidden()
    expect(page.locator("#scan")).to_be_enabled()
    folded(page)  # the page goes on, and so can a scan
    expect(page.locator("#scan-map [data-folded]")).to_have_count(0)
    page.locator("#scan").click()
    expect(progress).to_contain_text("All 72 mutants")
    expect(page.locator("#scan-map [data-folded]")).to_have_count(72)
    expect(page.locator(".scan-map .same")).to_have_count(24)


def test_cells_light_their_position_and_open_their_mutant(mapped: Page) -> None:
    cell = mapped.locator("#scan-map [data-mutation=G3A]")
    cell.hover()
    expect(mapped.locator("#view-planar .nucleotide.lit")).to_have_attribute("data-i", "2")
    expect(mapped.locator("#view-strip .lit").first).to_have_attribute("data-i", "2")
    expect(mapped.locator("[data-map-readout]")).to_contain_text("G3A:")
    mapped.locator("h2", has_text="What if").hover()
    expect(mapped.locator(".nucleotide.lit")).to_have_count(0)
    cell.click()
    expect(mapped.locator("#whatif h3")).to_have_text("G3A")
    expect(mapped.locator("#mutate-position input")).to_have_value("3")
    expect(mapped.locator("#mutate-base input:checked")).to_have_value("A")
    strongest = mapped.locator("#scan-progress [data-mutation]").first
    name = strongest.get_attribute("data-mutation") or ""
    strongest.click()
    expect(mapped.locator("#whatif h3")).to_have_text(name)


def test_the_map_is_one_tab_stop_and_arrows_walk(page: Page) -> None:
    scanned(page)
    grid = page.get_by_role("grid")
    expect(grid.locator("[tabindex='0']")).to_have_count(1)
    grid.locator("[tabindex='0']").focus()
    press(page, "ArrowRight", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown")
    focused = page.locator("#scan-map :focus")
    expect(focused).to_have_attribute("data-mutation", "G2U")
    expect(page.locator("#view-arcs .nucleotide.lit")).to_have_attribute("data-i", "1")
    press(page, "Enter")
    expect(page.locator("#whatif h3")).to_have_text("G2U")
    expect(focused).to_have_attribute("data-mutation", "G2U")
    press(page, "End")
    expect(focused).to_have_attribute("data-i", str(len(HAIRPIN) - 1))
    expect(grid.locator("[tabindex='0']")).to_have_count(1)
    press(page, "Shift+Tab")
    expect(page.locator("#scan-map :focus")).to_have_count(0)


def test_a_long_rna_is_told_before_the_click(page: Page) -> None:
    fold(page, LONG)
    wait_for_sequence(page, LONG)
    expect(page.locator("#scan")).to_be_disabled()
    expect(page.locator("#scan-tools")).to_contain_text("302 nucleotides")
    folded(page)
    expect(page.locator("#scan")).to_be_enabled()
    expect(page.locator("#scan-tools")).to_contain_text("72 mutants")


def test_on_a_phone_the_card_fits_a_finger(browser: Browser, app: str) -> None:
    with visit(browser, app, width=390, touch=True) as phone:
        folded(phone)
        phone.locator("#scan").tap()
        expect(phone.locator("#scan-progress")).to_contain_text("All 72 mutants")
        phone.locator("#scan-map [data-mutation=G3A]").tap()
        expect(phone.locator("#whatif h3")).to_have_text("G3A")
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390
        assert phone.evaluate(SMALL) == []


def test_axe_finds_nothing_in_the_card(mapped: Page) -> None:
    mapped.locator("#scan-map [data-mutation=G3A]").click()
    expect(mapped.locator("#whatif h3")).to_have_text("G3A")
    found = Axe().run(mapped, context=".whatif-card").response
    assert len(found["passes"]) > 10
    assert [(rule["id"], node["target"]) for rule in found["violations"] for node in rule["nodes"]] == []
