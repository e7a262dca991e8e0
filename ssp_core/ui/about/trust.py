"""Can the built-in model be trusted? Its card in plain sentences, and its reliability diagrams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ssp_core.card import Bin, Card, Figures
from ssp_core.charts.reliability import Point

BEST = "best"  # the recommended setting, among the methods and the curves of a card
KNOWN, NEW = "TS0", "newfam"  # the test sets of known and of new families
LONG = "over 200"  # the part of a set with more than 200 nt
SURE = 0.9
_LIKELY = 0.1
_SURE = f"{100 * SURE:.0f} %"
UNMEASURED = "The accuracy of this edition has not been measured yet."

_HYPOTHESIS = (
    "A predicted structure is a hypothesis, not a measurement: one possible fold, without pseudoknots, ions, proteins "
    "or modified bases."
)


@dataclass(frozen=True)
class Diagram:
    """The reliability curves of one set, what they show in words, and their numbers by method."""

    key: str
    title: str
    curves: dict[str, list[Point]]
    sentences: tuple[str, ...]
    bins: dict[str, tuple[Bin, ...]]


def answers(card: Card) -> tuple[str, ...]:
    """Whether to trust a prediction, in a few sentences for everyone."""
    if card.figures is None:
        return _HYPOTHESIS, UNMEASURED
    return tuple(_answers(card.figures))


def _answers(figures: Figures) -> Iterator[str]:
    yield _HYPOTHESIS
    known, new = _scores(figures, KNOWN), _scores(figures, NEW)
    if known:
        ours, rnafold, sequences = known
        yield (
            f"For RNAs of families like those it was trained on, it is {_compared(ours, rnafold)} than thermodynamics "
            f"alone: its mean score is {ours:.2f}, that of RNAfold {rnafold:.2f} ({sequences:,} RNAs; 1 is perfect, "
            "0 is no pair right)."
        )
    if new:
        ours, rnafold, sequences = new
        alone = _f1(figures, NEW, "network alone")
        yield (
            f"For families it has never seen, it is {_compared(ours, rnafold)}: {ours:.2f} against {rnafold:.2f} "
            f"({sequences:,} RNAs)."
            + (
                f" The network by itself reaches {alone:.2f} there: most of what is right comes from thermodynamics."
                if alone
                else ""
            )
        )
    shares = [(name, _surest(figures, key)) for key, name in ((KNOWN, "known"), (NEW, "new"))]
    right = " and ".join(f"{100 * share:.0f} of 100 in {name} families" for name, share in shares if share)
    if right:
        yield f"Believe a probability of {_SURE} or more: of the pairs that got one, {right} are right."
    long = figures.row(NEW, BEST, LONG)
    if long and long.f1 is not None:
        yield (
            f"Be careful with long RNAs: over 200 nt, in families it has never seen, the mean score is {long.f1:.2f}. "
            "Compare with RNAfold, or with the known structure of a relative."
        )


def _scores(figures: Figures, key: str) -> tuple[float, float, int] | None:
    """The mean F1 of ours and of RNAfold on a set, and how many sequences it has."""
    best, rnafold = figures.row(key, BEST), _f1(figures, key, "RNAfold")
    return None if best is None or best.f1 is None or rnafold is None else (best.f1, rnafold, best.sequences)


def _f1(figures: Figures, key: str, method: str) -> float | None:
    """The highest mean F1 on a set of the methods whose names start like this."""
    rows = figures.sets.get(key, ())
    found = [row.f1 for row in rows if row.part == "all" and row.method.startswith(method) and row.f1 is not None]
    return max(found, default=None)


def _compared(ours: float, theirs: float) -> str:
    if ours <= theirs:
        return "no better"
    return "clearly better" if ours - theirs > 0.05 else "slightly better"


def _surest(figures: Figures, key: str) -> float | None:
    """The share of true pairs among those that the recommended setting gave `SURE` or more."""
    bins = figures.reliability.get(key, {}).get(BEST, ())
    return bins[-1].frequency if bins and bins[-1].mean >= SURE else None


def diagrams(card: Card) -> tuple[Diagram, ...]:
    """A reliability diagram for each set; none before they are measured."""
    if card.figures is None:
        return ()
    return tuple(_diagram(card.figures, measured.key, measured.title) for measured in card.sets)


def _diagram(figures: Figures, key: str, title: str) -> Diagram:
    methods = figures.reliability[key]
    return Diagram(
        key=key,
        title=title,
        curves={name: [(point.mean, point.frequency, point.count) for point in bins] for name, bins in methods.items()},
        sentences=tuple(_in_words(name, bins) for name, bins in methods.items()),
        bins={name: tuple(bins) for name, bins in methods.items()},
    )


def _in_words(method: str, bins: Sequence[Bin]) -> str:
    """What a curve shows, for those who cannot see it: how many of the pairs it is surest of are true."""
    name = method[:1].upper() + method[1:]
    if not bins or bins[-1].mean < SURE:
        return f"{name}: no pair was given {_SURE} or more."
    surest, off = bins[-1], calibration_error(bins)
    return (
        f"{name}: of {surest.count:,} pairs given {_SURE} or more, {100 * surest.frequency:.1f} % are true. "
        f"Expected calibration error: {100 * off:.1f} % (pairs given {100 * _LIKELY:.0f} % or more)."
    )


def calibration_error(bins: Sequence[Bin]) -> float:
    """How far probabilities are from the share of true pairs, in the mean over pairs given `_LIKELY` or more.

    It is the expected calibration error of Naeini, Cooper and Hauskrecht 2015 (AAAI 29, 2901). Of nearly all pairs of
    positions every method knows that they do not pair: with these it would be 0 for each.
    """
    likely = [point for point in bins if point.mean >= _LIKELY]
    count = sum(point.count for point in likely)
    return sum(point.count * abs(point.mean - point.frequency) for point in likely) / count if count else 0.0
