"""What if one nucleotide were another: a mutant's structure beside the result's, and the map of every mutation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ssp_core.analysis.mutations import Mutant, Mutation, ScanProgress
from ssp_core.rna import BASES
from ssp_core.ui.links import query_of
from ssp_core.ui.result import Result
from ssp_core.ui.templates import render

from .strip import BLOCK, Row, blocks, differences, ruler

_STRONGEST = 8  # mutations that the words below the map name


def mutant_html(mutant: Mutant, result: Result) -> str:
    """Both structures under each other, and what changed."""
    before, after = mutant.before, mutant.after
    old, new = before.decoded.structure, after.decoded.structure
    lines = (
        Row("seq", "sequence", str(after.sequence), {mutant.mutation.position: ("changed", mutant.name)}),
        Row("before", "structure before", old.dot_bracket),
        Row("after", "structure after", new.dot_bracket, differences(old, new, ("before", "after"))),
    )
    return render(
        "fold/mutant.html",
        blocks=list(blocks(lines)),
        name=mutant.name,
        changed_pairs=mutant.changed_pairs,
        moved=len(mutant.moved),
        before=before.confidence,
        after=after.confidence,
        address=query_of(Result(after, result.choice)),
    )


@dataclass(frozen=True)
class Cell:
    """A mutation on the map: how dark, and what it says; None of both where there is none."""

    share: float | None
    title: str


@dataclass(frozen=True)
class MapBlock:
    """Ten positions of the map: the number above, the letters, and a line of cells for each base."""

    ruler: str
    letters: str
    lines: tuple[tuple[str, list[Cell]], ...]


def scan_html(progress: ScanProgress, result: Result) -> str:
    """The map of how many pairs each mutation changes, as far as it is computed, and the strongest in words."""
    sequence = str(result.sequence)
    most = max([*progress.changed.values(), 1])
    ranked = sorted(progress.changed.items(), key=lambda item: -item[1])[:_STRONGEST]
    return render(
        "fold/scan.html",
        done=progress.done,
        total=progress.total,
        title=result.title,
        most=most,
        strongest=[(mutation.name(sequence), count) for mutation, count in ranked],
        blocks=list(_map_blocks(sequence, progress, most)),
    )


def _map_blocks(sequence: str, progress: ScanProgress, most: int) -> Iterator[MapBlock]:
    def cell(position: int, base: str) -> Cell:
        mutation = Mutation(position, base)
        changed = progress.changed.get(mutation)
        if changed is None:
            return Cell(None, "")
        return Cell(changed / most, f"{mutation.name(sequence)}: {changed} {'pair' if changed == 1 else 'pairs'}")

    for start in range(0, len(sequence), BLOCK):
        positions = range(start, min(start + BLOCK, len(sequence)))
        lines = tuple((f"to {base}", [cell(i, base) for i in positions]) for base in BASES)
        yield MapBlock(ruler(positions), sequence[start : positions.stop], lines)
