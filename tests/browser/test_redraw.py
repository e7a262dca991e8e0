"""What is drawn anew, and what is left alone, when the structure, the colouring or the probabilities change."""

from __future__ import annotations

import json

from playwright.sync_api import Page, Route, expect

from .conftest import choose, compare_with, open_view
from .test_fold import HAIRPIN, fold, numbers, wait_for_sequence
from .test_linking import wait_until_drawn

# Letters by chance, so that every decoder finds another structure in them; and a structure that fits them.
LETTERS = "GAUGCAAACUCAGAAUUGGCACACGUGUCUAAAAGACGUUCCCAAGGGCACCUCACGGCC"
KNOWN = "........................((((.......))))....................."

# Notes what is in every panel, and counts the times plotly is asked to draw.
NOTE = """() => {
    const inside = (panel) => panel.hasAttribute("data-text") ? panel.textContent : panel.firstElementChild;
    window.noted = Object.fromEntries([...document.querySelectorAll("[data-panel]")]
        .map((panel) => [panel.dataset.panel, inside(panel)]));
    window.left = () => [...document.querySelectorAll('[data-panel^="view-"]')]
        .filter((panel) => inside(panel) === window.noted[panel.dataset.panel])
        .map((panel) => panel.dataset.panel.slice(5)).sort();
    window.draws = 0;
    for (const name of ["newPlot", "react", "restyle", "relayout"]) {
        const draw = window.Plotly[name];
        window.Plotly[name] = (...given) => { window.draws += 1; return draw(...given); };
    }
}"""
# Whether every nucleotide of the circle is inside its drawing.
ALL_INSIDE = """() => {
    const frame = document.querySelector("#view-circle svg.scene").getBoundingClientRect();
    return [...document.querySelectorAll("#view-circle .nucleotide circle")].every((disc) => {
        const {left, right, top, bottom} = disc.getBoundingClientRect();
        return right > left && left > frame.left && right < frame.right && top > frame.top && bottom < frame.bottom;
    });
}"""
LEFT = "(views) => window.left().join() === views.join()"


def folded(page: Page, reference: str) -> None:
    """Fold the letters, and note what is drawn."""
    wait_until_drawn(page, 76)
    compare_with(page, reference)
    fold(page, LETTERS)
    wait_for_sequence(page, LETTERS)
    wait_until_drawn(page, len(LETTERS))
    page.evaluate(NOTE)


