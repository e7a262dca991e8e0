"""Which of ViennaRNA's energy models, alone or averaged, folds validation best: `python -m benchmarks.energy_models`.

For every combination of energy models, and for the weighted mean that is used (`thermo.ENERGY_MODELS`), it prints
base-pair F1 of MEA on their mean pair probabilities, alone and averaged half and half with the network's.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from statistics import mean

import numpy as np

from benchmarks.data import KnownRna
from benchmarks.ensembles import mea_of
from benchmarks.tuning import VALIDATION, Arguments, on_validation
from ssp_core.folding.metrics import score_pairs
from ssp_core.folding.structure import Structure
from ssp_core.folding.thermo import ENERGY_MODELS, mean_pair_probabilities, pair_probabilities
from ssp_core.predictor import Predictor

CANDIDATES = (*ENERGY_MODELS, "Andronescu2007", "Langdon2018")
WEIGHTED = ("the weighted mean",)
GAMMA, MIXED_GAMMA = 1.2, 1.5
Combination = tuple[str, ...]


def scores(rnas: list[KnownRna], predictor: Predictor) -> dict[Combination, tuple[float, float]]:
    """Mean F1 of each combination of energy models, alone and mixed with the network."""
    choices = [choice for size in range(1, len(CANDIDATES) + 1) for choice in combinations(CANDIDATES, size)]
    f1: dict[Combination, list[tuple[float, float]]] = defaultdict(list)
    for rna in rnas:
        sequence, reference = rna.sequence, Structure.from_dot_bracket(rna.reference)
        network = predictor.outputs([sequence])[sequence].pair_probabilities
        if network is None:
            raise ValueError(f"The model {predictor.entry.key} has no pairing head; one to mix is wanted.")
        ensembles = {name: pair_probabilities(sequence, name) for name in CANDIDATES}
        means = {choice: np.mean([ensembles[name] for name in choice], axis=0) for choice in choices}
        for choice, pairs in (means | {WEIGHTED: mean_pair_probabilities(sequence)}).items():
            alone = score_pairs(mea_of(sequence, pairs, GAMMA), reference).f1
            mixed = score_pairs(mea_of(sequence, (network + pairs) / 2, MIXED_GAMMA), reference).f1
            f1[choice].append((alone, mixed))
    return {
        choice: (mean(alone for alone, _ in values), mean(mixed for _, mixed in values))
        for choice, values in f1.items()
    }


def main(arguments: Arguments = None) -> None:
    """Measure and print."""
    grids = on_validation("energy_models", __doc__, scores, arguments)
    print(f"{'energy models':58}" + "".join(f"{name + ' alone':>14}{name + ' mixed':>14}" for name in VALIDATION))
    for choice in grids[VALIDATION[0]]:
        row = "".join(f"{value:14.4f}" for name in VALIDATION for value in grids[name][choice])
        print(f"{' + '.join(choice):58}{row}")


if __name__ == "__main__":
    main()
