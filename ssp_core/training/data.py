"""Training data: RNAs with target pairs, from a table of known structures or folded by ViennaRNA, and their batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ssp_core.errors import FormatError
from ssp_core.folding.structure import Structure, is_legal
from ssp_core.network.labels import IGNORED
from ssp_core.network.tokenizer import OmniTokenizer
from ssp_core.rna import BASES

_PAIRS = ("AU", "UA", "GC", "CG", "GU", "UG")
_PAIR_ODDS = (0.2, 0.2, 0.25, 0.25, 0.05, 0.05)
# Lengths are padded to a multiple of this: with few different shapes, kernels and memory are set up less often.
_STEP = 8


@dataclass(frozen=True, eq=False)
class Pairs:
    """Some cells of a pair matrix: `places` int [n, 2] with i < j, `weights` float [n], the probability of each."""

    places: NDArray[np.int64]
    weights: NDArray[np.float32]

    def write(self, matrix: NDArray[np.float32]) -> None:
        """Write the probabilities into both triangles of `matrix` [at least L, at least L]."""
        i, j = self.places.T
        matrix[i, j] = matrix[j, i] = self.weights


@dataclass(frozen=True, eq=False)
class TrainingRna:
    """An RNA with its target pairs, and its pairs from thermodynamics where the network takes them as input."""

    sequence: str
    target: Pairs
    thermo_input: Pairs | None = None


def read_table(path: Path) -> list[TrainingRna]:
    """Read a tab-separated table `id source sequence structure` with a heading.

    Raises:
        FormatError: a malformed row; the message names its line.
    """
    rnas = []
    with path.open(encoding="utf-8") as table:
        for number, line in enumerate(table, start=1):
            if number == 1 or not line.strip():
                continue
            cells = line.rstrip("\n").split("\t")
            if len(cells) != 4:
                raise FormatError(f"{path.name} line {number}: found {len(cells)} cells, wanted 4 separated by tabs.")
            sequence, text = cells[2], cells[3]
            try:
                structure = Structure.from_dot_bracket(text)
            except ValueError as error:
                raise FormatError(f"{path.name} line {number}: {error}") from error
            if len(sequence) != len(structure):
                found = f"{len(sequence)} nucleotides, {len(structure)} in the structure"
                raise FormatError(f"{path.name} line {number}: {found}.")
            if not is_legal(sequence, structure):
                raise FormatError(f"{path.name} line {number}: the structure has a pair its nucleotides cannot form.")
            places = np.array(structure.pairs, dtype=np.int64).reshape(-1, 2)
            rnas.append(TrainingRna(sequence, Pairs(places, np.ones(len(places), dtype=np.float32))))
    return rnas


def mutate(rna: TrainingRna, random: np.random.Generator) -> TrainingRna:
    """A mutated RNA of the same structure: pairs become other canonical pairs, loops change at half that rate.

    Families evolve like this (covariation), so a network cannot learn sequences by heart. `thermo_input` is removed, as
    it belongs to the old sequence.
    """
    rate = random.uniform(0.0, 0.4)
    nucleotides = np.array(list(rna.sequence))
    pairs = rna.target.places
    paired = np.zeros(len(nucleotides), dtype=bool)
    paired[pairs.ravel()] = True
    changed = ~paired & (random.random(len(nucleotides)) < rate / 2)
    nucleotides[changed] = random.choice(list(BASES), size=int(changed.sum()))
    for i, j in pairs[random.random(len(pairs)) < rate]:
        pair = _PAIRS[random.choice(len(_PAIRS), p=_PAIR_ODDS)]
        nucleotides[i], nucleotides[j] = pair[0], pair[1]
    return replace(rna, sequence="".join(nucleotides), thermo_input=None)


def batches(
    lengths: Sequence[int], *, cells: int, random: np.random.Generator, chunk: int = 12000
) -> Iterator[list[int]]:
    """One pass in random order: indices of batches of similar length, an even number each, of at most `cells` cells.

    Two RNAs share an array of pair features (see network/pairing.py), so a batch of n at length L takes n / 2 x L x L
    cells. One or two RNAs of a chunk may be left out of a pass.
    """
    order = random.permutation(len(lengths))
    found: list[list[int]] = []
    for start in range(0, len(order), chunk):
        members = sorted(map(int, order[start : start + chunk]), key=lambda index: lengths[index])
        while len(members) >= 2:
            fit = int(2 * cells / _padded(lengths[members[-1]]) ** 2) // 2 * 2
            take = min(max(2, fit), len(members) // 2 * 2)
            found.append(members[-take:])
            del members[-take:]
    for index in random.permutation(len(found)):
        yield found[index]


def collate(rnas: Iterable[TrainingRna]) -> dict[str, Tensor]:
    """A batch for `OmniModelForPairing.forward`; `thermo_input` is in it if every RNA has it.

    The class labels are the likeliest class of each nucleotide.
    """
    members = list(rnas)
    width = _padded(max(len(rna.sequence) for rna in members))
    tokenizer = OmniTokenizer()
    ids = torch.full((len(members), width + 2), tokenizer.pad_token_id)
    for index, rna in enumerate(members):
        ids[index, : len(rna.sequence) + 2] = torch.tensor(tokenizer.encode(rna.sequence))
    targets = _matrices([rna.target for rna in members], width)
    labels = np.full((len(members), width), IGNORED)
    for index, rna in enumerate(members):
        length = len(rna.sequence)
        opening, closing = np.triu(targets[index]).sum(axis=1), np.triu(targets[index]).sum(axis=0)
        labels[index, :length] = np.stack([opening, closing, 1 - opening - closing]).argmax(axis=0)[:length]
    batch = {
        "input_ids": ids,
        "attention_mask": (ids != tokenizer.pad_token_id).long(),
        "labels": torch.from_numpy(labels),
        "pair_targets": torch.from_numpy(targets),
    }
    thermo_input = [rna.thermo_input for rna in members if rna.thermo_input is not None]
    if len(thermo_input) == len(members):
        batch["thermo_input"] = torch.from_numpy(_matrices(thermo_input, width))
    return batch


def _matrices(pairs: Sequence[Pairs], width: int) -> NDArray[np.float32]:
    matrices = np.zeros((len(pairs), width, width), dtype=np.float32)
    for matrix, item in zip(matrices, pairs, strict=True):
        item.write(matrix)
    return matrices


def _padded(length: int) -> int:
    return -(-length // _STEP) * _STEP
