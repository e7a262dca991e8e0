"""The end of the server: at once and in order, by Ctrl+C, by a request of the system, or since it cannot go on.

A fold in the middle of its work holds a thread that Python would wait for, up to seconds, and that torch then ends with
an abort. So when all that outlives this process by itself has been put away, the process ends without asking its
threads.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from types import FrameType
from typing import Any, NoReturn

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name))
_PATIENCE = 1.5  # seconds for putting things away


class Ending:
    """Waits for a reason to end; `error` is that of what the server cannot do without, None where it was a signal."""

    def __init__(self) -> None:
        self.error: BaseException | None = None
        self._asked = threading.Event()
        self._is_serving = False

    def listen(self) -> None:
        """From now on a signal ends the process; before `wait`, where nothing is to be put away, at once."""
        if threading.current_thread() is threading.main_thread():
            for number in _SIGNALS:
                signal.signal(number, self._ask)

    def begin(self) -> None:
        """From now on there is something to put away."""
        self._is_serving = True

    def needs(self, what: Future[Any]) -> None:
        """End when this fails."""
        what.add_done_callback(self._look)

    def wait(self) -> None:
        """Return when a signal has come, or what is needed has failed."""
        while not self._asked.wait(0.2):  # without a time Windows would not let a signal through
            pass

    def _look(self, done: Future[Any]) -> None:
        self.error = done.exception()
        if self.error is not None:
            self._asked.set()

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        if not self._is_serving or self._asked.is_set():
            os._exit(0)
        self._asked.set()


def fail(sentence: str, *put_away: Callable[[], object]) -> NoReturn:
    """End with a sentence and exit code 1."""
    sys.stderr.write(f"{sentence}\n")
    end(1, *put_away)


def end(code: int, *put_away: Callable[[], object]) -> NoReturn:
    """End the process with this exit code, when each of these has been called, or has had its time."""

    def run() -> None:
        for step in put_away:
            with suppress(Exception):  # what is left to do is more than what has failed
                step()

    logging.disable()  # what is interrupted has failed because of this
    worker = threading.Thread(target=run, daemon=True)
    worker.start()
    worker.join(_PATIENCE)
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)
