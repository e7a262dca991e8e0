"""Where things are placed, whatever the structure."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from ssp_core.drawing import COLOURINGS, VIEWS, DrawingOptions, Scene, draw, thumbnail
from ssp_core.drawing.labels import LABEL, text_size
from ssp_core.drawing.shapes import RADIUS, STEP
from ssp_core.errors import InputError, StructureError
from ssp_core.folding.structure import Structure

from .cases import HAIRPIN, HAIRPIN_PAIRS, KNOWN, OTHER_PAIRS, PREDICTED, TRNA, folded, letters_for, random_structure

views = st.sampled_from(VIEWS)


@given(folded(), views)
@settings(max_examples=60)
def test_every_nucleotide_is_there_once_and_nothing_overlaps(case: tuple[str, Structure], view: str) -> None:
    sequence, structure = case
    scene = draw(view, sequence, structure)
    assert "".join(disc.letter for disc in scene.discs) == sequence
    assert tuple(disc.partner for disc in scene.discs) == structure.partners
    assert sorted(line.pair for line in scene.lines if line.pair) == list(structure.pairs)
    everything = np.array([*scene.anchors, *(point for line in scene.lines for point in line.points)])
    assert np.isfinite(everything).all()
    width, height = scene.size
    anchors = scene.anchors
    assert (anchors - scene.radius >= 0).all()
    assert (anchors + scene.radius <= (width, height)).all()
    assert scene.radius >= 0.95 * RADIUS
    if len(sequence) > 1:
        assert cKDTree(anchors).query(anchors, k=2)[0][:, 1].min() >= 2 * scene.radius


@given(st.integers(0, 10_000), st.integers(1, 160), views)
@settings(max_examples=60)
def test_labels_collide_with_nothing(seed: int, length: int, view: str) -> None:
    structure = random_structure(length, seed)
    scene = draw(view, letters_for(structure), structure)
    boxes = []
    for x, y, text, _ in scene.labels:
        half = np.array(text_size(text, LABEL * scene.pixel)) / 2
        boxes.append((np.array([x, y]), half))
        outside = np.maximum(np.abs(scene.anchors - (x, y)) - half, 0.0)
        assert np.hypot(*outside.T).min() > scene.radius, text
        assert (half <= (x, y)).all(), text
        assert (half <= np.array(scene.size) - (x, y)).all(), text
    for (first, half), (second, other) in itertools.combinations(boxes, 2):
        assert (np.abs(first - second) > half + other).any()


@pytest.mark.parametrize("view", VIEWS)
def test_numbers_and_ends_are_labelled(view: str) -> None:
    texts = [label.text for label in draw(view, TRNA, KNOWN).labels]
    assert {"5′", "3′"} < set(texts)
    assert {text for text in texts if text.isdigit()} == {"10", "20", "30", "40", "50", "60", "70"}


@pytest.mark.parametrize("view", VIEWS)
def test_a_long_rna_has_numbers_that_are_fewer(view: str) -> None:
    structure = random_structure(1022, 4)
    numbers = [int(label.text) for label in draw(view, letters_for(structure), structure).labels if not label.end]
    assert 8 <= len(numbers) <= 60


def test_pairs_are_drawn_by_kind_or_by_agreement() -> None:
    def roles(scene: Scene) -> dict[tuple[int, int], str]:
        return {line.pair: line.role for line in scene.lines if line.pair}

    assert roles(draw("planar", HAIRPIN, HAIRPIN_PAIRS)) == {
        (0, 11): "pair-gc",
        (1, 10): "pair-gu",
        (2, 9): "pair-other",
        (3, 8): "pair-au",
    }
    compared = draw("circle", HAIRPIN, HAIRPIN_PAIRS, DrawingOptions(reference=OTHER_PAIRS))
    assert roles(compared) == {
        (0, 11): "pair-true",
        (1, 10): "pair-true",
        (2, 9): "pair-true",
        (3, 7): "pair-missed",
        (3, 8): "pair-false",
    }


def test_arcs_have_the_reference_below() -> None:
    scene = draw("arcs", TRNA, PREDICTED, DrawingOptions(reference=KNOWN))
    level = scene.anchors[0, 1]
    sides: dict[str, set[bool]] = {}
    for line in scene.lines:
        if line.pair:
            sides.setdefault(line.role, set()).add(line.points[1][1] < level)
    assert sides == {"pair-true": {True, False}, "pair-false": {True}, "pair-missed": {False}}


def test_curves_of_nested_pairs_do_not_cross_in_the_circle() -> None:
    structure = Structure.from_dot_bracket("(" * 20 + "." * 60 + ")" * 20)
    lines = [line for line in draw("circle", "A" * 100, structure).lines if line.pair]
    t = np.linspace(0, 1, 50)[:, None]
    curves = []
    for line in lines:
        start, control, stop = np.array(line.points)
        curves.append((1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * stop)
    for first, second in itertools.pairwise(curves):
        assert cKDTree(first).query(second)[0].min() > 5


def test_partners_are_a_pair_apart_in_the_plane() -> None:
    anchors = draw("planar", TRNA, KNOWN).anchors
    apart = [np.linalg.norm(anchors[i] - anchors[j]) for i, j in KNOWN.pairs]
    assert np.allclose(apart, apart[0], rtol=0.02)


def test_a_long_exterior_loop_is_bent_and_a_short_one_is_not() -> None:
    tail = Structure.from_dot_bracket("((((....))))" + "." * 60)
    width, height = draw("planar", letters_for(tail), tail).size
    assert width < 2.2 * height
    assert np.allclose(np.diff(draw("planar", TRNA, KNOWN).anchors[-5:], axis=0), (STEP, 0))


def test_domains_keep_apart() -> None:
    p4p6_like = Structure.from_dot_bracket("((((...." + "(((((....)))))" * 3 + "....))))((((..(((....)))..))))")
    anchors = draw("planar", letters_for(p4p6_like), p4p6_like).anchors
    first = next(j for i, j in p4p6_like.pairs if i == 0)
    assert cKDTree(anchors[: first + 1]).query(anchors[first + 1 :])[0].min() > 1.8 * RADIUS * 2


def test_a_chain_without_pairs_is_unpaired_and_no_end() -> None:
    scene = draw("planar", "AUGCCGUGCAUUAA", Structure((-1,) * 14))
    assert [(entry.role, entry.name) for entry in scene.legend] == [("element-e", "unpaired")]
    assert {disc.role for disc in scene.discs} == {"element-e"}


def test_colourings_give_roles_and_a_legend() -> None:
    def roles(colour: str) -> list[str]:
        confidence = [0.0, 0.024, 0.026, 0.5, 1.0, 2.0, -1.0, float("nan"), *[0.7] * 5]
        options = DrawingOptions(colour, reference=OTHER_PAIRS, confidence=confidence)
        scene = draw("planar", HAIRPIN, HAIRPIN_PAIRS, options)
        used = {disc.role for disc in scene.discs}
        named = {entry.role for entry in scene.legend}
        assert colour in ("confidence", "agreement") or used <= named
        return [disc.role for disc in scene.discs]

    assert roles("element") == [f"element-{letter}" for letter in "sssshhhhsssst"]
    assert roles("base") == [f"base-{base}" for base in HAIRPIN]
    assert roles("class") == [f"class-{name}" for name in ["open"] * 4 + ["free"] * 4 + ["close"] * 4 + ["free"]]
    assert roles("agreement")[2:9] == [
        "agreement-true",
        "agreement-false",
        *["agreement-unpaired"] * 3,
        "agreement-missed",
        "agreement-false",
    ]
    steps = (0, 0, 1, 10, 20, 20, 0, 0, 14)
    assert roles("confidence")[:9] == [f"confidence-{step}" for step in steps]


def test_the_description_is_one_sentence() -> None:
    options = DrawingOptions("agreement", reference=KNOWN, title=" tRNA-Phe,\n yeast ")
    assert draw("arcs", TRNA, PREDICTED, options).description == (
        "Arc diagram of tRNA-Phe, yeast: 76 nucleotides with 19 base pairs, 18 of the reference's 21 among them, "
        "coloured by agreement with the reference."
    )
    assert draw("circle", "A", Structure((-1,))).description == (
        "Circle plot: 1 nucleotide with 0 base pairs, coloured by structural element."
    )


def test_equal_drawings_are_equal_and_frozen() -> None:
    options = DrawingOptions("confidence", confidence=np.linspace(0, 1, len(TRNA)))
    assert draw("planar", TRNA, KNOWN, options) == draw("planar", TRNA, KNOWN, options)
    assert hash(options) == hash(DrawingOptions("confidence", confidence=np.linspace(0, 1, len(TRNA))))
    with pytest.raises(AttributeError):
        draw("planar", TRNA, KNOWN).radius = 1.0  # type: ignore[misc]


def test_a_thumbnail_is_backbone_and_pairs() -> None:
    scene = thumbnail(KNOWN)
    assert {line.role for line in scene.lines} == {"backbone", "pair"}
    assert not scene.discs
    assert not scene.labels
    assert scene.size[0] == scene.size[1]
    points = np.array([point for line in scene.lines for point in line.points])
    assert points.min() > 0
    assert points.max() < scene.size[0]


@pytest.mark.parametrize("colour", COLOURINGS)
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("length", [1, 2, 3])
def test_the_shortest_rnas_are_drawn(view: str, colour: str, length: int) -> None:
    structure = Structure((-1,) * length)
    options = DrawingOptions(colour, reference=structure, confidence=[0.5] * length)
    assert len(draw(view, "N" * length, structure, options).discs) == length


def test_wrong_input_is_one_sentence() -> None:
    cases: list[tuple[Callable[[], object], type[InputError], str]] = [
        (lambda: draw("spiral", TRNA, KNOWN), InputError, "'spiral' is no view; choose one of planar, arcs, circle."),
        (lambda: draw("planar", "", Structure(())), InputError, "There is no nucleotide to draw."),
        (lambda: thumbnail(Structure(())), InputError, "There is no nucleotide to draw."),
        (
            lambda: draw("planar", "ACGU", KNOWN),
            StructureError,
            "The structure has 76 positions and the sequence 4 nucleotides.",
        ),
        (
            lambda: draw("arcs", TRNA, KNOWN, DrawingOptions(reference=OTHER_PAIRS)),
            StructureError,
            "The reference has 13 positions and the sequence 76 nucleotides.",
        ),
        (
            lambda: draw("arcs", TRNA, KNOWN, DrawingOptions("agreement")),
            InputError,
            "Colouring by agreement needs a reference structure.",
        ),
        (
            lambda: draw("arcs", TRNA, KNOWN, DrawingOptions("confidence", confidence=[0.5])),
            InputError,
            "Colouring by confidence needs 76 values and was given 1.",
        ),
        (
            lambda: DrawingOptions("rainbow"),
            InputError,
            "'rainbow' is no colouring; choose one of element, confidence, base, class, agreement.",
        ),
    ]
    for call, kind, sentence in cases:
        with pytest.raises(kind) as raised:
            call()
        assert str(raised.value) == sentence
