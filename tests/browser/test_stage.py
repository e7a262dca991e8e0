"""The stage shows one view at a time, by its tabs; lists open again after Esc; a group of buttons is one tab stop."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import open_view
from .test_fold import press
from .test_linking import VIEWS

STAGE = {"planar": "Drawing", "arcs": "Arcs", "circle": "Circle", "matrix": "Matrix"}
# Whether a view's picture is within the stage and above the buttons that save it.
KEEPS_WITHIN = """(name) => {
    const box = (selector) => document.querySelector(selector).getBoundingClientRect();
    const picture = box(`#view-${name} :is(svg.scene, .main-svg)`);
    const [stage, footer] = [box("#stage"), box(`.view.${name} .view-footer`)];
    return picture.height > 150 && picture.left >= stage.left && picture.right <= stage.right
        && picture.bottom <= footer.top && footer.bottom <= stage.bottom;
}"""
# What has the focus: the group of buttons that it is in, or its own id, label or text.
FOCUSED = """() => {
    const element = document.activeElement;
    const group = element.closest("[data-roving]");
    return group ? group.getAttribute("aria-label")
        : element.id || element.getAttribute("aria-label") || element.textContent.trim();
}"""


def expect_only(page: Page, shown: str) -> None:
    """One view is in sight, and its tab is the chosen one."""
    for name, title in STAGE.items():
        expect(page.locator(f"#view-{name}")).to_be_visible(visible=name == shown)
        tab = page.get_by_role("tab", name=title, exact=True)
        expect(tab).to_have_attribute("aria-selected", str(name == shown).lower())
        expect(tab).to_have_js_property("tabIndex", 0 if name == shown else -1)


def test_a_tab_shows_its_view(reader: Page) -> None:
    expect_only(reader, "planar")
    for name in ("circle", "matrix", "arcs", "planar"):
        reader.get_by_role("tab", name=STAGE[name], exact=True).click()
        expect_only(reader, name)
        box = reader.locator(f"#view-{name} :is(svg.scene, .main-svg)").first.bounding_box()
        assert box is not None
        assert box["height"] > 150


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080), (390, 844)])
def test_every_view_keeps_within_the_stage(reader: Page, width: int, height: int) -> None:
    reader.set_viewport_size({"width": width, "height": height})
    for name in STAGE:
        open_view(reader, name)
        expect(reader.locator(f"#view-{name} :is(svg.scene, .main-svg)").first).to_be_visible()
        reader.wait_for_function(KEEPS_WITHIN, arg=name)


def test_arrows_go_from_tab_to_tab(reader: Page) -> None:
    reader.get_by_role("tab", name="Drawing").focus()
    for key, shown in (
        ("ArrowRight", "arcs"),
        ("ArrowRight", "circle"),
        ("ArrowLeft", "arcs"),
        ("End", "matrix"),
        ("ArrowRight", "planar"),
        ("ArrowLeft", "matrix"),
        ("Home", "planar"),
    ):
        press(reader, key)
        expect(reader.locator(f"#tab-{shown}")).to_be_focused()
        expect_only(reader, shown)


@pytest.mark.parametrize("view", list(STAGE))
def test_what_is_lit_is_lit_in_a_view_that_is_opened_later(reader: Page, view: str) -> None:
    reader.locator("#view-strip [data-i='27']").first.click()
    expect(reader.locator("body")).to_have_attribute("data-lit", "28")
    open_view(reader, view)
    expect(reader.locator(f"#view-{view}")).to_have_attribute("data-lit", "28")
    mark = "rect.here:not([hidden])" if view == "matrix" else ".nucleotide.lit"
    expect(reader.locator(f"#view-{view} {mark}").first).to_be_visible()
    assert view in VIEWS


def test_full_screen_is_left_with_the_stage_as_it_was(reader: Page) -> None:
    open_view(reader, "circle")
    reader.locator("#view-circle").get_by_role("button", name="Full screen").click()
    reader.wait_for_function("document.fullscreenElement?.id === 'view-circle'")
    reader.locator("#view-circle").get_by_role("button", name="Full screen").click()
    reader.wait_for_function("document.fullscreenElement === null")
    expect_only(reader, "circle")


def test_the_models_open_again_after_escape(reader: Page) -> None:
    models = reader.get_by_role("combobox", name="Model")
    assert models.evaluate("element => element.tagName") == "SELECT"
    assert models.locator("option").count() > 3
    for _ in range(2):
        models.click()
        expect(reader.locator("#model-select:open")).to_have_count(1)
        press(reader, "Escape")
        expect(reader.locator("#model-select:open")).to_have_count(0)
        expect(models).to_be_focused()
        expect(models).to_have_value("bundled")


def test_a_group_of_buttons_is_one_tab_stop(reader: Page) -> None:
    reader.locator("#sequence textarea").focus()
    stops: list[str] = []
    while not reader.evaluate("document.activeElement.matches('#view-strip .strip')"):
        press(reader, "Tab")
        stops.append(reader.evaluate(FOCUSED))
        assert len(stops) < 25, stops
    for group in ("Views", "Drawing: zoom", "Save this view", "Least confident", "Copy"):
        assert stops.count(group) == 1, stops
    assert "model-select" in stops


def test_the_skip_links_lead_past_the_controls(page: Page) -> None:
    press(page, "Tab")
    first = page.get_by_role("link", name="To your RNA")
    expect(first).to_be_focused()
    expect(first).to_be_in_viewport()
    press(page, "Tab")
    expect(page.get_by_role("link", name="To the drawing")).to_be_focused()
    press(page, "Enter", "Tab")
    assert page.evaluate("document.activeElement.closest('#stage') !== null")
