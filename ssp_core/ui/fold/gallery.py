"""The examples: known RNAs as buttons; in the list of all each has a small drawing of its known structure."""

from __future__ import annotations

from ssp_core.drawing import thumbnail
from ssp_core.examples import Example, examples
from ssp_core.folding.structure import Structure
from ssp_core.ui.templates import raw, render

_CHIPS = ("trna-phe-yeast", "5s-ecoli", "u1-human", "tpp-ecoli", "hiv-tar")


def html() -> str:
    """All examples as a list of buttons; `data-key` is the key of each."""
    rows = [(example, _picture(example)) for example in examples()]
    return render("fold/examples.html", rows=rows, chips=chips())


def _picture(example: Example) -> str:
    """A small drawing of the known structure; "" where none is known."""
    if example.structure is None:
        return ""
    return raw(thumbnail(Structure.from_dot_bracket(example.structure)).svg(standalone=False))


def chips() -> list[Example]:
    """The examples that are there without opening the list."""
    return [example for example in examples() if example.key in _CHIPS]
