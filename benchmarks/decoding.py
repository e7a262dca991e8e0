"""What decoding costs, beside ViennaRNA's own `pf` + `MEA` on the same sequences: `python -m benchmarks.decoding`.

Random sequences, one thread, the least of several runs in processor time. The class probabilities are as uncertain as
they come (Dirichlet 0.4), so that little is gained by pruning; the MEA works on ViennaRNA's ensemble pair
probabilities. "dense MEA" is the hardest case: every canonical pair gains.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence

import numpy as np
import RNA

from ssp_core.cache import CACHE
from ssp_core.folding.decoding import map_structure, mea_structure, posteriors, samples
from ssp_core.folding.thermo import mfe, pair_probabilities
from ssp_core.rna import BASES, canonical_mask


def vienna_pf_mea(sequence: str) -> None:
    """ViennaRNA's own way from a sequence to an MEA structure."""
    compound = RNA.fold_compound(sequence)
    compound.pf()
    compound.MEA()


def seconds(work: Callable[[], object], repeats: int) -> float:
    """The least processor time of several runs."""
    times = []
    for _ in range(repeats):
        CACHE.clear()
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def measure(length: int, repeats: int, seed: int = 0) -> dict[str, float]:
    """Seconds by name for one random sequence."""
    random = np.random.default_rng(seed)
    sequence = "".join(random.choice(list(BASES), length))
    classes = random.dirichlet([0.4, 0.4, 0.4], length)
    ensemble = pair_probabilities(sequence)
    mask = canonical_mask(sequence)
    dense = np.where(mask | mask.T, 1.0 / length, 0.0)
    work: dict[str, Callable[[], object]] = {
        "ViennaRNA pf + MEA": lambda: vienna_pf_mea(sequence),
        "MAP": lambda: map_structure(sequence, classes),
        "MEA": lambda: mea_structure(sequence, ensemble),
        "dense MEA": lambda: mea_structure(sequence, dense, gamma=100.0),
        "posteriors": lambda: posteriors(sequence, classes),
        "10 samples": lambda: samples(sequence, classes, 10, seed),
        "ViennaRNA MFE": lambda: mfe(sequence),
        "ViennaRNA pair probabilities": lambda: pair_probabilities(sequence),
    }
    return {name: seconds(run, repeats) for name, run in work.items()}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a row of a table for each length and method."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.decoding", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--lengths", type=int, nargs="+", default=[76, 150, 512])
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args(arguments)
    print("| length | what | ms | of ViennaRNA's pf + MEA |\n|---|---|---|---|")
    for length in options.lengths:
        times = measure(length, options.repeats)
        peer = times["ViennaRNA pf + MEA"]
        for name, taken in times.items():
            print(f"| {length} | {name} | {1000 * taken:.1f} | {taken / peer:.2f} |")


if __name__ == "__main__":
    main()
