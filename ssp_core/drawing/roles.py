"""What nucleotides and pairs are coloured by: a role for each, and the legend that names the roles that occur."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from ssp_core.folding.elements import ELEMENT_NAMES, elements
from ssp_core.folding.structure import Structure

from .options import DrawingOptions
from .shapes import LegendEntry

CONFIDENCE_STEPS = 20  # confidence is shown in steps of 5 %
BASE_NAMES = {base: base for base in "ACGUN"}
CLASS_KEYS = {"(": "open", ")": "close", ".": "free"}
CLASS_NAMES = {"(": "opens (", ")": "closes )", ".": "unpaired ."}
# One word each: the widest name decides how many columns a legend has on a phone.
AGREEMENT_NAMES = {"true": "correct", "missed": "missed", "false": "wrong", "unpaired": "unpaired"}
MARK_NAMES = {"mutated": "mutated", "changed": "paired otherwise"}
PAIR_NAMES = {"gc": "G–C", "au": "A–U", "gu": "G·U", "other": "other pair"}
_KINDS = {"GC": "gc", "CG": "gc", "AU": "au", "UA": "au", "GU": "gu", "UG": "gu"}


class Roles(NamedTuple):
    """The role of each nucleotide, and the legend's entries."""

    of_nucleotides: tuple[str, ...]
    legend: tuple[LegendEntry, ...]


class PairRole(NamedTuple):
    """Pairs that are drawn alike."""

    role: str
    name: str
    pairs: tuple[tuple[int, int], ...]


def nucleotide_roles(sequence: str, structure: Structure, options: DrawingOptions) -> Roles:
    """The role of each nucleotide under the colouring asked for; `options` have been checked."""
    colour = options.colour
    if colour == "confidence":
        values = np.clip(np.nan_to_num(np.asarray(options.confidence, dtype=np.float64)), 0.0, 1.0)
        steps = np.rint(values * CONFIDENCE_STEPS).astype(int).tolist()
        return Roles(tuple(f"confidence-{step}" for step in steps), (LegendEntry("confidence", "confidence"),))
    if colour == "base":
        return _roles("base", [base if base in BASE_NAMES else "N" for base in sequence], BASE_NAMES)
    if colour == "class":
        keys = [CLASS_KEYS[symbol] for symbol in structure.dot_bracket]
        return _roles("class", keys, {CLASS_KEYS[symbol]: name for symbol, name in CLASS_NAMES.items()})
    if colour == "agreement":
        return _roles("agreement", _agreement(structure, options.reference or structure), AGREEMENT_NAMES)
    names = {letter: name.replace("'", "′") for letter, name in ELEMENT_NAMES.items()}
    if not structure.pairs:  # a chain without pairs is no end of anything
        return _roles("element", ["e"] * len(sequence), {"e": "unpaired"})
    return _roles("element", elements(structure), dict(sorted(names.items(), key=lambda item: "shimeft".find(item[0]))))


def pair_roles(sequence: str, structure: Structure, reference: Structure | None) -> tuple[PairRole, ...]:
    """Pairs by kind; with a reference by agreement: in both, only in the reference, only predicted."""
    if reference is None:
        kinds: dict[str, list[tuple[int, int]]] = {kind: [] for kind in PAIR_NAMES}
        for i, j in structure.pairs:
            kinds[_KINDS.get(sequence[i] + sequence[j], "other")].append((i, j))
        names: Mapping[str, str] = PAIR_NAMES
    else:
        predicted, known = set(structure.pairs), set(reference.pairs)
        kinds = {
            "true": sorted(predicted & known),
            "missed": sorted(known - predicted),
            "false": sorted(predicted - known),
        }
        names = AGREEMENT_NAMES
    return tuple(PairRole(f"pair-{kind}", names[kind], tuple(pairs)) for kind, pairs in kinds.items() if pairs)


def legend(nucleotides: Roles, pairs: tuple[PairRole, ...]) -> tuple[LegendEntry, ...]:
    """All entries, nucleotides first; of a disc and a line with one name ("missed") the line, which shows its dash."""
    lines = tuple(LegendEntry(pair.role, pair.name) for pair in pairs)
    taken = {entry.name for entry in lines}
    return (*(entry for entry in nucleotides.legend if entry.name not in taken), *lines)


def marks(options: DrawingOptions) -> dict[int, str]:
    """The ring of each nucleotide that has one; of one that is mutated and changed, that of the mutation."""
    return {**dict.fromkeys(options.changed, "changed"), **dict.fromkeys(options.mutated, "mutated")}


def pair_mark(pair: tuple[int, int] | None, options: DrawingOptions) -> str:
    """The mark of a line: a pair of a changed nucleotide is changed itself."""
    return "changed" if pair is not None and not {*pair}.isdisjoint(options.changed) else ""


def mark_legend(options: DrawingOptions) -> tuple[LegendEntry, ...]:
    """The marks that occur, with their names."""
    return tuple(LegendEntry(role, name) for role, name in MARK_NAMES.items() if getattr(options, role))


def _roles(kind: str, keys: list[str] | str, names: Mapping[str, str]) -> Roles:
    present = set(keys)
    roles = {key: f"{kind}-{key}" for key in present}
    return Roles(
        tuple(roles[key] for key in keys),
        tuple(LegendEntry(roles[key], name) for key, name in names.items() if key in present),
    )


def _agreement(structure: Structure, reference: Structure) -> list[str]:
    """For each nucleotide "true", "missed", "false" or "unpaired"; paired to two different partners counts as false."""
    verdicts = []
    for predicted, known in zip(structure.partners, reference.partners, strict=True):
        if predicted == known:
            verdicts.append("unpaired" if predicted < 0 else "true")
        else:
            verdicts.append("missed" if predicted < 0 else "false")
    return verdicts
