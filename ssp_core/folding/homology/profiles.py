"""Families of RNAs as profiles: which letters stand in each column, and which columns pair. Written by training.

A profile keeps frequencies over all its members, and no sequence as such. The columns are those of a profile hidden
Markov model (Durbin, Eddy, Krogh and Mitchison 1998, chapter 5) as HMMER builds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# Probabilities are kept as their negative logarithms in sixteenths: a byte each, exact to 3 %, and 0 from e^-15.9 down.
_STEPS, _NEVER = 16.0, 255


@dataclass(frozen=True, eq=False)
class Family:
    """A profile of `members` RNAs with m columns.

    `letters` float32 [m, 4]: the probability of A, C, G, U in each column; `moves` float32 [m + 1, 7]: HMMER's
    transitions, from before the first column to the last; `statistics` float32 [6]: where the scores of random
    sequences lie, as HMMER keeps it; `places` int [n, 2]: columns i < j that pair, and `weights` float32 [n], in what
    share of the members.
    """

    members: int
    letters: NDArray[np.float32]
    moves: NDArray[np.float32]
    statistics: NDArray[np.float32]
    places: NDArray[np.int64]
    weights: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.letters)


def save(families: Sequence[Family], path: Path) -> None:
    """Writes the profiles, probabilities rounded to a byte each, to a compressed `.npz`."""
    np.savez_compressed(
        path,
        members=np.array([family.members for family in families], dtype=np.int32),
        columns=np.array([len(family) for family in families], dtype=np.int32),
        pairs=np.array([len(family.places) for family in families], dtype=np.int32),
        letters=_packed(np.concatenate([family.letters for family in families])),
        moves=_packed(np.concatenate([family.moves for family in families])),
        statistics=np.stack([family.statistics for family in families]),
        places=np.concatenate([family.places for family in families]).astype(np.int16),
        weights=_packed(np.concatenate([family.weights for family in families])),
    )


def load(path: Path) -> tuple[Family, ...]:
    """Reads what `save` wrote; nothing in the file is ever run."""
    with np.load(path, allow_pickle=False) as file:
        kept = {name: file[name] for name in file.files}
    columns, pairs = kept["columns"], kept["pairs"]
    parts = zip(
        map(int, kept["members"]),
        _split(_unpacked(kept["letters"]), columns),
        _split(_unpacked(kept["moves"]), columns + 1),
        kept["statistics"],
        _split(kept["places"].astype(np.int64), pairs),
        _split(_unpacked(kept["weights"]), pairs),
        strict=True,
    )
    return tuple(Family(*part) for part in parts)


def _packed(probabilities: NDArray[np.float32]) -> NDArray[np.uint8]:
    with np.errstate(divide="ignore"):
        steps = np.rint(-np.log(probabilities) * _STEPS)
    return np.asarray(np.minimum(steps, _NEVER), dtype=np.uint8)


def _unpacked(kept: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.where(kept == _NEVER, 0.0, np.exp(kept / -_STEPS)).astype(np.float32)


def _split(rows: NDArray[np.generic], lengths: NDArray[np.int32]) -> list[NDArray[np.generic]]:
    return np.split(rows, np.cumsum(lengths)[:-1])
