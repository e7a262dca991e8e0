"""What hostile input does to the page's server: `python -m benchmarks.hostile`.

The real app answers random requests with a fixed seed: control characters, text that runs right to left, HTML, long
text, names with `../`, wrong types, deep JSON and broken JSON. They go to every route of gradio and of this project, to
every function of the page, and to the functions for programs. Then visitors open a session and leave in the middle of
it. The table says how each kind was answered, and what it left behind; below it are the faults that the log tells of.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import httpx
import psutil

from tests.browser.conftest import free_port, wait_for

ROOT = Path(__file__).resolve().parents[1]

API = "/gradio_api"
TEXTS = (
    "", " ", "GGGGAAAACCCC", ">a\nGGGGAAAACCCC\n((((....))))", "(((", ")))(((", "A" * 1_100, "\x00\x01\x1b[2J\x7f",
    "\u202eUCAG\u202c", "\u05d0\u05d1\u05d2 \u0627\u0644", "e\u0301" * 50, "\U0001f9ec" * 20, "\ufeffACGU", "\r\n\r\n",
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}${7*7}", "'; DROP TABLE x; --", "$(id)`id`",
    "../../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "/etc/passwd", "C:\\windows\\win.ini", "%00", "a%0d%0aX: y",
    "NaN", "1e999", "-0", "null", "file:///etc/passwd", "http://127.0.0.1:1/", "bundled", "__proto__", "constructor",
    "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>&a;", "# STOCKHOLM 1.0\n\n//", "LOCUS \nORIGIN\n//",
    "x" * 100_001,
)  # fmt: skip
FILE = {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}, "url": "http://127.0.0.1:1/x"}
KEYS = ("path", "url", "meta", "data", "index", "value", "mutation", "name", "position", "rna", "text", "step", "query")
ROUTES = (
    "/", "/config", "/?deep_link={}", "/?seq={}&tab={}", "/?__theme={}", "/{}", "/file={}", "/login", "/logout",
    "/assets/{}", "/static/{}", "/svelte/{}", "/monitoring", "/monitoring/{}", "/pwa_icon/{}", "/manifest.json",
    "/ssp/js/{}", "/train/{}.zip", "/lessons/{}", "/health", "/metrics", "/theme.css",
    *(API + path for path in (
        "/upload", "/upload?upload_id={}", "/upload_progress?upload_id={}", "/file={}", "/file/{}", "/proxy={}",
        "/stream/{}", "/stream/{}/{}/{}/playlist.m3u8", "/stream/{}/close", "/component_server", "/component_server/",
        "/custom_component/{}/client/{}/{}", "/deep_link?session_hash={}", "/reset", "/cancel", "/queue/join",
        "/queue/data", "/queue/data?session_hash={}", "/queue/status", "/call/{}", "/call/v2/{}", "/call/fold/{}",
        "/run/{}", "/api/{}", "/run/predict", "/info", "/openapi.json", "/user", "/token", "/app_id", "/login_check",
        "/dev/reload", "/runs", "/run-history/records", "/run-history/connect", "/vibe-edit", "/vibe-code",
        "/undo-vibe-edit", "/vibe-starter-queries", "/process_recording", "/profiling/traces", "/startup-events", "/{}",
    )),
)  # fmt: skip
PROGRAMS = {"fold": 8, "suboptimal": 3, "compare": 2}  # and how many arguments each takes
OWN = ("/health", "/metrics", f"{API}/heartbeat")


@dataclass(frozen=True)
class Attack:
    """One request."""

    kind: str
    method: str
    path: str
    body: bytes = b""
    content_type: str = "application/json"


@dataclass
class Outcome:
    """How the requests of a kind were answered: statuses, and what must not be among the answers."""

    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def value(rng: random.Random, depth: int = 0) -> Any:
    """A random JSON value."""
    kind = rng.randrange(9 if depth < 4 else 7)
    if kind < 3:
        return rng.choice(TEXTS[:-1])
    if kind < 7:
        return rng.choice((None, True, False, 0, -1, 10**30, 1.5, 1e308, -0.0, 2**63, FILE, [], {}))
    if kind == 7:
        return [value(rng, depth + 1) for _ in range(rng.randrange(5))]
    return {rng.choice((*KEYS, *TEXTS[:20])): value(rng, depth + 1) for _ in range(rng.randrange(5))}


def packed(content: Any, rng: random.Random) -> bytes:
    """The JSON of a body, sometimes broken, deep, or with what is no JSON."""
    body = json.dumps(content).encode()
    kind = rng.randrange(20)
    if kind == 0:
        return body[: rng.randrange(len(body) + 1)]
    if kind == 1:
        return b'{"data":' + b"[" * 3_000 + b"]" * 3_000 + b"}"
    if kind == 2:
        return rng.choice((b'{"data":[NaN]}', b'{"data":["\\ud800"]}', b"\xff\xfe\x00", b"[]", b'"x"', b"1", b""))
    return body


def attack(rng: random.Random, functions: Sequence[tuple[int, int]]) -> Attack:
    """A random request; `functions` holds the number and the inputs of each of the page's functions."""
    kind = rng.randrange(4)
    if kind == 0:
        path = rng.choice(ROUTES)
        while "{}" in path:
            path = path.replace("{}", quote(rng.choice(TEXTS)[:80], safe="/%"), 1)
        method = rng.choice(("GET", "GET", "POST", "POST", "PUT", "DELETE", "HEAD", "PATCH"))
        types = ("application/json", "application/json", "multipart/form-data; boundary=x", "text/plain", "")
        return Attack("a route", method, path, packed(value(rng), rng), rng.choice(types))
    if kind == 1:
        name, count = rng.choice(tuple(PROGRAMS.items()))
        if rng.random() < 0.3:
            count = rng.randrange(10)
        return Attack(
            "a function for programs",
            "POST",
            f"{API}/call/{name}",
            packed({"data": [value(rng) for _ in range(count)]}, rng),
        )
    if kind == 2:
        texts = [rng.choice(TEXTS), rng.choice(TEXTS)]
        name = rng.choice(tuple(PROGRAMS))
        named: dict[str, dict[str, Any]] = {
            "fold": {"sequence": texts[0], "reference": texts[1]},
            "suboptimal": {"sequence": texts[0], "model": texts[1]},
        }
        body = named.get(name, {"structure": texts[0], "reference": texts[1]})
        return Attack("a text for programs", "POST", f"{API}/call/v2/{name}", packed(body, rng))
    number, count = rng.choice(functions)
    call = {
        "fn_index": number if rng.random() < 0.9 else value(rng),
        "data": [value(rng) for _ in range(count if rng.random() < 0.8 else rng.randrange(6))],
        "session_hash": f"s{rng.randrange(20)}" if rng.random() < 0.9 else value(rng),
        "event_data": {rng.choice(KEYS): value(rng)} if rng.random() < 0.8 else value(rng),
        "trigger_id": None if rng.random() < 0.8 else value(rng),
    }
    return Attack(
        "a function of the page", "POST", API + rng.choice(("/queue/join", "/run/predict")), packed(call, rng)
    )


