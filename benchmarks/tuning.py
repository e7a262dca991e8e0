"""Which settings of the decoder score highest on validation, for the card's `decoder`: `python -m benchmarks.tuning`.

Of the settings whose mean of the two sets' mean F1 is within four thousandths of the highest, those are taken that are
best on new families, because a visitor's own RNA is more like these. TS0 is not used. The decoder "mixed" was less
accurate than "informed" on samples (`benchmarks/accuracy.md`) and is not in the grid.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path
from typing import TypeVar

import numpy as np

from benchmarks.data import DEFAULT_FOLDER, KnownRna, read_set
from ssp_core.folding.decoding import DecoderSettings, decode
from ssp_core.folding.metrics import score_pairs
from ssp_core.folding.structure import Structure
from ssp_core.predictor import Predictor

VALIDATION = ("VL0", "newfam")
TEMPERATURES = (0.7, 1.0)
TRUSTS = (0.35, 0.5, 0.65, None)  # None: each RNA's own
GAMMAS = (2.0, 2.5, None)  # None: each RNA's own
FAMILY_WEIGHTS = (0.75, 0.9)
TIE = 0.004
Arguments = Sequence[str] | None
T = TypeVar("T")


def scores(rnas: list[KnownRna], predictor: Predictor) -> dict[DecoderSettings, float]:
    """Mean base-pair F1 of each settings of "informed"."""
    f1: dict[DecoderSettings, list[float]] = defaultdict(list)
    for rna in rnas:
        reference = Structure.from_dot_bracket(rna.reference)
        output = predictor.outputs([rna.sequence], thermo_input=True)[rna.sequence]
        for temperature, trust, gamma in product(TEMPERATURES, TRUSTS, GAMMAS):
            last = 0.0
            for family_weight in FAMILY_WEIGHTS:
                settings = DecoderSettings("informed", gamma, trust, temperature, family_weight)
                if output.family_hits or family_weight == FAMILY_WEIGHTS[0]:  # without a hit the weight changes nothing
                    last = score_pairs(decode(rna.sequence, output, settings).structure, reference).f1
                f1[settings].append(last)
    return {settings: float(np.mean(values)) for settings, values in f1.items()}


def on_validation(
    name: str, description: str | None, measure: Callable[[list[KnownRna], Predictor], T], arguments: Arguments
) -> dict[str, T]:
    """Read the command line of a benchmark and measure each validation set."""
    parser = argparse.ArgumentParser(
        prog=f"python -m benchmarks.{name}", description=(description or "").splitlines()[0]
    )
    parser.add_argument("--data", type=Path, default=DEFAULT_FOLDER, help="the folder with the tables")
    parser.add_argument("--limit", type=int, help="that many sequences a set, spread over it")
    parser.add_argument("--model", default="bundled")
    chosen = parser.parse_args(arguments)
    predictor = Predictor(chosen.model, device="cpu")
    return {key: measure(read_set(chosen.data, key, chosen.limit), predictor) for key in VALIDATION}


def main(arguments: Arguments = None) -> None:
    """Measure, and print the grid and the settings that are taken."""
    grids = on_validation("tuning", __doc__, scores, arguments)
    print("T    families  gamma  set     " + "".join(f"trust {trust or 'free':<5}" for trust in TRUSTS))
    for temperature, weight, gamma, name in product(TEMPERATURES, FAMILY_WEIGHTS, GAMMAS, VALIDATION):
        row = [grids[name][DecoderSettings("informed", gamma, trust, temperature, weight)] for trust in TRUSTS]
        figures = "".join(f"{value:<11.4f}" for value in row)
        print(f"{temperature:<5}{weight:<10}{gamma or 'free':<7}{name:8}{figures}")
    means = {settings: float(np.mean([grid[settings] for grid in grids.values()])) for settings in grids["VL0"]}
    near = [settings for settings, mean in means.items() if mean >= max(means.values()) - TIE]
    for title, chosen in (
        ("highest", max(means, key=means.__getitem__)),
        ("taken", max(near, key=grids["newfam"].__getitem__)),
    ):
        figures = ", ".join(f"{name} {grid[chosen]:.4f}" for name, grid in grids.items())
        print(
            f"{title}: temperature {chosen.temperature}, trust {chosen.trust or 'free'}, "
            f"families {chosen.family_weight}, gamma {chosen.gamma or 'free'}: {figures}"
        )


if __name__ == "__main__":
    main()
