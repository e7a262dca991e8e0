"""What the process of every job does: it says where it is, obeys, and ends with whoever started it (`jobs.py`).

It writes a line of JSON for each stage and report to standard output, and its work is cancelled when it reads a line.
When its standard input ends nobody is there any more: it ends and removes its folder.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

from ssp_core.errors import SspCoreError
from ssp_core.progress import Progress, Stage, watched

from .status import State

_NICENESS = 10  # a tenth of the weight of other work, such as folding
_STAGE_EVERY = 0.2  # seconds between two lines about one stage
_GRACE = 5.0  # seconds in which a process without a parent may end by itself


class Announced(Progress):
    """Progress that writes each stage, while `announces` is true."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self.announces = True
        self._said = ("", 0.0)  # the stage of the last line about one, and when it was written
        super().__init__()

    def say(self, **content: Any) -> None:
        """Write a line."""
        with suppress(BrokenPipeError):
            self._out.write(json.dumps(content) + "\n")
            self._out.flush()

    def __setattr__(self, name: str, value: object) -> None:
        super().__setattr__(name, value)
        if name == "stage" and isinstance(value, Stage) and value.name and self.announces:
            stage, when = self._said
            if value.name != stage or time.monotonic() - when > _STAGE_EVERY:
                self._said = (value.name, time.monotonic())
                self.say(stage=[value.name, value.done, value.total])


def run(folder: Path, noun: str, work: Callable[[Path, Announced], tuple[State, str]]) -> None:
    """Do the work of a job, and say how it ended: `work` returns a state and a sentence."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    progress = Announced(out)
    is_alone = threading.Event()
    threading.Thread(target=_obey, args=(folder, progress, is_alone), daemon=True).start()
    progress.say(stage=["starting", 0, 0])
    state: State = "failed"
    try:
        with watched(progress):
            state, message = work(folder, progress)
    except SspCoreError as error:
        message = str(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is one sentence
        message = f"The {noun} failed with {type(error).__name__}: {' '.join(str(error).split())}."
    if is_alone.is_set():
        shutil.rmtree(folder, ignore_errors=True)
    progress.say(state=state, message=message)


def _obey(folder: Path, progress: Progress, is_alone: threading.Event) -> None:
    line = sys.stdin.readline()
    if not line:
        is_alone.set()
        timer = threading.Timer(_GRACE, _leave, (folder,))
        timer.daemon = True
        timer.start()
    progress.cancel()


def _leave(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)