def functions_of(client: httpx.Client) -> list[tuple[int, int]]:
    """The number and the inputs of each of the page's functions, as its configuration has them."""
    config = client.get("/config").json()
    return [(about["id"], len(about["inputs"])) for about in config["dependencies"]]


def send(client: httpx.Client, one: Attack) -> tuple[int, str]:
    """The status of an answer, and what is wrong with it, "" if nothing is."""
    headers = {"content-type": one.content_type} if one.content_type else {}
    try:
        with client.stream(one.method, one.path, content=one.body, headers=headers) as answer:
            is_stream = "event-stream" in answer.headers.get("content-type", "")
            status, text = answer.status_code, "" if is_stream else answer.read().decode(errors="replace")
        if status == 200 and "/call/" in one.path and one.method == "POST":
            text = result_of(client, one.path, json.loads(text)["event_id"])
    except httpx.HTTPError as error:
        return 0, f"{one.method} {one.path[:60]}: {type(error).__name__}"
    is_busy = status == HTTPStatus.SERVICE_UNAVAILABLE and "retry-after" in answer.headers  # a client's share is full
    has_leaked = re.search(r'Traceback \(most|File "/|"error": ?null', text)
    is_wrong = has_leaked or (status >= HTTPStatus.INTERNAL_SERVER_ERROR and not is_busy)
    return status, f"{one.method} {one.path[:60]} {one.body[:200]!r}: {status} {text[:100]}" if is_wrong else ""


def result_of(client: httpx.Client, path: str, event: str) -> str:
    """What a call for programs ends with; the whole answer of one that is refused."""
    text = client.get(f"{path.rstrip('/')}/{event}").text
    return text if "event: error" in text else ""


