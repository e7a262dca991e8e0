"""`python -m benchmarks.tuning`: which decoder settings score highest on validation, for the card's `decoder`.

Both validation sets count alike: of the settings whose mean of the two mean F1 is within a thousandth of the highest,
those win that are best on new families, which is what a visitor's own RNA is like. TS0 is not touched.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import TypeVar

import numpy as np

from benchmarks.data import DEFAULT_FOLDER, KnownRna, read_set
from ssp_core.folding.decode import mea_structure
from ssp_core.folding.decoders import Decoding, expected_pairs
from ssp_core.folding.metrics import score_pairs
from ssp_core.folding.structure import Structure
from ssp_core.predictor import Predictor, thermodynamic_pairs

VALIDATION = ("VL0", "newfam")
KINDS = ("mixed", "informed")
TEMPERATURES = (0.7, 1.0)
TRUSTS = (0.0, 0.2, 0.35, 0.5, 0.65, 0.8, 1.0)
GAMMAS = (1.0, 1.5, 2.0, 3.0)
TIE = 0.001
Setting = tuple[str, float, float, float]
T = TypeVar("T")


def scores(rnas: list[KnownRna], predictor: Predictor) -> dict[Setting, float]:
    """Mean base-pair F1 of each (kind of decoder, temperature, trust, gamma)."""
    found: dict[Setting, list[float]] = defaultdict(list)
    for rna in rnas:
        reference = Structure.from_dot_bracket(rna.reference)
        said = predictor.scores([rna.letters], informed=True)[rna.letters]
        physics = thermodynamic_pairs(rna.letters)
        for kind, temperature, trust in product(KINDS, TEMPERATURES, TRUSTS):
            decoding = Decoding(kind, trust=trust, temperature=temperature)
            classes = said.probabilities.astype(np.float64)
            pairs = expected_pairs(rna.letters, classes, said.pair_probabilities, decoding, physics, said.informed)
            for gamma in GAMMAS:
                structure = mea_structure(rna.letters, pairs, gamma)
                found[kind, temperature, trust, gamma].append(score_pairs(structure, reference).f1)
    return {setting: float(np.mean(values)) for setting, values in found.items()}


def on_validation(program: str, words: str | None, measure: Callable[[list[KnownRna], Predictor], T]) -> dict[str, T]:
    """Reads the command line and measures each validation set."""
    parser = argparse.ArgumentParser(prog=f"python -m {program}", description=(words or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=DEFAULT_FOLDER, help="the folder with the tables")
    parser.add_argument("--limit", type=int, help="that many sequences a set")
    parser.add_argument("--model", default="bundled")
    chosen = parser.parse_args()
    predictor = Predictor(chosen.model, device="cpu")
    return {name: measure(read_set(chosen.data, name, chosen.limit), predictor) for name in VALIDATION}


def main() -> None:
    """Measures and prints the grid and the winner."""
    grids = on_validation("benchmarks.tuning", __doc__, scores)
    print("decoder   T    gamma  set     " + "".join(f"trust {trust:<5}" for trust in TRUSTS))
    for kind, temperature, gamma, name in product(KINDS, TEMPERATURES, GAMMAS, VALIDATION):
        row = "".join(f"{grids[name][kind, temperature, trust, gamma]:<11.4f}" for trust in TRUSTS)
        print(f"{kind:10}{temperature:<5}{gamma:<7}{name:8}{row}")
    means = {setting: float(np.mean([grid[setting] for grid in grids.values()])) for setting in grids["VL0"]}
    near = [setting for setting, mean in means.items() if mean >= max(means.values()) - TIE]
    taken = max(near, key=grids["newfam"].__getitem__)
    for words, chosen in (("highest", max(means, key=means.__getitem__)), ("taken", taken)):
        figures = ", ".join(f"{name} {grid[chosen]:.4f}" for name, grid in grids.items())
        print(f"{words}: {chosen[0]}, temperature {chosen[1]}, trust {chosen[2]}, gamma {chosen[3]}: {figures}")


if __name__ == "__main__":
    main()
