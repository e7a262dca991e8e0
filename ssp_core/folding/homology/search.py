"""Whether an RNA belongs to a known family, and which pairs that gives it: profiles searched by HMMER.

With training/families.py the room that knows HMMER (Eddy 2011, PLoS Computational Biology 7, e1002195), by pyhmmer.
Pairs are carried over from a family as CentroidHomfold carries them from aligned relatives (Hamada et al. 2009,
Bioinformatics 25, i330): the chance that two columns pair, times that of each nucleotide standing in its column.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyhmmer import easel, plan7

from ssp_core.rna import may_pair

from .profiles import Family

MAX_EVALUE = 1e-3
_REMEMBERED = 64
_ALPHABET = easel.Alphabet.rna()
_LENGTH_HINT = 100  # a search sets the real one
Model = Any  # pyhmmer's HMM, whose stubs lack its probabilities
_STATISTICS = ("m_mu", "m_lambda", "v_mu", "v_lambda", "f_tau", "f_lambda")


@dataclass(frozen=True, eq=False)
class Relative:
    """A family found in an RNA of L nucleotides.

    `family` its number, from 0; `members` the RNAs it was learned from; `bits` and `evalue` HMMER's score and how many
    as high are expected by chance among all families; `start` and `end` the part of the RNA that it fits (end
    exclusive); `fitting` the share of the family's pairs that lie there and that the letters can form. `cover` float
    [L]: how surely each nucleotide stands in a column of the family or between two; `places` int [n, 2], i < j, and
    `weights` float [n]: the pairs it gives, legal ones only.
    """

    family: int
    members: int
    bits: float
    evalue: float
    start: int
    end: int
    fitting: float
    cover: NDArray[np.float64]
    places: NDArray[np.int64]
    weights: NDArray[np.float64]


class Kinship:
    """The families, ready to be looked for. Any thread may ask; one is answered at a time."""

    def __init__(self, families: Sequence[Family]) -> None:
        self.families = tuple(families)
        self._background = plan7.Background(_ALPHABET)
        self._profiles = plan7.OptimizedProfileBlock(_ALPHABET)
        for number, family in enumerate(self.families):
            profile = plan7.Profile(len(family), _ALPHABET)
            profile.configure(_model(family, number), self._background, _LENGTH_HINT)
            self._profiles.append(profile.to_optimized())
        self._lock = threading.Lock()
        self.relatives = lru_cache(maxsize=_REMEMBERED)(self._relatives)

    def _relatives(self, letters: str) -> tuple[Relative, ...]:
        """The families found with an E-value of at most `MAX_EVALUE`, best first; of those that overlap, the best."""
        if not self.families or not letters:
            return ()
        query = easel.TextSequence(name="query", sequence=letters).digitize(_ALPHABET)
        count = len(self.families)
        pipeline = plan7.Pipeline(
            _ALPHABET, background=self._background, Z=count, domZ=count, F3=1e-4, E=MAX_EVALUE, domE=MAX_EVALUE
        )
        with self._lock:  # a search sets the length in the profiles
            hits = pipeline.scan_seq(query, self._profiles)
        domains = sorted((each for hit in hits for each in hit.domains.reported), key=lambda domain: -domain.score)
        found = (self._relative(letters, domain) for domain in _apart(domains))
        return tuple(relative for relative in found if len(relative.places))  # without pairs it has nothing to say

    def _relative(self, letters: str, domain: plan7.Domain) -> Relative:
        alignment = domain.alignment
        family = int(alignment.hmm_name)
        stands, cover = np.full(len(self.families[family]), -1), np.zeros(len(letters))
        for column, place, sure in _aligned(alignment):
            cover[place] = sure
            if column is not None:
                stands[column] = place
        kept = self.families[family]
        ends = stands[kept.places]
        inside = (ends >= 0).all(axis=1)
        ends, weights = ends[inside], kept.weights[inside]
        legal = np.array([may_pair(letters, i, j) for i, j in ends], dtype=bool)
        return Relative(
            family=family,
            members=kept.members,
            bits=domain.score,
            evalue=domain.i_evalue,
            start=alignment.target_from - 1,
            end=alignment.target_to,
            fitting=float(weights[legal].sum() / kept.weights.sum()),
            cover=cover,
            places=ends[legal].reshape(-1, 2),
            weights=weights[legal] * cover[ends[legal]].prod(axis=-1),
        )


def with_relatives(pairs: NDArray[np.float64], relatives: Sequence[Relative], trust: float) -> NDArray[np.float64]:
    """Pair probabilities (L, L) averaged with what relatives say, `trust` (0 to 1) to them where they cover both ends
    and half of it where they cover one. No row sums above one."""
    if not relatives or trust == 0.0:
        return pairs
    theirs, cover = np.zeros_like(pairs), np.zeros(len(pairs))
    for relative in relatives:
        i, j = relative.places.T
        theirs[i, j] = theirs[j, i] = relative.weights
        cover += relative.cover
    weight = trust * np.add.outer(cover, cover) / 2.0
    mixed = (1.0 - weight) * pairs + weight * theirs
    rows = np.maximum(1.0, mixed.sum(axis=1))
    return np.asarray(mixed / np.maximum.outer(rows, rows))


def _apart(domains: Iterable[plan7.Domain]) -> Iterator[plan7.Domain]:
    """Those of an ordered list that overlap none before them."""
    taken: list[tuple[int, int]] = []
    for domain in domains:
        start, end = domain.alignment.target_from, domain.alignment.target_to
        if all(end < first or last < start for first, last in taken):
            taken.append((start, end))
            yield domain


def _aligned(alignment: plan7.Alignment) -> Iterator[tuple[int | None, int, float]]:
    """For each aligned nucleotide its column (None between two), its place in the RNA, and how sure that is."""
    column, place = alignment.hmm_from - 1, alignment.target_from - 1
    rows = zip(alignment.hmm_sequence, alignment.target_sequence, alignment.posterior_probabilities, strict=True)
    for model, letter, sure in rows:
        inserted, deleted = model == ".", letter == "-"
        if not deleted:
            yield None if inserted else column, place, 1.0 if sure == "*" else int(sure) / 10.0
        column += not inserted
        place += not deleted


def _model(family: Family, number: int) -> Model:
    model: Model = plan7.HMM(_ALPHABET, len(family), str(number))
    emissions = np.asarray(model.match_emissions)
    emissions[1:] = family.letters / family.letters.sum(axis=1, keepdims=True)
    emissions[0] = (1.0, 0.0, 0.0, 0.0)  # HMMER's convention for the state before the first column
    np.asarray(model.insert_emissions)[:] = 0.25
    moves = np.asarray(model.transition_probabilities)
    for state in (slice(0, 3), slice(3, 5), slice(5, 7)):  # from a column, an insertion, a deletion
        moves[:, state] = family.moves[:, state] / family.moves[:, state].sum(axis=1, keepdims=True)
    for name, value in zip(_STATISTICS, family.statistics, strict=True):
        setattr(model.evalue_parameters, name, float(value))
    model.set_composition()
    model.set_consensus()
    return model
