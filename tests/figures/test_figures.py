"""Every view draws any legal structure: finite numbers, every nucleotide once, every pair once, anchors for linking."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from ssp_core.figures import palettes
from ssp_core.figures.arcs import arcs
from ssp_core.figures.circle import circle
from ssp_core.figures.paint import COLOURS
from ssp_core.figures.planar import planar
from ssp_core.folding.structure import Structure

from .cases import KNOWN, PREDICTED, TRNA, folded, numbers, stub, taken, trace

Case = tuple[str, Structure]


def draw_planar(letters: str, structure: Structure, reference: Structure | None = None) -> Any:
    return taken(planar(letters, structure, coordinates=stub(structure), colour="base", reference=reference))


def draw_arcs(letters: str, structure: Structure, reference: Structure | None = None) -> Any:
    return taken(arcs(letters, structure, reference=reference))


def draw_circle(letters: str, structure: Structure, reference: Structure | None = None) -> Any:
    return taken(circle(letters, structure, reference=reference))


DRAWINGS: dict[str, Callable[..., Any]] = {
    "planar": draw_planar,
    "arcs": draw_arcs,
    "circle": draw_circle,
}


def all_finite(figure: Any) -> bool:
    shown = [t for t in figure.data if t.type == "scatter" and list(t.x) != [None]]
    return all(math.isfinite(v) for t in shown for axis in (t.x, t.y) for v in numbers(axis))


def gaps(values: Any) -> int:
    return sum(v is None or bool(np.isnan(v)) for v in values)


@pytest.mark.parametrize("name", DRAWINGS)
@settings(max_examples=25)
@given(case=folded())
def test_any_legal_structure_is_drawn(name: str, case: Case) -> None:
    letters, structure = case
    figure = DRAWINGS[name](letters, structure)
    assert all_finite(figure)
    meta = figure.layout.meta
    assert meta["view"] == name
    assert len(meta["x"]) == len(letters)
    assert all(map(math.isfinite, [*meta["x"], *meta["y"]]))
    nucleotides = trace(figure, "nucleotides")
    assert len(nucleotides.x) == len(nucleotides.y) == len(letters)
    assert "".join(nucleotides.text) == letters
    places = set(zip(nucleotides.x, nucleotides.y, strict=True))
    assert len(places) == len(letters)
    # one gap ends each pair's line
    pairs = {*palettes.PAIR_NAMES.values()}
    assert sum(gaps(t.x) for t in figure.data if t.name in pairs and t.mode == "lines") == len(structure.pairs)


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_reference_is_told_apart_by_more_than_colour(name: str) -> None:
    figure = DRAWINGS[name](TRNA, PREDICTED, KNOWN)
    marks: dict[str, set[Any]] = {}
    for verdict in ("true", "missed", "false"):
        for t in figure.data:
            if t.name == palettes.AGREEMENT_NAMES[verdict] and t.mode == "lines":
                marks.setdefault(verdict, set()).add((t.line.color, t.line.dash))
    assert set(marks) == {"true", "missed", "false"}
    looks = [look for found in marks.values() for look in found]
    assert len({colour for colour, _ in looks}) == len({style for _, style in looks}) == 3


@pytest.mark.parametrize("colour", COLOURS)
def test_every_colouring_has_a_legend_or_a_bar(colour: Any) -> None:
    drawn = planar(
        TRNA,
        PREDICTED,
        coordinates=stub(PREDICTED),
        colour=colour,
        elements="s" * len(TRNA),
        confidence=np.linspace(0, 1, len(TRNA)),
        reference=KNOWN if colour == "agreement" else None,
    )
    figure = taken(drawn)
    bars = [t for t in figure.data if t.marker and t.marker.showscale]
    names = [t.name for t in figure.data if t.mode == "markers" and t.showlegend is not False]
    assert len(bars) == (colour == "confidence")
    assert bool(names) != bool(bars)


def test_hover_counts_from_one() -> None:
    texts = trace(draw_arcs(TRNA, KNOWN), "nucleotides").hovertext
    assert texts[0].startswith("<b>G 1</b><br>pairs with C 72")
    assert texts[75].startswith("<b>A 76</b><br>unpaired")


def test_a_pair_has_the_weight_of_its_kind() -> None:
    figure = taken(planar("GAGAAACUC", Structure.from_dot_bracket("(((...)))"), coordinates=None, colour="base"))
    widths = {name: trace(figure, name).line.width for name in ("G–C", "A–U")}
    assert widths["G–C"] > widths["A–U"]
    wobble = taken(planar("GAAAU", Structure.from_dot_bracket("(...)"), coordinates=None, colour="base"))
    assert trace(wobble, "G·U").line.dash == "dot"


@pytest.mark.parametrize("bad", [None, [[np.nan, 0.0]] * 5, [[1.0, 1.0]] * 5, [[0.0, 1.0]]])
def test_coordinates_that_cannot_be_drawn_become_a_circle(bad: Any) -> None:
    structure = Structure.from_dot_bracket("(...)")
    points = planar("GAAAC", structure, coordinates=bad, colour="base").layout["meta"]
    radii = np.hypot(points["x"], points["y"])
    assert np.allclose(radii, radii[0], atol=1e-2)
    assert radii[0] > 0


@pytest.mark.parametrize("length", [1, 2, 3])
def test_the_shortest_are_drawn(length: int) -> None:
    for draw in DRAWINGS.values():
        assert all_finite(draw("A" * length, Structure((-1,) * length)))


def test_letters_go_where_they_would_not_be_legible() -> None:
    long = Structure((-1,) * 1022)
    assert trace(draw_circle("A" * 1022, long), "nucleotides").mode == "markers"
    assert trace(draw_planar(TRNA, KNOWN), "nucleotides").mode == "markers+text"


def test_positions_are_numbered_every_ten_and_the_ends_are_named() -> None:
    texts = list(trace(draw_planar(TRNA, KNOWN), "positions").text)
    assert texts == ["<b>5′</b>", "<b>3′</b>", "10", "20", "30", "40", "50", "60", "70"]


@pytest.mark.parametrize(
    "call",
    [
        lambda: planar("ACG", Structure((-1, -1)), coordinates=None, colour="base"),
        lambda: planar("ACG", Structure((-1,) * 3), coordinates=None, colour="element"),
        lambda: planar("ACG", Structure((-1,) * 3), coordinates=None, colour="agreement"),
        lambda: planar("ACG", Structure((-1,) * 3), coordinates=None, colour="confidence", confidence=[1.0]),
        lambda: arcs("ACG", Structure((-1,) * 3), reference=Structure((-1,) * 4)),
    ],
)
def test_what_does_not_fit_is_refused(call: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"\d|needs"):
        call()
