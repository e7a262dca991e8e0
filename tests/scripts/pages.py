"""Static pages as the server writes them: hand-made drawings, a strip, charts, and the facts for the scripts."""

from __future__ import annotations

import json
import math
from base64 import b64encode
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from ssp_core.ui import stylesheet

STEP, RADIUS = 20.0, 8.8  # units between nucleotides, and of a disc
UNIT = "....((((((....))))))"  # a hairpin and what joins it to the next
HAIRPINS_A_ROW = 7
CSS = ".on-element-s{fill:#111111}.element-s{fill:#97dcae}.element-h{fill:#6b98ee}.pair-gc{stroke:#4d5862}"

OWN_SPACE = (
    "padding: 0 !important; margin: 20px 20px 500px !important; max-width: none !important;"
    " overflow: visible !important"
)

FACTS: dict[str, Any] = {
    "elements": {"s": "stem", "h": "hairpin loop", "e": "exterior loop"},
    "views": {
        "strip": "Structure strip",
        "planar": "Planar drawing",
        "arcs": "Arc diagram",
        "circle": "Circle plot",
        "matrix": "Pair matrix",
        "heatmap": "Class probabilities",
    },
    "classes": ["(", ")", "."],
    "classNames": ["opens (", "closes )", "unpaired ."],
    "limits": {"characters": 20000, "file": 1000, "length": 1022},
    "iupac": {"R": "AG"},
    "numbers": {"gamma": "gamma", "trust": "trust in the network"},
    "hints": {
        "card": "Point at a nucleotide to see its probabilities.",
        "keys": "left and right arrows walk along the chain, Enter pins",
    },
    "plotly": "/plotly.js",
    "chartInks": [{"sent": "rgb(118, 121, 126)", "light": "rgb(23, 35, 42)", "dark": "rgb(233, 238, 240)"}],
    "standaloneCss": CSS,
}
Point = tuple[float, float]


