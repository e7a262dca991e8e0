"""The page's functions for programs, asked as programs ask them: by gradio's client, curl and an MCP client."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, TextContent, Tool

from ssp_core.charts import script
from ssp_core.folding.structure import Structure, is_legal
from tests.test_readme import blocks

from .test_fold import HAIRPIN

FUNCTIONS = {"fold", "fold_many", "suboptimal", "mutate", "compare", "draw", "architecture", "models"}
SECTION = "Use it from programs"
README_HOST = "http://127.0.0.1:7860"


@pytest.fixture(scope="module")
def client(app: str) -> Iterator[Client]:
    logging.getLogger("httpx").setLevel(logging.WARNING)
    made = Client(app, verbose=False)
    yield made
    made.close()


def test_every_function_is_named_and_typed(client: Client) -> None:
    named = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert {f"/{name}" for name in FUNCTIONS} == set(named)
    for endpoint in named.values():
        assert endpoint["description"]
        assert all(each["parameter_name"] and each["type"] for each in endpoint["parameters"])
        assert all(each["type"] for each in endpoint["returns"])
    assert named["/fold"]["parameters"][0]["parameter_name"] == "sequence"


def test_a_program_folds(client: Client) -> None:
    known = "((((((((((....))))))))))"
    made = client.predict(HAIRPIN, known, api_name="/fold")
    fields = {"sequence", "structure", "raw_structure", "probabilities", "energy", "model", "decoder", "milliseconds"}
    assert made.keys() >= fields
    assert made["sequence"] == HAIRPIN
    assert is_legal(HAIRPIN, Structure.from_dot_bracket(made["structure"]))
    assert made["scores"] == client.predict(made["structure"], known, api_name="/compare")
    found = client.predict(HAIRPIN, api_name="/suboptimal")["structures"]
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
        ("/mutate", [HAIRPIN, "G1A"], "The mutations are 'G1A'; a list of texts is wanted"),
        ("/draw", [HAIRPIN, "", "map"], "The view is 'map'; one of planar, arcs, circle is wanted"),
        ("/compare", ["((...))", "(...)"], "7 letters and the reference 5"),
        ("/architecture", ["bundled", 5000], "The length is 5,000; a whole number from 1 to 1,022"),
    ],
)
def test_bad_input_is_one_sentence(client: Client, name: str, given: list[object], wanted: str) -> None:
    with pytest.raises(AppError, match=wanted):
        client.predict(*given, api_name=name)


def test_the_readmes_python_prints_what_its_comments_say(app: str, capsys: pytest.CaptureFixture[str]) -> None:
    [lines] = [lines for language, lines in blocks(SECTION) if language == "python"]
    exec("\n".join(lines).replace(README_HOST, app.rstrip("/")), {})  # noqa: S102  # our own README
    wanted = [line.partition("  # ")[2] for line in lines if line.startswith("print(")]
    assert capsys.readouterr().out.splitlines() == wanted
    assert set(re.findall(r'api_name="/(\w+)"', "\n".join(lines))) == FUNCTIONS


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl on this machine")
def test_the_readmes_shell_commands_answer(app: str) -> None:
    [lines] = [lines for language, lines in blocks(SECTION) if language == "sh"]
    commands = "\n".join(lines).replace(README_HOST, app.rstrip("/"))
    said = subprocess.run(["sh", "-euc", commands], capture_output=True, text=True, check=True, timeout=120).stdout
    answers = [json.loads(line.removeprefix("data: "))[0] for line in said.splitlines() if line.startswith("data: [")]
    assert said.count("event: complete") == len(answers) == len(FUNCTIONS)
    fold, many, likeliest, mutants, scores, drawing, architecture, models = answers
    assert (fold["decoder"], many[0]["structure"]) == ("mea", "((((....))))")
    assert fold["structure"] == likeliest["structures"][0]["structure"]
    assert [each["mutation"] for each in mutants["mutants"]] == ["G2C", "A5G"]
    assert (scores["sensitivity"], drawing["structure"]) == (1.0, ".(((....))).")
    assert architecture["model"]["name"] in [each["name"] for each in models]


async def ask_tools(address: str, calls: list[tuple[str, dict[str, Any]]]) -> tuple[list[Tool], list[CallToolResult]]:
    """The tools of an MCP server, and its answers to some calls."""
    async with streamable_http_client(address) as (read, write, _), ClientSession(read, write) as session:
        await session.initialize()
        tools = (await session.list_tools()).tools
        return tools, [await session.call_tool(name, arguments) for name, arguments in calls]


def test_an_assistant_has_the_functions_as_tools(app: str) -> None:
    [lines] = [lines for language, lines in blocks(SECTION) if language == "json"]
    address = json.loads("\n".join(lines))["mcpServers"]["rna-structure"]["url"].replace(README_HOST, app.rstrip("/"))
    calls: list[tuple[str, dict[str, Any]]] = [
        ("fold", {"sequence": HAIRPIN}),
        ("mutate", {"sequence": HAIRPIN, "mutations": ["G2C"]}),
        ("draw", {"sequence": HAIRPIN, "view": "circle"}),
        ("models", {}),
        ("fold", {"sequence": "GGXX"}),
        ("fold", {"sequence": 5}),
        ("fold", {}),
        ("fold", {"sequence": HAIRPIN, "more": 1}),
    ]
    with ThreadPoolExecutor(1) as apart:  # browser tests leave a running loop in this thread
        tools, results = apart.submit(asyncio.run, ask_tools(address, calls)).result()
    assert {tool.name for tool in tools} == FUNCTIONS
    for tool in tools:
        assert tool.description
        for name, schema in tool.inputSchema["properties"].items():
            assert schema["description"].endswith("."), f"{tool.name}: what {name} is does not end on its line"
    assert next(tool for tool in tools if tool.name == "fold").inputSchema["required"] == ["sequence"]
    texts = [part.text for result in results for part in result.content if isinstance(part, TextContent)]
    assert len(texts) == len(calls)
    fold, mutants, drawing, models = map(json.loads, texts[:4])
    assert is_legal(HAIRPIN, Structure.from_dot_bracket(fold["structure"]))
    assert (fold["reference"], fold["model"]["trained"]) == (None, True)
    assert mutants["mutants"][0]["mutation"] == "G2C"
    assert drawing["svg"].startswith("<svg")
    assert models[0]["name"] == "bundled"
    assert [result.isError for result in results[4:]] == [True] * 4
    for text, wanted in zip(
        texts[4:], ["'X' at position 3", "5 is not of type", "'sequence' is", "`more`"], strict=True
    ):
        assert wanted in text
        assert "\n" not in text


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
