"""The process of one training: `python -m ssp_core.training.job_worker FOLDER`; `jobs.py` starts it.

It reads the order in the folder, writes a line of JSON for each stage and report to standard output, and stops between
two steps when it reads a line. When its standard input ends nobody is there any more: it ends and removes the folder.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

from ssp_core.errors import SspCoreError, TrainingError
from ssp_core.progress import CancelledWorkError, Progress, Stage, watched

MODEL, STATE, ORDER = "model", "state", "order.json"
_NICENESS = 10  # a tenth of the weight of other work, such as folding
_STAGE_EVERY = 0.2  # seconds between two lines about one stage
_GRACE = 5.0  # seconds in which a process without a parent may end by itself


class _Announced(Progress):
    """Progress that writes each stage."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._said = ("", 0.0)  # the stage of the last line about one, and when it was written
        super().__init__()

    def say(self, **content: Any) -> None:
        """Write a line."""
        with suppress(BrokenPipeError):
            self._out.write(json.dumps(content) + "\n")
            self._out.flush()

    def __setattr__(self, name: str, value: object) -> None:
        super().__setattr__(name, value)
        if name == "stage" and isinstance(value, Stage) and value.name:
            stage, when = self._said
            if value.name != stage or time.monotonic() - when > _STAGE_EVERY:
                self._said = (value.name, time.monotonic())
                self.say(stage=[value.name, value.done, value.total])


def main(folder: Path) -> None:
    """Train, and say how it ended."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    progress = _Announced(out)
    is_alone = threading.Event()
    threading.Thread(target=_obey, args=(folder, progress, is_alone), daemon=True).start()
    try:
        with watched(progress):
            state, message = _train(folder, progress)
    except SspCoreError as error:
        state, message = "failed", str(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is one sentence
        state, message = "failed", f"The training failed with {type(error).__name__}: {' '.join(str(error).split())}."
    if is_alone.is_set():
        shutil.rmtree(folder, ignore_errors=True)
    progress.say(state=state, message=message)


def _train(folder: Path, progress: _Announced) -> tuple[str, str]:
    """How it ended: a state and a sentence."""
    progress.say(stage=["starting", 0, 0])
    import torch

    from .order import read_order
    from .token_run import begin

    torch.set_num_threads(1)
    try:
        run = begin(read_order(folder / ORDER), folder / STATE)
    except CancelledWorkError:
        return "stopped", "Stopped before the first step."
    progress.say(kept=len(run.reports))
    try:
        for report in run.train():
            progress.say(report=report.to_dict())
    except CancelledWorkError:
        run.save_state(folder / STATE)
        run.save(folder / MODEL)
        return "stopped", f"Stopped after {run.trainer.step:,} of {run.order.recipe.steps:,} steps."
    except TrainingError as error:
        run.save(folder / MODEL)
        return "failed", str(error)
    run.save(folder / MODEL)
    return "finished", f"Finished after {run.trainer.step:,} steps."


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


if __name__ == "__main__":
    main(Path(sys.argv[1]))
