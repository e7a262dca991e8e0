"""Calls of programs: a share of those that wait for each client, and an end to what nobody waits for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import anyio
import gradio as gr
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Message

from ssp_core.progress import CancelledWorkError, checkpoint
from ssp_core.ui.http.calls import Calls, ProgramCalls

CALL, JOIN = "/gradio_api/call/v2/fold", "/gradio_api/queue/join"
ANSWER, ANSWERS = "/gradio_api/call/{version}/fold/{event}", "/gradio_api/queue/data"


@pytest.fixture
def calls() -> Calls:
    return Calls(share=2)


def one() -> int:
    return 1


@pytest.fixture
def held() -> set[str]:
    """The calls that the queue has."""
    return set()


@pytest.fixture
def app(calls: Calls, held: set[str], monkeypatch: pytest.MonkeyPatch) -> Starlette:
    """A server that takes every call, and whose answers never come."""
    taken: list[bytes] = []
    monkeypatch.setattr("ssp_core.ui.http.calls.is_held", lambda _, event: event in held)

    async def take(request: Request) -> JSONResponse:
        taken.append(await request.body())
        held.add(f"event{len(taken)}")
        return JSONResponse({"event_id": f"event{len(taken)}"})

    async def answer(_: Request) -> StreamingResponse:
        async def lines() -> AsyncIterator[str]:
            yield "event: heartbeat"
            await anyio.sleep(60)

        return StreamingResponse(lines())

    with gr.Blocks() as page:
        gr.api(one, api_name="fold")
        gr.Button().click(one, api_visibility="private")
    taking = [Route(path, take, methods=["POST"]) for path in (CALL, JOIN)]
    answering = [Route(path, answer) for path in (ANSWER, ANSWERS)]
    return Starlette(routes=[*taking, *answering], middleware=[Middleware(ProgramCalls, page=page, calls=calls)])


@pytest.fixture
def client(app: Starlette) -> Iterator[TestClient]:
    with TestClient(app) as made:
        yield made


def leave(app: Starlette, path: str, query: bytes = b"") -> None:
    """Ask for an answer, and leave once it has begun."""
    scope = {
        "type": "http", "asgi": {"spec_version": "2.3"}, "method": "GET", "path": path, "query_string": query,
        "headers": [],
    }  # fmt: skip

    async def visit() -> None:
        has_begun = anyio.Event()

        async def receive() -> Message:
            await has_begun.wait()
            return {"type": "http.disconnect"}

        async def send(_: Message) -> None:
            has_begun.set()

        with suppress(Exception):
            await app(scope, receive, send)

    with ThreadPoolExecutor(1) as own:  # Playwright's tests leave a loop in this thread
        own.submit(anyio.run, visit).result()


def test_a_client_has_a_share_of_those_that_wait(client: TestClient, calls: Calls, held: set[str]) -> None:
    assert [client.post(CALL, json={}).status_code for _ in range(3)] == [200, 200, 503]
    refused = client.post(JOIN, json={"fn_index": 0, "session_hash": "other", "data": []})
    assert refused.status_code == 503
    assert refused.headers["retry-after"] == "60"
    assert refused.json()["detail"].startswith("2 calls of yours are waiting here already")
    assert client.post(JOIN, json={"fn_index": 1, "session_hash": "page", "data": []}).status_code == 200
    with calls.running("event1"):  # it does not wait any more
        assert client.post(CALL, json={}).status_code == 200
        assert client.post(CALL, json={}).status_code == 503
    assert not calls.is_full("another client", held.__contains__)
    held.clear()  # gradio has refused what they were given
    assert client.post(CALL, json={}).status_code == 200


def test_a_call_may_end_before_it_is_known_whose_it_is(client: TestClient, calls: Calls) -> None:
    for number in range(1, 9):
        with calls.running(f"event{number}"):
            pass
        assert client.post(CALL, json={}).status_code == 200
    assert not calls.is_full("testclient", lambda _: True)


@pytest.mark.parametrize(("path", "given"), [(CALL, {}), (JOIN, {"fn_index": 0, "session_hash": "visit", "data": []})])
def test_what_nobody_waits_for_is_given_up(
    app: Starlette, client: TestClient, calls: Calls, path: str, given: dict[str, object]
) -> None:
    for _ in range(2):
        assert client.post(path, json=given).status_code == 200
    with calls.running("event1"):
        checkpoint()
        if path == CALL:
            leave(app, "/gradio_api/call/v2/fold/event1")
            leave(app, "/gradio_api/call/v2/fold/event2")
        else:
            leave(app, ANSWERS, b"session_hash=visit")
        with pytest.raises(CancelledWorkError):
            checkpoint()
    for _ in range(2):  # the one that waited does not count any more
        assert client.post(path, json=given).status_code == 200
    assert client.post(path, json=given).status_code == 503
