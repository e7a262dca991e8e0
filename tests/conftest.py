"""What every test runs under: no host but this machine, and hypothesis without a stopwatch."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Read by gradio and huggingface_hub when they are imported, so set before any test imports them.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"
# Read by torch when it is imported, here and in every process that a test starts. Threads that wait for one another on
# cores that other workers of this run use take five times as long.
os.environ["OMP_NUM_THREADS"] = "1"

# Two shared cores make single examples slow now and then; that is no failure. In CI the same examples run each time.
hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")

THIS_MACHINE = {None, "", "localhost", "127.0.0.1", "::1", "0.0.0.0", "::"}  # noqa: S104  # names, nothing is bound
foreign_hosts: list[str] = []


def refuse_foreign_hosts(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: remember and refuse every look-up of, or connection to, another machine."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event == "socket.connect" and isinstance(arguments[1], tuple):  # a str is a Unix socket
        host = arguments[1][0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if host not in THIS_MACHINE:
        foreign_hosts.append(str(host))
        raise ConnectionRefusedError(f"A test asked for the host {host}; only this machine is there.")


sys.addaudithook(refuse_foreign_hosts)


@pytest.fixture(autouse=True)
def _offline() -> Iterator[None]:
    """Fail the test during which another host was asked for, even where the error was swallowed."""
    foreign_hosts.clear()
    yield
    assert not foreign_hosts, f"asked for other hosts: {foreign_hosts}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests, of which each has a context of its own: a process can have one at a time."""
    from playwright.sync_api import sync_playwright  # only where a test opens a page

    from tests.browser.conftest import launch

    with sync_playwright() as playwright:
        opened = launch(playwright)
        yield opened
        opened.close()
