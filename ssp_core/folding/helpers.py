"""ViennaRNA's ensembles from processes of their own, one parameter set each, for a page with visitors.

ViennaRNA holds the interpreter while it works, so that threads beside it stand still. `start` begins the helpers;
without them, or where one has gone, the same is computed in this process.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

import numpy as np
from numpy.typing import NDArray

from . import thermo

_PACKAGE = Path(__file__).resolve().parents[1]
# The package's own door would bring torch along, of which a helper has no need: seconds and hundreds of megabytes.
_BEGIN = """
import sys, types
package = sys.modules[{name!r}] = types.ModuleType({name!r})
package.__path__ = [{path!r}]
from {name}.folding.helpers import serve
serve()
"""

Pairs = NDArray[np.float64]


class _Helper:
    """A process that answers a voice's number and letters with pair probabilities (L, L) as raw doubles."""

    def __init__(self) -> None:
        code = _BEGIN.format(name=_PACKAGE.name, path=str(_PACKAGE))
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def ask(self, voice: int, letters: str) -> Pairs:
        """The answer; OSError if the process has gone."""
        given, answers = self._process.stdin, self._process.stdout
        if given is None or answers is None:  # both were asked for
            raise OSError("the helper has no pipes")
        given.write(f"{voice} {letters}\n".encode())
        given.flush()
        size = len(letters) ** 2 * np.dtype(np.float64).itemsize
        raw = answers.read(size)
        if len(raw) < size:
            raise OSError("the helper has gone")
        return np.frombuffer(raw, dtype=np.float64).reshape(len(letters), len(letters))


class _Helpers:
    """A helper for each voice: on fewer cores they share them evenly, and none stands idle while one goes twice."""

    def __init__(self) -> None:
        count = len(thermo.VOICES)
        self.all = [_Helper() for _ in range(count)]
        self._idle: SimpleQueue[_Helper] = SimpleQueue()
        for helper in self.all:
            self._idle.put(helper)
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="thermodynamics")
        self._begun: dict[str, list[Future[Pairs]]] = {}  # in work; who asks meanwhile waits for the same
        self._lock = threading.Lock()

    def pooled(self, letters: str) -> Pairs:
        with self._lock:
            if letters not in self._begun:
                voices = range(len(thermo.VOICES))
                self._begun[letters] = [self._threads.submit(self._ask, voice, letters) for voice in voices]
            begun = self._begun[letters]
        try:
            return thermo.pooled([future.result() for future in begun])
        finally:
            with self._lock:
                self._begun.pop(letters, None)

    def _ask(self, voice: int, letters: str) -> Pairs:
        helper = self._idle.get()
        try:
            return helper.ask(voice, letters)
        except OSError:
            return thermo.voice_pair_probabilities(letters, voice)
        finally:
            self._idle.put(helper)


_started: list[_Helpers] = []  # one, or none


def start() -> None:
    """Begin the helpers, once; they end with this process. With a single core there is nothing to gain, nor begun."""
    if not _started and (os.cpu_count() or 1) > 1:
        _started.append(_Helpers())


def started() -> bool:
    """Whether there are helpers."""
    return bool(_started)


def pooled_pair_probabilities(letters: str) -> Pairs:
    """`thermo.pooled_pair_probabilities`, (L, L), by the helpers if there are any."""
    if not _started or not letters:
        return thermo.pooled_pair_probabilities(letters)
    return _started[0].pooled(letters)


def serve() -> None:
    """What a helper does: answer line after line until its parent closes the door."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal goes to all; the parent says when to end
    try:
        for line in sys.stdin:
            voice, letters = line.split()
            sys.stdout.buffer.write(thermo.voice_pair_probabilities(letters, int(voice)).tobytes())
            sys.stdout.buffer.flush()
    except BrokenPipeError:  # the parent has gone meanwhile
        sys.stdout = None  # nothing is left to flush at the end
