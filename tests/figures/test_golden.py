"""Each figure of one tRNA, kept as JSON. After a change that is meant: `GOLDEN=rewrite pytest tests/figures`."""

from __future__ import annotations

import json
import os
from base64 import b64decode
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ssp_core.figures.arcs import arcs
from ssp_core.figures.circle import circle
from ssp_core.figures.planar import planar
from ssp_core.folding.elements import elements

from .cases import KNOWN, PREDICTED, TRNA, plain, probabilities, stub, taken

GOLDEN = Path(__file__).parent / "golden"
CONFIDENCE = probabilities(PREDICTED).max(axis=1)
FIGURES = {
    "planar": planar(TRNA, KNOWN, coordinates=stub(KNOWN), colour="class"),
    "arcs": arcs(TRNA, PREDICTED, reference=KNOWN),
    "circle": circle(TRNA, PREDICTED, reference=KNOWN, colour="agreement"),
    # The other form of each: with a reference where the one above has none, without one where it has.
    "planar-compared": planar(
        TRNA, PREDICTED, coordinates=stub(PREDICTED), colour="confidence", confidence=CONFIDENCE, reference=KNOWN
    ),
    "arcs-by-kind": arcs(TRNA, KNOWN, colour="element", elements=elements(KNOWN)),
    "circle-by-kind": circle(TRNA, KNOWN, colour="base"),
}


def difference(new: Any, old: Any, where: str = "figure") -> str:
    """Where two JSON values differ first, numbers by more than what another processor may round; "" if nowhere."""
    if isinstance(new, dict) and isinstance(old, dict):
        if set(new) != set(old):
            return f"{where}: {sorted(set(new) ^ set(old))} only in one"
        return next((d for key in new if (d := difference(new[key], old[key], f"{where}.{key}"))), "")
    if isinstance(new, list) and isinstance(old, list):
        if len(new) != len(old):
            return f"{where}: {len(new)} entries, were {len(old)}"
        return next(
            (d for k, pair in enumerate(zip(new, old, strict=True)) if (d := difference(*pair, f"{where}[{k}]"))), ""
        )
    if isinstance(new, (int, float)) and isinstance(old, (int, float)):
        return "" if abs(new - old) <= 2e-3 else f"{where}: {new}, was {old}"
    return "" if new == old else f"{where}: {new!r}, was {old!r}"


@pytest.mark.parametrize("name", FIGURES)
def test_the_figure_is_as_it_was(name: str) -> None:
    figure = FIGURES[name]
    new = plain({"data": figure.data, "layout": figure.layout})
    path = GOLDEN / f"{name}.json"
    if os.environ.get("GOLDEN") == "rewrite":
        path.write_text(
            json.dumps(new, ensure_ascii=False, separators=(",", ":")).replace("},{", "},\n{") + "\n", encoding="utf-8"
        )
    assert not difference(new, json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", FIGURES)
def test_plotly_knows_every_property(name: str) -> None:
    taken(FIGURES[name])


@pytest.mark.parametrize("name", FIGURES)
def test_the_figure_travels_whole(name: str) -> None:
    figure = FIGURES[name]
    come = unpacked(json.loads(figure.json))
    assert not difference(plain(come), plain({"data": figure.data, "layout": figure.layout}))


def unpacked(value: Any) -> Any:
    """JSON with plotly's typed arrays as arrays."""
    if isinstance(value, dict) and "bdata" in value:
        flat = np.frombuffer(b64decode(value["bdata"]), dtype=value["dtype"])
        return flat.reshape([int(each) for each in value["shape"].split(",")]) if "shape" in value else flat
    if isinstance(value, dict):
        return {name: unpacked(entry) for name, entry in value.items()}
    return [unpacked(entry) for entry in value] if isinstance(value, list) else value
