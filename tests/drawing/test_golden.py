"""Drawings of small RNAs, kept as SVG that can be opened and read.

After a change that is meant: `python -m tests.drawing.test_golden` writes them anew.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from ssp_core.drawing import DrawingOptions, Scene, draw, stylesheet, thumbnail
from ssp_core.folding.structure import Structure

from .cases import HAIRPIN, HAIRPIN_PAIRS, KNOWN, OTHER_PAIRS, PREDICTED, TRNA

GOLDEN = Path(__file__).parent / "golden"
CONFIDENCE = np.abs(np.sin(np.arange(len(TRNA))))
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def scenes() -> dict[str, Scene]:
    """Every view with and without a reference, and every colouring, once."""
    against = DrawingOptions("agreement", reference=KNOWN, title="yeast tRNA-Phe")
    confident = DrawingOptions("confidence", reference=KNOWN, confidence=CONFIDENCE, title="yeast tRNA-Phe")
    return {
        "planar": draw("planar", TRNA, KNOWN, DrawingOptions(title="yeast tRNA-Phe")),
        "planar-reference": draw("planar", TRNA, PREDICTED, confident),
        "arcs": draw("arcs", TRNA, KNOWN, DrawingOptions("base")),
        "arcs-reference": draw("arcs", TRNA, PREDICTED, against),
        "circle": draw("circle", TRNA, KNOWN, DrawingOptions("class")),
        "circle-reference": draw("circle", HAIRPIN, HAIRPIN_PAIRS, DrawingOptions("agreement", reference=OTHER_PAIRS)),
        "hairpin": draw("planar", HAIRPIN, HAIRPIN_PAIRS, DrawingOptions(title="A & B")),
        "marked": draw("planar", HAIRPIN, HAIRPIN_PAIRS, DrawingOptions(mutated=(3,), changed=(3, 8))),
        "unpaired": draw("planar", "AUGCCGUGCAUUAA", Structure((-1,) * 14)),
    }


def texts() -> dict[str, str]:
    """What is kept, by file name, an element a line."""
    files = {f"{name}.svg": scene.svg() for name, scene in scenes().items()}
    files["inline.svg"] = scenes()["planar"].svg(standalone=False)
    files["thumbnail.svg"] = thumbnail(KNOWN).svg()
    files["legend.html"] = "".join(
        scene.html().rpartition("</svg><ul")[2].join(("<ul", "\n")) for scene in scenes().values()
    )
    files["stylesheet.css"] = stylesheet()
    return {
        name: text if name.endswith(".css") else text.replace("><", ">\n<").rstrip() + "\n"
        for name, text in files.items()
    }


@pytest.mark.parametrize("name", texts())
def test_the_drawing_is_as_it_was(name: str) -> None:
    new, old = texts()[name], (GOLDEN / name).read_text(encoding="utf-8")
    assert NUMBER.sub("#", new) == NUMBER.sub("#", old)
    for mine, kept in zip(NUMBER.findall(new), NUMBER.findall(old), strict=True):
        assert abs(float(mine) - float(kept)) <= 0.021, "more than another processor may round"


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for file, content in texts().items():
        (GOLDEN / file).write_text(content, encoding="utf-8")
