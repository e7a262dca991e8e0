"""Learn nearest-neighbour energies from known structures: `python -m ssp_core.training.energies TRAIN.tsv FILE.par`.

The energies maximise the conditional likelihood: the probability of the known structures in the Boltzmann ensembles of
their sequences (Do, Woods and Batzoglou 2006, Bioinformatics 22, e90). They start from Andronescu et al. 2007 and are
regularised towards it. The gradient is how often the ensemble uses each term, by samples, minus how often the structure
does. Every cluster of similar RNAs has the same weight. Structures with a low F1 under Turner 2004 are left out, since
they are often wrong or parts of something else; so are those with larger loops than ViennaRNA's ensembles contain.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
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
from ssp_core.training.homology import clusters
from ssp_core.training.terms import all_terms, rules_of, terms, with_differences

TERMS = all_terms()
START = "Andronescu2007"
_REPORT_EVERY = 10
_LARGEST_LOOP = 30


@dataclass(frozen=True)
class Recipe:
    """How energies are learned.

    `rate` is in kcal/mol a step and falls to 0 over the second half; `regularisation` is towards the energies at the
    start; RNAs are used up to `longest` nucleotides, if the MEA structure under Turner 2004 has at least `least_f1`.
    """

    steps: int = 160
    batch: int = 192
    samples: int = 40
    rate: float = 0.03
    regularisation: float = 0.002
    longest: int = 260
    least_f1: float = 0.5
    seed: int = 0


def learn(rnas: Sequence[TrainingRna], recipe: Recipe, processes: int = 1) -> str:
    """The learned parameter file; prints the progress. InputError where there is no RNA to learn from."""
    start = thermo.parameter_file(START)
    file, likelihoods = start, []
    random = np.random.default_rng(recipe.seed)
    differences = torch.zeros(len(TERMS), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.Adam([differences], betas=(0.9, 0.99), eps=1e-3)
    with ProcessPoolExecutor(processes) as pool:
        known = _usable(rnas, recipe, pool)
        shares = _shares([sequence for sequence, _ in known])
        print(f"{len(known):,} of {len(rnas):,} RNAs, {len(TERMS)} terms", flush=True)
        for step in range(1, recipe.steps + 1):
            chosen = random.choice(len(known), size=min(recipe.batch, len(known)), p=shares, replace=False)
            work = [(*known[index], int(random.integers(1, 2**31))) for index in chosen]
            parts = [work[part::processes] for part in range(processes)]
            results = list(pool.map(excess_use, repeat(file), parts, repeat(recipe.samples)))
            gradient = sum(excess for excess, _ in results) / len(work) / thermo.KT
            likelihoods.append(sum(likelihood for _, likelihood in results) / len(work))
            differences.grad = torch.from_numpy(gradient) + recipe.regularisation * differences.detach()
            optimizer.param_groups[0]["lr"] = recipe.rate * min(1.0, 2 * (recipe.steps - step + 1) / recipe.steps)
            optimizer.step()
            file = with_differences(start, dict(zip(TERMS, differences.tolist(), strict=True)))
            if step % _REPORT_EVERY == 0 or step == recipe.steps:
                likelihood = np.mean(likelihoods[-_REPORT_EVERY:])
                print(f"step {step} of {recipe.steps}  log likelihood an RNA {likelihood:.3f}", flush=True)
    return file


def excess_use(file: str, known: Sequence[tuple[str, Structure, int]], count: int) -> tuple[NDArray[np.float64], float]:
    """How much more often known structures use each term than samples of their ensembles do.

    Args:
        file: a parameter file.
        known: sequence, known structure and the samples' seed.
        count: how many samples of each RNA.

    Returns:
        The excess of each of `TERMS` (where it is above 0 the energy should fall), and the sum of log likelihoods.
    """
    rules = rules_of(file)
    place = {term: index for index, term in enumerate(TERMS)}
    excess, likelihood = np.zeros(len(TERMS)), 0.0
    with thermo.folding_with(file):
        for sequence, structure, seed in known:
            drawn, log_likelihood = thermo.samples(sequence, count, seed, structure)
            likelihood += log_likelihood
            uses = Counter(loop for text in drawn for loop in loops(Structure.from_dot_bracket(text)))
            uses.subtract(dict.fromkeys(loops(structure), count))
            for loop, times in uses.items():
                for term, number in terms(sequence, loop, rules):
                    excess[place[term]] -= times * number / count
    return excess, likelihood


def _usable(rnas: Sequence[TrainingRna], recipe: Recipe, pool: ProcessPoolExecutor) -> list[tuple[str, Structure]]:
    short = [rna for rna in rnas if len(rna.sequence) <= recipe.longest]
    structures = [
        Structure.from_pairs(len(rna.sequence), [(int(i), int(j)) for i, j in rna.target.places]) for rna in short
    ]
    known = [
        (rna.sequence, structure)
        for rna, structure in zip(short, structures, strict=True)
        if _has_small_loops(structure)
    ]
    scores = pool.map(_f1, known, chunksize=64)
    usable = [item for item, f1 in zip(known, scores, strict=True) if f1 >= recipe.least_f1]
    if not usable:
        raise InputError(
            f"Found no RNA to learn from among {len(rnas)}: wanted some of at most {recipe.longest} nt whose "
            f"structures have F1 {recipe.least_f1:g} under Turner 2004."
        )
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
    parser.add_argument("--steps", type=int, default=Recipe.steps, help=f"batches to learn from ({Recipe.steps})")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args(arguments)
    recipe = Recipe(steps=chosen.steps, seed=chosen.seed)
    learned = learn(read_table(chosen.table), recipe, os.cpu_count() or 1)
    chosen.file.write_text(learned, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
