"""Learn family profiles from known structures: `python -m ssp_core.training.homology TRAIN.tsv FILE.npz`.

With folding/homology the only code that uses HMMER, by pyhmmer. Families are grown as jackhmmer does (Johnson, Eddy and
Portugaly 2010, BMC Bioinformatics 11, 431): a profile of one RNA (the seed) searches the RNAs that share most rare
6-mers with it, the hits are aligned, and the profile of the alignment searches once more. RNAs with too few homologs
are not used.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyhmmer import easel, hmmer, plan7
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from ssp_core.folding.homology.profiles import Family, save
from ssp_core.folding.homology.search import Model
from ssp_core.training.data import TrainingRna, read_table

MIN_MEMBERS, _MIN_PAIRS = 2, 3
# A profile should describe a family, not store an RNA: one of so few members is left out where its most frequent
# nucleotides are as much like one of them as this. Of four members and more, 5 % of the families would be.
_FEW, _STORED = 3, 0.95
_NEIGHBOURS = 80
_WORD = 6
_LEAST_COSINE = 0.2  # of two neighbours in one cluster
_MAX_EVALUE, _LEAST_COVER = 1e-4, 0.5
_LEAST_SHARE = 0.1  # pairs in fewer of the members are left out
_ALPHABET = easel.Alphabet.rna()


class Learner:
    """Grows families from RNAs with known structures."""

    def __init__(self, rnas: Sequence[TrainingRna]) -> None:
        self.rnas = rnas
        self._neighbours = neighbours([rna.sequence for rna in rnas])
        self._background = plan7.Background(_ALPHABET)
        self._builder = plan7.Builder(_ALPHABET, seed=42)
        self._sequences = [
            easel.TextSequence(name=str(number), sequence=rna.sequence).digitize(_ALPHABET)
            for number, rna in enumerate(rnas)
        ]

    def families(self) -> Iterable[Family]:
        """Families of at least `MIN_MEMBERS` with pairs in common, grown from each RNA that is in no earlier family.

        RNAs with the nearest neighbours come first.
        """
        used: set[int] = set()
        order = np.argsort([-sum(near.values()) for near in self._neighbours], kind="stable")
        for seed in map(int, order):
            if seed not in used and (grown := self._grow(seed)) is not None:
                family, members = grown
                used.update(members)
                yield family

    def _grow(self, seed: int) -> tuple[Family, list[int]] | None:
        candidates = [seed, *self._neighbours[seed]]
        model, _, _ = self._builder.build(self._sequences[seed], self._background)
        members: list[int] = []
        for _ in range(2):
            members = sorted({seed, *self._hits(model, candidates)})
            if len(members) < MIN_MEMBERS:
                return None
            digital = self._aligned(model, members).digitize(_ALPHABET)
            digital.name = str(seed)
            model, _, _ = self._builder.build_msa(digital, self._background)
        aligned = self._aligned(model, members)
        family = self._family(model, aligned)
        if len(family.pairs) < _MIN_PAIRS or (len(members) <= _FEW and _stores_one(family, aligned)):
            return None
        return family, members

    def _hits(self, model: Model, candidates: Iterable[int]) -> Iterable[int]:
        """The candidates that match the profile with at least half of the RNA and half of the profile."""
        total = len(self.rnas)
        pipeline = plan7.Pipeline(
            _ALPHABET, background=self._background, Z=total, domZ=total, F3=1e-4, E=_MAX_EVALUE, domE=_MAX_EVALUE
        )
        for hit in pipeline.search_hmm(model, self._block(candidates)):
            domain = hit.best_domain
            aligned = domain.alignment
            columns = (aligned.hmm_to - aligned.hmm_from + 1) / aligned.hmm_length
            nucleotides = (aligned.target_to - aligned.target_from + 1) / aligned.target_length
            if domain.i_evalue <= _MAX_EVALUE and min(columns, nucleotides) >= _LEAST_COVER:
                yield int(hit.name)

    def _block(self, numbers: Iterable[int]) -> Any:
        return easel.DigitalSequenceBlock(_ALPHABET, [self._sequences[number] for number in numbers])

    def _aligned(self, model: Model, members: Iterable[int]) -> Any:
        return hmmer.hmmalign(model, self._block(members), trim=False, all_consensus_cols=True)

    def _family(self, model: Model, aligned: Any) -> Family:
        counts: Counter[tuple[int, int]] = Counter()
        for name, row in zip(aligned.names, aligned.alignment, strict=True):
            columns = columns_of(row, aligned.reference)
            ends = columns[self.rnas[int(name)].target.places]
            counts.update((int(i), int(j)) for i, j in ends[(ends >= 0).all(axis=1)])
        kept = sorted(place for place, count in counts.items() if count >= _LEAST_SHARE * len(aligned.names))
        return Family(
            members=len(aligned.names),
            emissions=np.array(model.match_emissions, dtype=np.float32)[1:],
            transitions=np.array(model.transition_probabilities, dtype=np.float32),
            statistics=np.array(model.evalue_parameters.as_vector(), dtype=np.float32),
            pairs=np.array(kept, dtype=np.int64).reshape(-1, 2),
            weights=np.array([counts[place] / len(aligned.names) for place in kept], dtype=np.float32),
        )


def _stores_one(family: Family, aligned: Any) -> bool:
    """Whether the most frequent nucleotides of the columns are nearly those of one aligned member."""
    most_frequent = np.array(list(_ALPHABET.symbols[:4]))[family.emissions.argmax(axis=1)]
    for row in aligned.alignment:
        columns = columns_of(row, aligned.reference)
        letters = np.array([mark for mark in row.upper() if mark not in ".-~"])
        equal = (letters == most_frequent[columns]) & (columns >= 0)
        if equal.sum() >= _STORED * max(len(letters), len(most_frequent)):
            return True
    return False


def columns_of(row: str, reference: str) -> NDArray[np.int64]:
    """The column of each nucleotide of an aligned row, -1 for one between two columns.

    `reference` has a dot where there is no column.
    """
    column = np.cumsum([mark != "." for mark in reference]) - 1
    return np.array([column[at] if reference[at] != "." else -1 for at, mark in enumerate(row) if mark not in ".-~"])


def neighbours(sequences: Sequence[str]) -> list[dict[int, float]]:
    """For each sequence those that share most 6-mers with it, with their cosine; rare 6-mers weigh more."""
    numbers: dict[str, int] = {}
    words = [sorted({numbers.setdefault(w, len(numbers)) for w in _words(sequence)}) for sequence in sequences]
    ends = np.cumsum([0, *map(len, words)])
    table = csr_matrix((np.ones(ends[-1]), np.concatenate(words), ends), shape=(len(sequences), len(numbers)))
    rarity = np.log((1 + len(sequences)) / (1 + np.asarray(table.sum(axis=0)).ravel()))
    weighted = table.multiply(rarity).tocsr()
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    unit = weighted.multiply(1.0 / np.maximum(lengths, 1e-9)[:, None]).tocsr()
    found = []
    for start in range(0, len(sequences), 500):
        for offset, row in enumerate((unit[start : start + 500] @ unit.T).toarray()):
            row[start + offset] = 0.0
            best = np.argsort(-row, kind="stable")[:_NEIGHBOURS]
            found.append({int(other): float(row[other]) for other in best if row[other] > 0.0})
    return found


def clusters(sequences: Sequence[str]) -> NDArray[np.int32]:
    """The number of each sequence's cluster: neighbours with a cosine of at least 0.2 are in the same one."""
    near = neighbours(sequences)
    links = [(i, j) for i, row in enumerate(near) for j, cosine in row.items() if cosine >= _LEAST_COSINE]
    i, j = np.array(links, dtype=np.int64).reshape(-1, 2).T
    table = csr_matrix((np.ones(len(i)), (i, j)), shape=(len(sequences), len(sequences)))
    return np.asarray(connected_components(table, directed=False)[1])


def _words(sequence: str) -> Iterable[str]:
    return (sequence[start : start + _WORD] for start in range(len(sequence) - _WORD + 1))


def main() -> None:
    """Read the table, grow the families and write them."""
    parser = argparse.ArgumentParser(prog="python -m ssp_core.training.homology", description=__doc__.splitlines()[0])
    parser.add_argument("table", type=Path, help="known structures, tab-separated: id source sequence structure")
    parser.add_argument("file", type=Path, help="the profiles to write (.npz)")
    chosen = parser.parse_args()
    families = []
    for family in Learner(read_table(chosen.table)).families():
        families.append(family)
        if len(families) % 100 == 0:
            print(f"{len(families)} families, the last with {family.members} members", flush=True)
    if not families:
        parser.exit(1, f"Found no {MIN_MEMBERS} similar RNAs in {chosen.table.name}: wanted at least one family.\n")
    save(families, chosen.file)
    columns = sum(map(len, families))
    print(f"{len(families)} families with {columns:,} columns, {chosen.file.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
