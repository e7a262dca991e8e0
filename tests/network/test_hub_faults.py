"""A Hub that hangs, a download that is cut, a full disk: one sentence each, and nothing that is taken for a model."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest

COMMIT, SIZE = "0123456789" * 4, 3_000_000
# A limit on the size of files is how a full disk looks to whoever writes one.
SCRIPT = """
import sys
from ssp_core.errors import HubError
from ssp_core.network import hub
if "full" in sys.argv[1]:
    import resource, signal
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
try:
    hub.locate(sys.argv[1])
except HubError as error:
    print(error)
print(hub.find_local(sys.argv[1]))
"""


class Handler(BaseHTTPRequestHandler):
    """A Hub whose repositories are named after their fault."""

    protocol_version = "HTTP/1.1"
    ended = Event()

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def log_message(self, *_: object) -> None:
        """Print nothing."""

    def _answer(self, *, with_body: bool) -> None:
        path = self.path.partition("?")[0]
        if "hangs" in path:
            self.ended.wait(60)
            return
        files = {"config.json": 2, "model.safetensors": SIZE}
        name = path.rpartition("/")[2]
        if path.startswith("/api/models/"):
            siblings = [{"rfilename": each, "size": size} for each, size in files.items()]
            tree = [{"type": "file", "path": each, "size": size, "oid": "0"} for each, size in files.items()]
            about = {"id": "a/b", "sha": COMMIT, "siblings": siblings}
            body = json.dumps(tree if "/tree/" in path else about).encode()
        else:
            body = b"{}" if name == "config.json" else bytes(SIZE)
        is_cut = "cut" in path and len(body) == SIZE
        self.send_response(200)
        for header, value in (("Content-Length", str(len(body))), ("ETag", f'"{name}"'), ("X-Repo-Commit", COMMIT)):
            self.send_header(header, value)
        self.end_headers()
        if with_body:
            self.wfile.write(body[: SIZE // 2] if is_cut else body)
        self.close_connection = is_cut


@contextmanager
def listening() -> Iterator[str]:
    """The address of that Hub."""
    Handler.ended.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        Handler.ended.set()
        server.shutdown()


@pytest.mark.parametrize("fault", ["hangs", "cut", "full"])
def test_a_fault_of_the_hub_is_one_sentence(fault: str, tmp_path: Path) -> None:
    if fault == "full" and sys.platform == "win32":
        pytest.skip("Windows has no limit on the size of files")
    with listening() as address:
        settings = {
            "HF_ENDPOINT": address,
            "HF_HOME": str(tmp_path),
            "HF_HUB_OFFLINE": "0",
            "HF_HUB_ETAG_TIMEOUT": "1",
            "HF_HUB_DOWNLOAD_TIMEOUT": "1",
            "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        }
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT, f"someone/{fault}"],
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert "Traceback" not in run.stderr
    sentence, found = run.stdout.strip().splitlines()
    assert sentence.startswith(f"someone/{fault} is not on this machine and ")
    assert found == "None"
