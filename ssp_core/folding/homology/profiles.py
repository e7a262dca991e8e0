"""Profiles of RNA families: the nucleotides of each column, and the columns that pair. Training writes them.

A profile holds frequencies over all members of a family and no sequence as such. It is a profile hidden Markov model
(Durbin, Eddy, Krogh and Mitchison 1998, chapter 5) as HMMER builds them.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ssp_core.errors import CheckpointError

# Probabilities are stored as their negative logarithms in sixteenths: one byte each, exact to 3 %, 0 below e^-15.9.
_STEPS, _ZERO = 16.0, 255


@dataclass(frozen=True, eq=False)
class Family:
    """A profile with m columns.

    Attributes:
        members: how many RNAs it was learned from.
        emissions: float32 (m, 4), the probability of A, C, G, U in each column.
        transitions: float32 (m + 1, 7), HMMER's, from before the first column to the last.
        statistics: float32 (6,), where the scores of random sequences lie, as HMMER stores it.
        pairs: int (n, 2), columns i < j that pair.
        weights: float32 (n,), the share of members in which they do.
    """

    members: int
    emissions: NDArray[np.float32]
    transitions: NDArray[np.float32]
    statistics: NDArray[np.float32]
    pairs: NDArray[np.int64]
    weights: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.emissions)


def save(families: Sequence[Family], path: Path) -> None:
    """Write profiles to a compressed `.npz`, each probability rounded to one byte."""
    np.savez_compressed(
        path,
        members=np.array([family.members for family in families], dtype=np.int32),
        columns=np.array([len(family) for family in families], dtype=np.int32),
        pair_counts=np.array([len(family.pairs) for family in families], dtype=np.int32),
        emissions=_packed(np.concatenate([family.emissions for family in families])),
        transitions=_packed(np.concatenate([family.transitions for family in families])),
        statistics=np.stack([family.statistics for family in families]),
        pairs=np.concatenate([family.pairs for family in families]).astype(np.int16),
        weights=_packed(np.concatenate([family.weights for family in families])),
    )


def load(path: Path) -> tuple[Family, ...]:
    """Read what `save` wrote; nothing in the file is ever run.

    Raises:
        CheckpointError: if the file is missing, damaged, or of another kind.
    """
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            stored = {name: file[name] for name in file.files}
        columns, pair_counts = stored["columns"], stored["pair_counts"]
        parts = zip(
            map(int, stored["members"]),
            _split(_unpacked(stored["emissions"]), columns),
            _split(_unpacked(stored["transitions"]), columns + 1),
            stored["statistics"],
            _split(stored["pairs"].astype(np.int64), pair_counts),
            _split(_unpacked(stored["weights"]), pair_counts),
            strict=True,
        )
        return tuple(Family(*part) for part in parts)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise CheckpointError(
            f"The family profiles in {path.name} cannot be read ({type(error).__name__}): install the package again."
        ) from error


def _packed(probabilities: NDArray[np.float32]) -> NDArray[np.uint8]:
    with np.errstate(divide="ignore"):
        steps = np.rint(-np.log(probabilities) * _STEPS)
    return np.asarray(np.minimum(steps, _ZERO), dtype=np.uint8)


def _unpacked(stored: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.where(stored == _ZERO, 0.0, np.exp(stored / -_STEPS)).astype(np.float32)


def _split(rows: NDArray[np.generic], lengths: NDArray[np.int32]) -> list[NDArray[np.generic]]:
    return np.split(rows, np.cumsum(lengths)[:-1])
