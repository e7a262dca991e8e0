"""What can be taken away, opened and read back; pictures come in print colours whatever the scheme of the page."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from ssp_core.folding.formats import load
from ssp_core.prediction import SCHEMA_VERSION

from .conftest import open_view, visit
from .test_fold import numbers
from .test_linking import wait_until_drawn

VIEWS = ("planar", "heatmap", "arcs", "circle", "matrix")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def night(browser: Browser, app: str) -> Iterator[Page]:
    """A visitor in the dark scheme for the whole file: nothing here changes the result that is shown."""
    with visit(browser, app, dark=True) as visitor:
        assert visitor.evaluate("document.body.classList.contains('dark')")
        yield visitor


@pytest.fixture(scope="module")
def later(browser: Browser, app: str) -> Iterator[Page]:
    """The same for the pictures: Chromium asks before it gives one page an eleventh file."""
    with visit(browser, app, dark=True) as visitor:
        yield visitor


def taken(page: Page, selector: str) -> Path:
    """The file that a click on a link or a button gives."""
    with page.expect_download() as download:
        page.locator(selector).click()
    return download.value.path()


@pytest.mark.parametrize(("ending", "kind"), [("dbn", "dbn"), ("fa", "fasta"), ("ct", "ct"), ("bpseq", "bpseq")])
def test_structures_read_back(night: Page, ending: str, kind: str) -> None:
    shown = numbers(night)
    (record,) = load(taken(night, f'#exports a[download$=".{ending}"]').read_text(), kind)
    assert (record.sequence, record.structure.dot_bracket) == (shown["sequence"], shown["structure"])


def test_tables_read_back(night: Page) -> None:
    shown = numbers(night)
    rows = list(csv.DictReader(taken(night, '#exports a[download$=".csv"]').read_text().splitlines()))
    assert [row["nucleotide"] for row in rows] == list(shown["sequence"])
    assert [int(row["partner"]) - 1 for row in rows] == shown["partners"]
    made = json.loads(taken(night, '#exports a[download$=".json"]').read_text())
    assert made["version"] == SCHEMA_VERSION
    assert (made["structure"], made["reference"]) == (shown["structure"], shown["reference"])


@pytest.mark.parametrize("view", VIEWS)
def test_a_picture_is_dark_ink_on_white(later: Page, view: str) -> None:
    wait_until_drawn(later, 76)
    open_view(later, view)
    drawing = taken(later, f".view.{view} [data-picture=svg]").read_text()
    root = ET.fromstring(drawing)  # noqa: S314 - our own page made it
    assert root.tag == f"{SVG}svg"
    assert "NaN" not in drawing
    assert "var(" not in drawing
    assert len(list(root.iter(f"{SVG}text"))) > 5
    ground = next(root.iter(f"{SVG}rect"))
    assert {"#ffffff", "fill: rgb(255, 255, 255)"} & {
        ground.get("fill"),
        (ground.get("style") or "").split("; fill-")[0],
    } or ("rgb(255, 255, 255)" in (ground.get("style") or ""))


def test_a_png_is_white_around_the_drawing(later: Page) -> None:
    open_view(later, "planar")
    with Image.open(taken(later, ".view.planar [data-picture=png]")) as picture:
        assert picture.format == "PNG"
        assert min(picture.size) > 600
        assert picture.convert("RGB").getpixel((3, 3)) == (255, 255, 255)


def test_a_page_of_its_own_stands_alone(later: Page) -> None:
    open_view(later, "circle")
    path = taken(later, ".view.circle [data-picture=html]")
    opened = later.context.new_page()
    opened.set_content(path.read_text())
    assert opened.locator("h1").inner_text() == "tRNA-Phe, yeast: circle"
    assert opened.locator("svg text").count() > 5
    assert opened.locator("script, link, img[src^=http]").count() == 0
    opened.close()
