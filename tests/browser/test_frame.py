"""The page within a page of another origin, as a Space shows it, and under the path of a proxy."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from .conftest import is_fault, serving

PREFIX = "/rna"


class Proxy(BaseHTTPRequestHandler):
    """Shows `PREFIX` of itself as the root of another server, as nginx does it; `/` frames that."""

    behind: str

    def do_GET(self) -> None:
        if self.path == "/":
            frame = f"http://localhost:{self.headers['Host'].partition(':')[2]}{PREFIX}/"
            page = f"<link rel=icon href='data:,'><iframe src='{frame}' width=1200 height=800></iframe>"
            self._answer(200, [("Content-Type", "text/html")], page.encode())
        else:
            self._pass_on()

    def do_POST(self) -> None:
        self._pass_on()

    def log_message(self, *_: object) -> None:
        """Print nothing."""

    def _pass_on(self) -> None:
        if not self.path.startswith(f"{PREFIX}/"):
            self._answer(404, [], b"outside of the path")
            return
        where = urlsplit(self.behind)
        line = http.client.HTTPConnection(str(where.hostname), int(where.port or 80), timeout=60)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
        line.request(self.command, self.path.removeprefix(PREFIX), body, headers)
        answer = line.getresponse()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("transfer-encoding", "connection", "date", "server"):
                self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            while part := answer.read1(65_536):
                self.wfile.write(part)
                self.wfile.flush()
        except OSError:
            pass  # the page has left
        line.close()

    def _answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response(status)
        for name, value in [*headers, ("Content-Length", str(len(body))), ("Connection", "close")]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def proxied(address: str) -> Iterator[str]:
    """The address of a proxy before a server."""
    handler = type("Before", (Proxy,), {"behind": address})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="module")
def under_a_path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a proxy that shows the page under `PREFIX`, and a page that frames it at its root."""
    log = Path(tmp_path_factory.mktemp("framed")) / "log.txt"
    with serving(log, GRADIO_ROOT_PATH=PREFIX) as address, proxied(address) as outer:
        yield outer


def test_the_page_works_in_a_frame_and_under_a_path(browser: Browser, under_a_path: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    faults: list[str] = []
    asked: list[str] = []
    page.on("console", lambda line: faults.append(line.text) if is_fault(line) else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(under_a_path)  # of another origin than the frame: 127.0.0.1 and localhost
    frame = page.frame_locator("iframe")
    expect(frame.locator("html:not([data-starting])")).to_have_count(1)
    expect(frame.locator("#view-planar .viewer-tools")).to_be_attached()
    expect(frame.locator(".pending")).to_have_count(0)
    frame.locator("#sequence textarea").fill("GGGGCAUAAAAUGCCCC")
    frame.locator("#fold").click()
    expect(frame.locator("#view-planar .nucleotide")).to_have_count(17)
    frame.get_by_role("tab", name="Learn", exact=True).click()
    expect(frame.locator("#learn-step")).to_be_visible()
    outside = [url for url in asked[1:] if not urlsplit(url).path.startswith(f"{PREFIX}/") and url.startswith("http")]
    context.close()
    assert not faults, faults
    assert not outside, outside
