"""The page's functions for programs, asked as a program asks them: over the loopback, by name."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from ssp_core.charts import script
from ssp_core.folding.structure import Structure, is_legal

from .test_fold import HAIRPIN


@pytest.fixture(scope="module")
def client(app: str) -> Iterator[Client]:
    logging.getLogger("httpx").setLevel(logging.WARNING)
    made = Client(app, verbose=False)
    yield made
    made.close()


def test_every_function_is_named_and_described(client: Client) -> None:
    named = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert {"/fold", "/suboptimal", "/compare"} == {name for name in named if not name.startswith("/_")}
    for endpoint in named.values():
        assert all(each["parameter_name"] for each in endpoint["parameters"])


def test_a_program_folds(client: Client) -> None:
    known = "((((((((((....))))))))))"
    made = client.predict(HAIRPIN, known, api_name="/fold")
    assert made["sequence"] == HAIRPIN
    assert is_legal(HAIRPIN, Structure.from_dot_bracket(made["structure"]))
    assert made["scores"] == client.predict(made["structure"], known, api_name="/compare")
    found = client.predict(HAIRPIN, api_name="/suboptimal")
    assert len(found) == 10
    assert all(is_legal(HAIRPIN, Structure.from_dot_bracket(each["structure"])) for each in found)
    chances = [each["probability"] for each in found]
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) <= 1


@pytest.mark.parametrize(
    ("name", "given", "wanted"),
    [
        ("/fold", ["GGGAXCCC"], "position 5"),
        ("/fold", [HAIRPIN, "", "bundled", "mea", -1.0], "The gamma is -1"),
        ("/fold", [HAIRPIN, "", "/etc"], "from the list"),
        ("/fold", [123], "The sequence is 123; a text is wanted"),
        ("/suboptimal", ["A" * 2000], "1,022"),
        ("/compare", ["((...))", "(...)"], "7 letters and the reference 5"),
    ],
)
def test_bad_input_is_one_sentence(client: Client, name: str, given: list[object], wanted: str) -> None:
    with pytest.raises(AppError, match=wanted):
        client.predict(*given, api_name=name)


@pytest.mark.parametrize(
    ("header", "status", "wanted"),
    [
        ("Content-Length: 100000000", b"413", b"The request has 100,000,000 bytes; at most 2,000,000 are taken."),
        ("Transfer-Encoding: chunked", b"411", b"The request does not say how long it is"),
    ],
)
def test_a_body_of_100_megabytes_is_refused_unread(app: str, header: str, status: bytes, wanted: bytes) -> None:
    where = urlsplit(app)
    with socket.create_connection((where.hostname or "", where.port or 0), timeout=60) as line:
        line.sendall(f"POST /gradio_api/run/fold HTTP/1.1\r\nHost: {where.netloc}\r\n{header}\r\n\r\n".encode())
        answer = b"".join(iter(lambda: line.recv(4096), b""))
    assert answer.split()[1] == status
    assert wanted in answer


def test_the_page_and_plotly_travel_packed(app: str) -> None:
    for path in ("", script.NAME):
        asked = httpx.get(app + path, headers={"Accept-Encoding": "gzip"})
        assert asked.status_code == 200
        assert asked.headers["content-encoding"] == "gzip"
        assert asked.num_bytes_downloaded < len(asked.content) / 3
    assert "immutable" in asked.headers["cache-control"]
