"""The discs, letters, numbers and legend that the page draws itself stand as plotly would have drawn them."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from .test_fold import numbers
from .test_linking import wait_until_drawn

DRAWINGS = ("planar", "arcs", "circle")
# What stands in a view, and what plotly draws of the whole figure beside it: [x, y, size, fill] of each disc, the
# letters with their places and colours, the numbers with theirs, and the names of the legend.
BOTH = """async (view) => {
    const plot = document.querySelector(`#view-${view} .js-plotly-plot`);
    const groupsOf = (plot, name) => plot.querySelector(
        `.trace${plot._fullData[plot.data.findIndex((trace) => trace.name === name)]?.uid ?? "-none"}`);
    const inkOf = (text) => getComputedStyle(text).fill;
    const middle = (text, {x, y, width, height}) => {
        const {a, d, e, f} = text.getCTM();
        return [a * (x + width / 2) + e, d * (y + height / 2) + f];
    };
    const spread = (text) => [...text.textContent].map((letter, k) => [
        letter, ...middle(text, text.getExtentOfChar(k)), inkOf(text)]);
    const one = (text) => [text.textContent, ...middle(text, text.getBBox()), inkOf(text)];
    const own = groupsOf(plot, "nucleotides").querySelector(".points");
    const ownNumbers = groupsOf(plot, "positions")?.querySelectorAll("text") ?? [];
    const ours = {
        discs: [...own.querySelectorAll("circle")].map((disc) => [
            disc.cx.baseVal.value, disc.cy.baseVal.value, 2 * disc.r.baseVal.value, inkOf(disc)]),
        letters: [...own.querySelectorAll("text")].flatMap(spread),
        numbers: [...ownNumbers].map(one),
        legend: [...plot.parentElement.querySelectorAll(".legend li")].map((entry) => entry.textContent),
    };
    const {data, layout} = nucleotides.whole(plot);
    const beside = document.createElement("div");
    beside.className = "js-plotly-plot";
    plot.parentElement.append(beside);
    await Plotly.newPlot(beside, data, {...layout, width: plot._fullLayout.width, height: plot._fullLayout.height});
    const group = groupsOf(beside, "nucleotides");
    const placed = (node) => node.getAttribute("transform").match(/-?[\\d.]+/g).map(Number);
    const theirs = {
        discs: [...group.querySelectorAll(".point")].map((disc) => [
            ...placed(disc), disc.getBBox().width, inkOf(disc)]),
        letters: [...group.querySelectorAll(".textpoint text")].map(one),
        numbers: [...(groupsOf(beside, "positions")?.querySelectorAll(".textpoint text") ?? [])].map(one),
        legend: [...beside.querySelectorAll(".legendtext")].map((text) => text.textContent),
    };
    Plotly.purge(beside);
    beside.remove();
    return [ours, theirs];
}"""
ZOOM = """(view) => {
    const plot = document.querySelector(`#view-${view} .js-plotly-plot`);
    const [low, high] = plot._fullLayout.xaxis.range;
    return Plotly.relayout(plot, {"xaxis.range": [(low + high) / 2, high]});
}"""


def alike(ours: list[list[Any]], theirs: list[list[Any]]) -> None:
    """Each of ours at one of theirs: words and colours to the letter, pixels to one and a half."""
    assert len(ours) == len(theirs)
    left = list(theirs)
    for mine in ours:
        its = next((each for each in left if is_like(mine, each)), None)
        assert its, f"{mine} is none of {left}"
        left.remove(its)


def is_like(mine: list[Any], its: list[Any]) -> bool:
    pairs = zip(mine, its, strict=True)
    return all(a == b if isinstance(a, str) else abs(a - b) <= 1.5 for a, b in pairs)


@pytest.mark.parametrize("colour", ["Element", "Confidence", "Agreement"])
def test_are_as_plotly_draws_them(page: Page, colour: str) -> None:
    wait_until_drawn(page, 76)
    page.locator("#colour label", has_text=colour).click()
    page.wait_for_function(
        "(words) => [...document.querySelectorAll('#view-circle .js-plotly-plot')].some((plot) => "
        "plot.data.some((trace) => trace.hovertext?.some?.((text) => text.includes(words))))",
        arg={"Element": "hairpin loop", "Confidence": "confidence 0", "Agreement": "right"}[colour],
    )
    for view in DRAWINGS:
        ours, theirs = page.evaluate(BOTH, view)
        assert len(ours["discs"]) == 76
        for name in ("discs", "letters", "numbers"):
            alike(ours[name], theirs[name])
        assert ours["legend"] == theirs["legend"]
    letters = page.evaluate(BOTH, "planar")[0]["letters"]
    assert sorted(letter for letter, *_ in letters) == sorted(numbers(page)["sequence"])


@pytest.mark.parametrize("view", DRAWINGS)
def test_after_a_zoom_they_take_the_size_that_fits(page: Page, view: str) -> None:
    wait_until_drawn(page, 76)
    before = page.evaluate(BOTH, view)[0]["discs"]
    page.evaluate(ZOOM, view)
    ours, theirs = page.evaluate(BOTH, view)
    assert 0 < len(ours["discs"]) < len(before)
    assert ours["discs"][0][2] > before[0][2]
    shown = {(round(x), round(y)) for x, y, *_ in theirs["discs"]}
    assert all(any(abs(x - a) <= 1 and abs(y - b) <= 1 for a, b in shown) for x, y, *_ in ours["discs"])