def fuzz(address: str, count: int, seed: int = 1) -> dict[str, Outcome]:
    """Send so many requests; how those of each kind were answered."""
    rng = random.Random(seed)
    with httpx.Client(base_url=address, timeout=120) as client:
        functions = functions_of(client)
        attacks = [attack(rng, functions) for _ in range(count)]
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda one: send(client, one), attacks))
    outcomes: dict[str, Outcome] = defaultdict(Outcome)
    for one, (status, fault) in zip(attacks, answers, strict=True):
        outcomes[one.kind].statuses[status] += 1
        if fault:
            outcomes[one.kind].faults.append(fault)
    return outcomes


@dataclass(frozen=True)
class Held:
    """What the server's process holds."""

    megabytes: float
    files: int
    threads: int


def held(pid: int) -> Held:
    """What a process holds now."""
    process = psutil.Process(pid)
    files = process.num_handles() if sys.platform == "win32" else process.num_fds()
    return Held(process.memory_info().rss / 1e6, files, process.num_threads())


def drop_sessions(address: str, count: int, start: int = 0) -> None:
    """Visitors who open the page's streams, fold something, and are gone before the answer."""
    with httpx.Client(base_url=address, timeout=60) as client:
        numbers = {about["api_name"]: about for about in client.get("/config").json()["dependencies"]}
        about = numbers["fold_1"]
        for number in range(start, start + count):
            key = f"dropped{number}"
            with client.stream("GET", f"{API}/heartbeat/{key}") as beat:
                next(beat.iter_raw())
                letters = "GGGGAAAACCCC" + "ACGU"[number % 4] * (number % 7)
                data = [letters, "", "bundled", *[None] * (len(about["inputs"]) - 3)]
                client.post(f"{API}/queue/join", json={"fn_index": about["id"], "data": data, "session_hash": key})
                if number % 2:
                    with client.stream("GET", f"{API}/queue/data", params={"session_hash": key}) as stream:
                        next(stream.iter_raw())


def log_faults(text: str) -> list[str]:
    """Lines of the log that tell of a fault."""
    return [line for line in text.splitlines() if re.search(r" ERROR |Traceback|Error:|Exception", line)]


@contextmanager
def served(log: Path) -> Iterator[tuple[int, str]]:
    """The process and the address of an app that is ready, and prints into `log`."""
    port = free_port()
    environment = {**os.environ, "GRADIO_SERVER_NAME": "127.0.0.1", "GRADIO_SERVER_PORT": str(port)}
    with log.open("w") as out:
        app = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=out, stderr=out)
        try:
            wait_for(port, app, log)
            with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
                while client.get("/health").status_code != 200:
                    time.sleep(0.3)
            yield app.pid, f"http://127.0.0.1:{port}"
        finally:
            app.terminate()
            app.wait(20)


def rows(count: int, sessions: int, log: Path) -> Iterator[tuple[str, str]]:
    """The table: what was done, and what came of it."""
    with served(log) as (pid, address):
        for kind, outcome in sorted(fuzz(address, count).items()):
            statuses = ", ".join(f"{status}: {number:,}" for status, number in sorted(outcome.statuses.items()))
            yield f"{sum(outcome.statuses.values()):,} x {kind}", f"{statuses}; faults: {len(outcome.faults)}"
            for fault in outcome.faults[:20]:
                yield "fault", fault
        drop_sessions(address, 20)
        time.sleep(3)
        before = held(pid)
        drop_sessions(address, sessions, start=20)
        time.sleep(3)
        after = held(pid)
        yield f"{sessions} sessions dropped", f"{before} -> {after}"
        with httpx.Client(base_url=address) as client:
            yield "alive after", str(client.get("/health").json())


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hostile", description=__doc__.split("\n")[0])
    parser.add_argument("--count", type=int, default=20_000, help="requests (default: 20,000)")
    parser.add_argument("--sessions", type=int, default=200, help="sessions opened and dropped (default: 200)")
    chosen = parser.parse_args(arguments)
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log.txt"
        print("| what | how it was answered |\n|---|---|")
        for what, came in rows(chosen.count, chosen.sessions, log):
            print(f"| {what} | {came} |", flush=True)
        found = Counter(re.sub(r"^\S+ \S+ ", "", line) for line in log_faults(log.read_text()))
        print(f"\nLines of the log that tell of a fault: {sum(found.values()):,}")
        for line, number in found.most_common(40):
            print(f"{number:6,} x {line}")


if __name__ == "__main__":
    main()
