"""How fast a scan stops, and what it takes from another visitor: `python -m benchmarks.scan`.

The real app is opened in a real Chromium, as benchmarks/page.py does it. A scan of all mutations runs for a while, then
Stop is clicked; the time is from the click to the change that shows the word. Each round folds another random RNA.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from statistics import median

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import chromium, launch

from .data import random_rna
from .page import Row, serve, window
from .serve import fold

LENGTHS = (76, 300)
OTHER = 76  # nucleotides of what another visitor folds meanwhile
PROGRAMS = 40  # folds of a program that the percentiles are of
SCANNING = 3_000  # milliseconds from the first mutant to the click on Stop
# Milliseconds from a click on Stop to "Stopping ..." and to "Stopped at ...".
STOPPED = """() => new Promise((done) => {
    const found = [];
    const started = performance.now();
    new MutationObserver(() => {
        const text = document.getElementById("scan-progress").textContent;
        if (!found.length && text.includes("Stopping")) found.push(performance.now() - started);
        if (text.includes("Stopped at")) done([...found, performance.now() - started]);
    }).observe(document.getElementById("scan-progress"), {subtree: true, childList: true, characterData: true});
    document.getElementById("scan-stop").click();
})"""
# Milliseconds from a click on Fold until the drawing of the RNA stands.
DRAWN = """(letters) => new Promise((done) => {
    const started = performance.now();
    const shown = () => document.getElementById("link-data").textContent.includes(`"${letters}"`)
        && document.querySelectorAll("#view-planar .nucleotide").length === letters.length;
    const frame = () => shown() ? done(performance.now() - started) : requestAnimationFrame(frame);
    frame();
    document.getElementById("fold").click();
})"""
FOLDED = "document.querySelectorAll('.map-cell[data-folded]').length"


def ready(page: Page) -> None:
    """Past the first paint, with the model loaded."""
    page.wait_for_selector("#view-planar .viewer-tools")
    folding(page, random_rna(60, 0))


def folding(page: Page, letters: str) -> float:
    """Fold, and give the milliseconds until the drawing stands."""
    page.locator("#sequence textarea").fill(letters)
    page.wait_for_timeout(700)  # what the box says of its letters is no part of this
    return float(page.evaluate(DRAWN, letters))


def scanning(page: Page, length: int, seed: int) -> None:
    """Fold an RNA, and begin its scan."""
    folding(page, random_rna(length, seed))
    page.locator("#scan").click()
    page.wait_for_function(f"{FOLDED} > 0")


def stops(page: Page, rounds: int) -> Iterator[Row]:
    """From a click on Stop to what it says, by length."""
    for length in LENGTHS:
        times, rates = [], []
        for seed in range(1, rounds + 1):
            scanning(page, length, seed)
            before, started = page.evaluate(FOLDED), time.perf_counter()
            page.wait_for_timeout(SCANNING)
            rates.append((page.evaluate(FOLDED) - before) / (time.perf_counter() - started))
            times.append(page.evaluate(STOPPED))
        words, ends = zip(*times, strict=True)
        yield "stop", f"{length} nt, until 'Stopping ...' stands", median(words)
        yield "stop", f"{length} nt, until 'Stopped at ...' stands", median(ends)
        yield "stop", f"{length} nt, the slowest of {rounds}", max(ends)
        yield "scan", f"{length} nt, a mutant", 1000 / max(median(rates), 1e-3)


def asked(address: str, rounds: int, seed: int) -> tuple[float, float]:
    """Milliseconds of the median and of the 95th percentile of a program's folds, one after the other."""
    times = []
    for number in range(rounds):
        started = time.perf_counter()
        fold(address.rstrip("/"), random_rna(OTHER, seed + number))
        times.append((time.perf_counter() - started) * 1000)
    middle, late = np.percentile(times, [50, 95])
    return float(middle), float(late)


def beside(browser: Browser, address: str, page: Page, rounds: int) -> Iterator[Row]:
    """Another visitor's fold, alone and while a long scan runs."""
    with window(browser) as other:
        other.goto(address, wait_until="commit")
        ready(other)
        alone = [folding(other, random_rna(OTHER, 500 + seed)) for seed in range(rounds)]
        scanning(page, LENGTHS[-1], 99)
        during = [folding(other, random_rna(OTHER, 600 + seed)) for seed in range(rounds)]
        program = asked(address, PROGRAMS, 700)
        page.evaluate(STOPPED)
        program_alone = asked(address, PROGRAMS, 800)
    yield "fold", f"{OTHER} nt, alone, until the drawing stands", median(alone)
    yield "fold", f"{OTHER} nt, while another visitor scans {LENGTHS[-1]} nt", median(during)
    for of_what, (middle, late) in (("alone", program_alone), ("meanwhile", program)):
        yield "fold", f"{OTHER} nt, a program's, {of_what}, median", middle
        yield "fold", f"{OTHER} nt, a program's, {of_what}, 95th percentile", late


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scan", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    if chromium() is None:
        parser.error("there is no Chromium on this machine")
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"| {time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores{load} | | ms |\n|---|---|---|")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        with serve() as address, window(browser) as page:
            page.goto(address, wait_until="commit")
            ready(page)
            for what, of_what, milliseconds in (*stops(page, rounds), *beside(browser, address, page, rounds)):
                print(f"| {what} | {of_what} | {milliseconds:,.0f} |", flush=True)


if __name__ == "__main__":
    main()
