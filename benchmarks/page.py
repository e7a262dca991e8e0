"""How fast the Fold tab is: `python -m benchmarks.page`.

The real app is started on this machine and opened in a real Chromium without a window, as tests/browser does it. A
view counts as drawn when nothing in it changes any more: every change inside the views, the strip, the status line and
the words is stamped, and a measurement ends with the frame that shows the last of them, the drawing, the arcs, the
circle and the heatmap having their figure of the RNA that was asked for (a second without a change tells that it was
the last); plotly draws the pair matrix when its tab is opened. Nothing is taken from the cache of an earlier RNA: each
round folds another random one. "On the screen" is what a window of 1280 x 900 shows of all that. The first drawing
comes with the HTML, before gradio has built the page. The first paint is measured in a browser that has been open for
a while, as a visitor's is: a new window of Chromium is busy with itself for a second.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from ssp_core.predictor import Predictor
from ssp_core.sequence import RnaSequence
from ssp_core.ui.fold import panels
from ssp_core.ui.result import Result
from ssp_core.ui.session import Session
from tests.browser.conftest import chromium, free_port, launch

from .data import random_rna

ROOT = Path(__file__).resolve().parents[1]
LENGTHS = (76, 150, 512)
LINKED = 500
DECODED = 150
FIRST = 76  # of the stored result
PARTS = ("server", "first", "fold", "decoder", "link")
WAIT = 120_000  # milliseconds for anything at all

WATCH = (ROOT / "benchmarks" / "page_watch.js").read_text(encoding="utf-8")
# Milliseconds from `started` to the answer, to the drawing, to what is on the screen and to the last frame, once all
# views show `length` nt.
SETTLED = """([started, length]) => new Promise((done) => {
    const drawn = (name) => document.querySelectorAll(`#view-${name} .scene .nucleotide`).length === length;
    const poll = setInterval(() => {
        const {changed, painted, answered, last} = window.bench;
        const chart = document.querySelector("#view-heatmap .js-plotly-plot");
        if (!["planar", "arcs", "circle"].every(drawn) || chart?.layout?.meta.length !== length) return;
        if (changed < started || painted < changed) return;
        if (performance.now() - changed < 1000) return;
        clearInterval(poll);
        const seen = Object.keys(last).filter((id) => {
            const {top, bottom, height} = document.getElementById(id).getBoundingClientRect();
            return bottom > 0 && top < window.innerHeight && height;
        });
        const ends = [answered, last["view-planar"], Math.max(...seen.map((id) => last[id])), painted];
        done(ends.map((end) => end - started));
    }, 25);
})"""
CHOOSE = """(decoder) => {
    window.bench.answered = 0;
    const started = performance.now();
    const select = document.getElementById("decoder-select");
    select.value = decoder;
    select.dispatchEvent(new Event("change", {bubbles: true}));
    return started;
}"""
CLICK = """(selector) => {
    window.bench.answered = 0;
    const started = performance.now();
    document.querySelector(selector).click();
    return started;
}"""
# From a pointer's event to the end of the frame it is shown in, and how long the handlers of that frame ran.
POINTED = """
window.pointed = [];
window.addEventListener("pointermove", (event) => requestAnimationFrame((frame) => {
    const ran = performance.now() - frame;
    const lit = document.body.dataset.lit;
    const channel = new MessageChannel();
    channel.port1.onmessage = () => window.pointed.push([performance.now() - event.timeStamp, ran, lit]);
    channel.port2.postMessage(0);
}));
"""
PLACE = """(i) => {
    const view = document.getElementById("view-planar");
    view.scrollIntoView({block: "center", behavior: "instant"});
    const {left, top, width, height} = view.querySelector(`[data-i="${i}"] circle`).getBoundingClientRect();
    return [left + width / 2, top + height / 2];
}"""

Row = tuple[str, str, float]  # what, of what, milliseconds


@contextmanager
def serve() -> Iterator[str]:
    """The address of a fresh app, the moment it takes a visitor."""
    port = free_port()
    here = {"GRADIO_SERVER_NAME": "127.0.0.1", "GRADIO_SERVER_PORT": str(port), "HF_HUB_OFFLINE": "1"}
    process = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env={**os.environ, **here},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while process.poll() is None and not answers(port):
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(timeout=20)


def answers(port: int) -> bool:
    """Whether somebody listens."""
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def window(browser: Browser) -> Iterator[Page]:
    """A visitor's empty window with an empty cache, past Chromium's own business with it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(WAIT)
    page.add_init_script(WATCH)
    page.wait_for_timeout(3000)
    yield page
    context.close()


def first_paint(browser: Browser, rounds: int) -> Iterator[Row]:
    """From the server's first answer, with the model still loading, to the stored result in every view."""
    times, shifts = [], []
    for _ in range(rounds):
        with window(browser) as page, serve() as address:
            page.goto(address, wait_until="commit")
            # the page's clock starts with its navigation, which is when the server is up
            _, _, seen, views = page.evaluate(SETTLED, [0, FIRST])
            drawing, live, shift = page.evaluate("[bench.first.drawing, bench.first.live, bench.shift]")
            times.append([drawing, live, seen, views])
            shifts.append(shift)
    names = ("its drawing stands", "the page answers", "what is on the screen is drawn", "every view is")
    yield from medians("first paint", "stored result", times, names)
    yield "first paint", "layout shift in all, the largest (no milliseconds; good is below 0.1)", max(shifts)


