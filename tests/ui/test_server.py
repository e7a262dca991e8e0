"""Serving the page: where that cannot be, one sentence and exit code 1."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from contextlib import closing
from typing import Any

import pytest

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
    assert run.stderr == f"The page cannot listen on port {port}: another program uses it, or this one may not.\n"


@pytest.fixture
def unserved(monkeypatch: pytest.MonkeyPatch) -> None:
    """No page is built and no port is asked for."""
    monkeypatch.setattr("ssp_core.ui.page.build", lambda *_: None)
    monkeypatch.setattr(server, "_launch", lambda *_: None)
    monkeypatch.setattr("ssp_core.folding.thermo.workers.start", lambda: None)
    monkeypatch.setattr("signal.signal", lambda *_: None)


@pytest.mark.usefixtures("unserved")
def test_a_broken_installation_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def load(_: str, *, progress: Any) -> Any:  # noqa: ARG001
        raise CheckpointError("model.safetensors in bundled is cut short.")

    monkeypatch.setattr(server, "Models", lambda: Models(load))
    with pytest.raises(SystemExit) as exit_:
        server.serve()
    assert exit_.value.code == 1
    assert capsys.readouterr().err == "model.safetensors in bundled is cut short.\n"


@pytest.mark.usefixtures("unserved")
def test_a_port_that_is_no_number_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GRADIO_SERVER_PORT", "many")
    with pytest.raises(SystemExit):
        server.serve()
    assert capsys.readouterr().err == "GRADIO_SERVER_PORT is 'many'; a number is wanted.\n"
