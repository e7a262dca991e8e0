"""What stands before the page's server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ssp_core.ui.middleware import FULL, MOST, BodyLimit, BodyStart, FullQueue

QUEUES = ("/gradio_api/queue/join", "/gradio_api/call/fold")


@pytest.fixture
def client() -> Iterator[TestClient]:
    async def full(_: Request) -> JSONResponse:
        return JSONResponse({"detail": "Queue is full. Max size is 64 and size is 64."}, 503)

    async def echo(request: Request) -> JSONResponse:
        return JSONResponse({"length": len(await request.body())})

    routes = [Route(path, full, methods=["POST"]) for path in (*QUEUES, "/other")]
    app = Starlette(
        routes=[*routes, Route("/echo", echo, methods=["POST"])],
        middleware=[Middleware(BodyLimit), Middleware(FullQueue)],
    )
    with TestClient(app) as made:
        yield made


@pytest.mark.parametrize("path", QUEUES)
@pytest.mark.parametrize(("user", "status"), [("app", 429), ("api", 503), ("", 503)])
def test_a_full_queue_says_in_one_sentence_when_to_come_back(
    client: TestClient, path: str, user: str, status: int
) -> None:
    answer = client.post(path, json={}, headers={"x-gradio-user": user})
    assert (answer.status_code, answer.json()) == (status, {"detail": FULL})
    assert answer.headers["retry-after"] == "60"


def test_what_else_is_not_available_is_left_as_it_is(client: TestClient) -> None:
    assert client.post("/other", json={}).json()["detail"].startswith("Queue is full")


def test_a_large_body_is_refused_and_others_pass(client: TestClient) -> None:
    assert client.post("/echo", content=b"x" * MOST).json() == {"length": MOST}
    answer = client.post("/echo", content=b"x" * (MOST + 1))
    assert answer.status_code == 413
    assert f"{MOST + 1:,} bytes" in answer.json()["detail"]
    assert client.post("/echo", content=iter([b"x"])).status_code == 411


def test_only_the_page_itself_begins_with_what_its_address_asks_for() -> None:
    async def page(_: Request) -> HTMLResponse:
        return HTMLResponse("<html><body class='x'><p>é</p></body></html>")

    def begin(query: Mapping[str, str]) -> str:
        return f"<b>{query.get('tab', 'none')} ü</b>"

    app = Starlette(routes=[Route("/", page), Route("/other", page)], middleware=[Middleware(BodyStart, html=begin)])
    with TestClient(app) as client:
        assert client.get("/").text == "<html><body class='x'><b>none ü</b><p>é</p></body></html>"
        assert "<b>learn ü</b>" in client.get("/?tab=learn").text
        assert "<b>" not in client.get("/other").text
    with TestClient(app, root_path="/rna") as client:  # behind a proxy that takes the path away, and one that does not
        assert "<b>none ü</b>" in client.get("/").text
        assert "<b>none ü</b>" in client.get("/rna/").text
