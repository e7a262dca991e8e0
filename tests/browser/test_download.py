"""A download goes on while others fold: a Hub on this machine sends a model's weights when it is told to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import WAIT, choose, serving, visit
from tests.network.folders import SMALL, write_hub

REPOSITORY, COMMIT = "yangheng/OmniGenome-52M", "0123456789" * 4
FILES = ("config.json", "model.safetensors")


class Hub:
    """What the Hub's client asks for, from a folder; the weights stop half way until `go` is set."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.go, self.halfway = folder, Event(), Event()

    @contextmanager
    def listening(self) -> Iterator[str]:
        """The Hub's address while it listens."""
        hub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_HEAD(self) -> None:
                self._answer(with_body=False)

            def do_GET(self) -> None:
                self._answer(with_body=True)

            def _answer(self, *, with_body: bool) -> None:
                path = self.path.partition("?")[0]
                name = path.rpartition("/")[2]
                if path.startswith(f"/api/models/{REPOSITORY}/"):
                    files = [{"rfilename": each, "size": (hub.folder / each).stat().st_size} for each in FILES]
                    tree = [
                        {"type": "file", "path": each["rfilename"], "size": each["size"], "oid": "0"} for each in files
                    ]
                    listing = tree if "/tree/" in path else {"id": REPOSITORY, "sha": COMMIT, "siblings": files}
                    body, kind = json.dumps(listing).encode(), "application/json"
                elif path.startswith(f"/{REPOSITORY}/resolve/") and name in FILES:
                    body, kind = (hub.folder / name).read_bytes(), "application/octet-stream"
                else:
                    body, kind = b"", ""
                self.send_response(200 if kind else 404)
                self.send_header("Content-Type", kind or "text/plain")
                self.send_header("Content-Length", str(len(body)))
                self.send_header("ETag", f'"{name}"')
                self.send_header("X-Repo-Commit", COMMIT)
                self.end_headers()
                if with_body and name == FILES[1]:
                    self.wfile.write(body[: len(body) // 2])
                    self.wfile.flush()
                    hub.halfway.set()
                    hub.go.wait()
                    body = body[len(body) // 2 :]
                if with_body:
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            self.go.set()
            server.shutdown()
            server.server_close()


def fold(page: Page, letters: str) -> None:
    page.locator("#sequence textarea").fill(letters)
    page.locator("#fold").click()


def settings(endpoint: str, folder: Path) -> dict[str, str]:
    """The app may ask its Hub here, is patient with it, and keeps what it fetched apart."""
    return {
        "HF_HUB_OFFLINE": "0",
        "HF_ENDPOINT": endpoint,
        "HF_HUB_DOWNLOAD_TIMEOUT": "300",
        "HF_HUB_CACHE": str(folder / "cache"),
    }


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    write_hub(tmp_path / "published", SMALL)
    return Hub(tmp_path / "published")


def test_a_model_is_downloaded_while_the_one_in_the_box_folds(browser: Browser, hub: Hub, tmp_path: Path) -> None:
    with (
        hub.listening() as endpoint,
        serving(tmp_path / "log.txt", **settings(endpoint, tmp_path)) as address,
        visit(browser, address) as patient,
        visit(browser, address) as other,
    ):
        choose(patient, "model", "omnigenome-52m")
        fold(patient, "GGGGAAAACCCC")
        expect(patient.locator("#sequence-message")).to_contain_text("OmniGenome-52M is being downloaded")
        assert hub.halfway.wait(WAIT / 1000)
        expect(patient.locator("#sequence-message")).to_contain_text("so far")
        fold(other, "GGGGGAAAACCCCC")
        expect(other.locator("#status")).to_contain_text("14 nt")
        assert not hub.go.is_set()
        hub.go.set()
        expect(patient.locator("#status")).to_contain_text("12 nt")
        expect(patient.locator("#computed")).to_contain_text("omnigenome-52m")
        expect(other.locator("#status")).to_contain_text("14 nt")


def test_whoever_folds_something_else_meanwhile_keeps_that(browser: Browser, hub: Hub, tmp_path: Path) -> None:
    with (
        hub.listening() as endpoint,
        serving(tmp_path / "log.txt", **settings(endpoint, tmp_path)) as address,
        visit(browser, address) as visitor,
    ):
        choose(visitor, "model", "omnigenome-52m")
        visitor.locator("#gallery button").first.click()
        expect(visitor.locator("#sequence-message")).to_contain_text("OmniGenome-52M is being downloaded")
        assert hub.halfway.wait(WAIT / 1000)
        choose(visitor, "model", "bundled")
        fold(visitor, "GGGGGAAAACCCCC")
        expect(visitor.locator("#status")).to_contain_text("14 nt")
        hub.go.set()
        choose(visitor, "model", "omnigenome-52m")
        fold(visitor, "GGGGGGAAAACCCCCC")
        expect(visitor.locator("#status")).to_contain_text("16 nt")
        expect(visitor.locator("#computed")).to_contain_text("omnigenome-52m")
