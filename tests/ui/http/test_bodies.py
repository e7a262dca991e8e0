"""Whatever JSON comes, a body is passed on or refused by a sentence; what the page sends is passed on unchanged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import gradio as gr
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ssp_core.ui.http.bodies import CheckedBodies
from ssp_core.ui.http.routes import API

JSON = {"content-type": "application/json"}
PATHS = ("/queue/join", "/run/predict", "/call/add", "/call/v2/add", "/cancel", "/reset")
NAMES = (
    "data",
    "fn_index",
    "session_hash",
    "event_id",
    "event_data",
    "trigger_id",
    "first",
    "second",
    "batched",
    "path",
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES) | st.text(), inner, max_size=4),
    max_leaves=12,
)
BODIES = st.dictionaries(st.sampled_from(NAMES), VALUES) | VALUES


def page() -> gr.Blocks:
    """A page with a function of each kind of input, and one for programs."""

    def add(first: str, second: float = 1.0) -> str:
        return f"{first}{second}"

    def pick(_: gr.EventData) -> None:
        """An event of a script, that says what was picked."""

    made: gr.Blocks = gr.Blocks()
    with made:
        gr.api(add, api_name="add")
        inputs = [
            gr.Textbox(elem_id="text"),
            gr.Slider(0, 1, elem_id="share"),
            gr.Radio(["a", "b"], elem_id="choice"),
            gr.Checkbox(elem_id="switch"),
            gr.State(1),
        ]
        gr.Button().click(lambda *_: None, inputs, None, api_visibility="private")
        gr.Button().click(pick, None, None, api_visibility="private")
    return made


async def echo(request: Request) -> JSONResponse:
    return JSONResponse({"got": (await request.body()).decode()})


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    routes = [Route(API + path, echo, methods=["POST"]) for path in PATHS]
    app = Starlette(routes=routes, middleware=[Middleware(CheckedBodies, page=page())])
    app.state_holder = {}  # type: ignore[attr-defined]  # no session has changed a component
    with TestClient(app) as made:
        yield made


@given(path=st.sampled_from(PATHS), body=BODIES)
def test_no_json_is_too_odd(client: TestClient, path: str, body: Any) -> None:
    answer = client.post(API + path, content=json.dumps(body), headers=JSON)
    if answer.status_code == 200:
        assert json.loads(answer.json()["got"]) == body
    else:
        assert answer.status_code in (400, 404)
        assert answer.json()["detail"].endswith(".")


@given(body=st.binary(max_size=200))
def test_no_bytes_are_too_odd(client: TestClient, body: bytes) -> None:
    answer = client.post(f"{API}/cancel", content=body, headers=JSON)
    assert answer.status_code == 400
    assert answer.json()["detail"].endswith(".")


def sent(data: list[Any], **more: Any) -> dict[str, Any]:
    """What the page sends of its one event."""
    return {"data": data, "fn_index": 1, "session_hash": "a1", "event_data": None, "trigger_id": 7, **more}


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (sent(["x", 0.5, "a", True, None]), ""),
        (sent([None, 1, None, False, {"anything": []}]), ""),
        (sent([1, 0.5, "a", True, None]), "text is a whole number; a text is wanted"),
        (sent(["x", "0.5", "a", True, None]), "share is a text; a number is wanted"),
        (sent(["x", 2, "a", True, None]), "share is none that it can have"),
        (sent(["x", 0.5, "c", True, None]), "choice is none that it can have"),
        (sent(["x", 0.5, "a", 1, None]), "switch is a whole number; true or false is wanted"),
        (sent(["x", 0.5, "a", True, None], event_data="x"), ""),  # as of what is typed
        (sent([], fn_index=2, event_data={"key": 1}), ""),
        (sent([], fn_index=2, event_data="x"), "event_data are a text; an object is wanted"),
        (sent([], fn_index=2), "event_data are missing or null; an object is wanted"),
        (sent(["x", 0.5, "a", True, None], trigger_id="7"), "trigger_id is a text; a number is wanted"),
        (sent(["x"]), "takes 5 arguments; the data hold 1"),
    ],
)
def test_what_the_page_sends(client: TestClient, body: dict[str, Any], wrong: str) -> None:
    answer = client.post(f"{API}/queue/join", json=body)
    assert answer.status_code == (400 if wrong else 200)
    assert wrong in answer.text
