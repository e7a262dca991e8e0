"""Writes a scene as SVG; nothing else does.

In a page, classes name the roles and `colours.stylesheet()` colours them. A file has the same elements with a
`<style>` of plain colours, one class a rule, because drawing programs read little more of CSS; what depends on the
size of the scene (widths, dashes, letters) is an attribute in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from . import colours
from .labels import LABEL, text_size
from .roles import CONFIDENCE_STEPS
from .shapes import LegendEntry, Line, Shapes

_DASHES = {"dashed": (3.2, 2.6), "dotted": (0.0, 2.3)}  # line widths drawn and left out; round ends make a dot of 0
_KEY = 24  # pixels across a line's key in a legend
_KEY_RING = ' r="4.2" fill="none" stroke-width="2.4"'
_GAP = 16  # pixels between two entries of a legend
_MOST = 8000  # pixels across a PNG
_NOT_XML = re.compile("[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def inline(shapes: Shapes) -> str:
    """The SVG for a page that has `colours.stylesheet()`."""
    width, height = shapes.size
    parts = [
        f'<svg class="scene scene-{shapes.view}" data-view="{shapes.view}" viewBox="0 0 {_n(width)} {_n(height)}"'
        f' role="img" aria-label="{_text(shapes.description)}" style="--pixel:{_n(shapes.pixel)}"'
        ' xmlns="http://www.w3.org/2000/svg">',
        *_content(shapes, letter=""),
        "</svg>",
    ]
    return "".join(parts)


def standalone(shapes: Shapes) -> str:
    """The SVG for files: title and legend inside, plain colours, on white."""
    width, height = shapes.size
    pixel = shapes.pixel
    wide = max(width, 220 * pixel)
    left = (width - wide) / 2
    title = " ".join(shapes.title.split())
    above = 30 * pixel if title else 0.0
    rows = _rows(shapes, wide / pixel - 20)
    below = (20 * len(rows) + 8) * pixel if rows else 0.0
    high = height + above + below
    box = f"{_n(left)} {_n(-above)} {_n(wide)} {_n(high)}"
    parts = [
        f'<svg class="scene scene-{shapes.view}" data-view="{shapes.view}" viewBox="{box}" width="{_n(wide / pixel)}"'
        f' height="{_n(high / pixel)}" role="img" aria-label="{_text(shapes.description)}"'
        f' font-family="{colours.FILE_FONT}" xmlns="http://www.w3.org/2000/svg">',
        f"<title>{_text(title or shapes.description)}</title><style>{_style(shapes)}</style>",
        f'<rect x="{_n(left)}" y="{_n(-above)}" width="{_n(wide)}" height="{_n(high)}" fill="#ffffff"/>',
        *_content(shapes, letter=' class="letter"'),
    ]
    if title:
        size = 15 * pixel
        parts.append(
            f'<text class="label" x="{_n(left + 10 * pixel)}" y="{_n(-above / 2 + 0.35 * size + 2 * pixel)}"'
            f' font-size="{_n(size)}" font-weight="bold">{_text(_fitted(title, wide - 20 * pixel, size))}</text>'
        )
    parts += _legend(rows, left + 10 * pixel, height, pixel)
    parts.append("</svg>")
    return "".join(parts)


def legend_list(shapes: Shapes) -> str:
    """The legend as a list for a page."""
    items = "".join(f"<li>{_key(entry)}{_text(entry.name)}</li>" for entry in shapes.legend)
    return f'<ul class="legend">{items}</ul>' if items else ""


def page(shapes: Shapes) -> str:
    """A page with nothing but the drawing, as large as the window."""
    title = _text(shapes.title.strip() or shapes.description)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<style>body{margin:0;background:#fff}svg{display:block;width:100vw;height:100vh}</style></head>"
        f"<body>{standalone(shapes)}</body></html>\n"
    )


def png_width(shapes: Shapes) -> int:
    """Pixels across a PNG: enough for letters that can be read, and no more than `_MOST` either way."""
    wide = max(shapes.size[0] / shapes.pixel, 220.0)
    high = shapes.size[1] / shapes.pixel
    diameter = 2 * shapes.radius / shapes.pixel
    enlarged = min(max(2.0, 15.0 / diameter if diameter else 2.0), 4.0)
    return round(wide * min(enlarged, _MOST / max(wide, high)))


def _content(shapes: Shapes, letter: str) -> Iterator[str]:
    """The three groups: lines, nucleotides, labels; `letter` is the attribute of letters, which files need."""
    width = _n(shapes.line)
    yield f'<g class="lines" fill="none" stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round">'
    yield from _lines(shapes.lines, shapes.line)
    yield "</g>"
    if shapes.discs:
        size = 1.24 * shapes.radius
        outline = f' stroke="{colours.OUTLINE[0]}"' if letter else ""
        yield (
            f'<g class="nucleotides" font-size="{_n(size)}" text-anchor="middle" font-weight="500"{outline}'
            f' stroke-width="{_n(0.09 * shapes.radius)}">'
        )
        yield from _discs(shapes, 0.36 * size, letter)
        yield "</g>"
    if shapes.labels:
        yield f'<g class="labels" font-size="{_n(LABEL * shapes.pixel)}" text-anchor="middle">'
        for x, y, text, end in shapes.labels:
            kind = 'class="position end" font-weight="bold"' if end else 'class="position"'
            yield f'<text {kind} x="{_n(x)}" y="{_n(y)}" dy=".36em">{_text(text)}</text>'
        yield "</g>"


def _lines(lines: Iterable[Line], width: float) -> Iterator[str]:
    """A path for each pair; all other neighbouring lines of one role in one path."""
    role, data = "", list[str]()
    for line in lines:
        if data and (line.pair or line.role != role):
            yield f'<path class="{role}"{_stroke(role, width, width)} d="{"".join(data)}"/>'
            data = []
        if line.pair:
            i, j = line.pair
            stroke = _stroke(line.role, width, width)
            kind = f"pair {line.role} {line.mark}".rstrip()
            yield f'<path class="{kind}"{stroke} data-i="{i}" data-j="{j}" d="{_path(line)}"/>'
        else:
            role = line.role
            data.append(_path(line))
    if data:
        yield f'<path class="{role}"{_stroke(role, width, width)} d="{"".join(data)}"/>'


def _stroke(role: str, width: float, group_width: float | None = None) -> str:
    """The width of a role's lines, where the group they are in has another, and its dashes."""
    weight, dash = colours.LINES[role]
    attributes = f' stroke-width="{_n(weight * width)}"' if weight * width != group_width else ""
    if dash in _DASHES:
        drawn, left_out = _DASHES[dash]
        attributes += f' stroke-dasharray="{_n(drawn * weight * width)} {_n(left_out * weight * width)}"'
    return attributes


