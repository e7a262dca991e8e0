"""Each view is saved as SVG, PNG and a page: dark on white in both themes, all of it, nothing lit."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from playwright.sync_api import Page

from . import pages
from .conftest import Opener, press, spot

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = ("planar", "arcs", "circle")


def saved(page: Page, view: str, kind: str) -> tuple[str, Path]:
    with page.expect_download() as download:
        page.locator(f".view.{view} [data-picture={kind}]").click()
    return download.value.suggested_filename, download.value.path()


@pytest.mark.parametrize("view", DRAWN)
def test_a_drawing_is_whole_and_needs_no_page(open_page: Opener, view: str) -> None:
    page = open_page(pages.Page(pages.Rna.of(76), dark=True))
    page.mouse.click(*spot(page, view, 26))
    press(page, view, "Zoom in", 3)
    name, path = saved(page, view, "svg")
    assert name == f"my_rna_{view}.svg"
    text = path.read_text()
    root = ET.fromstring(text)  # noqa: S314 - our own page made it
    assert len(list(root.iter(f"{SVG}circle"))) == 76 + 1  # one in the legend
    assert root.get("style") is None
    assert "var(" not in text
    assert "lit" not in {name for e in root.iter() for name in (e.get("class") or "").split()}
    x, y, width, height = map(float, (root.get("viewBox") or "").split())
    for disc in root.find(f"{SVG}g[@class='nucleotides']").iter(f"{SVG}circle"):  # type: ignore[union-attr]
        assert x < float(disc.get("cx", "-1")) < x + width
        assert y < float(disc.get("cy", "-1")) < y + height
    ground = next(root.iter(f"{SVG}rect"))
    assert (ground.get("fill"), ground.get("width")) == ("#ffffff", root.get("width"))
    assert [e.text for e in root.iter(f"{SVG}text") if e.get("class") == "label"] == ["stem", "G–C"]
    letter = next(e for e in root.iter(f"{SVG}text") if (e.get("class") or "").startswith("on-"))
    assert letter.get("class") == "on-element-e"
    assert pages.CSS in text


def test_a_png_is_large_and_white_around_the_drawing(open_page: Opener) -> None:
    page = open_page(pages.Page(pages.Rna.of(76), dark=True))
    name, path = saved(page, "planar", "png")
    assert name == "my_rna_planar.png"
    with Image.open(path) as picture:
        assert picture.format == "PNG"
        assert picture.width == pytest.approx(
            3 * float(page.evaluate("document.querySelector('#view-planar svg').dataset.whole.split(' ')[2]")), abs=2
        )
        colours = picture.convert("RGB")
        assert colours.getpixel((3, 3)) == (255, 255, 255)
        disc = pages.places("planar", pages.Rna.of(76))[4]
        assert colours.getpixel((round(3 * disc[0] - 18), round(3 * disc[1]))) == (0x97, 0xDC, 0xAE)


def test_a_large_png_is_kept_within_what_programs_open(open_page: Opener) -> None:
    page = open_page(pages.Page.of(1000, "arcs"))
    with Image.open(saved(page, "arcs", "png")[1]) as picture:
        assert max(picture.size) == 8000


def test_a_page_stands_alone(open_page: Opener) -> None:
    page = open_page(pages.Page(pages.Rna.of(76)))
    page.evaluate("document.querySelector('#status h2').textContent = '<b>x</b>'")
    _, path = saved(page, "circle", "html")
    opened = page.context.new_page()
    opened.set_content(path.read_text())
    assert opened.locator("h1").inner_text() == "<b>x</b>: circle"
    assert opened.locator("svg text").count() > 76
    assert opened.locator("script, link, img, b").count() == 0


@pytest.mark.parametrize("view", ["heatmap", "matrix"])
def test_a_chart_is_dark_ink_on_white_with_its_labels(open_page: Opener, view: str) -> None:
    page = open_page(pages.Page(pages.Rna.of(76), dark=True))
    page.locator(f"#view-{view}").scroll_into_view_if_needed()
    page.wait_for_selector(f"#view-{view} .chart-plot svg")
    name, path = saved(page, view, "svg")
    text = path.read_text()
    assert name == f"my_rna_{view}.svg"
    assert "rgb(23, 35, 42)" in text
    assert "rgb(118, 121, 126)" not in text
    assert "rgb(233, 238, 240)" not in text
    texts = {e.text for e in ET.fromstring(text).iter(f"{SVG}text")}  # noqa: S314 - our own page made it
    assert view == "matrix" or {"opens (", "closes )"} <= texts
    with Image.open(saved(page, view, "png")[1]) as picture:
        assert picture.convert("RGB").getpixel((3, 3)) == (255, 255, 255)
