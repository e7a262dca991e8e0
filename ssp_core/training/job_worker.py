"""The process of one training: `python -m ssp_core.training.job_worker FOLDER`; `jobs.py` starts it.

It reads the order in the folder, and stops between two steps.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ssp_core.errors import TrainingError
from ssp_core.jobs import worker
from ssp_core.jobs.status import State
from ssp_core.progress import CancelledWorkError

MODEL, STATE, ORDER = "model", "state", "order.json"


def train(folder: Path, progress: worker.Announced) -> tuple[State, str]:
    """How it ended: a state and a sentence."""
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


if __name__ == "__main__":
    worker.run(Path(sys.argv[1]), "training", train)
