"""`python -m benchmarks.tuning`: which decoder settings score highest on validation, for the card's `decoder`.

Of the settings whose mean of the two sets' mean F1 is within four thousandths of the highest, those win that are best
on new families, which is what a visitor's own RNA is like. TS0 is not touched. The other mixing decoder, "mixed", was
behind "informed" on samples (`benchmarks/accuracy.md`) and is not in the grid.
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
from ssp_core.folding.decoding import mea_structure
from ssp_core.folding.decoders import Decoding
from ssp_core.folding.metrics import score_pairs
from ssp_core.folding.relatives import with_relatives
from ssp_core.folding.structure import Structure
from ssp_core.prediction import expected
from ssp_core.predictor import Predictor

VALIDATION = ("VL0", "newfam")
TEMPERATURES = (0.7, 1.0)
TRUSTS = (0.35, 0.5, 0.65)
GAMMAS = (2.0, 2.5, None)  # None: each RNA's own
FAMILIES = (0.75, 0.9)
TIE = 0.004
Setting = tuple[float, float, float, float | None]
T = TypeVar("T")


def scores(rnas: list[KnownRna], predictor: Predictor) -> dict[Setting, float]:
    """Mean base-pair F1 of each (temperature, trust, families, gamma) of "informed"."""
    found: dict[Setting, list[float]] = defaultdict(list)
    for rna in rnas:
        reference = Structure.from_dot_bracket(rna.reference)
        said = predictor.scores([rna.letters], informed=True)[rna.letters]
        last: dict[float | None, float] = {}  # families change nothing where none is found
        for temperature, trust in product(TEMPERATURES, TRUSTS):
            decoding = Decoding("informed", trust=trust, temperature=temperature, families=0.0)
            pairs = expected(rna.letters, said, decoding)
            for families, gamma in product(FAMILIES, GAMMAS):
                if said.relatives or families == FAMILIES[0]:
                    mixed = with_relatives(pairs, said.relatives, families)
                    f1 = score_pairs(mea_structure(rna.letters, mixed, gamma), reference).f1
                    last[gamma] = f1
                found[temperature, trust, families, gamma].append(last[gamma])
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
    print("T    families  gamma  set     " + "".join(f"trust {trust:<5}" for trust in TRUSTS))
    for temperature, families, gamma, name in product(TEMPERATURES, FAMILIES, GAMMAS, VALIDATION):
        row = "".join(f"{grids[name][temperature, trust, families, gamma]:<11.4f}" for trust in TRUSTS)
        print(f"{temperature:<5}{families:<10}{gamma or 'free':<7}{name:8}{row}")
    means = {setting: float(np.mean([grid[setting] for grid in grids.values()])) for setting in grids["VL0"]}
    near = [setting for setting, mean in means.items() if mean >= max(means.values()) - TIE]
    taken = max(near, key=grids["newfam"].__getitem__)
    for words, chosen in (("highest", max(means, key=means.__getitem__)), ("taken", taken)):
        figures = ", ".join(f"{name} {grid[chosen]:.4f}" for name, grid in grids.items())
        temperature, trust, families, gamma = chosen
        settings = f"temperature {temperature}, trust {trust}, families {families}, gamma {gamma or 'free'}"
        print(f"{words}: {settings}: {figures}")


if __name__ == "__main__":
    main()
