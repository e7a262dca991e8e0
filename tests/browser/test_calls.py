"""Calls of the functions for programs with other arguments than theirs: 4xx and one sentence, and none in the log."""

from __future__ import annotations

import httpx
import pytest
from gradio_client import Client

from .test_api import FUNCTIONS
from .test_fold import HAIRPIN


@pytest.mark.parametrize(
    ("path", "body", "wanted"),
    [
        ("call/v2/fold", {}, "The argument sequence is missing; fold takes sequence, reference, model"),
        ("call/v2/fold", {"sequence": HAIRPIN, "x": 1}, "There is no argument 'x'; fold takes sequence, reference"),
        ("call/v2/fold", [HAIRPIN], "The body is no JSON object; the arguments of fold by name are wanted."),
        ("call/v2/fold", {"sequence": {"a": 1}}, "The argument sequence is or holds an object; fold takes none."),
        ("call/fold", {"data": []}, "The argument sequence is missing"),
        ("call/fold", {"data": [HAIRPIN] * 9}, "The call has 9 arguments; fold takes sequence"),
        ("call/fold", {"data": HAIRPIN}, 'no JSON object with a list "data"'),
        ("run/mutate", {"data": [HAIRPIN, [{"a": 1}]]}, "The argument mutations is or holds an object"),
        ("run/fold", {"data": [5]}, "The sequence is 5; a text is wanted."),
        ("api/fold", {"data": ["GGXX"]}, "The sequence has 'X' at position 3"),
    ],
)
def test_a_call_that_cannot_be_is_400_and_one_sentence(app: str, path: str, body: object, wanted: str) -> None:
    answer = httpx.post(f"{app}gradio_api/{path}", json=body)
    assert answer.status_code == 400
    assert wanted in answer.json()["detail"]


def test_a_body_that_is_not_said_to_be_json_is_one_sentence(app: str) -> None:
    answer = httpx.post(f"{app}gradio_api/run/fold", data={"data": HAIRPIN})
    assert answer.status_code == 400
    assert "the header Content-Type: application/json is wanted" in answer.json()["detail"]


def test_a_direct_call_needs_no_more_than_what_has_no_default(app: str) -> None:
    [answer] = httpx.post(f"{app}gradio_api/run/fold", json={"data": [HAIRPIN]}).json()["data"]
    assert answer["decoder"] == "best"


def test_an_event_of_the_page_with_too_few_values_is_one_sentence(app: str) -> None:
    events = httpx.get(f"{app}config").json()["dependencies"]
    event = next(each for each in events if each["api_name"] not in FUNCTIONS and len(each["inputs"]) > 1)
    body = {"data": [], "fn_index": event["id"], "session_hash": "somebody"}
    answer = httpx.post(f"{app}gradio_api/queue/join", json=body)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["message"].startswith("This event of the page takes")


@pytest.mark.parametrize(
    ("name", "given", "wanted"),
    [
        ("/models", [1], "The call has 1 argument; models takes none"),
        ("/fold", [{"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}], "sequence is or holds an object"),
    ],
)
def test_gradios_client_shows_the_sentence(app: str, name: str, given: list[object], wanted: str) -> None:
    client = Client(app, verbose=False)
    with pytest.raises(ValueError, match=wanted):
        client.predict(*given, api_name=name)
    client.close()
