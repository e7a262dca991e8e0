"""Step 6: the MAP table of a short RNA filled cell by cell, and the structures of all decoders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ssp_core.folding import thermo
from ssp_core.folding.decoding import BEST, CHOICES, DECODERS, DecoderSettings
from ssp_core.folding.decoding.recursion import MAX_TABLE, Table, fill
from ssp_core.folding.metrics import score_pairs
from ssp_core.folding.structure import Structure
from ssp_core.ui.templates import render

from .learner import Learner, data

_CHOSEN = "The structure with the settings that were chosen on the Fold tab."
_MFE = "No network: the structure of the lowest free energy."


@dataclass(frozen=True)
class Window:
    """A part of the RNA that the table is filled for: from `start`, 0-based, up to but not including `end`."""

    start: int
    end: int


@dataclass(frozen=True)
class Row:
    """The structure by one decoder, and its F1 where a structure is known."""

    title: str
    hint: str
    structure: str
    f1: float | None
    is_shown: bool = False


def html(learner: Learner) -> str:
    """The picture."""
    sequence, window = learner.sequence, window_of(learner.prediction.decoded.structure)
    part = sequence[window.start : window.end]
    table = fill(part, learner.prediction.output.class_probabilities[window.start : window.end])
    return render(
        "learn/recursion.html",
        length=len(sequence),
        window=window,
        most=MAX_TABLE,
        is_whole=len(part) == len(sequence),
        structure=table.structure.dot_bracket,
        total=table.total,
        rows=rows(learner),
        data=data("table", {"sequence": part, "start": window.start, **_cells(table)}),
    )


def window_of(structure: Structure) -> Window:
    """All of a short RNA; of a longer one the part that encloses most pairs, the shortest of several."""
    length = len(structure)
    if length <= MAX_TABLE:
        return Window(0, length)
    inside = [(i, j) for i, j in structure.pairs if j - i < MAX_TABLE]
    if not inside:
        return Window(0, MAX_TABLE)

    def n_pairs(closing: tuple[int, int]) -> tuple[int, int]:
        i, j = closing
        return sum(i <= a and b <= j for a, b in inside), i - j

    i, j = max(inside, key=n_pairs)
    return Window(i, j + 1)


def rows(learner: Learner) -> tuple[Row, ...]:
    """The structure by each decoder that the model takes, by its recommended settings, as the Fold tab has it where
    that is none of these, and by minimum free energy."""
    known, shown = learner.result.reference, learner.prediction
    choices: dict[str, DecoderSettings] = {}
    for decoder in reversed(tuple(DECODERS.values())):
        if learner.predictor.accepts_thermo_input or not decoder.thermo_input:
            choices[decoder.name] = DecoderSettings(decoder.name)
    choices[BEST] = learner.predictor.settings_for(BEST)
    found = []
    for name, settings in choices.items():
        structure = learner.predictor.predict([learner.result.sequence], settings)[0].decoded.structure
        title, hint = CHOICES[name]
        is_shown = settings == shown.settings and structure == shown.decoded.structure
        found.append(Row(title, hint, structure.dot_bracket, _f1(structure, known), is_shown))
    if not any(row.is_shown for row in found):
        structure = shown.decoded.structure
        found.append(Row("Chosen", _CHOSEN, structure.dot_bracket, _f1(structure, known), is_shown=True))
    mfe = thermo.mfe(learner.result.sequence).structure
    return (*found, Row("RNAfold", _MFE, mfe.dot_bracket, _f1(mfe, known)))


def _f1(structure: Structure, known: Structure | None) -> float | None:
    return None if known is None else score_pairs(structure, known).f1


def _cells(table: Table) -> dict[str, Any]:
    """The cells in the order of filling: place, value, and choices as (kind, partner, parts, value, taken)."""
    return {
        "cells": [
            {
                "i": i,
                "j": j,
                "value": round(table.value(i, j), 4),
                "choices": [
                    {
                        "kind": choice.kind,
                        "partner": choice.partner,
                        "gain": None if choice.gain is None else round(choice.gain, 4),
                        "parts": choice.parts,
                        "value": round(choice.value, 4),
                        "taken": choice.is_taken,
                    }
                    for choice in table.choices(i, j)
                ],
            }
            for i, j in table.order
        ],
        "traceback": table.traceback,
        "structure": table.structure.dot_bracket,
    }
