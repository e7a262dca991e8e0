"""How fast a token head learns, and what that costs who folds meanwhile: `python -m benchmarks.training`.

Trains on random RNAs folded by ViennaRNA, on one thread of the CPU, with the settings that the Train tab and the shell
have by default, and prints the macro-F1 on the validation RNAs at the start and after so many seconds, beside that of
leaving every nucleotide unpaired. Then it folds RNAs with and without a training beside it, in turns. Where the machine
has other work, seconds of the processor say more than those of the clock: both are printed.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch

from ssp_core import Predictor
from ssp_core.cache import CACHE
from ssp_core.folding import thermo
from ssp_core.jobs.status import JobLimits
from ssp_core.rna import BASES
from ssp_core.training.jobs import TrainingJobs
from ssp_core.training.order import TrainingOrder
from ssp_core.training.random_rnas import RandomRnas
from ssp_core.training.recipe import UNFROZEN_RATE, TokenRecipe
from ssp_core.training.token_run import begin

_FROZEN = TokenRecipe()
RECIPES = {
    "bundled, frozen": _FROZEN,
    "bundled, unfrozen": replace(_FROZEN, freeze_base=False, learning_rate=UNFROZEN_RATE),
    "random, frozen": replace(_FROZEN, base="random"),
    "random, unfrozen": replace(_FROZEN, base="random", freeze_base=False, learning_rate=UNFROZEN_RATE),
}


def learn(name: str, recipe: TokenRecipe, seconds: float) -> None:
    """Print the first and the last report within so many seconds of the processor."""
    wall, cpu = time.monotonic(), time.process_time()
    first = last = None
    best = 0.0
    for report in begin(TrainingOrder(recipe, RandomRnas())).train():
        if time.process_time() - cpu > seconds:
            break
        first, last = first or report, report
        best = max(best, report.macro_f1)
        spent = time.process_time() - cpu, time.monotonic() - wall
    if first is None or last is None:
        print(f"{name:20} no report within {seconds:.0f} s", flush=True)
        return
    print(
        f"{name:20} macro-F1 {first.macro_f1:.3f} -> {last.macro_f1:.3f} (highest {best:.3f}, all unpaired "
        f"{last.baseline_f1:.3f}), loss {first.validation_loss:.3f} -> {last.validation_loss:.3f}, step {last.step} of "
        f"{last.steps} after {spent[0]:.0f} s of the processor, {spent[1]:.0f} s",
        flush=True,
    )


def fold_times(predictor: Predictor, count: int, length: int, random: np.random.Generator) -> list[float]:
    """Seconds for each of so many new random RNAs with the recommended decoder."""
    times = []
    for _ in range(count):
        sequence = "".join(random.choice(list(BASES), size=length))
        CACHE.clear()
        started = time.perf_counter()
        predictor.predict(sequence)
        times.append(time.perf_counter() - started)
    return times


def beside(count: int, length: int, turns: int) -> None:
    """Print how long folds take with and without a training beside them."""
    random = np.random.default_rng(0)
    thermo.workers.start()
    predictor = Predictor("bundled", device="cpu")
    fold_times(predictor, 3, length, random)
    order = TrainingOrder(
        replace(RECIPES["bundled, unfrozen"], steps=100_000, report_every=1000), RandomRnas(count=100)
    )
    alone: list[float] = []
    together: list[float] = []
    for _ in range(turns):
        alone += fold_times(predictor, count, length, random)
        jobs = TrainingJobs(JobLimits(patience=3600.0))
        key = jobs.start(order)
        while jobs.status(key).stage.name != "training":
            time.sleep(0.2)
        together += fold_times(predictor, count, length, random)
        jobs.close()
    thermo.workers.stop()
    for title, share in (("median", 0.5), ("fastest tenth", 0.1)):  # the second, as other work makes folds slower only
        one, other = (float(np.quantile(times, share)) for times in (alone, together))
        print(
            f"fold of {length} nt, {title}: {one * 1000:.0f} ms alone, {other * 1000:.0f} ms beside a training, "
            f"{other / one:.2f} times",
            flush=True,
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.training", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60.0, help="of the processor, for each training (default 60)")
    parser.add_argument("--folds", type=int, default=10, help="in each of the turns (default 10)")
    parser.add_argument("--turns", type=int, default=3, help="with and without a training (default 3)")
    parser.add_argument("--only", choices=[*RECIPES, "folds"], help="measure only this")
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(1)
    for name, recipe in RECIPES.items():
        if chosen.only in (None, name):
            learn(name, recipe, chosen.seconds)
    if chosen.only in (None, "folds"):
        torch.set_num_threads(2)
        for length in (80, 300):
            beside(chosen.folds, length, chosen.turns)


if __name__ == "__main__":
    main()
