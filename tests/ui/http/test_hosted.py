"""The real server under bad intent: closed routes, wrong bodies, random requests, dropped sessions, and its end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest

from benchmarks.hostile import API, drop_sessions, fuzz, held, log_faults
from ssp_core.ui.http.headers import HEADERS
from tests.browser.conftest import ROOT, free_port, wait_for

LETTERS = "GGGGAAAACCCCAUAUGGGG"


@dataclass(frozen=True)
class Hosted:
    """A server that runs, with what it prints and the folder that it may write to."""

    process: subprocess.Popen[bytes]
    client: httpx.Client
    log: Path
    written: Path


def start(folder: Path) -> Hosted:
    """A server that can fold."""
    port, log, written = free_port(), folder / "log.txt", folder / "written"
    written.mkdir()
    environment = {
        **os.environ,
        "GRADIO_SERVER_NAME": "127.0.0.1",
        "GRADIO_SERVER_PORT": str(port),
        "TMPDIR": str(written),
        "SSP_CORE_CACHE_MB": "16",
    }
    with log.open("w") as out:
        process = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=out, stderr=out)
    wait_for(port, process, log)
    client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60)
    while client.get("/health").status_code != 200:
        time.sleep(0.3)
    return Hosted(process, client, log, written)


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosted]:
    """One server for this module."""
    made = start(tmp_path_factory.mktemp("hosted"))
    yield made
    made.client.close()
    made.process.kill()
    made.process.wait(20)


def folded(client: httpx.Client, sequence: str) -> str:
    """What a fold by name answers with."""
    event = client.post(f"{API}/call/v2/fold", json={"sequence": sequence}).json()["event_id"]
    return client.get(f"{API}/call/fold/{event}").text


@pytest.mark.parametrize("path", ["/", "/health", "/theme.css", "/no/such", f"{API}/info", f"{API}/upload"])
def test_every_answer_has_the_headers(hosted: Hosted, path: str) -> None:
    found = hosted.client.get(path).headers
    assert {name: found.get(name) for name in HEADERS} == HEADERS
    assert "x-frame-options" not in found
    assert "frame-ancestors *" in found["content-security-policy"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", f"{API}/upload"),
        ("GET", f"{API}/upload_progress?upload_id=x"),
        ("GET", f"{API}/deep_link?session_hash=x"),
        ("GET", "/?deep_link=x"),
        ("POST", f"{API}/component_server"),
        ("GET", f"{API}/file=/etc/passwd"),
        ("GET", f"{API}/file/etc/passwd"),
        ("GET", f"{API}/proxy=http://127.0.0.1:1/"),
        ("POST", f"{API}/stream/x"),
        ("GET", f"{API}/custom_component/x/client/component/index.js"),
        ("POST", f"{API}/process_recording"),
        ("POST", f"{API}/vibe-edit"),
        ("GET", f"{API}/run-history/records"),
        ("POST", "/login"),
        ("GET", f"{API}/queue/data"),
        ("POST", f"{API}/run/fold"),
        ("POST", f"{API}/api/fold"),
        ("GET", "/../../etc/passwd"),
        ("DELETE", "/"),
    ],
)
def test_what_the_page_does_not_use_is_closed(hosted: Hosted, method: str, path: str) -> None:
    answer = hosted.client.request(method, path, json={"data": []} if method == "POST" else None)
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "body", "status", "wanted"),
    [
        ("/call/nosuch", b'{"data": []}', 404, "There is no function nosuch here; wanted: fold"),
        ("/call/compare", b'{"data": [1, "."]}', 400, "The parameter structure of compare is a whole number; a text"),
        ("/call/compare", b'{"data": ["."]}', 400, "compare takes 2 arguments; the data hold 1"),
        ("/call/compare", b'{"data": {"a": 1}}', 400, "compare has no parameter 'a'"),
        ("/call/compare", b"{}", 400, "The data of a call are missing or null; a list"),
        ("/call/v2/compare", b'{"structure": "."}', 400, "The parameter reference of compare is missing"),
        (
            "/call/v2/fold",
            b'{"sequence": "ACGU", "gamma": "x"}',
            400,
            "The parameter gamma of fold is a text",
        ),
        ("/call/v2/fold", b'{"sequence": NaN}', 400, "The body is no JSON"),
        ("/call/v2/fold", b"[" * 2000 + b"]" * 2000, 400, "The body is no JSON"),
        ("/call/fold", b'{"data": [' + b"[" * 50 + b"]" * 50 + b"]}", 400, "more than 32 lists and objects"),
        ("/call/fold", b'{"data": [{"path": "/etc/passwd"}]}', 400, "names a file of this server by its path"),
        ("/queue/join", b'{"data": [], "fn_index": 1}', 400, "The session_hash is missing or null"),
        ("/queue/join", b'{"data": [], "session_hash": "a", "fn_index": 9999}', 404, "The fn_index is a whole number"),
        (
            "/queue/join",
            b'{"data": [], "session_hash": "../a", "fn_index": 4}',
            400,
            "The session_hash is a text",
        ),
        ("/run/predict", b'{"data": [], "session_hash": "a", "fn_index": 9}', 400, "This function takes"),
        ("/cancel", b'{"session_hash": "a", "event_id": "b", "fn_index": "c"}', 400, "The fn_index is a text"),
        ("/reset", b'{"event_id": 1}', 400, "The event_id is a whole number"),
        ("/reset", b"1", 400, "The body is a whole number; an object is wanted"),
    ],
)
def test_a_wrong_body_is_one_sentence(hosted: Hosted, path: str, body: bytes, status: int, wanted: str) -> None:
    answer = hosted.client.post(API + path, content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, wanted in answer.json()["detail"]) == (status, True), answer.text


def test_another_type_of_body_is_one_sentence(hosted: Hosted) -> None:
    answer = hosted.client.post(f"{API}/cancel", data={"session_hash": "a"})
    assert answer.status_code == 415
    assert "application/json is wanted" in answer.json()["detail"]


def test_health_and_metrics_say_how_it_is(hosted: Hosted) -> None:
    health = hosted.client.get("/health").json()
    assert (health["status"], health["model"], health["queue"]) == ("ready", "bundled", 0)
    assert health["version"]
    metrics = hosted.client.get("/metrics").text
    for name in ('ssp_requests_total{method="GET",route="/health",status="200"}', "ssp_cache_bytes", "ssp_queue "):
        assert name in metrics


def test_the_log_has_a_line_a_request_and_no_sequence(hosted: Hosted) -> None:
    assert '"structure"' in folded(hosted.client, LETTERS)
    hosted.client.get("/", params={"seq": LETTERS})
    hosted.client.get(f"/{LETTERS}")
    hosted.client.post(f"{API}/call/{LETTERS}", json={"data": [LETTERS]})
    printed = hosted.log.read_text()
    assert f"POST {API}/call/v2/{{api_name}} 200" in printed
    assert f"GET {API}/call/{{api_name}}/{{event_id}} 200" in printed
    assert "GET elsewhere 404" in printed
    assert LETTERS not in printed
    assert LETTERS not in hosted.client.get("/metrics").text


def test_random_requests_are_answered_with_sentences_and_change_nothing(hosted: Hosted) -> None:
    outcomes = fuzz(str(hosted.client.base_url), 2_000, seed=17)
    assert sum(sum(outcome.statuses.values()) for outcome in outcomes.values()) == 2_000
    assert [fault for outcome in outcomes.values() for fault in outcome.faults] == []
    assert hosted.process.poll() is None
    assert log_faults(hosted.log.read_text()) == []
    assert '"structure"' in folded(hosted.client, LETTERS)
    assert [path for path in hosted.written.rglob("*") if path.is_file()] == []


def test_dropped_sessions_leave_nothing(hosted: Hosted) -> None:
    address = str(hosted.client.base_url)
    drop_sessions(address, 60)
    before = held(hosted.process.pid)
    drop_sessions(address, 200, start=60)
    while hosted.client.get("/health").json()["queue"]:
        time.sleep(0.3)
    after = held(hosted.process.pid)
    assert after.files <= before.files + 4
    assert after.threads <= before.threads + 4
    assert after.megabytes < before.megabytes + 60
    assert log_faults(hosted.log.read_text()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM")
def test_a_signal_in_a_fold_ends_all_processes_in_order(hosted: Hosted) -> None:
    hosted.client.post(f"{API}/call/v2/fold", json={"sequence": "GCAU" * 225})
    children = psutil.Process(hosted.process.pid).children(recursive=True)
    hosted.process.send_signal(signal.SIGTERM)
    assert hosted.process.wait(20) == 0
    assert psutil.wait_procs(children, timeout=20)[1] == []
    printed = hosted.log.read_text()
    assert log_faults(printed) == []
    assert "terminate called" not in printed
