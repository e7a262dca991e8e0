"""How long it takes to follow the pointer and to zoom; the limits leave room for a busy machine."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from . import pages
from .conftest import Opener, spot

# Milliseconds from a move of the pointer to the end of the frame that shows it.
MOVES = """async ([view, count]) => {
    const discs = [...document.querySelectorAll(`#view-${view} .nucleotide circle`)];
    const times = [];
    for (let k = 0; k < count; k += 1) {
        const {left, top, width} = discs[(k * 37) % discs.length].getBoundingClientRect();
        const place = {clientX: left + width / 2, clientY: top + width / 2, bubbles: true, pointerType: "mouse"};
        await new Promise((done) => requestAnimationFrame(done));
        await new Promise((done) => setTimeout(done));
        const start = performance.now();
        discs[0].closest("svg").dispatchEvent(new PointerEvent("pointermove", place));
        await new Promise((done) => requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = done;
            channel.port2.postMessage(0);
        }));
        times.push(performance.now() - start);
    }
    return times;
}"""
NEAREST = """(count) => {
    const svg = document.querySelector("#view-planar svg.scene");
    const {left, top, width, height} = svg.getBoundingClientRect();
    const start = performance.now();
    for (let k = 0; k < count; k += 1) {
        const place = {clientX: left + ((k * 131) % width), clientY: top + ((k * 71) % height)};
        window.view.nearest({...place, target: svg});
    }
    return (performance.now() - start) / count;
}"""


def moves(page: Page, view: str) -> list[float]:
    spot(page, view, 0)
    return sorted(page.evaluate(MOVES, [view, 40]))


def test_linking_follows_within_two_frames_at_500_nt(open_page: Opener) -> None:
    page = open_page(pages.Page.of(500))
    page.wait_for_selector("#view-matrix .chart-plot svg", state="attached")
    times = moves(page, "planar")
    assert times[len(times) // 4] < 33  # the wait for the next frame included; others use this machine, too


def test_the_nearest_of_1000_is_found_within_a_millisecond(open_page: Opener) -> None:
    page = open_page(pages.Page.of(1000, "planar"))
    page.evaluate(
        """async () => {
            const {SceneView} = await import("/js/scene_view.js");
            const host = document.getElementById("view-planar");
            window.view = new SceneView(host, "planar", () => {});
            window.view.show(host.querySelector("svg.scene"));
        }"""
    )
    assert page.evaluate(NEAREST, 200) < 1


@pytest.mark.parametrize("what", ["zoom", "pan"])
def test_a_frame_of_a_zoom_costs_little_at_1000_nt(open_page: Opener, what: str) -> None:
    page = open_page(pages.Page.of(1000, "planar"))
    x, y = spot(page, "planar", 300)
    page.mouse.move(x, y)
    page.keyboard.down("Control")
    for _ in range(14):
        page.mouse.wheel(0, -120)
    page.keyboard.up("Control")
    page.wait_for_selector("#view-planar[data-zoomed] svg:not([data-moving]):not(.far)")
    cost = page.context.new_cdp_session(page)
    cost.send("Performance.enable")

    def spent() -> float:
        metrics = {m["name"]: m["value"] for m in cost.send("Performance.getMetrics")["metrics"]}
        return 1000 * float(metrics["TaskDuration"])

    frames = 30
    before = spent()
    page.evaluate(
        """async ([what, frames, x, y]) => {
            const svg = document.querySelector("#view-planar svg.scene");
            const fire = (type, more) => svg.dispatchEvent(new PointerEvent(type, {
                bubbles: true, isPrimary: true, pointerId: 1, pointerType: "pen", button: 0, buttons: 1, ...more}));
            if (what === "pan") fire("pointerdown", {clientX: x, clientY: y});
            for (let k = 1; k <= frames; k += 1) {
                if (what === "pan") fire("pointermove", {clientX: x + 4 * k, clientY: y + 2 * k});
                else svg.dispatchEvent(new WheelEvent("wheel", {
                    bubbles: true, cancelable: true, ctrlKey: true, deltaY: 2, clientX: x, clientY: y}));
                await new Promise((done) => requestAnimationFrame(done));
            }
            if (what === "pan") fire("pointerup", {});
        }""",
        [what, frames, x, y],
    )
    assert (spent() - before) / frames < 25  # alone on the machine 5 to 10; a viewBox for every frame takes 27 and more
