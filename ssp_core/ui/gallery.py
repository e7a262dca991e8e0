"""The example gallery: known RNAs as buttons, each with a small drawing of its known structure."""

from __future__ import annotations

from html import escape

from ssp_core.examples import Example, examples
from ssp_core.folding.structure import Structure
from ssp_core.folding.thermo import layout

_SIZE = 52.0
_MARGIN = 3.0


def html() -> str:
    """All examples as a list of buttons; `data-key` says which one was clicked."""
    return '<ul class="gallery">' + "".join(f"<li>{_button(example)}</li>" for example in examples()) + "</ul>"


def _button(example: Example) -> str:
    words = f"{example.title}, {len(example.sequence)} nt. {example.note} Source: {example.source}"
    return (
        f'<button type="button" data-key="{escape(example.key)}" title="{escape(words)}">'
        f"{_thumbnail(Structure.from_dot_bracket(example.structure))}"
        f'<span class="name">{escape(example.title)}</span><span class="size">{len(example.sequence)} nt</span></button>'
    )


def _thumbnail(structure: Structure) -> str:
    """The backbone as one line and the pairs as thin ones, fitted into a square."""
    points = layout(structure)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = (_SIZE - 2 * _MARGIN) / max(float((high - low).max()), 1.0)
    placed = (points - (low + high) / 2) * scale + _SIZE / 2
    chain = " ".join(f"{x:.1f},{_SIZE - y:.1f}" for x, y in placed)
    rungs = "".join(
        f"M{placed[i][0]:.1f} {_SIZE - placed[i][1]:.1f}L{placed[j][0]:.1f} {_SIZE - placed[j][1]:.1f}"
        for i, j in structure.pairs
    )
    return (
        f'<svg viewBox="0 0 {_SIZE:g} {_SIZE:g}" aria-hidden="true"><path class="rungs" d="{rungs}"/>'
        f'<polyline class="chain" points="{chain}"/></svg>'
    )
