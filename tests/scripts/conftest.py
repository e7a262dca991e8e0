"""A real Chromium with static pages: the scripts and styles of the repository, and no server."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import plotly
import pytest
from playwright.sync_api import Browser, CDPSession, Page, Route, ViewportSize, expect

from tests.browser.conftest import chromium

from . import pages

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "http://127.0.0.1:9/"  # nobody listens there: every request is answered below
WAIT = 20_000  # milliseconds for anything on a busy machine
expect.set_options(timeout=WAIT)
Opener = Callable[..., Page]
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark this folder's tests, and skip them where there is no Chromium; in CI there must be one."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            if chromium() is None and os.environ.get("CI") != "true":
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine (apt install chromium)"))


def answer(route: Route, html: str) -> None:
    """The page, or a file that it asks for."""
    path = urlsplit(route.request.url).path
    if path == "/":
        return route.fulfill(body=html, content_type="text/html")
    if path == "/plotly.js":
        return route.fulfill(path=Path(plotly.__file__).parent / "package_data" / "plotly.min.js")
    file = ROOT / "assets" / path.removeprefix("/assets/").removeprefix("/")
    kind = mimetypes.guess_type(file.name)[0] or "text/plain"
    return route.fulfill(path=file, content_type=kind) if file.is_file() else route.fulfill(status=404)


@cache
def keeper(browser: Browser, **settings: Any) -> Page:
    """A page that keeps the process of its context alive, for all visitors whose contexts have these settings."""
    page = browser.new_context(**settings).new_page()
    page.route("**/*", lambda route: answer(route, ""))
    page.goto(ADDRESS)
    return page


@contextmanager
def visit(
    browser: Browser,
    page: pages.Page,
    before: str = "",
    viewport: ViewportSize | None = None,
    permissions: Sequence[str] = (),
    **options: Any,
) -> Iterator[Page]:
    """A visitor on a page; its errors, and what it asks other hosts for, fail the test at the end.

    `before` is a script that runs before those of the page, `options` are those of the browser's context.
    """
    kept = keeper(browser, **options)
    visitor = kept.context.new_page()
    visitor.set_viewport_size(viewport or {"width": 1280, "height": 900})
    visitor.set_default_timeout(WAIT)
    visitor.add_init_script(before or "0")
    kept.context.grant_permissions(permissions)
    faults: list[str] = []
    visitor.route("**/*", lambda route: answer(route, page.html))
    visitor.on("pageerror", lambda error: faults.append(f"page error: {error}"))
    visitor.on("console", lambda line: faults.append(f"console: {line.text}") if line.type == "error" else None)
    visitor.on(
        "request",
        lambda request: None if request.url.startswith((ADDRESS, "data:", "blob:")) else faults.append(request.url),
    )
    try:
        visitor.goto(ADDRESS)
        visitor.wait_for_function("document.querySelector('#nucleotide-card .card-body')")
        yield visitor
    finally:
        visitor.close()
        kept.evaluate("localStorage.clear()")
        kept.context.clear_permissions()
    assert not faults, faults


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Opener]:
    """Opens pages that are closed after the test."""
    with ExitStack() as stack:
        yield lambda page, **options: stack.enter_context(visit(browser, page, **options))


# --- What tests of several files do with a page -----------------------------------------------------------------------

# The middle of a nucleotide's disc in the window, or of its span in the strip.
PLACE = """([view, i]) => {
    const host = document.getElementById(`view-${view}`);
    const disc = host.querySelector(`.nucleotide[data-i="${i}"] circle, span[data-i="${i}"]`);
    const {left, top, width, height} = disc.getBoundingClientRect();
    return [left + width / 2, top + height / 2];
}"""
# The same once the view is in the middle of the window.
SPOT = f"""([view, i]) => {{
    document.getElementById(`view-${{view}}`).scrollIntoView({{block: "center", behavior: "instant"}});
    return ({PLACE})([view, i]);
}}"""
# How many discs of a view have their middle inside its svg.
SEEN = """(view) => {
    const box = document.querySelector(`#view-${view} svg.scene`).getBoundingClientRect();
    return [...document.querySelectorAll(`#view-${view} .nucleotide circle`)].filter((disc) => {
        const {left, top, width, height} = disc.getBoundingClientRect();
        const [x, y] = [left + width / 2, top + height / 2];
        return x > box.left && x < box.right && y > box.top && y < box.bottom;
    }).length;
}"""


def place(page: Page, view: str, i: int) -> tuple[float, float]:
    x, y = page.evaluate(PLACE, [view, i])
    return float(x), float(y)


def spot(page: Page, view: str, i: int) -> tuple[float, float]:
    x, y = page.evaluate(SPOT, [view, i])
    return float(x), float(y)


def press(page: Page, view: str, title: str, times: int = 1) -> None:
    """Click a button of a view's toolbar."""
    button = page.locator(f"#view-{view} .viewer-tools").get_by_role("button", name=title, exact=True)
    for _ in range(times):
        button.click(force=True)  # also one that says it has no more to do


