"""plotly draws a chart when it comes into view or the page is idle, once a change, and offers to send it nowhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape

import pytest
from playwright.sync_api import Page, expect

from . import pages
from .conftest import Opener, arrive, chart_spot, press

SCRIPT = "document.querySelector('script[src=\"/plotly.js\"]') !== null"
COUNT = """() => {
    window.draws = 0;
    const react = window.Plotly.react;
    window.Plotly.react = (...given) => { window.draws += 1; return react(...given); };
}"""


def ready(page: Page, *views: str) -> None:
    for view in views:
        page.wait_for_selector(f"#view-{view} .chart-plot svg", state="attached")


def html(figure: Mapping[str, object]) -> str:
    return f"<div data-chart>{escape(json.dumps(figure))}</div>"


def test_plotly_comes_when_the_page_is_idle_or_a_chart_is_in_view(open_page: Opener) -> None:
    never = "window.requestIdleCallback = () => 0;"
    page = open_page(pages.Page.of(76), before=never)
    page.wait_for_timeout(300)
    assert not page.evaluate(SCRIPT)
    page.locator("#view-heatmap").scroll_into_view_if_needed()
    ready(page, "heatmap")
    idle = open_page(pages.Page.of(76))
    ready(idle, "heatmap", "matrix")  # nobody has scrolled
    without = open_page(pages.Page.of(76, "strip"))
    without.wait_for_timeout(300)
    assert not without.evaluate(SCRIPT)


@pytest.mark.parametrize("how", ["patch", "replace"])
def test_a_change_is_drawn_once(open_page: Opener, how: str) -> None:
    page = open_page(pages.Page.of(76, "heatmap", "matrix"))
    ready(page, "heatmap", "matrix")
    page.evaluate(COUNT)
    arrive(page, "heatmap", html(pages.heatmap(pages.Rna.of(40))), how)
    expect(page.locator("#view-heatmap .chart-canvas")).to_have_css("width", f"{84 + 20 + 16 * 40}px")
    page.wait_for_timeout(200)
    assert page.evaluate("window.draws") == 1
    arrive(page, "heatmap", html(pages.heatmap(pages.Rna.of(40))), "patch")
    page.wait_for_timeout(100)
    assert page.evaluate("window.draws") == 1
    assert page.locator("#view-heatmap .chart").count() == 1


@pytest.mark.parametrize("view", ["heatmap", "matrix"])
def test_no_button_shares_sends_edits_or_saves(open_page: Opener, view: str) -> None:
    page = open_page(pages.Page.of(76, view))
    ready(page, view)
    page.mouse.move(*chart_spot(page, view, 30))
    page.wait_for_timeout(300)
    names = page.locator(f"#view-{view} a, #view-{view} button").evaluate_all(
        """all => all.map((e) => [e.getAttribute("data-title"), e.getAttribute("aria-label"), e.title])
            .map((names) => names.join(" ").toLowerCase())"""
    )
    for word in ("share", "cloud", "edit", "download", "plotly", "json", "lasso"):
        assert not [name for name in names if word in name], names
    assert view == "heatmap" or [name for name in names if "zoom in" in name]


def test_row_labels_stay_in_sight_while_a_wide_chart_scrolls(open_page: Opener) -> None:
    page = open_page(pages.Page.of(300, "heatmap"), viewport={"width": 800, "height": 900})
    ready(page, "heatmap")
    labels = page.locator("#view-heatmap .chart-rows span")
    assert labels.all_text_contents() == ["opens (", "closes )"]
    before = labels.first.bounding_box()
    page.locator("#view-heatmap .chart-scroll").evaluate("e => { e.scrollLeft = 2000; }")
    assert labels.first.bounding_box() == before
    top = page.locator("#view-heatmap .chart").bounding_box()
    assert top is not None
    assert before is not None
    assert abs(before["y"] + before["height"] / 2 - top["y"] - 65) < 1


@pytest.mark.parametrize("width", [1280, 390])
def test_the_matrix_is_a_square_that_fits(open_page: Opener, width: int) -> None:
    page = open_page(pages.Page.of(76, "matrix"), viewport={"width": width, "height": 900})
    ready(page, "matrix")
    page.wait_for_selector("#view-matrix .chart-canvas[style*=height]")
    side = min(width - 40 - 54, round(0.62 * 900))
    size = page.locator("#view-matrix .chart-canvas").bounding_box()
    assert size is not None
    assert (size["width"], size["height"]) == (side + 54, side + 110)
    box = page.locator("#view-matrix .chart-plot image").bounding_box()  # the cells, as plotly drew them
    assert box is not None
    assert abs(box["width"] - side) < 1
    assert abs(box["height"] - side) < 1
    page.set_viewport_size({"width": 600, "height": 900})
    expect(page.locator("#view-matrix .chart-canvas")).to_have_css("width", f"{min(506, 558) + 54}px")


def test_marks_follow_a_zoom(open_page: Opener) -> None:
    page = open_page(pages.Page.of(76, "strip", "matrix"))
    ready(page, "matrix")
    page.locator("#view-strip .strip").focus()
    page.keyboard.press("ArrowRight")
    column = page.locator("#view-matrix .chart-marks .here").first
    before = float(column.get_attribute("width") or 0)
    page.mouse.move(*chart_spot(page, "matrix", 38))
    page.keyboard.press("Escape")
    press(page, "matrix", "Zoom in")
    page.mouse.move(*chart_spot(page, "matrix", 38))
    expect(page.locator("body[data-lit]")).to_have_count(1)
    page.wait_for_function(
        """before => 1.5 * before <
            Number(document.querySelector("#view-matrix .chart-marks .here").getAttribute("width"))""",
        arg=before,
    )


def test_ink_follows_the_theme(open_page: Opener) -> None:
    page = open_page(pages.Page.of(76, "heatmap"))
    ready(page, "heatmap")
    tick = "getComputedStyle(document.querySelector('#view-heatmap .chart-plot text')).fill"
    assert page.evaluate(tick) == "rgb(23, 35, 42)"
    page.get_by_role("button", name="scheme").click()
    page.wait_for_function(f"{tick} === 'rgb(233, 238, 240)'")


def test_a_chart_without_nucleotides_is_drawn_anywhere(open_page: Opener) -> None:
    page = open_page(pages.Page.of(76, "planar"))
    figure = {
        "data": [{"type": "bar", "x": [1], "y": [2]}],
        "layout": {"height": 200, "meta": {"view": "bars", "kind": "none"}},
    }
    page.evaluate(
        """(html) => {
            const other = document.createElement("div");
            other.id = "other";
            other.innerHTML = html;
            document.body.append(other);
        }""",
        html(figure),
    )
    page.wait_for_selector("#other .chart-plot svg")
    page.evaluate("document.getElementById('other').remove()")
    page.wait_for_timeout(100)


def test_a_script_that_cannot_be_fetched_is_asked_for_again(open_page: Opener) -> None:
    fails_once = """
        const append = Element.prototype.append;
        Element.prototype.append = function (...nodes) {
            if (nodes[0]?.tagName !== "SCRIPT" || window.failed) return append.apply(this, nodes);
            window.failed = true;
            setTimeout(() => nodes[0].onerror());
        };
    """
    page = open_page(pages.Page.of(76, "heatmap"), before=fails_once)
    page.wait_for_function("window.failed")
    page.evaluate("document.body.append(document.createElement('p'))")  # anything that changes
    ready(page, "heatmap")