def _path(line: Line) -> str:
    points = line.points
    if line.shape == "straight":
        return "M" + "L".join([f"{_n(x)} {_n(y)}" for x, y in points])
    (x0, y0), (x1, y1), (x2, y2) = points
    if line.shape == "curve":
        return f"M{_n(x0)} {_n(y0)}Q{_n(x1)} {_n(y1)} {_n(x2)} {_n(y2)}"
    clockwise = int(y1 < y0)  # over the line, from left to right
    return f"M{_n(x0)} {_n(y0)}A{_n(abs(x2 - x0) / 2)} {_n(abs(y1 - y0))} 0 0 {clockwise} {_n(x2)} {_n(y2)}"


def _discs(shapes: Shapes, down: float, letter: str) -> Iterator[str]:
    radius = _n(shapes.radius)
    fills = colours.fills()
    light = letter.replace("letter", "letter letter-light")
    for i, (x, y, base, role, partner, mark) in enumerate(shapes.discs):
        pair = f' data-j="{partner}"' if partner >= 0 else ""
        across = _n(x)
        kind = light if letter and colours.on(fills[role]) == "#ffffff" else letter
        yield (
            f'<g class="nucleotide {role}" data-i="{i}"{pair}>'
            f'<circle{_ring(mark, shapes.radius)} cx="{across}" cy="{_n(y)}" r="{radius}"/>'
            f'<text{kind} x="{across}" y="{_n(y + down)}">{_text(base)}</text></g>'
        )


def _ring(mark: str, radius: float) -> str:
    """The attributes of a disc with a mark; in a page the stylesheet decides how wide the ring is on the screen."""
    return f' class="{mark}" stroke-width="{_n(colours.RINGS[mark] * radius)}"' if mark else ""


def _style(shapes: Shapes) -> str:
    """Plain colours of the roles that occur."""
    fills = colours.fills()
    discs = {disc.role for disc in shapes.discs}
    if any(entry.role == "confidence" for entry in shapes.legend):
        discs = {f"confidence-{step}" for step in range(CONFIDENCE_STEPS + 1)}
    lines = {line.role for line in shapes.lines}
    rules = [f".{role}{{fill:{fill}}}" for role, fill in fills.items() if role in discs]
    rules += [f".{role}{{stroke:{stroke[0]}}}" for role, stroke in colours.STROKES.items() if role in lines]
    used = {disc.mark for disc in shapes.discs} | {line.mark for line in shapes.lines}
    rules += [f".{mark}{{stroke:{colours.STROKES[mark][0]}}}" for mark in colours.RINGS if mark in used]
    if shapes.discs:
        rules += [".letter{fill:#000000;stroke:none}", ".letter-light{fill:#ffffff}"]
    return "".join(rules) + f".position,.label{{fill:{colours.LABEL[0]}}}"


