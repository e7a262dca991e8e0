"""The page on paper: one sheet of A4 up to 120 nucleotides, whatever the scheme, with nothing cut and no controls."""

from __future__ import annotations

import random
from collections.abc import Iterator
from io import BytesIO

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PageObject, PdfReader

from .conftest import visit
from .test_fold import fold, wait_for_sequence

A4 = (595, 842)  # points


@pytest.fixture(scope="module", params=["light", "dark"])
def printing(browser: Browser, app: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    with visit(browser, app, dark=request.param == "dark") as page:
        yield page


def sheets(page: Page) -> list[PageObject]:
    return list(PdfReader(BytesIO(page.pdf(format="A4", print_background=True))).pages)


def text(pages: list[PageObject]) -> str:
    """Their text on one line, without ligatures."""
    return " ".join(" ".join(page.extract_text() for page in pages).replace("ﬁ", "fi").split())


def farthest(page: PageObject) -> float:
    """Where the rightmost piece of text begins, in points."""
    ends = [0.0]

    def visitor(words: str, user: list[float], place: list[float], *_: object) -> None:
        if words.strip():
            ends.append(user[0] * place[4] + user[2] * place[5] + user[4])

    page.extract_text(visitor_text=visitor)
    return max(ends)


def test_an_rna_of_76_is_one_sheet_with_answer_scores_and_how_it_was_computed(printing: Page) -> None:
    [sheet] = sheets(printing)
    assert sheet.mediabox.width == pytest.approx(A4[0], abs=2)
    assert sheet.mediabox.height == pytest.approx(A4[1], abs=2)
    found = text([sheet])
    for words in (
        "tRNA-Phe, yeast, 76 nt",
        "4 stems, 21 pairs, average confidence 93 %; 21 of 21 known pairs found",
        "GCGGAUUUAG CUCAGUUGGG",
        "(((((((..( (((.......",
        "unpaired .",
        "Precision 1.000",
        "How this was computed",
        "revision",
    ):
        assert words in found, words
    for control in ("Fold", "Settings", "Copy", "Scan", "A+", "Open a file"):
        assert control not in found, control
    assert farthest(sheet) < A4[0] - 20
    assert printing.locator("#report-on-paper").count() == 0  # it is gone from the screen


def test_an_rna_of_120_is_one_sheet_and_a_longer_one_goes_on(printing: Page) -> None:
    letters = random.Random(5)
    for length, most in ((120, 1), (300, 3)):
        sequence = "".join(letters.choice("ACGU") for _ in range(length))
        fold(printing, sequence)
        wait_for_sequence(printing, sequence)
        expect(printing.locator(f'#exports a[download*="_{length}nt_"]').first).to_be_attached()
        pages = sheets(printing)
        assert len(pages) <= most
        found = text(pages)
        assert sequence[-10:] in found.replace(" ", "")
        assert "No known structure was given." in found
        assert max(map(farthest, pages)) < A4[0] - 20


def test_the_other_tabs_print_as_they_are(reader: Page) -> None:
    reader.get_by_role("tab", name="About", exact=True).first.click()
    expect(reader.locator("#about-figures")).to_be_visible()
    found = text(sheets(reader))
    assert "Can I trust it?" in found
    assert "How this was computed" not in found
