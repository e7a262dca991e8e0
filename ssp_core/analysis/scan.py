"""A scan: what every single mutation of an RNA changes, folded in small steps that can be stopped between any two."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ssp_core.errors import InputError
from ssp_core.folding.metrics import base_pair_distance
from ssp_core.progress import in_background
from ssp_core.rna import MAX_SCAN

from .mutations import Mutation, all_mutations

if TYPE_CHECKING:  # at run time it would bring torch
    from ssp_core.prediction import Prediction
    from ssp_core.predictor import Predictor

_STEP_SECONDS = 0.3  # that a step takes, if a single mutant does not take more
_STEP = 16  # mutants of a step at most
_RATED = 12  # steps whose rate says how much time is left: the machine may be busier now than it was


@dataclass(frozen=True)
class ScanProgress:
    """A scan so far.

    Attributes:
        done: how many mutants are folded.
        total: how many there are.
        changed: for each folded mutation, how many pairs it changes.
        seconds_left: by the rate of the last steps; None before the first.
    """

    done: int
    total: int
    changed: Mapping[Mutation, int]
    seconds_left: float | None = None


def scan(predictor: Predictor, prediction: Prediction) -> Generator[ScanProgress, None, None]:
    """Fold the mutant of every single mutation.

    Args:
        predictor: the model that made the prediction.
        prediction: the RNA before the mutations, with its decoded structure, of at most `MAX_SCAN` nucleotides.

    Returns:
        Progress: at once with nothing done, then a few times a second, or after each mutant if one takes longer, up to
        the end. `.close()` ends the scan between two steps.

    Raises:
        InputError: at once, if the sequence is too long.
    """
    reason = why_no_scan(prediction.sequence)
    if reason:
        raise InputError(reason)
    return _scan(predictor, prediction)


def why_no_scan(sequence: str) -> str:
    """Why an RNA is not scanned, in a sentence; empty for one that can be."""
    if len(sequence) <= MAX_SCAN:
        return ""
    return (
        f"The sequence has {len(sequence):,} nucleotides; a scan folds three mutants a position and takes at most "
        f"{MAX_SCAN}."
    )


def seconds_left(steps: Sequence[tuple[float, int]], total: int) -> float | None:
    """How long the rest takes at the rate of these steps.

    Args:
        steps: when, in seconds, how much was done.
        total: how much there is to do.

    >>> seconds_left([(10.0, 0), (11.0, 4), (12.0, 6)], 18)
    4.0
    """
    (first, before), (last, done) = steps[0], steps[-1]
    return (last - first) / (done - before) * (total - done) if done > before else None


def _scan(predictor: Predictor, prediction: Prediction) -> Generator[ScanProgress, None, None]:
    sequence, structure = prediction.sequence, prediction.decoded.structure
    mutations = all_mutations(sequence)
    changed: dict[Mutation, int] = {}
    steps = deque([(time.perf_counter(), 0)], maxlen=_RATED + 1)
    yield ScanProgress(0, len(mutations), {})
    size = 1
    while len(changed) < len(mutations):
        part = mutations[len(changed) : len(changed) + size]
        started = time.perf_counter()
        with in_background():
            mutants = predictor.predict([mutation.apply(sequence) for mutation in part], decoder=prediction.settings)
        for mutation, mutant in zip(part, mutants, strict=True):
            changed[mutation] = base_pair_distance(structure, mutant.decoded.structure)
        ended = time.perf_counter()
        steps.append((ended, len(changed)))
        affordable = int(len(part) * _STEP_SECONDS / max(ended - started, 1e-6))
        size = max(1, min(affordable, 2 * size, _STEP))
        yield ScanProgress(len(changed), len(mutations), dict(changed), seconds_left(steps, len(mutations)))
