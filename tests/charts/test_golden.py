"""Each chart once, kept as JSON. After a change that is meant: `GOLDEN=rewrite pytest tests/charts`."""

from __future__ import annotations

import json
import os
from base64 import b64decode
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ssp_core.charts.heatmap import heatmap
from ssp_core.charts.matrix import Triangle, pair_matrix
from ssp_core.charts.reliability import reliability
from ssp_core.charts.treemap import treemap
from ssp_core.charts.weights import weights
from ssp_core.folding.structure import Structure

from .cases import KNOWN, PREDICTED, TRNA, class_probabilities, pair_probabilities, plain, taken

GOLDEN = Path(__file__).parent / "golden"
P = pair_probabilities(KNOWN)
SHORT = Structure((-1,) * 20)
FIGURES = {
    "heatmap": heatmap(TRNA, class_probabilities(PREDICTED)),
    "heatmap-compared": heatmap(
        TRNA,
        class_probabilities(PREDICTED),
        structure=PREDICTED,
        reference=KNOWN,
        source_title="network alone",
    ),
    "matrix": pair_matrix(TRNA[:20], SHORT, Triangle("network alone", P[:20, :20])),
    "matrix-compared": pair_matrix(
        TRNA,
        PREDICTED,
        Triangle("what made the drawing", P),
        Triangle("thermodynamics", P.T * 0.5),
        reference=KNOWN,
    ),
    "reliability": reliability({"best": [(0.05, 0.01, 1000), (0.95, 0.9, 40)], "network": [(0.96, 0.6, 50)]}),
    "treemap": treemap(["", "model", "model.encoder", "classifier"], ["Net", "Esm", "Stack", "Linear"], [10, 7, 6, 3]),
    "weights": weights(np.arange(-4, 5).reshape(3, 3), ["opens (", "closes )", "unpaired ."]),
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
def test_the_figure_is_sent_whole(name: str) -> None:
    figure = FIGURES[name]
    received = unpacked(json.loads(figure.json))
    assert not difference(plain(received), plain({"data": figure.data, "layout": figure.layout}))


@pytest.mark.parametrize("name", FIGURES)
def test_html_reads_nothing_in_the_json_as_markup(name: str) -> None:
    assert not {"<", "&"} & set(FIGURES[name].json)


def unpacked(value: Any) -> Any:
    """JSON with plotly's typed arrays as arrays."""
    if isinstance(value, dict) and "bdata" in value:
        flat = np.frombuffer(b64decode(value["bdata"]), dtype=value["dtype"])
        return flat.reshape([int(size) for size in value["shape"].split(",")]) if "shape" in value else flat
    if isinstance(value, dict):
        return {name: unpacked(entry) for name, entry in value.items()}
    return [unpacked(entry) for entry in value] if isinstance(value, list) else value
