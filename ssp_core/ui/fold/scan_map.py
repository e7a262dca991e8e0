"""The map of every single mutation: its cells, and how far the scan that fills them is.

The cells come once; each report of a scan brings numbers, and `assets/js/scan_map.js` puts them into the cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ssp_core.analysis.mutations import Mutation, all_mutations
from ssp_core.analysis.scan import ScanProgress, why_no_scan
from ssp_core.analysis.wording import counted, time_left
from ssp_core.rna import BASES
from ssp_core.ui.result import Result
from ssp_core.ui.templates import render

from .strip import BLOCK

_STRONGEST = 8  # mutations that the words below the map name


@dataclass(frozen=True)
class MapBlock:
    """Ten positions of the map, 0-based; their letters, and a line of mutations for each base, None where it is there.

    Attributes:
        last: the last position from 1, of a whole block.
    """

    last: int | None
    letters: str
    lines: tuple[tuple[str, tuple[tuple[int, Mutation | None], ...]], ...]


def tools_html(result: Result) -> str:
    """The buttons that start and stop a scan, with what it will do or why there can be none."""
    sequence = result.sequence
    return render("fold/scan_tools.html", reason=why_no_scan(sequence), total=len(all_mutations(sequence)))


def map_html(result: Result) -> str:
    """The cells, without numbers."""
    sequence = str(result.sequence)
    return render("fold/scan_map.html", sequence=sequence, blocks=list(_map_blocks(sequence)))


def progress_html(progress: ScanProgress, result: Result, state: str = "running") -> str:
    """How far a scan is, with the numbers for the map.

    Args:
        progress: the scan so far.
        result: what is scanned.
        state: "running", "stopped" or "done".
    """
    sequence = result.sequence
    ranked = sorted((item for item in progress.changed.items() if item[1]), key=lambda item: -item[1])[:_STRONGEST]
    left = progress.seconds_left
    return render(
        "fold/scan_progress.html",
        state=state,
        done=progress.done,
        total=progress.total,
        title=result.title,
        decoder=result.choice_name,
        left="" if left is None else time_left(left),
        counts=",".join(str(progress.changed.get(mutation, "")) for mutation in all_mutations(sequence)),
        strongest=[(mutation.name(sequence), counted(count, "pair")) for mutation, count in ranked],
    )


def _map_blocks(sequence: str) -> Iterator[MapBlock]:
    for start in range(0, len(sequence), BLOCK):
        positions = range(start, min(start + BLOCK, len(sequence)))
        lines = tuple(
            (base, tuple((i, None if sequence[i] == base else Mutation(i, base)) for i in positions)) for base in BASES
        )
        last = positions.stop if len(positions) == BLOCK else None
        yield MapBlock(last, sequence[start : positions.stop], lines)