def _key(entry: LegendEntry) -> str:
    """What stands before an entry's name in a page: a disc, a line, or the scale of confidence."""
    if entry.role in colours.LINES:
        stroke = _stroke(entry.role, 2.0)
        return (
            f'<svg viewBox="0 0 {_KEY} 12" aria-hidden="true"><path class="{entry.role}" fill="none"'
            f' stroke-linecap="round"{stroke} d="M2 6H{_KEY - 2}"/></svg>'
        )
    if entry.role == "confidence":
        steps = "".join(
            f'<rect class="confidence-{step}" fill="var(--fill)" x="{4 * step}" width="4.2" height="10" y="1"/>'
            for step in range(CONFIDENCE_STEPS + 1)
        )
        return f'0<svg viewBox="0 0 {4 * CONFIDENCE_STEPS + 4.2:g} 12" aria-hidden="true">{steps}</svg>1 '
    if entry.role in colours.RINGS:
        return (
            f'<svg viewBox="0 0 12 12" aria-hidden="true"><circle class="{entry.role}" cx="6" cy="6"{_KEY_RING}/></svg>'
        )
    return (
        f'<svg viewBox="0 0 12 12" aria-hidden="true"><circle class="swatch {entry.role}" cx="6" cy="6" r="5.2"/></svg>'
    )


def _entry_width(entry: LegendEntry) -> float:
    """Pixels across an entry of a legend inside."""
    key = {True: _KEY, False: 12}[entry.role in colours.LINES]
    if entry.role == "confidence":
        key = 4 * CONFIDENCE_STEPS + 24
    return key + 6 + 0.9 * text_size(entry.name, 12)[0]


def _rows(shapes: Shapes, room: float) -> list[list[LegendEntry]]:
    """The legend's entries in rows that fit into `room` pixels."""
    rows: list[list[LegendEntry]] = []
    left = 0.0
    for entry in shapes.legend:
        width = _entry_width(entry) + _GAP
        if not rows or width > left:
            rows.append([])
            left = room + _GAP
        rows[-1].append(entry)
        left -= width
    return rows


def _legend(rows: list[list[LegendEntry]], left: float, top: float, pixel: float) -> Iterator[str]:
    """The legend inside an SVG, in pixels that the group enlarges to units."""
    if not rows:
        return
    yield f'<g class="legend" font-size="12" transform="translate({_n(left)} {_n(top)}) scale({_n(pixel)})">'
    for row, entries in enumerate(rows):
        x, y = 0.0, 20.0 * row + 10
        for entry in entries:
            text = x + 18
            if entry.role in colours.LINES:
                stroke = _stroke(entry.role, 2.0)
                yield (
                    f'<path class="{entry.role}" fill="none" stroke-linecap="round"{stroke}'
                    f' d="M{_n(x + 1)} {_n(y)}h{_KEY - 2}"/>'
                )
                text = x + _KEY + 6
            elif entry.role == "confidence":
                yield f'<text class="label" x="{_n(x)}" y="{_n(y + 4.3)}">0</text>'
                for step in range(CONFIDENCE_STEPS + 1):
                    yield (
                        f'<rect class="confidence-{step}" x="{_n(x + 11 + 4 * step)}" y="{_n(y - 5)}" width="4.2"'
                        ' height="10"/>'
                    )
                text = x + 4 * CONFIDENCE_STEPS + 19
                yield f'<text class="label" x="{_n(text)}" y="{_n(y + 4.3)}">1</text>'
                text += 12
            else:
                ring = f' r="5.5" stroke="{colours.OUTLINE[0]}" stroke-width=".7"'
                ring = _KEY_RING if entry.role in colours.RINGS else ring
                yield f'<circle class="{entry.role}" cx="{_n(x + 6)}" cy="{_n(y)}"{ring}/>'
            yield f'<text class="label" x="{_n(text)}" y="{_n(y + 4.3)}">{_text(entry.name)}</text>'
            x += _entry_width(entry) + _GAP
    yield "</g>"


def _fitted(text: str, room: float, size: float) -> str:
    """As much of a text as fits on one line."""
    most = max(int(room / (0.6 * size)), 4)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _text(text: str) -> str:
    """A text for XML: on one line, escaped, without the characters that XML does not have."""
    return escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split())))


def _n(value: float) -> str:
    """A number with at most two decimals, and no more than needed."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
