"""`python -m benchmarks.voices`: which of ViennaRNA's parameter sets, alone or pooled, folds best on validation.

For every combination of sets, and for the pool as it is (`ssp_core.folding.thermo.VOICES`, where sets count
differently), base-pair F1 of MEA on their mean pair probabilities, alone and half and half with the network's.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from statistics import mean

import numpy as np

from benchmarks.data import KnownRna
from benchmarks.tuning import VALIDATION, on_validation
from ssp_core.folding.decoding import mea_structure
from ssp_core.folding.metrics import score_pairs
from ssp_core.folding.structure import Structure
from ssp_core.folding.thermo import VOICES, pair_probabilities, parameter_set, pooled
from ssp_core.predictor import Predictor

SETS = (*VOICES, "Langdon2018")
POOL = ("the pool",)
GAMMA, MIXED_GAMMA = 1.2, 1.5
Combination = tuple[str, ...]


def scores(rnas: list[KnownRna], predictor: Predictor) -> dict[Combination, tuple[float, float]]:
    """Mean F1 of each combination of sets, alone and mixed with the network."""
    loaded = {name: parameter_set(name) for name in SETS}
    choices = [*(choice for size in range(1, len(SETS) + 1) for choice in combinations(SETS, size)), POOL]
    found: dict[Combination, list[tuple[float, float]]] = defaultdict(list)
    for rna in rnas:
        letters, reference = rna.letters, Structure.from_dot_bracket(rna.reference)
        network = predictor.scores([letters])[letters].pairs
        if network is None:
            raise ValueError(f"The model {predictor.entry.key} has no pairing head: wanted one to mix.")
        ensembles = {name: pair_probabilities(letters, parameters) for name, parameters in loaded.items()}
        for choice in choices:
            taken = [ensembles[name] for name in (VOICES if choice == POOL else choice)]
            together = pooled(taken) if choice == POOL else np.mean(taken, axis=0)
            alone = score_pairs(mea_structure(letters, together, GAMMA), reference).f1
            mixed = score_pairs(mea_structure(letters, (network + together) / 2, MIXED_GAMMA), reference).f1
            found[choice].append((alone, mixed))
    return {
        choice: (mean(alone for alone, _ in pairs), mean(mixed for _, mixed in pairs))
        for choice, pairs in found.items()
    }


def main() -> None:
    """Measures and prints."""
    grids = on_validation("benchmarks.voices", __doc__, scores)
    print(f"{'parameter sets':58}" + "".join(f"{name + ' alone':>14}{name + ' mixed':>14}" for name in VALIDATION))
    for choice in grids[VALIDATION[0]]:
        row = "".join(f"{value:14.4f}" for name in VALIDATION for value in grids[name][choice])
        print(f"{' + '.join(choice):58}{row}")


if __name__ == "__main__":
    main()
