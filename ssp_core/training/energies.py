"""`python -m ssp_core.training.energies TRAIN.tsv FILE.par`: learns nearest-neighbour energies from known structures.

What is sought are the energies under which the known structures are likeliest in their own Boltzmann ensembles, given
their letters (conditional likelihood; Do, Woods and Batzoglou 2006, Bioinformatics 22, e90), starting from Andronescu
et al. 2007 and pulled towards it. The likelihood's slope is how often a structure uses each term less how often its
ensemble does, the latter from samples. Clusters count, not their members. Structures that Turner 2004 hardly sees are
left out, since they are more often wrong, or parts of something else, than a lesson about energies; so are those with
loops larger than ViennaRNA's ensembles hold.
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

from ssp_core.folding import thermo
from ssp_core.folding.decoding import mea_structure
from ssp_core.folding.elements import loops
from ssp_core.folding.metrics import score_pairs
from ssp_core.folding.structure import Structure
from ssp_core.training.data import TrainingRna, read_table
from ssp_core.training.families import clusters
from ssp_core.training.terms import all_terms, rules_of, terms, with_differences

TERMS = all_terms()
START = "Andronescu2007"
_REPORT = 10
_LARGEST_LOOP = 30


@dataclass(frozen=True)
class Recipe:
    """How energies are learned: `rate` in kcal/mol a step, falling to nothing over the second half; `pull` towards the
    energies they started from; RNAs up to `longest` nucleotides whose MEA structure has at least `plausible` F1."""

    steps: int = 160
    batch: int = 192
    samples: int = 40
    rate: float = 0.03
    pull: float = 0.002
    longest: int = 260
    plausible: float = 0.5
    seed: int = 0


def learn(rnas: Sequence[TrainingRna], recipe: Recipe, processes: int = 1) -> str:
    """The learned parameter file; prints how it goes. ValueError where there is nothing to learn from."""
    start = thermo.parameter_file(START)
    file, told = start, []
    random = np.random.default_rng(recipe.seed)
    differences = torch.zeros(len(TERMS), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.Adam([differences], betas=(0.9, 0.99), eps=1e-3)
    with ProcessPoolExecutor(processes) as pool:
        known = _plausible(rnas, recipe, pool)
        shares = _shares([letters for letters, _ in known])
        print(f"{len(known):,} of {len(rnas):,} RNAs, {len(TERMS)} terms", flush=True)
        for step in range(1, recipe.steps + 1):
            picked = random.choice(len(known), size=min(recipe.batch, len(known)), p=shares, replace=False)
            work = [(*known[index], int(random.integers(1, 2**31))) for index in picked]
            parts = [work[part::processes] for part in range(processes)]
            found = list(pool.map(excess_use, repeat(file), parts, repeat(recipe.samples)))
            slope = sum(excess for excess, _ in found) / len(work) / thermo.KT
            told.append(sum(likelihood for _, likelihood in found) / len(work))
            differences.grad = torch.from_numpy(slope) + recipe.pull * differences.detach()
            optimizer.param_groups[0]["lr"] = recipe.rate * min(1.0, 2 * (recipe.steps - step + 1) / recipe.steps)
            optimizer.step()
            file = with_differences(start, dict(zip(TERMS, differences.tolist(), strict=True)))
            if step % _REPORT == 0 or step == recipe.steps:
                likelihood = np.mean(told[-_REPORT:])
                print(f"step {step} of {recipe.steps}  log likelihood an RNA {likelihood:.3f}", flush=True)
    return file


def excess_use(file: str, known: Sequence[tuple[str, Structure, int]], count: int) -> tuple[NDArray[np.float64], float]:
    """How much more often known structures use each of `TERMS` than `count` samples of their ensembles do, and the sum
    of their log likelihoods, under a parameter file. An energy should fall where its term's excess is above 0.
    `known` are letters, structure and the samples' seed."""
    rules = rules_of(file)
    place = {term: index for index, term in enumerate(TERMS)}
    excess, likelihood = np.zeros(len(TERMS)), 0.0
    with thermo.folding_with(file):
        for letters, structure, seed in known:
            drawn, likely = thermo.samples(letters, count, seed, structure)
            likelihood += likely
            uses = Counter(loop for text in drawn for loop in loops(Structure.from_dot_bracket(text)))
            uses.subtract(dict.fromkeys(loops(structure), count))
            for loop, times in uses.items():
                for term, number in terms(letters, loop, rules):
                    excess[place[term]] -= times * number / count
    return excess, likelihood


def _plausible(rnas: Sequence[TrainingRna], recipe: Recipe, pool: ProcessPoolExecutor) -> list[tuple[str, Structure]]:
    short = [rna for rna in rnas if len(rna.letters) <= recipe.longest]
    structures = [
        Structure.from_pairs(len(rna.letters), [(int(i), int(j)) for i, j in rna.target.places]) for rna in short
    ]
    known = [(rna.letters, one) for rna, one in zip(short, structures, strict=True) if _held(one)]
    seen = pool.map(_seen, known, chunksize=64)
    found = [one for one, f1 in zip(known, seen, strict=True) if f1 >= recipe.plausible]
    if not found:
        raise ValueError(
            f"Found no RNA to learn from among {len(rnas)}: wanted some of at most {recipe.longest} nt whose "
            f"structures have F1 {recipe.plausible:g} under Turner 2004."
        )
    return found


def _held(structure: Structure) -> bool:
    """Whether an ensemble of ViennaRNA's can hold the structure: no bulge or interior loop is too large."""
    interior = (loop for loop in loops(structure) if loop.closing is not None and len(loop.branches) == 1)
    return all(loop.size <= _LARGEST_LOOP for loop in interior)


def _seen(known: tuple[str, Structure]) -> float:
    """The F1 of the default set's MEA structure."""
    letters, structure = known
    return score_pairs(mea_structure(letters, thermo.pair_probabilities(letters)), structure).f1


def _shares(letters: Sequence[str]) -> NDArray[np.float64]:
    """How often each RNA is drawn: every cluster of like RNAs as often as any other."""
    found = clusters(letters)
    sizes = np.bincount(found)
    return np.asarray(1.0 / sizes[found] / len(sizes))


def main(arguments: Sequence[str] | None = None) -> None:
    """Reads the arguments, learns and writes."""
    parser = argparse.ArgumentParser(prog="python -m ssp_core.training.energies", description=__doc__.splitlines()[0])
    parser.add_argument("table", type=Path, help="known structures, tab-separated: id source sequence structure")
    parser.add_argument("file", type=Path, help="where the learned parameter file goes")
    parser.add_argument("--steps", type=int, default=Recipe.steps, help=f"batches to learn from ({Recipe.steps})")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args(arguments)
    recipe = Recipe(steps=chosen.steps, seed=chosen.seed)
    learned = learn(read_table(chosen.table), recipe, os.cpu_count() or 1)
    chosen.file.write_text(learned, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
