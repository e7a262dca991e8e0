"""What is drawn anew, and what is left alone, when the structure, the colouring or the lit nucleotide changes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .test_fold import fold, numbers, wait_for_sequence
from .test_linking import FIGURES, SPOT, wait_until_drawn

# Letters by chance, so that every decoder finds another structure in them; and a structure that fits them.
LETTERS = "GAUGCAAACUCAGAAUUGGCACACGUGUCUAAAAGACGUUCCCAAGGGCACCUCACGGCC"
KNOWN = "........................((((.......))))....................."

# Notes each figure's element, and counts the times plotly is asked to draw.
NOTE = """() => {
    window.noted = Object.fromEntries([...document.querySelectorAll('[id^="view-"] .js-plotly-plot')]
        .map((plot) => [plot.layout.meta.view, plot]));
    window.draws = 0;
    for (const name of ["newPlot", "react", "restyle", "relayout"]) {
        const draw = window.Plotly[name];
        window.Plotly[name] = (...given) => { window.draws += 1; return draw(...given); };
    }
}"""
LEFT = "() => Object.keys(window.noted).filter((view) => window.noted[view].isConnected).sort()"
DRAWN = """(views) => views.every((view) => {
    const plot = document.querySelector(`#view-${view} .js-plotly-plot`);
    return plot !== window.noted[view] && plot?.querySelector(".main-svg");
})"""


def folded(page: Page, reference: str) -> None:
    """Fold the letters, and note their figures."""
    wait_until_drawn(page, 76)
    page.locator("#reference textarea").fill(reference)
    fold(page, LETTERS)
    wait_for_sequence(page, LETTERS)
    wait_until_drawn(page, len(LETTERS))
    page.evaluate(NOTE)


def test_another_decoder_draws_once_what_it_changes(page: Page) -> None:
    folded(page, "")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    page.locator("#decoder label", has_text="Argmax").click()
    expect(page.locator("#status")).to_contain_text("argmax")
    page.wait_for_function(DRAWN, arg=["arcs", "circle", "matrix", "planar"])
    assert page.evaluate(LEFT) == ["heatmap"]  # it tells of the probabilities alone, and they are the same
    assert page.evaluate("window.draws") == 4
    while len(asked) < 3:  # what stands near, the rest, and whether something newer came meanwhile
        page.wait_for_event("request")
    page.wait_for_timeout(500)
    assert len(asked) == 3, asked


def test_with_a_reference_the_heatmap_marks_the_new_structure(page: Page) -> None:
    folded(page, KNOWN)
    page.locator("#decoder label", has_text="MEA").click()
    page.wait_for_function(DRAWN, arg=list(FIGURES))
    marked = page.evaluate(
        """() => document.querySelector("#view-heatmap .js-plotly-plot").data
            .filter((trace) => trace.mode === "markers" && trace.x[0]).flatMap((trace) => [...trace.x])"""
    )
    shown = numbers(page)
    paired = {i for text in (shown["structure"], shown["reference"]) for i, c in enumerate(text, 1) if c != "."}
    assert set(marked) == paired


def test_another_colouring_leaves_the_views_that_have_none(page: Page) -> None:
    wait_until_drawn(page, 76)
    page.evaluate(NOTE)
    page.locator("#colour label", has_text="Base").click()
    page.wait_for_function(DRAWN, arg=["arcs", "circle", "planar"])
    assert page.evaluate(LEFT) == ["heatmap", "matrix"]


@pytest.mark.parametrize(
    ("kind", "shown"),
    [("mea", ["gamma", "families", "temperature"]), ("map", ["families"]), ("best", [])],
)
def test_a_decoder_shows_the_numbers_it_takes(page: Page, kind: str, shown: list[str]) -> None:
    page.locator("#decoder input[value=mixed]").click()
    expect(page.locator("#trust")).to_be_visible()
    page.locator(f"#decoder input[value={kind}]").click()
    for name in ("gamma", "trust", "families", "temperature"):
        expect(page.locator(f"#{name}")).to_be_visible(visible=name in shown)


def test_of_many_quick_changes_the_last_one_is_shown(page: Page) -> None:
    page.locator("#decoder input[value=mea]").click()
    slider = page.locator("#gamma input[type=range]")
    slider.focus()
    for _ in range(12):
        slider.press("ArrowRight")
    expect(page.locator("#status")).to_contain_text("gamma 1.6")
    assert slider.input_value() == "1.6"


def test_what_stands_far_from_the_controls_follows_to_the_last_change(page: Page) -> None:
    folded(page, "")
    before = numbers(page)["structure"]
    for kind in ("mea", "argmax", "mixed", "map"):
        page.locator(f"#decoder input[value={kind}]").click()
    expect(page.locator("#status")).to_contain_text("MAP")
    structure = numbers(page)["structure"]
    assert structure != before
    page.wait_for_function(
        """(structure) => atob(document.querySelector('#exports a[download$=".dbn"]').href.split(",")[1])
            .includes(structure)""",
        arg=structure,
    )
    page.wait_for_function(  # the matrix is the last to be drawn, and until then shows what came between
        """(paired) => document.querySelector("#view-matrix .js-plotly-plot").data
            .filter((trace) => trace.mode === "markers").flatMap((trace) => [...trace.x, ...trace.y])
            .sort((a, b) => a - b).join() === paired.join()""",
        arg=[i for i, letter in enumerate(structure, 1) if letter != "."],
    )


def test_lighting_touches_no_figure(page: Page) -> None:
    wait_until_drawn(page, 76)
    spots = [page.evaluate(SPOT, ["planar", i]) for i in (5, 27, 50)]
    page.mouse.move(*spots[0])
    expect(page.locator("body")).to_have_attribute("data-lit", "6")
    page.evaluate(
        """() => {
            window.touched = [];
            const watch = new MutationObserver((records) => window.touched.push(...records.map(({target}) => target)
                .filter((target) => target.closest(".main-svg:not(.link-overlay)") && !target.closest(".hoverlayer"))
                .map((target) => target.outerHTML.slice(0, 80))));
            // The heatmap scrolls to the nucleotide, and takes its labels along.
            for (const plot of document.querySelectorAll('[id^="view-"]:not(#view-heatmap) .js-plotly-plot'))
                watch.observe(plot, {subtree: true, childList: true, attributes: true});
        }"""
    )
    for position, spot in zip((28, 51), spots[1:], strict=True):
        page.mouse.move(*spot)
        expect(page.locator("body")).to_have_attribute("data-lit", str(position))
        expect(page.locator("#view-arcs .link-overlay > .link-here")).to_have_count(1)
    assert page.evaluate("window.touched") == []
