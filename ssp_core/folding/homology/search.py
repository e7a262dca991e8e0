"""Find known families in an RNA by HMMER, and the pairs that they imply.

HMMER: Eddy 2011, PLoS Computational Biology 7, e1002195, used through pyhmmer. Pairs are transferred from a family as
CentroidHomfold transfers them from aligned homologs (Hamada et al. 2009, Bioinformatics 25, i330): the probability that
two columns pair, times the probabilities that the two nucleotides are aligned to these columns.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyhmmer import easel, plan7

from ssp_core.rna import may_pair

from .profiles import Family

MAX_EVALUE = 1e-3
_LEAST_PAIRS = 1.0  # expected in a hit: repeats without a structure look like a family with a few doubtful ones
_ALPHABET = easel.Alphabet.rna()
_LENGTH_HINT = 100  # a search sets the real one
Model = Any  # pyhmmer's HMM, whose stubs lack its probabilities
_STATISTICS = ("m_mu", "m_lambda", "v_mu", "v_lambda", "f_tau", "f_lambda")


@dataclass(frozen=True, eq=False)
class FamilyHit:
    """A family found in an RNA of L nucleotides.

    Attributes:
        family: its number, from 0.
        members: how many RNAs it was learned from.
        bits: HMMER's score.
        evalue: how many hits as good are expected by chance among all families.
        start: first position of the part of the RNA that fits, 0-based.
        end: its last position, exclusive.
        possible_pairs: the share of the family's pairs that lie in this part and that its letters can form, 0 to 1.
        cover: float (L,), the probability that each nucleotide is aligned to the family.
        positions: int (n, 2), the pairs i < j that the family implies, valid ones only.
        weights: float (n,), the probability of each.
    """

    family: int
    members: int
    bits: float
    evalue: float
    start: int
    end: int
    possible_pairs: float
    cover: NDArray[np.float64]
    positions: NDArray[np.int64]
    weights: NDArray[np.float64]


class FamilySearch:
    """The profiles of known families, ready to be searched for. Any thread may ask; one is answered at a time."""

    def __init__(self, families: Sequence[Family]) -> None:
        self.families = tuple(families)
        self._background = plan7.Background(_ALPHABET)
        self._profiles = plan7.OptimizedProfileBlock(_ALPHABET)
        for number, family in enumerate(self.families):
            profile = plan7.Profile(len(family), _ALPHABET)
            profile.configure(_model(family, number), self._background, _LENGTH_HINT)
            self._profiles.append(profile.to_optimized())
        self._lock = threading.Lock()

    def hits(self, sequence: str) -> tuple[FamilyHit, ...]:
        """The families found with an E-value of at most `MAX_EVALUE`, best first; of overlapping hits only the best.
        Hits that imply less than one pair are left out."""
        if not self.families or not sequence:
            return ()
        query = easel.TextSequence(name="query", sequence=str(sequence)).digitize(_ALPHABET)
        count = len(self.families)
        pipeline = plan7.Pipeline(
            _ALPHABET, background=self._background, Z=count, domZ=count, F3=1e-4, E=MAX_EVALUE, domE=MAX_EVALUE
        )
        with self._lock:  # a search sets the length in the profiles
            found = pipeline.scan_seq(query, self._profiles)
        domains = sorted((domain for hit in found for domain in hit.domains.reported), key=lambda domain: -domain.score)
        hits = (self._hit(sequence, domain) for domain in _apart(domains))
        return tuple(hit for hit in hits if hit.weights.sum() >= _LEAST_PAIRS)

    def _hit(self, sequence: str, domain: plan7.Domain) -> FamilyHit:
        alignment = domain.alignment
        number = int(alignment.hmm_name)
        family = self.families[number]
        place_of_column, cover = np.full(len(family), -1), np.zeros(len(sequence))
        for column, place, probability in _aligned(alignment):
            cover[place] = probability
            if column is not None:
                place_of_column[column] = place
        ends = place_of_column[family.pairs]
        inside = (ends >= 0).all(axis=1)
        ends, weights = ends[inside], family.weights[inside]
        valid = np.array([may_pair(sequence, i, j) for i, j in ends], dtype=bool)
        return FamilyHit(
            family=number,
            members=family.members,
            bits=domain.score,
            evalue=domain.i_evalue,
            start=alignment.target_from - 1,
            end=alignment.target_to,
            possible_pairs=float(weights[valid].sum() / family.weights.sum()),
            cover=cover,
            positions=ends[valid].reshape(-1, 2),
            weights=weights[valid] * cover[ends[valid]].prod(axis=-1),
        )


def with_family_pairs(
    pair_probabilities: NDArray[np.float64], hits: Sequence[FamilyHit], family_weight: float
) -> NDArray[np.float64]:
    """Average pair probabilities (L, L) with the pairs of family hits.

    The family counts `family_weight` (0 to 1) where its hit covers both nucleotides, half of it where it covers one. No
    row of the result sums above one.
    """
    if not hits or family_weight == 0.0:
        return pair_probabilities
    implied, cover = np.zeros_like(pair_probabilities), np.zeros(len(pair_probabilities))
    for hit in hits:
        i, j = hit.positions.T
        implied[i, j] = implied[j, i] = hit.weights
        cover += hit.cover
    weight = family_weight * np.add.outer(cover, cover) / 2.0
    mixed = (1.0 - weight) * pair_probabilities + weight * implied
    rows = np.maximum(1.0, mixed.sum(axis=1))
    return np.asarray(mixed / np.maximum.outer(rows, rows))


def _apart(domains: Iterable[plan7.Domain]) -> Iterator[plan7.Domain]:
    """The domains of a ranked list that overlap none before them."""
    taken: list[tuple[int, int]] = []
    for domain in domains:
        start, end = domain.alignment.target_from, domain.alignment.target_to
        if all(end < first or last < start for first, last in taken):
            taken.append((start, end))
            yield domain


def _aligned(alignment: plan7.Alignment) -> Iterator[tuple[int | None, int, float]]:
    """For each aligned nucleotide its column (None between two), its position, and the probability of that."""
    column, place = alignment.hmm_from - 1, alignment.target_from - 1
    rows = zip(alignment.hmm_sequence, alignment.target_sequence, alignment.posterior_probabilities, strict=True)
    for model, nucleotide, code in rows:
        inserted, deleted = model == ".", nucleotide == "-"
        if not deleted:
            yield None if inserted else column, place, 1.0 if code == "*" else int(code) / 10.0
        column += not inserted
        place += not deleted


def _model(family: Family, number: int) -> Model:
    model: Model = plan7.HMM(_ALPHABET, len(family), str(number))
    emissions = np.asarray(model.match_emissions)
    emissions[1:] = family.emissions / family.emissions.sum(axis=1, keepdims=True)
    emissions[0] = (1.0, 0.0, 0.0, 0.0)  # HMMER's convention for the state before the first column
    np.asarray(model.insert_emissions)[:] = 0.25
    transitions = np.asarray(model.transition_probabilities)
    for state in (slice(0, 3), slice(3, 5), slice(5, 7)):  # from a column, an insertion, a deletion
        transitions[:, state] = family.transitions[:, state] / family.transitions[:, state].sum(axis=1, keepdims=True)
    for name, value in zip(_STATISTICS, family.statistics, strict=True):
        setattr(model.evalue_parameters, name, float(value))
    model.set_composition()
    model.set_consensus()
    return model
