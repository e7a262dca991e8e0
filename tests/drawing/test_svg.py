"""What is written: the elements that the page's scripts read, and files that other programs show."""

from __future__ import annotations

import io
import re
import time
from html import unescape
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from ssp_core.drawing import COLOURINGS, VIEWS, DrawingOptions, Scene, colours, draw, thumbnail
from ssp_core.errors import FormatError, InputError
from ssp_core.folding.structure import Structure

from .cases import (
    HAIRPIN,
    HAIRPIN_PAIRS,
    KNOWN,
    NAMESPACE,
    OTHER_PAIRS,
    PREDICTED,
    TRNA,
    folded,
    letters_for,
    of_class,
    parsed,
    random_structure,
)

AGAINST = DrawingOptions(reference=OTHER_PAIRS)


@given(folded(120), st.sampled_from(VIEWS), st.booleans())
@settings(max_examples=40)
def test_every_nucleotide_is_written_once_with_its_partner(
    case: tuple[str, Structure], view: str, standalone: bool
) -> None:
    sequence, structure = case
    svg = draw(view, sequence, structure).svg(standalone=standalone)
    assert "nan" not in svg.lower().replace("nucleotide", "")
    assert "inf" not in svg
    assert all(len(number) <= 2 for number in re.findall(r"\d\.(\d+)", re.sub(r"<style>.*?</style>", "", svg)))
    root = parsed(svg)
    nucleotides = of_class(root, "nucleotide")
    assert [int(group.get("data-i", "")) for group in nucleotides] == list(range(len(sequence)))
    assert [int(group.get("data-j", -1)) for group in nucleotides] == list(structure.partners)
    assert [group.find(f"{NAMESPACE}text").text for group in nucleotides] == list(sequence)  # type: ignore[union-attr]
    pairs = [(int(path.get("data-i", "")), int(path.get("data-j", ""))) for path in of_class(root, "pair")]
    assert sorted(pairs) == list(structure.pairs)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("standalone", [False, True])
def test_marks_are_rings_and_pairs_of_their_colour(view: str, standalone: bool) -> None:
    scene = draw(view, HAIRPIN, HAIRPIN_PAIRS, DrawingOptions(mutated=(3,), changed=(3, 8)))
    root = parsed(scene.svg(standalone=standalone))
    rings = {int(group.get("data-i", "")): group[0].get("class") for group in of_class(root, "nucleotide")}
    assert {i: ring for i, ring in rings.items() if ring not in (None, "letter")} == {3: "mutated", 8: "changed"}
    assert [path.get("data-i") for path in of_class(root, "changed") if path.get("data-j")] == ["3"]
    assert [entry.name for entry in scene.legend[-2:]] == ["mutated", "paired otherwise"]
    with pytest.raises(InputError, match="outside of the sequence"):
        draw(view, HAIRPIN, HAIRPIN_PAIRS, DrawingOptions(changed=(13,)))


@pytest.mark.parametrize("view", VIEWS)
def test_the_page_finds_the_elements_it_reads(view: str) -> None:
    root = parsed(draw(view, TRNA, PREDICTED, DrawingOptions(reference=KNOWN)).svg(standalone=False))
    assert root.tag == f"{NAMESPACE}svg"
    assert root.get("class") == f"scene scene-{view}"
    assert root.get("data-view") == view
    assert root.get("role") == "img"
    assert root.get("aria-label", "").endswith(".")
    left, top, width, height = map(float, root.get("viewBox", "").split())
    assert (left, top) == (0, 0)
    assert min(width, height) > 0
    assert [group.get("class") for group in root] == ["lines", "nucleotides", "labels"]
    assert {"backbone", "tick", "pair pair-true", "pair pair-missed", "pair pair-false"} == {
        path.get("class") for path in root[0]
    }
    for group in root[1]:
        assert group.get("class", "").startswith("nucleotide element-")
        assert [child.tag for child in group] == [f"{NAMESPACE}circle", f"{NAMESPACE}text"]
        assert {"cx", "cy", "r"} <= set(group[0].keys())
    assert {text.get("class") for text in root[2]} == {"position", "position end"}


