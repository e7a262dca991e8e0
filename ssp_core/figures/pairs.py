"""Sorting base pairs for drawing: by kind (GC, AU, GU), or by agreement with a reference."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from ssp_core.figures import palettes
from ssp_core.folding.structure import Structure

Pair = tuple[int, int]


class Stroke(NamedTuple):
    """Pairs that are drawn alike: what they are called and how their line looks."""

    pairs: list[Pair]
    name: str
    line: dict[str, Any]


def by_kind(sequence: str, pairs: Iterable[Pair]) -> dict[str, list[Pair]]:
    """Pairs under "GC", "AU", "GU" and "other", in this order; kinds that do not occur are left out."""
    kinds: dict[str, list[Pair]] = {kind: [] for kind in palettes.PAIR_NAMES}
    for i, j in pairs:
        letters = "".join(sorted(sequence[i] + sequence[j]))
        kinds[{"CG": "GC", "AU": "AU", "GU": "GU"}.get(letters, "other")].append((i, j))
    return {kind: members for kind, members in kinds.items() if members}


def by_agreement(structure: Structure, reference: Structure) -> dict[str, list[Pair]]:
    """Pairs under "true", "missed" and "false"; all three keys, whether or not they occur.

    Raises:
        ValueError: if the two structures differ in length.
    """
    if len(structure) != len(reference):
        raise ValueError(f"The reference has {len(reference)} positions and the structure {len(structure)}.")
    predicted, known = set(structure.pairs), set(reference.pairs)
    return {
        "true": sorted(predicted & known),
        "missed": sorted(known - predicted),
        "false": sorted(predicted - known),
    }


def strokes(sequence: str, structure: Structure, reference: Structure | None, width: float) -> dict[str, Stroke]:
    """Pairs as curves show them, those that occur: by kind, of `width` pixels times their kind's; with a reference by
    agreement.

    Raises:
        ValueError: if structure and reference differ in length.
    """
    if reference is None:
        return {
            kind: Stroke(
                pairs,
                palettes.PAIR_NAMES[kind],
                {"color": palettes.INK, "width": width * palettes.PAIR_WIDTH[kind], "dash": palettes.PAIR_DASH[kind]},
            )
            for kind, pairs in by_kind(sequence, structure.pairs).items()
        }
    return {
        verdict: Stroke(
            pairs,
            palettes.AGREEMENT_NAMES[verdict],
            {"color": palettes.AGREEMENT[verdict], "width": width, "dash": palettes.AGREEMENT_DASH[verdict]},
        )
        for verdict, pairs in by_agreement(structure, reference).items()
        if pairs
    }


def agreement_of_bases(structure: Structure, reference: Structure) -> list[str]:
    """For each nucleotide "true", "missed", "false" or "unpaired"; paired to two different partners counts as false."""
    verdicts = []
    for predicted, known in zip(structure.partners, reference.partners, strict=True):
        if predicted == known:
            verdicts.append("unpaired" if predicted < 0 else "true")
        else:
            verdicts.append("missed" if predicted < 0 else "false")
    return verdicts
