"""The gallery: known RNAs as buttons, each with a small drawing of its known structure."""

from __future__ import annotations

from ssp_core.drawing import thumbnail
from ssp_core.examples import examples
from ssp_core.folding.structure import Structure
from ssp_core.ui.templates import raw, render


def html() -> str:
    """All examples as a list of buttons; `data-key` is the key of each."""
    rows = [
        (example, raw(thumbnail(Structure.from_dot_bracket(example.structure)).svg(standalone=False)))
        for example in examples()
    ]
    return render("fold/gallery.html", rows=rows)
