"""Accuracy of a predicted structure against a reference: of base pairs, and of the letters as three classes.

>>> scores = score("((...)).", "((...)).")
>>> scores.pairs.f1, scores.tokens.accuracy
(1.0, 1.0)
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from ssp_core.errors import StructureError
from ssp_core.rna import CLASSES

from .structure import Structure


@dataclass(frozen=True)
class PairScores:
    """Counts of base pairs, and the ratios made of them.

    A ratio without cases (nothing predicted, or nothing to find) is 0. Where neither structure has any pair they agree,
    and all four ratios are 1.

    Args:
        true_positives: predicted pairs that are in the reference.
        false_positives: predicted pairs that are not.
        false_negatives: pairs of the reference that were not predicted.
        true_negatives: all other pairs of two positions.
    """

    true_positives: int
    false_positives: int
    false_negatives: int
    true_negatives: int

    @property
    def precision(self) -> float:
        """Share of the predicted pairs that are in the reference (positive predictive value)."""
        return self._ratio(self.true_positives, self.true_positives + self.false_positives)

    @property
    def sensitivity(self) -> float:
        """Share of the reference's pairs that were predicted (recall)."""
        return self._ratio(self.true_positives, self.true_positives + self.false_negatives)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and sensitivity."""
        return self._ratio(
            2 * self.true_positives, 2 * self.true_positives + self.false_positives + self.false_negatives
        )

    @property
    def mcc(self) -> float:
        """Matthews correlation coefficient over all L (L - 1) / 2 possible pairs (Matthews 1975)."""
        tp, fp, fn, tn = self.true_positives, self.false_positives, self.false_negatives, self.true_negatives
        return self._ratio(tp * tn - fp * fn, sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)))

    def _ratio(self, part: float, whole: float) -> float:
        if not (self.true_positives or self.false_positives or self.false_negatives):
            return 1.0
        return part / whole if whole else 0.0


@dataclass(frozen=True)
class TokenScores:
    """The letters as three classes: share of equal letters, and the unweighted mean of the classes' F1."""

    accuracy: float
    macro_f1: float


@dataclass(frozen=True)
class Scores:
    """All scores of one prediction: exact pairs, pairs with one end allowed to slip by one position, letters."""

    pairs: PairScores
    slipped: PairScores
    tokens: TokenScores


def score_pairs(predicted: Structure, reference: Structure, slip: int = 0) -> PairScores:
    """Score predicted base pairs against the reference's.

    Args:
        predicted: a structure of L nucleotides.
        reference: the known structure, of L nucleotides.
        slip: by how many positions one end of a pair may be off. With 1 a pair (i, j) also matches (i - 1, j),
            (i + 1, j), (i, j - 1) or (i, j + 1) (Mathews 2019). Pairs are matched one to one, as many as possible.

    Raises:
        StructureError: if the lengths differ.

    Example:
        >>> predicted, reference = (Structure.from_dot_bracket(text) for text in ("(....).", "(.....)"))
        >>> score_pairs(predicted, reference).f1, score_pairs(predicted, reference, slip=1).f1
        (0.0, 1.0)
    """
    _check_lengths(len(predicted), len(reference))
    found = _n_matched(predicted, reference, slip)
    false_positives = len(predicted.pairs) - found
    false_negatives = len(reference.pairs) - found
    possible = len(reference) * (len(reference) - 1) // 2
    return PairScores(found, false_positives, false_negatives, possible - found - false_positives - false_negatives)


def _n_matched(predicted: Structure, reference: Structure, slip: int) -> int:
    """The size of a largest one-to-one matching of predicted to reference pairs."""
    columns = {pair: column for column, pair in enumerate(reference.pairs)}
    if not slip or not predicted.pairs or not columns:
        return len(columns.keys() & set(predicted.pairs))
    shifts = [(0, 0), *(shift for d in range(1, slip + 1) for shift in ((-d, 0), (d, 0), (0, -d), (0, d)))]
    edges = [
        (row, columns[i + a, j + b])
        for row, (i, j) in enumerate(predicted.pairs)
        for a, b in shifts
        if (i + a, j + b) in columns
    ]
    rows, targets = np.array(edges, dtype=np.intp).reshape(-1, 2).T
    graph = csr_array((np.ones(len(edges)), (rows, targets)), shape=(len(predicted.pairs), len(columns)))
    return int((maximum_bipartite_matching(graph, perm_type="column") >= 0).sum())


def base_pair_distance(a: Structure, b: Structure) -> int:
    """The number of pairs that are in one of two structures only."""
    return len(set(a.pairs) ^ set(b.pairs))


def score_tokens(predicted: str, reference: str) -> TokenScores:
    """Score two dot-bracket strings letter by letter, as scikit-learn's accuracy and macro F1 would.

    Args:
        predicted: L letters `(`, `)` and `.`, legal or not.
        reference: L letters.

    Returns:
        Accuracy, and the mean F1 of those of the three classes that occur in either string. Two empty strings agree.

    Raises:
        StructureError: if the lengths differ.
    """
    _check_lengths(len(predicted), len(reference))
    if not reference:
        return TokenScores(1.0, 1.0)
    ratios = []
    equal = 0
    for letter in CLASSES:
        both = sum(a == b == letter for a, b in zip(predicted, reference, strict=True))
        either = predicted.count(letter) + reference.count(letter)
        equal += both
        if either:
            ratios.append(2 * both / either)
    return TokenScores(equal / len(reference), sum(ratios) / len(ratios))


def score(predicted: str, reference: str) -> Scores:
    """Compute all scores of a predicted structure.

    Args:
        predicted: a balanced dot-bracket string of L letters.
        reference: the known structure, a balanced dot-bracket string of L letters.

    Raises:
        StructureError: if one is not balanced, or the lengths differ.
    """
    ours, theirs = Structure.from_dot_bracket(predicted), Structure.from_dot_bracket(reference)
    return Scores(score_pairs(ours, theirs), score_pairs(ours, theirs, slip=1), score_tokens(predicted, reference))


def _check_lengths(predicted: int, reference: int) -> None:
    if predicted != reference:
        raise StructureError(
            f"The prediction has {predicted} letters and the reference {reference}; they must be equally long."
        )
