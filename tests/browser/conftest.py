"""A running app and a real Chromium. Every page fails its test on a console error or a request to another host."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Request, expect

from ssp_core.ui import first_result

ROOT = Path(__file__).resolve().parents[2]
START = 240  # seconds the app may take to answer on a busy machine
WAIT = 60_000  # milliseconds a page may take to show something
expect.set_options(timeout=WAIT)


def chromium() -> str | None:
    """The system's Chromium, if there is one."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark this folder's tests, and skip them where there is no Chromium; in CI there must be one."""
    here = [item for item in items if item.path.is_relative_to(Path(__file__).parent)]
    for item in here:
        item.add_marker(pytest.mark.browser)
        if chromium() is None and os.environ.get("CI") != "true":
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine (apt install chromium)"))


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app, started as a visitor would start it, without a Hub."""
    with serving(tmp_path_factory.mktemp("app") / "log.txt", HF_HUB_OFFLINE="1") as address:
        yield address


@contextmanager
def serving(log: Path, **settings: str) -> Iterator[str]:
    """The address of an app that is started with these environment variables, prints into `log` and is ended after."""
    port = free_port()
    environment = {
        **os.environ,
        "GRADIO_SERVER_NAME": "127.0.0.1",
        "GRADIO_SERVER_PORT": str(port),
        "PYTHONFAULTHANDLER": "1",
        **settings,
    }
    with log.open("w") as out:
        process = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=out, stderr=out)
        try:
            wait_for(port, process, log)
            yield f"http://127.0.0.1:{port}/"
        finally:
            died = process.poll()  # a negative code is the signal that ended it
            process.terminate()
            process.wait(timeout=20)
    assert died is None, f"the app ended by itself with code {died}"
    printed = log.read_text()
    for word in ("Traceback", "Warning", "deprecat"):
        assert word not in printed, f"the app printed:\n{printed}"


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the app answers; fail with what it printed if it does not."""
    end = time.monotonic() + START
    while time.monotonic() < end and process.poll() is None:
        if answers(port):
            return
        time.sleep(0.3)
    pytest.fail(f"the app did not start:\n{log.read_text()}")


def answers(port: int) -> bool:
    """Whether the app accepts visitors yet."""
    with closing(socket.socket()) as probe:
        probe.settimeout(5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def launch(playwright: Playwright) -> Browser:
    """The system's Chromium without a window and without a network life of its own.

    The pages of one context share a process: a page whose scripts that process has compiled opens in half the time.
    """
    return playwright.chromium.launch(
        executable_path=chromium(),
        args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--process-per-site"],
    )


@cache
def keeper(browser: Browser, address: str, touch: bool) -> Page:
    """A page that keeps the process of its context alive: that of all visitors with a mouse, or with a finger."""
    page = browser.new_context(has_touch=touch, is_mobile=touch).new_page()
    page.goto(f"{address}robots.txt")
    return page


@pytest.fixture
def page(browser: Browser, app: str) -> Iterator[Page]:
    """A fresh visitor with the page open and its drawings there."""
    with visit(browser, app) as visitor:
        yield visitor


@pytest.fixture(scope="module")
def kept_reader(browser: Browser, app: str) -> Iterator[Page]:
    """One visitor for all tests of a file that take `reader`."""
    with visit(browser, app) as visitor:
        yield visitor


@pytest.fixture
def reader(kept_reader: Page) -> Page:
    """A visitor for tests that leave the stored result as it is; all else that they did is undone before the next one:
    an open page is had back in a tenth of the time that opening it takes."""
    result = first_result.read()
    kept_reader.set_viewport_size({"width": 1280, "height": 900})
    kept_reader.get_by_role("tab", name="Fold", exact=True).click()
    open_view(kept_reader, "planar")
    known = result.reference.dot_bracket if result.reference else ""
    box, wrong = kept_reader.locator("#sequence textarea"), kept_reader.locator("#sequence-message .wrong")
    if box.input_value() != str(result.sequence) or wrong.count():
        message = kept_reader.locator("#sequence-message")
        for text in ("A", str(result.sequence)):  # "A" for what was wrong with a file, which is no part of the box
            box.fill(text)
            expect(message).to_contain_text(f"{len(text)} nt")  # so that no answer about it comes in the next test
    if kept_reader.locator("#reference textarea").input_value() != known:
        compare_with(kept_reader, known)
    settings = kept_reader.locator("[data-disclose=settings][aria-expanded=true]")
    if settings.count():
        settings.click()
    expect(wrong).to_have_count(0)
    expect(kept_reader.locator("#reference-message .wrong")).to_have_count(0)
    expect(kept_reader.locator("#standing")).to_have_text("")
    kept_reader.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    kept_reader.mouse.move(2, 2)
    kept_reader.keyboard.press("Escape")
    expect(kept_reader.locator("body:not([data-lit])")).to_have_count(1)
    return kept_reader


# What gradio logs when a page is left while it waits for an answer.
LEFT = ("AbortError: signal is aborted", "Connection errored out")


def is_fault(line: ConsoleMessage) -> bool:
    """Whether a line of the console tells of a fault of the page."""
    return line.type == "error" and not any(words in line.text for words in LEFT)


@contextmanager
def visit(
    browser: Browser,
    address: str,
    *,
    query: str = "",
    width: int = 1280,
    height: int = 900,
    dark: bool = False,
    touch: bool = False,
) -> Iterator[Page]:
    """A visitor with a window, a colour scheme and a mouse or a finger of their own, on the open page; faults are told
    at the end."""
    kept = keeper(browser, address, touch)
    visitor = kept.context.new_page()
    visitor.set_viewport_size({"width": width, "height": height})
    visitor.emulate_media(color_scheme="dark" if dark else "light")
    visitor.set_default_timeout(WAIT)
    faults: list[str] = []

    def watch(request: Request) -> None:
        host = urlsplit(request.url).hostname
        if host not in (None, "127.0.0.1"):
            faults.append(f"asked {request.url}")

    visitor.on("request", watch)
    visitor.on("pageerror", lambda error: faults.append(f"page error: {error}"))
    visitor.on("console", lambda line: faults.append(f"console: {line.text}") if is_fault(line) else None)
    try:
        open_page(visitor, address + query)
        yield visitor
    finally:
        visitor.close()
        kept.evaluate("localStorage.clear()")
        kept.context.clear_cookies()
        kept.context.clear_permissions()
    assert not faults, faults


def open_page(visitor: Page, address: str) -> None:
    """Open the page and wait until it is drawn and its scripts run."""
    visitor.goto(address)
    visitor.wait_for_selector("html:not([data-starting])")
    for view in ("planar", "arcs", "circle"):
        visitor.wait_for_selector(f"#view-{view} .viewer-tools", state="attached")  # one of them is in sight
    visitor.wait_for_function("!document.querySelector('.pending')")  # gradio shows what it waits for pale


def open_view(page: Page, name: str) -> None:
    """Bring a view into the stage by its tab; strip and probabilities are always on the page, and have none."""
    tab = page.locator(f"#tab-{name}")
    if tab.count() and tab.get_attribute("aria-selected") == "false":
        tab.click()


def open_settings(page: Page) -> None:
    """Unfold the decoder, its numbers and the known structure."""
    button = page.locator("[data-disclose=settings]")
    if button.get_attribute("aria-expanded") == "false":
        button.click()


def choose(page: Page, name: str, value: str) -> None:
    """Choose from one of the page's lists: model, decoder, colour, source."""
    if name == "decoder":
        open_settings(page)
    page.locator(f"#{name}-select").select_option(value)


def compare_with(page: Page, reference: str) -> None:
    """Type a known structure."""
    open_settings(page)
    page.locator("#reference textarea").fill(reference)
