"""What the benchmarks measure on, known structures and random RNAs; a library of theirs, not a command.

The sets are tables `id source sequence structure` with tabs, kept outside the project.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

SETS = {"VL0": "valid_VL0.tsv", "newfam": "valid_newfam.tsv", "TS0": "test_TS0.tsv"}
DEFAULT_FOLDER = Path(__file__).resolve().parents[1].parent / "shared" / "data"


@dataclass(frozen=True)
class KnownRna:
    """A sequence with its reference structure, both strings of one length."""

    sequence: str
    reference: str


def read_set(folder: Path, name: str, limit: int | None = None) -> list[KnownRna]:
    """One of `SETS`; with `limit`, that many sequences spread evenly over the file."""
    rows = (folder / SETS[name]).read_text(encoding="utf-8").splitlines()[1:]
    rnas = [KnownRna(*row.split("\t")[2:4]) for row in rows]
    return rnas if limit is None or limit >= len(rnas) else [rnas[i * len(rnas) // limit] for i in range(limit)]


def random_rna(length: int, seed: int) -> str:
    """Random letters."""
    return "".join(np.random.default_rng([length, seed]).choice(list("ACGU"), size=length))
