"""Finding a nucleotide by position, motif or least confidence, and asking why two of them pair."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import open_view
from .test_fold import HAIRPIN, fold, numbers, press, wait_for_sequence

FOUND = """(view) => [...new Set([...document.querySelectorAll(`#view-${view} .found`)]
    .map((element) => Number(element.dataset.i)))].sort((a, b) => a - b)"""


def find(page: Page, text: str) -> None:
    """Type into the box and press Enter."""
    page.locator("#find-box").fill(text)
    page.locator("#find-box").press("Enter")


def expect_pinned(page: Page, position: int) -> None:
    """That nucleotide is pinned, and in sight in the drawing."""
    letter = numbers(page)["sequence"][position - 1]
    expect(page.locator("body")).to_have_attribute("data-lit", str(position))
    expect(page.locator("#nucleotide-card .card-title b")).to_have_text(f"{letter} {position}")
    expect(page.locator("#nucleotide-card .card-pinned")).to_have_text("pinned")
    expect(page.locator("#view-planar .nucleotide.lit")).to_have_attribute("data-i", str(position - 1))


def test_a_position_is_gone_to(reader: Page) -> None:
    find(reader, "34")
    expect_pinned(reader, 34)
    find(reader, "77")
    expect(reader.locator("#found .wrong")).to_contain_text("76")
    expect_pinned(reader, 34)
    reader.locator("#find-box").fill("7")
    reader.get_by_role("button", name="Go", exact=True).click()
    expect_pinned(reader, 7)
    expect(reader.locator("body")).to_have_attribute("data-lit", "7")


@pytest.mark.parametrize("view", ["strip", "planar", "arcs", "circle"])
def test_a_motif_lights_its_places(reader: Page, view: str) -> None:
    letters = numbers(reader)["sequence"]
    starts = [match.start() for match in re.finditer("(?=GG[ACGU])", letters)]
    assert len(starts) > 1
    find(reader, "GGGGGGGGGG")
    expect(reader.locator("#found")).to_contain_text("0 places")
    expect(reader.locator(".found")).to_have_count(0)
    open_view(reader, view)
    find(reader, "ggN")
    expect(reader.locator("#found")).to_contain_text(f"{len(starts)} places")
    wanted = sorted({start + k for start in starts for k in range(3)})
    reader.wait_for_function(f"(wanted) => ({FOUND})('{view}').join() === wanted.join()", arg=wanted)
    reader.locator("#found [data-go]").nth(1).click()
    expect_pinned(reader, starts[1] + 1)


def test_what_was_found_goes_with_the_rna(page: Page) -> None:
    find(page, "GG")
    expect(page.locator("#view-strip .found").first).to_be_visible()
    fold(page, HAIRPIN)
    wait_for_sequence(page, HAIRPIN)
    expect(page.locator(".found")).to_have_count(0)
    expect(page.locator("#found")).to_have_text("")


@pytest.mark.parametrize(("text", "wanted"), [("XQZ", "'X'"), ("GGGGGGGGGG", "0 places")])
def test_a_motif_that_is_none_or_nowhere_is_said(reader: Page, text: str, wanted: str) -> None:
    find(reader, text)
    expect(reader.locator("#found")).to_contain_text(wanted)


def test_the_least_confident_are_one_click_away(reader: Page) -> None:
    chips = reader.locator(".strip-head .least [data-go]")
    assert chips.count() >= 3
    source, structure = numbers(reader)["sources"][0], numbers(reader)["structure"]
    sure = [
        pair if pair is not None else classes["().".index(letter)]
        for pair, classes, letter in zip(source["pair"], source["probabilities"], structure, strict=True)
    ]
    chosen = [int(chip.get_attribute("data-go") or -1) for chip in chips.all()]
    assert max(sure[i] for i in chosen) <= sorted(sure)[len(chosen) - 1] + 1e-3
    chips.nth(1).click()
    expect_pinned(reader, chosen[1] + 1)


def rows(table: Locator) -> list[list[str]]:
    """The cells of a table's body."""
    found: list[list[str]] = table.locator("tbody tr").evaluate_all(
        "all => all.map((row) => [...row.children].map((cell) => cell.textContent))"
    )
    return found


def test_a_pinned_pair_is_explained_with_its_mutants(reader: Page) -> None:
    shown = numbers(reader)
    i = next(k for k, mate in enumerate(shown["partners"]) if mate > k) + 1
    j, letters = shown["partners"][i] + 1, shown["sequence"]
    find(reader, str(i + 1))
    why = reader.get_by_role("button", name="Why this pair?")
    why.click()
    answer = reader.locator("#why .why")
    expect(answer.locator("h2")).to_contain_text(f"{letters[i]} {i + 1}")
    expect(answer.locator("h2")).to_contain_text(f"{letters[j - 1]} {j}")
    sources = rows(answer.get_by_role("region", name="What each source gives the pair"))
    assert any("network" in name for name, *_ in sources)
    assert any("Turner" in name for name, *_ in sources)
    assert all(re.fullmatch(r"[<>]?[\d.]+\s?%", chance) for _, chance, _ in sources)
    mutants = answer.get_by_role("region", name="Mutants of the pair")
    expect(mutants.locator("tbody tr")).to_have_count(3)
    names = [name for name, *_ in rows(mutants)]
    assert any(name.startswith(f"{letters[i]}{i + 1}") for name in names)
    assert all("of" in stem and ("kcal/mol" in energy or energy == "none") for *_, stem, energy in rows(mutants))
    expect(answer).to_be_in_viewport()


def test_an_unpaired_or_merely_lit_nucleotide_is_asked_nothing(reader: Page) -> None:
    shown = numbers(reader)
    find(reader, str(shown["partners"].index(-1) + 1))
    expect(reader.locator("#nucleotide-card .card-pinned")).to_have_count(1)
    expect(reader.get_by_role("button", name="Why this pair?")).to_have_count(0)
    press(reader, "Escape")
    expect(reader.locator("#find-box")).to_be_focused()


def test_the_answer_goes_when_another_rna_is_folded(page: Page) -> None:
    find(page, str(numbers(page)["partners"].index(71) + 1))
    page.get_by_role("button", name="Why this pair?").click()
    expect(page.locator("#why table")).to_have_count(2)
    fold(page, HAIRPIN)
    wait_for_sequence(page, HAIRPIN)
    expect(page.locator("#why")).to_have_text("")
