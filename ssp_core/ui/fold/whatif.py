"""A mutant beside what it was: both drawings, both structures, and what changes in probabilities and energies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ssp_core.analysis.mutations import Mutant
from ssp_core.analysis.stems import StemChange
from ssp_core.analysis.wording import counted, percent
from ssp_core.drawing import DrawingOptions, draw
from ssp_core.folding.structure import Structure
from ssp_core.prediction import Prediction
from ssp_core.rna import can_pair
from ssp_core.ui.links import query_of
from ssp_core.ui.result import Result
from ssp_core.ui.templates import raw, render

from .strip import Row, blocks, differences

_CLASSES = ("opens a pair", "closes a pair", "is unpaired")  # in the order of the columns of class probabilities


@dataclass(frozen=True)
class Compared:
    """A line of the table: what is compared, before and after, and how sure the change is."""

    what: str
    before: str
    after: str
    how_sure: str = ""


def mutant_html(mutant: Mutant, result: Result) -> str:
    """A mutant beside what it was."""
    before, after = mutant.before, mutant.after
    old, new = before.decoded.structure, after.decoded.structure
    position = mutant.mutation.position
    lines = (
        Row("seq", "sequence", str(after.sequence), {position: ("changed", mutant.name)}),
        Row("before", "structure before", old.dot_bracket),
        Row("after", "structure after", new.dot_bracket, differences(old, new, ("before", "after"))),
    )
    reference, left_out = _reference(mutant, result)
    return render(
        "fold/mutant.html",
        name=mutant.name,
        first=mutant.first_sentence,
        stems=mutant.stems.sentences,
        moved=len(mutant.moved),
        drawings=[
            (f"Before: {result.title}", _drawing(mutant, before, result.title)),
            (f"After: {mutant.name}", _drawing(mutant, after, f"{result.title} {mutant.name}")),
        ],
        blocks=list(blocks(lines)),
        table=list(_table(mutant)),
        address=query_of(Result(after, result.choice, reference)),
        left_out=left_out,
    )


def _drawing(mutant: Mutant, prediction: Prediction, title: str) -> str:
    options = DrawingOptions(title=title, mutated=(mutant.mutation.position,), changed=mutant.moved)
    return raw(draw("planar", prediction.sequence, prediction.decoded.structure, options).html())


def _table(mutant: Mutant) -> Iterator[Compared]:
    before, after, position = mutant.before, mutant.after, mutant.mutation.position
    sides = before.probabilities[position], after.probabilities[position]
    for name, one, other in zip(_CLASSES, *sides, strict=True):
        yield Compared(f"Nucleotide {position + 1} {name}", percent(one), percent(other))
    for stem in (*mutant.stems.lost, *mutant.stems.gained):
        yield Compared(_stem_title(stem), percent(stem.before), percent(stem.after), _verdict(stem))
    yield Compared("Free energy in kcal/mol (Turner 2004)", _energy(before), _energy(after))
    yield Compared("Average confidence", percent(before.confidence), percent(after.confidence))


def _stem_title(stem: StemChange) -> str:
    pairs = counted(len(stem.pairs) - 1, "other pair") if stem.mutated and len(stem.pairs) > 1 else "pairs"
    of = "probability" if len(stem.pairs) == 1 else f"mean probability of its {pairs}"
    return f"{'Lost' if stem.lost else 'Gained'} {stem.name}: {of}"


def _verdict(stem: StemChange) -> str:
    return f"{'the loss' if stem.lost else 'the gain'} is {stem.how_sure}"


def _energy(prediction: Prediction) -> str:
    energy = prediction.free_energy
    return "none" if energy is None else f"{energy:.1f}"


def _reference(mutant: Mutant, result: Result) -> tuple[Structure | None, str]:
    """The known structure where the mutant can form it, or a sentence on why it is left out."""
    known, position = result.reference, mutant.mutation.position
    partner = -1 if known is None else known.partners[position]
    if partner < 0 or can_pair(mutant.mutation.base, str(result.sequence)[partner]):
        return known, ""
    i, j = sorted((position + 1, partner + 1))
    return None, f"The known structure is left out there: {mutant.name} cannot form its pair {i}-{j}."
