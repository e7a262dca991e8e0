"""Learn nearest-neighbour energies from known structures: `python -m ssp_core.training.energies TRAIN.tsv FILE.par`.

In two stages, from Andronescu et al. 2007. First the energies maximise the conditional likelihood: the probability of
the known structures in the Boltzmann ensembles of their sequences (Do, Woods and Batzoglou 2006, Bioinformatics 22,
e90); they are regularised towards the start. Then they maximise the expected F1 of the ensembles that they are averaged
into. The energies that are written are the mean of both stages' (Wortsman et al. 2022, arXiv 2203.05482). Those of the
first are flat, since many known structures are incomplete; those of the second fit the families in training better
than new ones. Averaged with Turner 2004's, the ensembles of their mean are more accurate than those of either.

Every cluster of similar RNAs has the same weight. Structures with a low F1 under Turner 2004 are left out, since they
are often wrong or parts of something else; so are those with larger loops than ViennaRNA's ensembles contain.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import repeat
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from ssp_core.errors import InputError
from ssp_core.folding import thermo
from ssp_core.folding.decoding import mea_structure
from ssp_core.folding.elements import loops
from ssp_core.folding.metrics import score_pairs
from ssp_core.folding.structure import Structure
from ssp_core.training.data import TrainingRna, read_table
from ssp_core.training.energy_gradients import TERMS, Excess, Known, f1_excess, likelihood_excess
from ssp_core.training.homology import clusters
from ssp_core.training.terms import mean_of, with_differences

START = "Andronescu2007"
_REPORT_EVERY = 10
_LARGEST_LOOP = 30
_PROCESSES = os.cpu_count() or 1


@dataclass(frozen=True)
class Stage:
    """How energies are learned for an aim.

    `rate` is in kcal/mol a step and falls to 0 over the second half; `regularisation` is towards the energies at the
    start; RNAs are used up to `longest` nucleotides, if the MEA structure under Turner 2004 has at least `least_f1`.
    """

    aim: str
    excess: Callable[[str, Known, int], Excess]
    steps: int
    batch: int
    samples: int
    rate: float
    regularisation: float
    longest: int
    least_f1: float


LIKELIHOOD = Stage("log likelihood", likelihood_excess, 160, 192, 40, 0.03, 0.002, 260, 0.5)
F1 = Stage("expected F1", f1_excess, 100, 192, 50, 0.03, 0.0, 200, 0.3)


def learn(rnas: Sequence[TrainingRna], stages: Sequence[Stage] = (LIKELIHOOD, F1), seed: int = 0) -> list[str]:
    """The parameter file after each stage; prints the progress.

    Raises:
        InputError: there is no RNA to learn from.
    """
    files = [thermo.parameter_file(START)]
    with ProcessPoolExecutor(_PROCESSES) as pool:
        scored = _scored(rnas, max(stage.longest for stage in stages), pool)
        for stage in stages:
            known = _usable(scored, stage, len(rnas))
            files.append(_learned(files[-1], known, stage, seed, pool))
    return files[1:]


def _learned(
    start: str, known: Sequence[tuple[str, Structure]], stage: Stage, seed: int, pool: ProcessPoolExecutor
) -> str:
    file, reached = start, []
    random = np.random.default_rng(seed)
    differences = torch.zeros(len(TERMS), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.Adam([differences], betas=(0.9, 0.99), eps=1e-3)
    shares = _shares([sequence for sequence, _ in known])
    for step in range(1, stage.steps + 1):
        chosen = random.choice(len(known), size=min(stage.batch, len(known)), p=shares, replace=False)
        work = [(*known[index], int(random.integers(1, 2**31))) for index in chosen]
        parts = [work[part::_PROCESSES] for part in range(_PROCESSES)]
        results = list(pool.map(stage.excess, repeat(file), parts, repeat(stage.samples)))
        gradient = sum(excess for excess, _ in results) / len(work) / thermo.KT
        reached.append(sum(value for _, value in results) / len(work))
        differences.grad = torch.from_numpy(gradient) + stage.regularisation * differences.detach()
        optimizer.param_groups[0]["lr"] = stage.rate * min(1.0, 2 * (stage.steps - step + 1) / stage.steps)
        optimizer.step()
        file = with_differences(start, dict(zip(TERMS, differences.tolist(), strict=True)))
        if step % _REPORT_EVERY == 0 or step == stage.steps:
            mean = np.mean(reached[-_REPORT_EVERY:])
            print(f"step {step} of {stage.steps}  {stage.aim} an RNA {mean:.3f}", flush=True)
    return file


def _scored(rnas: Sequence[TrainingRna], longest: int, pool: ProcessPoolExecutor) -> list[tuple[str, Structure, float]]:
    """Sequence, structure and its F1 under Turner 2004 of the RNAs that ensembles can learn from."""
    short = [rna for rna in rnas if len(rna.sequence) <= longest]
    structures = [
        Structure.from_pairs(len(rna.sequence), [(int(i), int(j)) for i, j in rna.target.places]) for rna in short
    ]
    known = [
        (rna.sequence, structure)
        for rna, structure in zip(short, structures, strict=True)
        if _has_small_loops(structure)
    ]
    scores = pool.map(_f1, known, chunksize=64)
    return [(*item, f1) for item, f1 in zip(known, scores, strict=True)]


def _usable(scored: Sequence[tuple[str, Structure, float]], stage: Stage, count: int) -> list[tuple[str, Structure]]:
    """Those of `count` RNAs that a stage learns from."""
    usable = [
        (sequence, structure)
        for sequence, structure, f1 in scored
        if len(sequence) <= stage.longest and f1 >= stage.least_f1
    ]
    if not usable:
        raise InputError(
            f"Found no RNA to learn from among {count}: wanted some of at most {stage.longest} nt whose "
            f"structures have F1 {stage.least_f1:g} under Turner 2004."
        )
    print(f"{len(usable):,} of {count:,} RNAs, {len(TERMS)} terms", flush=True)
    return usable


def _has_small_loops(structure: Structure) -> bool:
    """Whether ViennaRNA's ensembles can contain the structure: no bulge or interior loop is too large."""
    interior = (loop for loop in loops(structure) if loop.closing is not None and len(loop.branches) == 1)
    return all(loop.size <= _LARGEST_LOOP for loop in interior)


def _f1(known: tuple[str, Structure]) -> float:
    """The F1 of the MEA structure under Turner 2004."""
    sequence, structure = known
    return score_pairs(mea_structure(sequence, thermo.pair_probabilities(sequence)), structure).f1


def _shares(sequences: Sequence[str]) -> NDArray[np.float64]:
    """How often each RNA is drawn: every cluster of similar RNAs as often as any other."""
    found = clusters(sequences)
    sizes = np.bincount(found)
    return np.asarray(1.0 / sizes[found] / len(sizes))


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the arguments, learn and write."""
    parser = argparse.ArgumentParser(prog="python -m ssp_core.training.energies", description=__doc__.splitlines()[0])
    parser.add_argument("table", type=Path, help="known structures, tab-separated: id source sequence structure")
    parser.add_argument("file", type=Path, help="the parameter file to write")
    parser.add_argument("--steps", type=int, help="batches to learn from in each stage (160, then 100)")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args(arguments)
    stages = [replace(stage, steps=stage.steps if chosen.steps is None else chosen.steps) for stage in (LIKELIHOOD, F1)]
    files = learn(read_table(chosen.table), stages, chosen.seed)
    chosen.file.write_text(mean_of(files), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
