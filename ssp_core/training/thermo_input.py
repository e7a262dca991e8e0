"""Pair probabilities from thermodynamics for many RNAs: folded once in several processes, stored as plain arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from os import cpu_count
from pathlib import Path

import numpy as np

from ssp_core.folding import thermo
from ssp_core.training.data import Pairs

_LEAST_PROBABILITY = 0.01


def fold(sequence: str) -> Pairs:
    """The pairs with at least 1 % in the mean over energy models."""
    probabilities = np.triu(thermo.mean_pair_probabilities(sequence))
    places = np.argwhere(probabilities >= _LEAST_PROBABILITY)
    return Pairs(places, probabilities[places[:, 0], places[:, 1]].astype(np.float32))


def fold_once(path: Path, make: Callable[[], Sequence[str]]) -> tuple[list[str], list[Pairs]]:
    """Sequences and their pairs from the file at `path`; where there is none, what `make` gives is folded and saved."""
    if not path.exists():
        sequences = make()
        with ProcessPoolExecutor(cpu_count() or 1) as pool:
            save(path, sequences, list(pool.map(fold, sequences, chunksize=64)))
    return load(path)


def save(path: Path, sequences: Sequence[str], pairs: Sequence[Pairs]) -> None:
    """Write sequences and their pairs as plain arrays (.npz, no pickle)."""
    np.savez(
        path,
        sequences=np.frombuffer("\n".join(sequences).encode(), dtype=np.uint8),
        counts=np.array([len(item.places) for item in pairs]),
        places=np.concatenate([item.places for item in pairs]).astype(np.int16),
        weights=np.concatenate([item.weights for item in pairs]).astype(np.float16),
    )


def load(path: Path) -> tuple[list[str], list[Pairs]]:
    """Read what `save` wrote."""
    with np.load(path, allow_pickle=False) as arrays:
        sequences = arrays["sequences"].tobytes().decode().split("\n")
        ends = np.cumsum(arrays["counts"])[:-1]
        places = np.split(arrays["places"].astype(np.int64), ends)
        weights = np.split(arrays["weights"].astype(np.float32), ends)
    return sequences, [Pairs(*parts) for parts in zip(places, weights, strict=True)]
