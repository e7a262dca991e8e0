"""The figures as the page asks for them: any legal structure, laid out by RNApuzzler, with and without a reference."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from ssp_core.figures.paint import COLOURS
from ssp_core.folding.decoding import DecoderSettings
from ssp_core.folding.structure import Structure
from ssp_core.ui import drawings, stored
from ssp_core.ui.folded import Folded
from tests.figures.cases import folded, pair_probabilities, probabilities, taken, trace
from tests.figures.test_figures import all_finite

FIRST = stored.read()


def result(letters: str, structure: Structure, reference: Structure | None) -> Folded:
    prediction = replace(
        FIRST.prediction,
        sequence=letters,
        structure=structure.dot_bracket,
        probabilities=probabilities(structure).astype(np.float32),
        pair_probabilities=pair_probabilities(structure).astype(np.float32),
        sureness=np.linspace(0.0, 1.0, len(letters)),
        decoding=DecoderSettings("mea"),
    )
    return replace(FIRST, prediction=prediction, reference=reference)


@settings(max_examples=12)
@given(case=folded())
def test_every_view_draws_every_nucleotide_of_any_structure_once(case: tuple[str, Structure]) -> None:
    letters, structure = case
    shifted = Structure.from_pairs(len(letters), structure.pairs[::2])
    for known in (None, shifted):
        for name, draw in drawings.VIEWS.items():
            figure = taken(draw(result(letters, structure, known), "agreement" if known else "element"))
            assert all_finite(figure)
            meta = figure.layout.meta
            assert (meta["length"] if name in ("heatmap", "matrix") else len(meta["x"])) == len(letters)
            if name in ("planar", "arcs", "circle"):
                discs = trace(figure, "nucleotides")
                assert "".join(discs.text) == letters
                assert len(set(zip(discs.x, discs.y, strict=True))) == len(letters)
            if name == "matrix":
                assert figure.data[0].z.shape == (len(letters), len(letters))


@pytest.mark.parametrize("colour", COLOURS)
def test_the_page_draws_in_every_colouring_at_a_height_of_the_stylesheet(colour: str) -> None:
    for name, draw in drawings.VIEWS.items():
        figure = taken(draw(FIRST, colour))
        assert all_finite(figure)
        assert (figure.layout.height is None) == (name not in ("heatmap", "matrix"))
