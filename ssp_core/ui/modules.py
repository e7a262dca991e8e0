"""The modules of a network as a tree that folds: name, class, output shape, parameters, share."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape

from ssp_core.network.summary import ModuleRow, Summary

_OPEN_TO = 1  # modules down to this depth are unfolded at first


def totals(summary: Summary, length: int) -> str:
    """What the network weighs, as a row of figures that each say what they are."""
    facts = [
        (f"{summary.total:,}", "parameters"),
        (f"{summary.trainable:,}", "of them trainable"),
        (size(summary.bytes_as("float32")), "of weights in float32"),
        (size(summary.bytes_as("bfloat16")), "in bfloat16"),
        (size(summary.bytes_as("int8")), "in int8"),
        (size(4 * summary.activations), f"beside the weights for one pass of {length:,} nt, about"),
    ]
    return '<dl class="totals">' + "".join(f"<div><dd>{a}</dd><dt>{b}</dt></div>" for a, b in facts) + "</dl>"


def size(count: float) -> str:
    """Bytes in the unit that leaves few digits."""
    for unit in ("B", "kB", "MB"):
        if count < 1000:
            return f"{count:.3g} {unit}"
        count /= 1000
    return f"{count:.3g} GB"


def tree(rows: Sequence[ModuleRow], changed: Collection[str] = ()) -> str:
    """All modules, each within the one it belongs to; those whose paths are in `changed` are marked."""
    head = "".join(f"<span>{name}</span>" for name in ("Module", "Class", "Output", "Parameters", "Share"))
    html = [f'<div class="modules" role="group" aria-label="Modules"><div class="module head">{head}</div>']
    opened: list[int] = []
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        while opened and opened[-1] >= row.depth:
            html.append("</details>")
            opened.pop()
        mark = " changed" if row.name in changed else ""
        if following is not None and following.depth > row.depth:
            unfolded = " open" if row.depth <= _OPEN_TO else ""
            html.append(f'<details{unfolded}><summary class="module{mark}">{_cells(row)}</summary>')
            opened.append(row.depth)
        else:
            html.append(f'<div class="module leaf{mark}">{_cells(row)}</div>')
    html.append("</details>" * len(opened) + "</div>")
    return "".join(html)


def _cells(row: ModuleRow) -> str:
    name = row.name.rpartition(".")[2] or "the whole network"
    share = f"{row.share:.1%}"
    return (
        f'<span class="name" style="--depth:{row.depth}" title="{escape(row.name)}">{escape(name)}</span>'
        f"<span>{escape(row.class_name)}</span><span class='shape'>{escape(row.shape)}</span>"
        f'<span class="number">{row.parameters:,}</span>'
        f'<span class="share" style="--share:{row.share:.4f}">{share}</span>'
    )