def rest(page: Page, view: str) -> None:
    """Wait until a drawing does not move any more."""
    page.wait_for_selector(f"#view-{view} svg.scene:not([data-moving])")


def chart_spot(page: Page, view: str, i: int) -> tuple[float, float]:
    """The middle of a nucleotide's column in a chart, once it is in sight; `window.scrolled` is how far it scrolled."""
    x, y = page.evaluate(
        """([view, i]) => {
            const host = document.getElementById(`view-${view}`);
            host.scrollIntoView({block: "center", behavior: "instant"});
            const meta = JSON.parse(host.querySelector("[data-chart]").textContent).layout.meta;
            const scroll = host.querySelector(".chart-scroll");
            const canvas = host.querySelector(".chart-canvas");
            const wide = view === "matrix" ? (canvas.clientWidth - 54) : meta.plotWidth;
            const across = meta.left + (i + 0.5) * wide / meta.length;
            if (scroll.scrollWidth > scroll.clientWidth) scroll.scrollLeft = across - scroll.clientWidth / 2;
            window.scrolled = scroll.scrollLeft;
            const box = canvas.getBoundingClientRect();
            return [box.left + across, box.top + meta.top + 0.4 * (view === "matrix" ? wide : meta.plotHeight)];
        }""",
        [view, i],
    )
    return float(x), float(y)


# gradio 6.31 patches the nodes that are there, child by child and attribute by attribute; others replace them.
PATCH = """([view, html, how]) => {
    const patch = (old, now) => {
        if (old.nodeType !== now.nodeType || (old.tagName !== now.tagName)) return old.replaceWith(now.cloneNode(true));
        if (old.nodeType === Node.TEXT_NODE) { if (old.data !== now.data) old.data = now.data; return; }
        for (const {name} of [...old.attributes]) if (!now.hasAttribute(name)) old.removeAttribute(name);
        for (const {name, value} of now.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
        const [before, after] = [[...old.childNodes], [...now.childNodes]];
        for (let k = 0; k < Math.max(before.length, after.length); k += 1) {
            if (!before[k]) old.append(after[k].cloneNode(true));
            else if (!after[k]) before[k].remove();
            else patch(before[k], after[k]);
        }
    };
    const next = document.createElement("div");
    next.className = "inner";
    next.innerHTML = html;
    const inner = document.querySelector(`#view-${view} .inner`);
    if (how === "patch") patch(inner, next); else inner.innerHTML = html;
    return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


def arrive(page: Page, view: str, html: str, how: str) -> None:
    """A new answer of the server in a view, by "patch" or "replace"; returns when the page shows it."""
    page.evaluate(PATCH, [view, html, how])


def touch(finger: CDPSession, kind: str, *points: tuple[float, float]) -> None:
    """Fingers on the screen."""
    touches = [{"x": x, "y": y, "id": k} for k, (x, y) in enumerate(points)]
    finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
