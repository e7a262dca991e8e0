"""Find the decoder settings with the highest accuracy on validation: `python -m benchmarks.tuning`.

They are for `decoder` in the card. Of the settings whose mean over both validation sets is within four thousandths of
the highest, those with the highest F1 on new families are taken, since a visitor's own RNA is more like those. TS0 is
not used. The decoder "mixed" was behind "informed" on samples (`benchmarks/accuracy.md`) and is not in the grid.
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
from ssp_core.folding.decoding import DecoderSettings, expected_pairs, mea_structure
from ssp_core.folding.homology import with_family_pairs
from ssp_core.folding.metrics import score_pairs
from ssp_core.folding.structure import Structure
from ssp_core.predictor import Predictor

VALIDATION = ("VL0", "newfam")
TEMPERATURES = (0.7, 1.0)
TRUSTS = (0.35, 0.5, 0.65)
GAMMAS = (2.0, 2.5, None)  # None: chosen for each RNA
FAMILY_WEIGHTS = (0.75, 0.9)
TIE = 0.004
GridPoint = tuple[float, float, float, float | None]
T = TypeVar("T")


def scores(rnas: list[KnownRna], predictor: Predictor) -> dict[GridPoint, float]:
    """Mean base-pair F1 of "informed" for each (temperature, trust, family weight, gamma)."""
    found: dict[GridPoint, list[float]] = defaultdict(list)
    for rna in rnas:
        reference = Structure.from_dot_bracket(rna.reference)
        output = predictor.outputs([rna.sequence], thermo_input=True)[rna.sequence]
        last: dict[float | None, float] = {}  # without a family hit the family weight changes nothing
        for temperature, trust in product(TEMPERATURES, TRUSTS):
            settings = DecoderSettings("informed", trust=trust, temperature=temperature, family_weight=0.0)
            pairs = expected_pairs(rna.sequence, output, settings)
            for family_weight, gamma in product(FAMILY_WEIGHTS, GAMMAS):
                if output.family_hits or family_weight == FAMILY_WEIGHTS[0]:
                    weighted = with_family_pairs(pairs, output.family_hits, family_weight)
                    f1 = score_pairs(mea_structure(rna.sequence, weighted, gamma), reference).f1
                    last[gamma] = f1
                found[temperature, trust, family_weight, gamma].append(last[gamma])
    return {point: float(np.mean(values)) for point, values in found.items()}


def on_validation(
    program: str, description: str | None, measure: Callable[[list[KnownRna], Predictor], T]
) -> dict[str, T]:
    """Read the command line and measure each validation set."""
    parser = argparse.ArgumentParser(prog=f"python -m {program}", description=(description or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=DEFAULT_FOLDER, help="the folder with the tables")
    parser.add_argument("--limit", type=int, help="that many sequences of each set")
    parser.add_argument("--model", default="bundled")
    chosen = parser.parse_args()
    predictor = Predictor(chosen.model, device="cpu")
    return {name: measure(read_set(chosen.data, name, chosen.limit), predictor) for name in VALIDATION}


def main() -> None:
    """Measure; print the grid and the settings to take."""
    grids = on_validation("benchmarks.tuning", __doc__, scores)
    print("T    families  gamma  set     " + "".join(f"trust {trust:<5}" for trust in TRUSTS))
    for temperature, family_weight, gamma, name in product(TEMPERATURES, FAMILY_WEIGHTS, GAMMAS, VALIDATION):
        row = "".join(f"{grids[name][temperature, trust, family_weight, gamma]:<11.4f}" for trust in TRUSTS)
        print(f"{temperature:<5}{family_weight:<10}{gamma or 'free':<7}{name:8}{row}")
    means = {point: float(np.mean([grid[point] for grid in grids.values()])) for point in grids["VL0"]}
    near = [point for point, mean in means.items() if mean >= max(means.values()) - TIE]
    taken = max(near, key=grids["newfam"].__getitem__)
    for title, point in (("highest", max(means, key=means.__getitem__)), ("taken", taken)):
        figures = ", ".join(f"{name} {grid[point]:.4f}" for name, grid in grids.items())
        temperature, trust, family_weight, gamma = point
        settings = f"temperature {temperature}, trust {trust}, family_weight {family_weight}, gamma {gamma or 'free'}"
        print(f"{title}: {settings}: {figures}")


if __name__ == "__main__":
    main()
