"""Serving the page: where that cannot be, one sentence and exit code 1."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from concurrent.futures import Future
from contextlib import closing
from typing import Any

import pytest

from ssp_core import ui
from ssp_core.errors import CheckpointError
from ssp_core.ui import server
from ssp_core.ui.models import Models


def test_a_taken_port_is_one_sentence() -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = subprocess.run(
            [sys.executable, "app.py"],
            env={**os.environ, "GRADIO_SERVER_NAME": "127.0.0.1", "GRADIO_SERVER_PORT": str(port)},
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
    assert run.returncode == 1
    assert run.stderr == (
        f"The page cannot listen on port {port} of 127.0.0.1: another program uses it, or this one may not; "
        "GRADIO_SERVER_PORT sets another.\n"
    )


class EndedError(Exception):
    """Instead of the end of this process."""


@pytest.fixture
def unserved(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """No page is built, no port is asked for and this process goes on; the exit codes that it would have had."""
    codes: list[int] = []

    class Page:
        def close(self, **_: Any) -> None:
            pass

    def ended(code: int) -> None:
        codes.append(code)
        raise EndedError

    monkeypatch.setattr("ssp_core.ui.page.build", lambda *_: Page())
    monkeypatch.setattr(server, "_launch", lambda *_: None)
    monkeypatch.setattr(server, "_start_log", lambda: None)
    monkeypatch.setattr("ssp_core.folding.thermo.workers.start", lambda: None)
    monkeypatch.setattr("logging.disable", lambda: None)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setattr("os._exit", ended)
    return codes


def test_a_broken_installation_is_one_sentence(
    unserved: list[int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def load(_: str, *, progress: Any) -> Any:  # noqa: ARG001
        raise CheckpointError("model.safetensors in bundled is cut short.")

    monkeypatch.setattr(server, "Models", lambda: Models(load))
    with pytest.raises(EndedError):
        ui.serve()
    assert unserved == [1]
    assert capsys.readouterr().err == "model.safetensors in bundled is cut short.\n"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("GRADIO_SERVER_PORT", "many", "GRADIO_SERVER_PORT is 'many'; a whole number from 1 to 65,535 is wanted."),
        ("GRADIO_SERVER_PORT", "70000", "GRADIO_SERVER_PORT is '70000'; a whole number from 1 to 65,535 is wanted."),
        ("SSP_CORE_CACHE_MB", "-1", "SSP_CORE_CACHE_MB is '-1'; a whole number from 0 to 1,000,000 is wanted."),
        ("SSP_CORE_LOG", "loud", "SSP_CORE_LOG is 'loud'; one of DEBUG, INFO, WARNING is wanted."),
        (
            "SSP_CORE_MODELS",
            "omnigenome-52m",
            "SSP_CORE_MODELS is 'omnigenome-52m'; a list with commas that has 'bundled', which the page opens with, is "
            "wanted.",
        ),
    ],
)
def test_a_variable_that_cannot_be_used_is_one_sentence(
    name: str,
    value: str,
    sentence: str,
    unserved: list[int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(EndedError):
        ui.serve()
    assert unserved == [1]
    assert capsys.readouterr().err == f"{sentence}\n"


def test_a_signal_ends_a_server_in_order(unserved: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    handlers: dict[int, Any] = {}
    monkeypatch.setattr("signal.signal", handlers.__setitem__)
    monkeypatch.setattr("ssp_core.folding.thermo.workers.stop", lambda: done.append("workers"))

    class Opening:
        predictor: Future[Any] = Future()

    class Opened(Models):
        def open(self, name: str) -> Any:
            for handler in list(handlers.values())[:1]:
                handler(2, None)  # while the model is opened
            assert name == "bundled"
            return Opening()

    monkeypatch.setattr(server, "Models", Opened)
    with pytest.raises(EndedError):
        ui.serve()
    assert (unserved, done) == ([0], ["workers"])