@pytest.mark.parametrize("standalone", [True, False])
@pytest.mark.parametrize("view", VIEWS)
def test_missed_is_dashed_and_wrong_is_dotted(view: str, standalone: bool) -> None:
    root = parsed(draw(view, HAIRPIN, HAIRPIN_PAIRS, AGAINST).svg(standalone=standalone))

    def dashes(role: str) -> set[str | None]:
        return {path.get("stroke-dasharray") for path in of_class(of_class(root, "lines")[0], role)}

    assert dashes("pair-true") == {None}
    (missed,), (wrong,) = dashes("pair-missed"), dashes("pair-false")
    assert missed is not None
    assert wrong is not None
    assert float(missed.split()[0]) > 2
    assert float(wrong.split()[0]) == 0, "a dot is a dash of no length with round ends"
    assert of_class(root, "lines")[0].get("stroke-linecap") == "round"


def test_anchors_are_where_the_discs_are() -> None:
    scene = draw("planar", TRNA, KNOWN)
    circles = [group[0] for group in of_class(parsed(scene.svg(standalone=False)), "nucleotide")]
    written = [(float(circle.get("cx", "")), float(circle.get("cy", ""))) for circle in circles]
    assert np.abs(scene.anchors - written).max() <= 0.0051


@given(st.text() | st.text("\x00\x1b\ud800\uffff<>&\"'\n]"))
@settings(max_examples=60)
def test_any_title_is_written_as_text(title: str) -> None:
    scene = draw("planar", HAIRPIN, HAIRPIN_PAIRS, DrawingOptions(title=title))
    for svg in (scene.svg(), scene.svg(standalone=False)):
        parsed(svg)
        svg.encode()
    assert parsed(scene.svg()).find(f"{NAMESPACE}title") is not None


def test_markup_in_a_title_stays_text() -> None:
    title = "</title></svg><script>alert('x')</script>"
    scene = draw("planar", HAIRPIN, HAIRPIN_PAIRS, DrawingOptions(title=title))
    for text in (scene.svg(), scene.svg(standalone=False), scene.html()):
        assert "<script" not in text
        assert "alert" in text
    root = parsed(scene.svg())
    assert root.find(f"{NAMESPACE}title").text == title  # type: ignore[union-attr]
    shown = of_class(root, "label")[0].text or ""
    assert shown.endswith("…"), "a title that is wider than the drawing is cut"
    assert title.startswith(shown[:-1])


def test_a_file_has_colours_of_its_own_and_a_page_has_none() -> None:
    scene = draw("planar", TRNA, KNOWN, DrawingOptions(title="tRNA"))
    inline, standalone = scene.svg(standalone=False), scene.svg()
    assert "#" not in inline
    assert "<style>" not in inline
    assert f".element-s{{fill:{colours.ELEMENTS['s']}}}" in standalone
    assert "var(" not in standalone
    assert ".element-i" not in standalone, "a role that does not occur"
    style = re.search(r"<style>(.*?)</style>", standalone)
    assert style is not None
    assert all(re.fullmatch(r"[.][\w-]+(,[.][\w-]+)*", rule.split("{")[0]) for rule in style[1].split("}")[:-1])
    assert 'fill="#ffffff"' in standalone
    assert ">tRNA</text>" in standalone
    for name in ("stem", "hairpin loop", "multiloop", "3′ end", "G–C", "A–U", "G·U"):
        assert f">{name}</text>" in standalone
        assert f"</svg>{name}</li>" in scene.html()


def test_the_legend_of_confidence_is_its_whole_scale() -> None:
    scene = draw("circle", HAIRPIN, HAIRPIN_PAIRS, DrawingOptions("confidence", confidence=[0.5] * 13))
    for step in range(21):
        assert f'<rect class="confidence-{step}"' in scene.svg()
        assert f'<rect class="confidence-{step}"' in scene.html()


