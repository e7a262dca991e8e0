"""Synthetic physics: RNAs of our own making, folded by ViennaRNA, with ensemble pair probabilities as soft targets."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from ssp_core.folding import thermo
from ssp_core.training.data import TrainingRna

_FLOOR = 0.01


def make_sequences(count: int, relatives: Sequence[str], *, seed: int, longest: int = 220) -> list[str]:
    """Half random letters at GC 35-65 % and 30 to `longest` nt (short ones oftener), half `relatives` with 10-50 % of
    their letters changed."""
    random = np.random.default_rng(seed)
    short = [letters for letters in relatives if len(letters) <= longest]
    sequences = []
    for index in range(count):
        if index % 2 or not short:
            length = int(30 + (longest - 30) * random.random() ** 1.5)
            gc = random.uniform(0.35, 0.65)
            letters = random.choice(list("ACGU"), size=length, p=[(1 - gc) / 2, gc / 2, gc / 2, (1 - gc) / 2])
        else:
            letters = np.array(list(short[random.integers(len(short))]))
            drift = random.random(len(letters)) < random.uniform(0.1, 0.5)
            letters[drift] = random.choice(list("ACGU"), size=int(drift.sum()))
        sequences.append("".join(letters))
    return sequences


def fold(letters: str) -> TrainingRna:
    """One RNA with its ensemble's pair probabilities; pairs below 1 % are left to "no partner"."""
    probabilities = np.triu(thermo.pair_probabilities(letters))
    pairs = np.argwhere(probabilities >= _FLOOR)
    return TrainingRna(letters, pairs, probabilities[pairs[:, 0], pairs[:, 1]].astype(np.float32))


def fold_many(sequences: Sequence[str], *, workers: int) -> list[TrainingRna]:
    """`fold` over many sequences in several processes."""
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(fold, sequences, chunksize=64))


def save(path: Path, rnas: Sequence[TrainingRna]) -> None:
    """Writes folded RNAs as plain arrays (.npz, no pickle)."""
    letters = np.frombuffer("\n".join(rna.letters for rna in rnas).encode(), dtype=np.uint8)
    counts = np.array([len(rna.pairs) for rna in rnas])
    pairs = np.concatenate([rna.pairs for rna in rnas]).astype(np.int16)
    weights = np.concatenate([rna.weights for rna in rnas]).astype(np.float16)
    np.savez(path, letters=letters, counts=counts, pairs=pairs, weights=weights)


def load(path: Path) -> list[TrainingRna]:
    """Reads what `save` wrote."""
    with np.load(path, allow_pickle=False) as arrays:
        letters = arrays["letters"].tobytes().decode().split("\n")
        ends = np.cumsum(arrays["counts"])[:-1]
        pairs = np.split(arrays["pairs"].astype(np.int64), ends)
        weights = np.split(arrays["weights"].astype(np.float32), ends)
    return [TrainingRna(*parts) for parts in zip(letters, pairs, weights, strict=True)]
