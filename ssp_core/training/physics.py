"""What thermodynamics says of many RNAs: folded once in several processes, kept as plain arrays beside the run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from os import cpu_count
from pathlib import Path

import numpy as np

from ssp_core.folding import thermo
from ssp_core.training.data import Pairs

_FLOOR = 0.01


def fold(letters: str) -> Pairs:
    """The pairs that have at least 1 % in the mean ensemble."""
    probabilities = np.triu(thermo.mean_pair_probabilities(letters))
    places = np.argwhere(probabilities >= _FLOOR)
    return Pairs(places, probabilities[places[:, 0], places[:, 1]].astype(np.float32))


def folded(path: Path, make: Callable[[], Sequence[str]]) -> tuple[list[str], list[Pairs]]:
    """The sequences and ensembles kept at `path`; what `make` gives is folded and kept there first if nothing is."""
    if not path.exists():
        sequences = make()
        with ProcessPoolExecutor(cpu_count() or 1) as pool:
            save(path, sequences, list(pool.map(fold, sequences, chunksize=64)))
    return load(path)


def save(path: Path, sequences: Sequence[str], ensembles: Sequence[Pairs]) -> None:
    """Writes sequences and their ensembles as plain arrays (.npz, no pickle)."""
    np.savez(
        path,
        letters=np.frombuffer("\n".join(sequences).encode(), dtype=np.uint8),
        counts=np.array([len(each.places) for each in ensembles]),
        places=np.concatenate([each.places for each in ensembles]).astype(np.int16),
        weights=np.concatenate([each.weights for each in ensembles]).astype(np.float16),
    )


def load(path: Path) -> tuple[list[str], list[Pairs]]:
    """Reads what `save` wrote."""
    with np.load(path, allow_pickle=False) as arrays:
        sequences = arrays["letters"].tobytes().decode().split("\n")
        ends = np.cumsum(arrays["counts"])[:-1]
        places = np.split(arrays["places"].astype(np.int64), ends)
        weights = np.split(arrays["weights"].astype(np.float32), ends)
    return sequences, [Pairs(*parts) for parts in zip(places, weights, strict=True)]