def asked(page: Page) -> list[str]:
    """The addresses that the page posts to from now on."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url) if request.method == "POST" else None)
    return found


def test_another_decoder_is_two_requests_and_one_drawing_of_each_chart(page: Page) -> None:
    folded(page, "")
    requests = asked(page)
    choose(page, "decoder", "argmax")
    expect(page.locator("#computed")).to_contain_text("argmax")
    page.wait_for_function(LEFT, arg=[])
    page.wait_for_timeout(1500)
    assert len(requests) == 2, requests  # what is beside the controls, and the rest
    assert page.evaluate("window.draws") == 1  # the heatmap
    open_view(page, "matrix")
    page.wait_for_function("window.draws === 2")
    page.wait_for_timeout(500)
    assert page.evaluate("window.draws") == 2


def test_the_same_decoder_again_changes_nothing(page: Page) -> None:
    folded(page, "")
    choose(page, "decoder", "best")
    page.wait_for_timeout(1500)
    page.wait_for_function(LEFT, arg=["arcs", "circle", "heatmap", "matrix", "planar", "strip"])
    assert page.evaluate("window.draws") == 0


def test_with_a_known_structure_the_heatmap_marks_the_new_structure(page: Page) -> None:
    folded(page, KNOWN)
    choose(page, "decoder", "mea")
    page.wait_for_function(LEFT, arg=[])
    shown = numbers(page)
    paired = {i for text in (shown["structure"], shown["reference"]) for i, c in enumerate(text, 1) if c != "."}
    page.wait_for_function(
        """(paired) => [...new Set(document.querySelector("#view-heatmap .js-plotly-plot").data
            .filter((trace) => trace.mode === "markers" && trace.x[0]).flatMap((trace) => [...trace.x]))]
            .sort((a, b) => a - b).join() === paired.join()""",
        arg=sorted(paired),
    )


def test_another_colouring_leaves_the_views_that_have_none(page: Page) -> None:
    wait_until_drawn(page, 76)
    page.evaluate(NOTE)
    choose(page, "colour", "base")
    page.wait_for_function(LEFT, arg=["heatmap", "matrix", "strip"])
    expect(page.locator("#view-planar .base-G").first).to_be_visible()
    assert page.evaluate("window.draws") == 0


def test_other_probabilities_change_the_charts_alone_and_say_which_they_are(page: Page) -> None:
    wait_until_drawn(page, 76)
    page.evaluate(NOTE)
    choose(page, "source", "thermodynamics")
    page.wait_for_function(LEFT, arg=["arcs", "circle", "planar", "strip"])
    expect(page.locator("#view-heatmap .chart-plot")).to_contain_text("thermodynamics alone")


def test_a_decoder_shows_the_numbers_it_takes(page: Page) -> None:
    takes = {"mea": ["gamma", "family_weight", "temperature"], "map": ["family_weight"], "best": []}
    for kind, shown in takes.items():
        choose(page, "decoder", "mixed")
        expect(page.locator("#trust")).to_be_visible()
        choose(page, "decoder", kind)
        for name in ("gamma", "trust", "family_weight", "temperature"):
            expect(page.locator(f"#{name}")).to_be_visible(visible=name in shown)


def test_of_many_quick_changes_the_last_one_is_shown(page: Page) -> None:
    choose(page, "decoder", "mea")
    slider = page.locator("#gamma input[type=range]")
    slider.focus()
    for _ in range(6):
        slider.press("ArrowRight")
    expect(page.locator("#computed")).to_contain_text("gamma 2.5")
    assert slider.input_value() == "2.5"


def test_what_is_far_from_the_controls_follows_to_the_last_change(page: Page) -> None:
    folded(page, "")
    before = numbers(page)["structure"]
    for kind in ("mea", "argmax", "mixed", "map"):
        choose(page, "decoder", kind)
    expect(page.locator("#computed")).to_contain_text("MAP")
    structure = numbers(page)["structure"]
    assert structure != before
    page.wait_for_function(
        """(structure) => atob(document.querySelector('#exports a[download$=".dbn"]').href.split(",")[1])
            .includes(structure)""",
        arg=structure,
    )
    open_view(page, "matrix")  # it is drawn only now
    page.wait_for_function(
        """(paired) => document.querySelector("#view-matrix .js-plotly-plot").data
            .filter((trace) => trace.mode === "markers").flatMap((trace) => [...trace.x, ...trace.y])
            .sort((a, b) => a - b).join() === paired.join()""",
        arg=[i for i, letter in enumerate(structure, 1) if letter != "."],
    )


def test_an_answer_that_arrives_late_does_not_come_over_a_newer_one(page: Page) -> None:
    """The answer of another colouring is held back on its way while another RNA is folded."""
    held: list[tuple[Route, str]] = []

    def hold(route: Route) -> None:
        answer = route.fetch()
        held.append((route, answer.text()))

    page.route("**/run/predict*", hold, times=1)
    choose(page, "colour", "base")
    while not held:
        page.wait_for_timeout(50)
    fold(page, HAIRPIN)
    wait_for_sequence(page, HAIRPIN)
    wait_until_drawn(page, len(HAIRPIN))
    expect(page.locator("#view-circle .base-G").first).to_be_attached()  # it was chosen before the RNA was folded
    route, text = held[0]
    assert len(json.loads(json.loads(text)["data"][0])["panels"]["view-planar"]) > 5000
    route.fulfill(body=text, content_type="application/json")
    page.wait_for_timeout(1000)
    assert page.locator("#view-planar .nucleotide").count() == len(HAIRPIN)
    assert page.locator("#view-circle .nucleotide").count() == len(HAIRPIN)


def test_a_view_that_was_closed_shows_what_is_folded(page: Page) -> None:
    open_view(page, "circle")
    whole = page.locator("#view-circle svg.scene").get_attribute("viewBox")
    open_view(page, "planar")
    expect(page.locator("#view-circle")).to_be_hidden()
    fold(page, HAIRPIN)
    wait_for_sequence(page, HAIRPIN)
    expect(page.locator("#view-circle .nucleotide")).to_have_count(len(HAIRPIN))
    open_view(page, "circle")
    expect(page.locator("#view-circle")).to_be_visible()
    expect(page.locator("#view-circle svg.scene")).not_to_have_attribute("viewBox", whole or "")
    page.wait_for_function(ALL_INSIDE)


def test_what_a_visitor_has_opened_stays_open(page: Page) -> None:
    page.get_by_text("How this was computed").click()
    expect(page.locator("#computed .facts")).to_be_visible()
    choose(page, "decoder", "argmax")
    expect(page.locator("#computed .facts")).to_contain_text("argmax")
    expect(page.locator("#computed .facts")).to_be_visible()
