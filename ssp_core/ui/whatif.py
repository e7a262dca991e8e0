"""What if one nucleotide were another: both structures, what moved, and a scan of every single mutation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape

from ssp_core.folding.structure import Structure
from ssp_core.prediction import Prediction
from ssp_core.predictor import Predictor
from ssp_core.sequence import RnaSequence

from . import strip, texts
from .folded import Folded
from .links import query_of
from .models import told
from .sampling import back

BASES = "ACGU"
MAX_SCAN = 300  # nt: three mutants a position, each a fold of its own
STRONGEST = 8


@dataclass(frozen=True)
class Mutation:
    """One nucleotide changed: 0-based position and the new base."""

    position: int
    base: str

    def of(self, letters: str) -> str:
        """The mutated sequence."""
        return letters[: self.position] + self.base + letters[self.position + 1 :]

    def name(self, letters: str) -> str:
        """`G12A`, as geneticists write it, positions from 1."""
        return f"{letters[self.position]}{self.position + 1}{self.base}"


def mutation_of(folded: Folded, position: float | None, base: str | None) -> Mutation:
    """The mutation asked for; raises `ValueError` with a sentence."""
    letters = folded.prediction.sequence
    place = int(position or 0)
    if not 1 <= place <= len(letters):
        raise ValueError(f"The position is {place}; a number from 1 to {len(letters)} is wanted.")
    if base not in tuple(BASES):
        raise ValueError("No base is chosen; one of A, C, G, U is wanted.")
    if letters[place - 1] == base:
        raise ValueError(f"Position {place} is {base} already; another base is wanted.")
    return Mutation(place - 1, base)


def distance(a: str, b: str) -> int:
    """Base-pair distance: how many pairs are in one of two dot-bracket strings only."""
    return len(set(Structure.from_dot_bracket(a).pairs) ^ set(Structure.from_dot_bracket(b).pairs))


def mutate(predictor: Predictor, folded: Folded, mutation: Mutation) -> str:
    """Both structures under each other and what moved, as HTML; also where a sample is shown, decoded ones."""
    folded = back(folded)
    before = folded.prediction
    with told("The model failed on the mutant"):
        after = predictor.predict([mutation.of(before.sequence)], decoder=before.settings)[0]
    return _both(folded, before, after, mutation)


def _both(folded: Folded, before: Prediction, after: Prediction, mutation: Mutation) -> str:
    here = {mutation.position: ("changed", f"{mutation.name(before.sequence)}")}
    old, new = (Structure.from_dot_bracket(each.structure) for each in (before, after))
    moved = {
        i: ("differs", f"before {strip.partner_words(a)}, after {strip.partner_words(b)}")
        for i, (a, b) in enumerate(zip(old.partners, new.partners, strict=True))
        if a != b
    }
    rows = (
        strip.Row("seq", "sequence", after.sequence, here),
        strip.Row("before", "structure before", before.structure, {}),
        strip.Row("after", "structure after", after.structure, moved),
    )
    name = mutation.name(before.sequence)
    words = (
        f"{name}: {distance(before.structure, after.structure)} pairs differ, {len(moved)} nucleotides have another "
        f"partner or none; mean confidence {before.confidence:.2f} before, {after.confidence:.2f} after."
    )
    mutant = replace(
        folded,
        prediction=replace(after, sequence=RnaSequence(after.sequence, f"{folded.title} {name}")),
        reference=None,
    )
    return (
        f"{strip.lines_html(rows, 'Structures before and after the mutation')}"
        f'{texts.paragraph(words, "words")}<p class="copies"><a class="export" href="{escape(query_of(mutant))}">'
        f"Open {escape(name)} as a result of its own</a></p>"
    )


def mutations(letters: str) -> list[Mutation]:
    """Every single mutation, by position."""
    return [Mutation(i, base) for i, letter in enumerate(letters) for base in BASES if base != letter]


def scan(predictor: Predictor, folded: Folded) -> Iterator[tuple[int, int, str]]:
    """Fold every single mutant: (how many are done, of how many, the map so far as HTML), now and then and at the end.

    Raises `ValueError` with a sentence for a sequence that is too long.
    """
    before = back(folded).prediction
    letters = before.sequence
    if len(letters) > MAX_SCAN:
        raise ValueError(
            f"The sequence has {len(letters):,} nt; a scan folds three mutants a position, up to {MAX_SCAN} nt."
        )
    wanted = mutations(letters)
    step = max(12, len(wanted) // 20)
    found: dict[Mutation, int] = {}
    for start in range(0, len(wanted), step):
        part = wanted[start : start + step]
        with told("The model failed on a mutant"):
            folds = predictor.predict([mutation.of(letters) for mutation in part], decoder=before.settings)
        found |= {
            mutation: distance(before.structure, each.structure) for mutation, each in zip(part, folds, strict=True)
        }
        yield len(found), len(wanted), scan_html(letters, found)


def scan_html(letters: str, found: dict[Mutation, int]) -> str:
    """The map of how far each mutation moves the structure, and the strongest in a list."""
    most = max([*found.values(), 1])
    blocks = "".join(_block(letters, start, found, most) for start in range(0, len(letters), strip.BLOCK))
    ranked = sorted(found.items(), key=lambda item: -item[1])[:STRONGEST]
    strongest = "; ".join(f"{mutation.name(letters)} {count}" for mutation, count in ranked)
    return (
        f'<div class="strip scan" role="img" aria-label="Pairs that each mutation changes">{blocks}</div>'
        + texts.paragraph(
            f"Strongest, with the pairs they change: {strongest}. The darkest cell is {most} pairs, the palest none; "
            "where the base is there already, or is not folded yet, there is no cell.",
            "words",
        )
    )


def _block(letters: str, start: int, found: dict[Mutation, int], most: int) -> str:
    end = min(start + strip.BLOCK, len(letters))
    sequence = "".join(f'<span class="base">{letter}</span>' for letter in letters[start:end])
    lines = [strip.ruler(start, end), f'<div class="line" data-label="seq">{sequence}</div>']
    for base in BASES:
        cells = "".join(_cell(letters, Mutation(i, base), found, most) for i in range(start, end))
        lines.append(f'<div class="line" data-label="to {base}">{cells}</div>')
    return f'<div class="strip-block">{"".join(lines)}</div>'


def _cell(letters: str, mutation: Mutation, found: dict[Mutation, int], most: int) -> str:
    if mutation not in found:
        return '<span class="cell none"> </span>'
    share = found[mutation] / most
    words = f"{mutation.name(letters)}: {found[mutation]} pairs"
    return f'<span class="cell" style="--share:{share:.2f}" title="{words}"> </span>'