def ready(page: Page) -> None:
    """Past the first paint, with the model loaded."""
    page.evaluate(SETTLED, [0, FIRST])
    folding(page, random_rna(60, 0))


def folding(page: Page, letters: str) -> list[float]:
    """Fold: what `SETTLED` gives."""
    page.locator("#sequence textarea").fill(letters)
    page.wait_for_timeout(700)  # what the box says of its letters is no part of this
    found: list[float] = page.evaluate(SETTLED, [page.evaluate(CLICK, "#fold"), len(letters)])
    return found


def received(session: CDPSession) -> list[int]:
    """A list that grows by the size of everything the page receives."""
    sizes: list[int] = []
    session.send("Network.enable")
    session.on("Network.dataReceived", lambda event: sizes.append(event["dataLength"]))
    return sizes


def folds(page: Page, rounds: int) -> Iterator[Row]:
    """Click on Fold until every view is drawn, by length."""
    sizes = received(page.context.new_cdp_session(page))
    for length in LENGTHS:
        times, received_ = [], []
        for seed in range(1, rounds + 1):
            del sizes[:]
            answer, drawing, _, views = folding(page, random_rna(length, seed))
            times.append([answer, drawing, views])
            received_.append(sum(sizes))
        answer_ = f"the answer, {median(received_) / 1024:,.0f} kB, has come"
        yield from medians("fold", f"{length} nt", times, (answer_, *_VIEWS))


def decoding(page: Page, rounds: int) -> Iterator[Row]:
    """Another decoder until every view is drawn anew; the first round is not counted, as a visitor's first click is
    slower by what the browser learns from it."""
    times = []
    for seed in range(rounds + 1):
        folding(page, random_rna(DECODED, 99 + seed))
        for kind in ("map", "mea", "mixed", "argmax", "best"):
            started = page.evaluate(CHOOSE, kind)
            settled = page.evaluate(SETTLED, [started, DECODED])
            if seed and settled[2] > 0:  # one that finds the same structure draws nothing
                times.append(settled)
    names = ("the answer has come", _VIEWS[0], "what is on the screen is drawn", _VIEWS[1])
    yield from medians("another decoder", f"{DECODED} nt", times, names)


_VIEWS = ("the drawing stands", "every view does")


def medians(what: str, of_what: str, times: list[list[float]], names: Sequence[str]) -> Iterator[Row]:
    """A row for each of the names."""
    for name, found in zip(names, zip(*times, strict=True), strict=True):
        yield what, f"{of_what}, until {name}", median(found)


def linking(page: Page) -> Iterator[Row]:
    """Pointing at nucleotides of the drawing."""
    folding(page, random_rna(LINKED, 1))
    page.evaluate(POINTED)
    page.mouse.move(2, 2)
    for i in range(0, LINKED, 12):
        page.mouse.move(*page.evaluate(PLACE, i))
        page.wait_for_timeout(60)
    found = [(late, ran) for late, ran, lit in page.evaluate("window.pointed") if lit]
    late, ran = zip(*found, strict=True)
    yield "linking", f"{LINKED} nt, pointer to the end of the frame, median of {len(found)}", median(late)
    yield "linking", f"{LINKED} nt, the slowest of them", max(late)
    yield "linking", f"{LINKED} nt, of it the handlers, median", median(ran)


def server(rounds: int) -> Iterator[Row]:
    """The server's parts one after another, in this process and without helpers."""
    predictor = Predictor("bundled")
    for length in LENGTHS:
        rnas = [RnaSequence(random_rna(length, seed)) for seed in range(rounds + 1)]
        results = [Result(prediction) for prediction in predictor.predict(rnas)][1:]
        predictions = [result.prediction for result in results]
        yield "server", f"{length} nt, network", median(each.output.network_ms for each in predictions)
        yield "server", f"{length} nt, decoding by best", median(each.decoded.milliseconds for each in predictions)
        for name in panels.EVERY:
            yield part(f"{length} nt, {name}", name, results)


def part(name: str, panel: str, results: list[Result]) -> Row:
    """The median time one panel of the answer takes, and its size."""
    times, sizes = [], []
    for result in results:
        session = Session(result)
        started = time.perf_counter()
        sizes.append(len(panels.make(panel, session)))
        times.append((time.perf_counter() - started) * 1000)
    return "server", f"{name}, {median(sizes) / 1024:,.0f} kB", median(times)


def measure(parts: tuple[str, ...], rounds: int) -> Iterator[Row]:
    """Every row that is asked for."""
    if "server" in parts:
        yield from server(rounds)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        if "first" in parts:
            yield from first_paint(browser, rounds)
        if {"fold", "decoder", "link"} & set(parts):
            with serve() as address, window(browser) as page:
                page.goto(address, wait_until="commit")
                ready(page)
                if "fold" in parts:
                    yield from folds(page, rounds)
                if "decoder" in parts:
                    yield from decoding(page, rounds)
                if "link" in parts:
                    yield from linking(page)


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("parts", nargs="*", default=PARTS, help=f"which parts, of {', '.join(PARTS)}; all by default")
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    if chromium() is None:
        parser.error("there is no Chromium on this machine")
    print(f"| {time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores | | ms |\n|---|---|---|")
    for what, of_what, milliseconds in measure(tuple(chosen.parts), chosen.rounds):
        print(f"| {what} | {of_what} | {milliseconds:,.1f} |", flush=True)


if __name__ == "__main__":
    main()
