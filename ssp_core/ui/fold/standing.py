"""What is said above a result that is not, or may not be, of what the sequence box holds."""

from __future__ import annotations

from ssp_core.analysis.wording import time_left
from ssp_core.progress import Stage
from ssp_core.ui.templates import render

from . import texts


def previous() -> str:
    """The result is not of what the box holds."""
    return render("fold/standing.html", kind="previous", sentence=texts.PREVIOUS, share=None)


def still() -> str:
    """What was asked for could not be had."""
    return render("fold/standing.html", kind="previous", sentence=texts.STILL, share=None)


def cancelled() -> str:
    """The same, after a fold was cancelled."""
    return render("fold/standing.html", kind="previous", sentence=texts.CANCELLED, share=None)


def folding(length: int, stage: Stage, elapsed: float, expected: float) -> str:
    """A fold is under way: what is being done, and the time left."""
    sentence = f"Folding {length:,} nt: {stage_in_words(stage)}, {time_left(expected - elapsed)}."
    return render("fold/standing.html", kind="folding", sentence=sentence, share=min(elapsed / expected, 0.97))


def waiting(length: int) -> str:
    """A fold waits for another visitor's."""
    sentence = f"Folding {length:,} nt: waiting for another visitor's RNA."
    return render("fold/standing.html", kind="folding", sentence=sentence, share=None)


def stage_in_words(stage: Stage) -> str:
    """`network`, `thermodynamics 1 of 3`."""
    name = stage.name or "starting"
    return f"{name} {min(stage.done + 1, stage.total)} of {stage.total}" if stage.total else name
