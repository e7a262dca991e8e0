"""A predicted structure against a reference: scores of base pairs, and of the letters as three classes."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from ssp_core.errors import StructureError
from ssp_core.rna import CLASSES

from .structure import Structure


@dataclass(frozen=True)
class PairScores:
    """Counts of base pairs, and the ratios made of them.

    A ratio without cases (nothing predicted, or nothing to find) is 0; where neither structure has any pair they agree,
    and all four ratios are 1.
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
    """All scores of one prediction: pairs exactly, pairs with one end allowed to slip by 1, letters."""

    pairs: PairScores
    slipped: PairScores
    tokens: TokenScores


def score_pairs(predicted: Structure, reference: Structure, slip: int = 0) -> PairScores:
    """Score predicted base pairs against the reference's.

    With `slip` = 1 a pair (i, j) also finds (i - 1, j), (i + 1, j), (i, j - 1) or (i, j + 1) (Mathews 2019). Each pair
    counts once: predicted and reference pairs are matched one to one, as many as can be. Raises `StructureError` if the
    lengths differ.
    """
    _check_lengths(len(predicted), len(reference))
    found = _matched(predicted, reference, slip)
    false_positives = len(predicted.pairs) - found
    false_negatives = len(reference.pairs) - found
    possible = len(reference) * (len(reference) - 1) // 2
    return PairScores(found, false_positives, false_negatives, possible - found - false_positives - false_negatives)


def _matched(predicted: Structure, reference: Structure, slip: int) -> int:
    """The size of a largest one-to-one matching of predicted to reference pairs."""
    wanted = set(reference.pairs)
    exact = wanted.intersection(predicted.pairs)
    if not slip:
        return len(exact)
    shifts = [(0, 0)] + [s for d in range(1, slip + 1) for s in ((-d, 0), (d, 0), (0, -d), (0, d))]
    near = {(i, j): [(i + a, j + b) for a, b in shifts if (i + a, j + b) in wanted] for i, j in predicted.pairs}
    # Kuhn's augmenting paths, breadth first from each pair that is still free. Exact hits make a good start, and a path
    # can still move them where that matches one more.
    holder = {pair: pair for pair in exact}
    for start in predicted.pairs:
        if start in exact:
            continue
        came_from: dict[tuple[int, int], tuple[int, int]] = {}
        queue = [start]
        for pair in queue:
            for target in near[pair]:
                if target in came_from:
                    continue
                came_from[target] = pair
                if target not in holder:
                    _augment(target, came_from, holder)
                    queue.clear()
                    break
                queue.append(holder[target])
    return len(holder)


def _augment(
    target: tuple[int, int],
    came_from: dict[tuple[int, int], tuple[int, int]],
    holder: dict[tuple[int, int], tuple[int, int]],
) -> None:
    """Hand each reference pair on the path that ends in `target` to the predicted pair it was reached from."""
    held = {pair: reference for reference, pair in holder.items()}
    step: tuple[int, int] | None = target
    while step is not None:
        pair = came_from[step]
        holder[step] = pair
        step = held.get(pair)


def score_tokens(predicted: str, reference: str) -> TokenScores:
    """Score two dot-bracket strings letter by letter, as scikit-learn's accuracy and macro F1 would.

    The mean is over those of the classes `(`, `)`, `.` that occur in either string. Two empty strings agree.
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
    """All scores of two balanced dot-bracket strings; raises `StructureError` if one is not, or the lengths differ."""
    ours, theirs = Structure.from_dot_bracket(predicted), Structure.from_dot_bracket(reference)
    return Scores(score_pairs(ours, theirs), score_pairs(ours, theirs, slip=1), score_tokens(predicted, reference))


def _check_lengths(predicted: int, reference: int) -> None:
    if predicted != reference:
        raise StructureError(
            f"The prediction has {predicted} letters and the reference {reference}; they must be equally long."
        )