def pixels(scene: Scene) -> tuple[NDArray[np.uint8], float]:
    """The PNG as (rows, columns, 3), and how many of its pixels a unit is."""
    image = np.array(Image.open(io.BytesIO(scene.png())).convert("RGB"))
    return image, image.shape[1] / float(parsed(scene.svg()).get("viewBox", "").split()[2])


@pytest.mark.parametrize("colour", COLOURINGS)
@pytest.mark.parametrize("view", VIEWS)
def test_a_png_shows_each_disc_in_its_colour(view: str, colour: str) -> None:
    confidence = np.linspace(0, 1, len(TRNA))
    scene = draw(view, TRNA, PREDICTED, DrawingOptions(colour, reference=KNOWN, confidence=confidence, title="tRNA"))
    image, scale = pixels(scene)
    left, top, _, _ = map(float, parsed(scene.svg()).get("viewBox", "").split())
    for disc in scene.discs:
        # Beside the letter, within the rim.
        column = round((disc.x - left - 0.78 * scene.radius) * scale)
        row = round((disc.y - top) * scale)
        fill = colours.fills()[disc.role]
        wanted = [int(fill[k : k + 2], 16) for k in (1, 3, 5)]
        assert np.abs(image[row, column].astype(int) - wanted).max() <= 12, disc
    assert (image[2, 2] == 255).all()
    assert image.shape[1] >= 400


def test_a_png_shows_dashes() -> None:
    structure, reference = Structure((-1,) * 60), Structure.from_pairs(60, [(0, 59)])
    image, _ = pixels(draw("arcs", "A" * 60, structure, DrawingOptions(reference=reference)))
    blue = (
        np.abs(image.astype(int) - [int(colours.AGREEMENT["missed"][k : k + 2], 16) for k in (1, 3, 5)]).max(axis=2)
        < 25
    )
    by_column = blue[:-80].any(axis=0)  # without the legend
    assert 0.3 < by_column.mean() < 0.85
    assert np.count_nonzero(np.diff(by_column.astype(int)) == 1) > 20


def test_files_by_their_ending(tmp_path: Path) -> None:
    scene = draw("planar", TRNA, KNOWN, DrawingOptions(title="tRNA <1>"))
    for name in ("x.svg", "x.PNG", "x.html"):
        scene.save(tmp_path / name)
    scene.save(str(tmp_path / "y.svg"))
    assert (tmp_path / "x.svg").read_text(encoding="utf-8") == (tmp_path / "y.svg").read_text(encoding="utf-8")
    assert (tmp_path / "x.PNG").read_bytes().startswith(b"\x89PNG")
    page = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert "<title>tRNA &lt;1&gt;</title>" in page
    assert unescape(scene.svg()) in unescape(page)
    for name in ("x.pdf", "x", "x.svg.gz"):
        with pytest.raises(FormatError, match=r"^A drawing is written as \.svg, \.png or \.html, not as '.*'\.$"):
            scene.save(tmp_path / name)
        assert not (tmp_path / name).exists()
    assert issubclass(FormatError, InputError)


def test_a_notebook_shows_the_file() -> None:
    scene = draw("circle", HAIRPIN, HAIRPIN_PAIRS)
    assert scene._repr_svg_() == scene.svg()


def test_a_thumbnail_is_two_paths() -> None:
    svg = thumbnail(KNOWN).svg(standalone=False)
    assert [path.get("class") for path in parsed(svg).iter(f"{NAMESPACE}path")] == ["backbone", "pair"]
    assert len(svg) < 4000
    assert thumbnail(KNOWN).html() == svg


def test_placing_and_writing_are_fast() -> None:
    structure = random_structure(1022, 7)
    sequence = letters_for(structure)
    draw("planar", sequence, structure)  # the layout is kept

    def least(view: str) -> float:
        times = []
        for _ in range(5):
            start = time.perf_counter()
            draw(view, sequence, structure, DrawingOptions("base")).svg(standalone=False)
            times.append(time.perf_counter() - start)
        return min(times)

    for view in VIEWS:
        assert least(view) < 0.1