@dataclass(frozen=True)
class Rna:
    """A sequence with a structure of many hairpins."""

    sequence: str
    structure: str

    @classmethod
    def of(cls, length: int) -> Rna:
        """Hairpins, as many as fit, and unpaired nucleotides after them."""
        structure = (UNIT * (length // len(UNIT))).ljust(length, ".")
        bases = {"(": "GGAGCA", ")": "UGCUCC", ".": "AUCG"}
        return cls("".join(bases[c][i % len(bases[c])] for i, c in enumerate(structure)), structure)

    @property
    def partners(self) -> list[int]:
        """For each nucleotide its partner, or -1."""
        partners, opened = [-1] * len(self.structure), []
        for i, symbol in enumerate(self.structure):
            if symbol == "(":
                opened.append(i)
            elif symbol == ")":
                partners[i] = opened.pop()
                partners[partners[i]] = i
        return partners

    @property
    def elements(self) -> str:
        """Stems, hairpin loops, and what is outside."""
        return "".join(
            "s" if symbol != "." else "h" if "(" in self.structure[max(i - 4, 0) : i] else "e"
            for i, symbol in enumerate(self.structure)
        )


def places(view: str, rna: Rna) -> list[Point]:
    """Where each nucleotide is in a view, in units."""
    length = len(rna.sequence)
    if view == "arcs":
        return [(STEP * (i + 2), STEP * 8) for i in range(length)]
    if view == "circle":
        radius = STEP * (length + 1) / (2 * math.pi)
        angles = [2 * math.pi * (i + 1) / (length + 1) - math.pi / 2 for i in range(length)]
        return [(radius * (1 + math.cos(a)) + 50, radius * (1 + math.sin(a)) + 50) for a in angles]
    found = []
    for i in range(length):
        row, column = divmod(i // len(UNIT), HAIRPINS_A_ROW)
        along = _in_hairpin(i % len(UNIT))
        found.append((60 + 7 * STEP * column + along[0], 240 + 11 * STEP * row - along[1]))
    return found


def _in_hairpin(k: int) -> Point:
    """Where the k-th nucleotide of `UNIT` is, beside the first."""
    if k < 4:
        return STEP * k, 0.0
    if k < 10:
        return STEP * 4, STEP * (k - 4)
    if k < 14:
        return STEP * (3.7 + 0.55 * (k - 10)), STEP * (6 + (0.6 if k in (11, 12) else 0))
    return STEP * 5.2, STEP * (19 - k)


def svg(view: str, rna: Rna, colour: str = "element") -> str:
    """A chain view with its legend, as ssp_core/drawing writes it."""
    points, partners = places(view, rna), rna.partners
    width, height = max(x for x, _ in points) + 50, max(y for _, y in points) + 60
    pairs = "".join(
        f'<path class="pair pair-gc" data-i="{i}" data-j="{j}" d="M{_n(points[i])}L{_n(points[j])}"/>'
        for i, j in enumerate(partners)
        if j > i
    )
    nucleotides = "".join(
        f'<g class="nucleotide {colour}-{kind}" data-i="{i}"{f" data-j={chr(34)}{j}{chr(34)}" if j >= 0 else ""}>'
        f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{RADIUS}"/><text x="{x:.2f}" y="{y + 4:.2f}">{base}</text></g>'
        for i, ((x, y), base, kind, j) in enumerate(zip(points, rna.sequence, rna.elements, partners, strict=True))
    )
    labels = "".join(
        f'<text class="position" x="{points[i][0]:.2f}" y="{points[i][1] + 22:.2f}">{i + 1}</text>'
        for i in range(9, len(points), 10)
    )
    return (
        f'<svg class="scene scene-{view}" data-view="{view}" viewBox="0 0 {width:.2f} {height:.2f}" role="img"'
        f' aria-label="drawing" style="--pixel:1.3" xmlns="http://www.w3.org/2000/svg">'
        f'<g class="lines" fill="none" stroke-width="2.2"><path class="backbone" d="M{"L".join(map(_n, points))}"/>'
        f'{pairs}</g><g class="nucleotides" font-size="10.9" text-anchor="middle">{nucleotides}</g>'
        f'<g class="labels" font-size="13" text-anchor="middle">{labels}</g></svg>'
        '<ul class="legend"><li><svg viewBox="0 0 12 12" aria-hidden="true"><circle class="swatch element-s" cx="6" '
        'cy="6" r="5.2"/></svg>stem</li><li><svg viewBox="0 0 24 12" aria-hidden="true"><path class="pair-gc" '
        'd="M2 6H22"/></svg>G–C</li></ul>'
    )


def _n(point: Point) -> str:
    return f"{point[0]:.2f} {point[1]:.2f}"


def selection_data(rna: Rna) -> str:
    """The JSON of #link-data."""
    length = len(rna.sequence)
    drawn = [[0.9 * (c == s) + 0.05 * (c != s) for s in "()."] for c in rna.structure]
    sources = [
        ("decoded", "what made the drawing", drawn, 0.8),
        ("network", "network alone", [[0.1, 0.2, 0.7]] * length, 0.125),
        ("thermodynamics", "thermodynamics", [[0.5, 0.25, 0.25]] * length, 0.625),
    ]
    data = {
        "sequence": rna.sequence,
        "structure": rna.structure,
        "raw": "." * length,
        "partners": rna.partners,
        "elements": rna.elements,
        "reference": None,
        "sources": [
            {
                "name": name,
                "title": title,
                "probabilities": probabilities,
                "pair": [pair if j >= 0 else None for j in rna.partners],
            }
            for name, title, probabilities, pair in sources
        ],
    }
    return json.dumps(data, separators=(",", ":"))


def strip(rna: Rna) -> str:
    """Two lines in blocks of ten."""
    blocks = []
    for start in range(0, len(rna.sequence), 10):
        lines = "".join(
            f'<div class="line" data-label="{label}">'
            + "".join(f'<span data-i="{start + k}">{c}</span>' for k, c in enumerate(letters[start : start + 10]))
            + "</div>"
            for label, letters in (("seq", rna.sequence), ("decoded", rna.structure))
        )
        blocks.append(f'<div class="strip-block">{lines}</div>')
    return f'<div class="strip" role="group" aria-label="Structure strip" tabindex="0">{"".join(blocks)}</div>'


def heatmap(rna: Rna, cell: int = 16) -> dict[str, Any]:
    """A wide chart with a column for each nucleotide."""
    length, left, top = len(rna.sequence), 84, 40
    width, height = left + 20 + cell * length, 180
    return {
        "data": [
            {
                "type": "heatmap",
                "z": [[0.2] * length, [0.5] * length],
                "x": list(range(1, length + 1)),
                "y": [1, 0],
                "showscale": False,
            }
        ],
        "layout": {
            "width": width,
            "height": height,
            "margin": {"l": left, "r": 20, "t": top, "b": 40, "autoexpand": False},
            "font": {"color": "rgb(118, 121, 126)"},
            "xaxis": {"range": [0.5, length + 0.5], "fixedrange": True},
            "yaxis": {"range": [-0.5, 1.5], "fixedrange": True, "showticklabels": False},
            "meta": {
                "view": "heatmap",
                "kind": "columns",
                "length": length,
                "left": left,
                "top": top,
                "plotWidth": cell * length,
                "plotHeight": 100,
                "first": 1,
                "rows": [{"text": "opens (", "y": 65}, {"text": "closes )", "y": 115}],
            },
        },
    }


def matrix(rna: Rna) -> dict[str, Any]:
    """A square with a column and a row for each nucleotide."""
    length, side = len(rna.sequence), 420
    axis = {"range": [0.5, length + 0.5], "constrain": "domain"}
    cells = {"dtype": "u1", "bdata": b64encode(bytes(length**2)).decode(), "shape": f"{length}, {length}"}
    trace = {"type": "heatmap", "z": cells, "x0": 1, "dx": 1, "y0": 1, "dy": 1}
    return {
        "data": [
            {**trace, "colorbar": {"orientation": "h", "y": 0.1, "yref": "container", "yanchor": "bottom"}},
            {"type": "scatter", "mode": "markers", "x": [3], "y": [2], "marker": {"size": 6}},
        ],
        "layout": {
            "width": side + 54,
            "height": side + 110,
            "margin": {"l": 44, "r": 10, "t": 26, "b": 84, "autoexpand": False},
            "dragmode": "pan",
            "font": {"color": "rgb(118, 121, 126)"},
            "xaxis": axis,
            "yaxis": {**axis, "range": [length + 0.5, 0.5], "scaleanchor": "x", "scaleratio": 1},
            "meta": {
                "view": "matrix",
                "kind": "cross",
                "length": length,
                "left": 44,
                "top": 26,
                "plotWidth": side,
                "plotHeight": side,
                "first": 1,
                "rows": [],
            },
        },
    }


FORM = """
<div id="sequence"><textarea aria-label="Your RNA">ACGU</textarea></div><div id="sequence-message"></div>
<div id="reference"><textarea aria-label="Reference"></textarea></div><div id="reference-message"></div>
<button id="fold" onclick="this.dataset.clicked = Number(this.dataset.clicked ?? 0) + 1">Fold</button>
<button data-scheme>scheme</button>
<div id="gamma">
<input type="number" min="0.25" max="4" value="1" aria-label="gamma"><input type="range" min="0.25" max="4" value="1">
</div>
<div id="mutate-position"><input type="number" aria-label="Position"></div>
<fieldset id="mutate-base">
<input type="radio" name="a" value="A" aria-label="A"><input type="radio" name="b" value="C" aria-label="C">
<input type="radio" name="c" value="G" aria-label="G">
</fieldset>
<button data-copy="ACGU">Copy</button><button data-copy-link="?seq=ACGU">Link</button>
<div id="exports"><span data-stem="my_rna"></span></div>
"""


@dataclass(frozen=True)
class Page:
    """What a test opens: an RNA in some of the views."""

    rna: Rna
    views: tuple[str, ...] = ("strip", "planar", "arcs", "circle", "heatmap", "matrix")
    dark: bool = False

    @classmethod
    def of(cls, length: int, *views: str) -> Page:
        page = cls(Rna.of(length))
        return replace(page, views=views) if views else page

    def content(self, view: str) -> str:
        """What the server puts into a view."""
        if view == "strip":
            return strip(self.rna)
        if view in ("heatmap", "matrix"):
            figure = heatmap(self.rna) if view == "heatmap" else matrix(self.rna)
            return f"<div data-chart>{escape(json.dumps(figure))}</div>"
        return svg(view, self.rna)

    @property
    def html(self) -> str:
        """The page."""
        facts = json.dumps(FACTS).replace("<", "\\u003c")
        pictures = "".join(f'<button data-picture="{kind}">{kind}</button>' for kind in ("svg", "png", "html"))
        views = "".join(
            f'<section class="{"" if view == "strip" else f"view {view}"}"><p>{pictures}</p><div id="view-{view}">'
            f'<div class="inner">{self.content(view)}</div></div></section>'
            for view in self.views
        )
        return (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>page</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<link rel="icon" href="data:,">{_styles()}'
            f'<script type="application/json" id="facts">{facts}</script>'
            '<script type="module" src="/js/page.js"></script></head>'
            f'<body class="gradio-container{" dark" if self.dark else ""}" style="{OWN_SPACE}">'
            f'<div id="status"><h2>my RNA</h2></div>{FORM}'
            '<div id="nucleotide-card" style="min-height: 300px"></div>'
            f'<div id="link-data" hidden>{escape(selection_data(self.rna))}</div>{views}'
            "</body></html>"
        )


def _styles() -> str:
    return (
        f"<style>{stylesheet.text()}</style><style>:root{{--scene-mark:#c2185b}}"
        " body{margin:20px 20px 500px;font:14px sans-serif;--view-height:min(520px,100vw)}"
        " .view{position:relative;padding-top:48px} #view-arcs{--view-height:420px}"
        " .nucleotide circle{fill:#97dcae;stroke:#5b6670} .pair,.backbone{stroke:#4d5862}"
        " .legend{display:flex;gap:2px 14px;margin:0;padding:0;list-style:none} .legend svg{height:12px}"
        " .nucleotide text{pointer-events:none} .labels{font-size:calc(var(--pixel)*13px/var(--zoom,1))}</style>"
    )
