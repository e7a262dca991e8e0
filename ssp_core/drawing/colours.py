"""The colours and line styles of drawings and charts; all else takes them from here.

Discs have one fill in both themes, with black or white letters, whichever stands out more; lines and texts have a
light and a dark colour. The elements, bases and verdicts were chosen so that any two stay apart in CIELAB for normal
vision and for protanopia, deuteranopia and tritanopia as Machado, Oliveira and Fernandes (2009) simulate them
(tests/drawing/test_colours.py measures it).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from .roles import CLASS_KEYS, CONFIDENCE_STEPS

# The fonts of page and charts. No `system-ui`: on many Linux desktops it is a wide bitmap face, while these names find
# the platform's own.
FONT = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Inter, Roboto, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif"
FILE_FONT = "Helvetica Neue, Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif"  # what programs find by name
MONO = "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace"

# For charts: mid greys that can be read on white and on black, odd enough for a stylesheet to select them.
INK = "rgb(118, 121, 126)"
FAINT = "rgb(151, 154, 159)"
CLEAR = "rgba(0, 0, 0, 0)"

ELEMENTS = {
    "s": "#97dcae",
    "h": "#6b98ee",
    "i": "#fbd04f",
    "m": "#b23a63",
    "e": "#bcb4de",
    "f": "#de8a4a",
    "t": "#5d4a9a",
}
BASES = {"A": "#f4d06a", "C": "#6f9fe6", "G": "#c65a73", "U": "#8fd6b0", "N": "#9aa1aa"}
# After Okabe and Ito, "Color Universal Design" (2008); the green is darker, away from the blue under tritanopia.
CLASSES = {"(": "#56b4e9", ")": "#e69f00", ".": "#00855f"}
# Okabe and Ito's green and vermillion, and a blue. The dash of a line, or the symbol of a mark, says the same.
AGREEMENT = {"true": "#009e73", "missed": "#4f6fe0", "false": "#d55e00", "unpaired": "#d3d7db"}
AGREEMENT_DARK = {"true": "#2cc295", "missed": "#8fa4ff", "false": "#ff8a3d", "unpaired": "#707b86"}
AGREEMENT_SYMBOL = {"true": "square-open", "missed": "diamond-open", "false": "x-thin-open"}
DECODED = "#d55e00"  # outline of a decoded pair in the matrix: stands out from both ends of cividis and from the page

# Probabilities in cividis (Nuñez, Anderton and Renslow, PLoS ONE 13, 2018) on a fixed scale from 0 to 1: ten stops.
_CIVIDIS = (
    "#00224e", "#123570", "#3b496c", "#575d6d", "#707173", "#8a8678", "#a59c74", "#c3b369", "#e1cc55", "#fee838",
)  # fmt: skip
# Confidence of a nucleotide in viridis (van der Walt and Smith 2015) from 0.1: lightness rises all along, as in
# cividis, but the middle is a teal that stands out from a white and from a dark page, where cividis is grey.
_VIRIDIS = (
    "#482475", "#414487", "#355f8d", "#2a788e", "#21918c", "#22a884", "#44bf70", "#7ad151", "#bddf26", "#fde725",
)  # fmt: skip


class LineStyle(NamedTuple):
    """Width as a multiple of a drawing's line width, and "solid", "dashed" or "dotted"."""

    weight: float
    dash: str


# The stronger a pair, the heavier; a wobble is dotted, what is not canonical is dashed.
LINES = {
    "backbone": LineStyle(0.6, "solid"),
    "tick": LineStyle(0.4, "solid"),
    "pair": LineStyle(0.4, "solid"),  # in a thumbnail, where the backbone matters more
    "pair-gc": LineStyle(1.0, "solid"),
    "pair-au": LineStyle(0.6, "solid"),
    "pair-gu": LineStyle(0.75, "dotted"),
    "pair-other": LineStyle(0.6, "dashed"),
    "pair-true": LineStyle(1.0, "solid"),
    "pair-missed": LineStyle(0.85, "dashed"),
    "pair-false": LineStyle(1.0, "dotted"),
}
# Width of a ring as a multiple of its disc's radius.
RINGS = {"changed": 0.35, "mutated": 0.55}
# Light and dark.
STROKES = {
    "backbone": ("#8b949d", "#7d8a93"),
    "tick": ("#c3c9cf", "#46545c"),
    "pair": ("#8b949d", "#7d8a93"),
    **dict.fromkeys(("pair-gc", "pair-au", "pair-gu", "pair-other"), ("#4d5862", "#b9c4cb")),
    **{f"pair-{kind}": (AGREEMENT[kind], AGREEMENT_DARK[kind]) for kind in ("true", "missed", "false")},
    "changed": ("#d00000", "#ff4d4d"),
    "mutated": ("#17232a", "#ffffff"),
}
LABEL = ("#3d4852", "#c5cfd5")
OUTLINE = ("#5b6670", "#9fb0b8")  # around a disc: the fills alone need not stand out from the page
MARK = ("#c2185b", "#ff6fae")  # around what is pointed at: none of the fills


def cividis(value: float) -> str:
    """The cividis colour of a value from 0 to 1, as `#rrggbb`; values outside are taken to the nearer end."""
    return _between(_CIVIDIS, value)


def confidence(value: float) -> str:
    """The colour of a confidence from 0 to 1, as `#rrggbb`; values outside are taken to the nearer end."""
    return _between(_VIRIDIS, value)


def scale() -> tuple[tuple[float, str], ...]:
    """The same cividis as a colour scale of plotly, so that cells of one value have one colour in every chart."""
    last = len(_CIVIDIS) - 1
    return tuple((k / last, colour) for k, colour in enumerate(_CIVIDIS))


def on(colour: str) -> str:
    """Black or white, whichever stands out more from a `#rrggbb` background (WCAG 2.2): at least 4.58:1."""
    return "#000000" if luminance(colour) > 0.1791 else "#ffffff"


def on_all(colours: Sequence[str]) -> list[str]:
    """`on` for many colours, of which few are different."""
    known = {colour: on(colour) for colour in set(colours)}
    return [known[colour] for colour in colours]


def luminance(colour: str) -> float:
    """The relative luminance of a `#rrggbb` colour, from 0 to 1 (WCAG 2.2)."""
    shares = [channel / 255 for channel in _channels(colour)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def fills() -> dict[str, str]:
    """The fill of a disc of each role, in the light theme and in files."""
    return {
        **{f"element-{letter}": colour for letter, colour in ELEMENTS.items()},
        **{f"base-{base}": colour for base, colour in BASES.items()},
        **{f"class-{key}": CLASSES[symbol] for symbol, key in CLASS_KEYS.items()},
        **{f"agreement-{verdict}": colour for verdict, colour in AGREEMENT.items()},
        **{f"confidence-{step}": confidence(step / CONFIDENCE_STEPS) for step in range(CONFIDENCE_STEPS + 1)},
    }


@cache
def stylesheet() -> str:
    """The colours of chain views in a page: variables for light and dark (under the class `dark`), and their rules.

    Variables are named after roles: `--element-s`, `--base-A`, `--class-open`, `--agreement-true`, `--confidence-0` to
    `--confidence-20`, each with the letters' colour as `--on-...`, and `--pair-missed` and the like for lines. Two
    variables of a drawing decide how large its labels are: `--pixel`, its units a pixel when it is shown whole, which
    the SVG brings, and `--zoom`, 1 unless a script sets how far it has been zoomed in.
    """
    light = fills()
    dark = {f"agreement-{verdict}": colour for verdict, colour in AGREEMENT_DARK.items()}
    rules = [
        f":root{{{_variables(light)}{_chrome(0)}}}",
        f".dark{{{_variables(dark)}{_chrome(1)}}}",
        *(f".{role}{{--fill:var(--{role});--ink:var(--on-{role})}}" for role in light),
        ".scene{font-family:inherit}",
        ".scene .nucleotide circle,.legend .swatch{fill:var(--fill);stroke:var(--scene-outline)}",
        ".scene .nucleotide text{fill:var(--ink);stroke:none;pointer-events:none}",
        *(f":is(.scene,.legend) .{role}{{stroke:var(--{role})}}" for role in STROKES),
        *(
            f".scene .nucleotide .{mark}{{stroke:var(--{mark});paint-order:stroke;"
            f"stroke-width:calc(var(--pixel)*{10 * width:g}px/var(--zoom,1))}}"
            for mark, width in RINGS.items()
        ),
        ".scene .labels text{fill:var(--scene-label);pointer-events:none}",
        ".scene .labels{font-size:calc(var(--pixel)*13px/var(--zoom,1))}",
        ".scene .nucleotide.lit circle{stroke:var(--scene-mark);"
        "stroke-width:max(4px,calc(var(--pixel)*3.5px/var(--zoom,1)))}",
        ".scene .nucleotide.partner circle{stroke:var(--scene-mark);"
        "stroke-width:max(3px,calc(var(--pixel)*2.5px/var(--zoom,1)));stroke-dasharray:5 3}",
        ".scene .pair.lit{stroke:var(--scene-mark)}",
        ".legend{display:flex;flex-wrap:wrap;gap:2px 14px;margin:0;padding:0;list-style:none}",
        ".legend li{display:flex;align-items:center;gap:5px;white-space:nowrap}",
        ".legend svg{height:12px;flex:none}",
    ]
    return "\n".join(rules) + "\n"


def _variables(colours: dict[str, str]) -> str:
    return "".join(f"--{role}:{colour};--on-{role}:{on(colour)};" for role, colour in colours.items())


def _chrome(theme: int) -> str:
    """The variables of lines, texts and outlines in one theme: 0 is light, 1 dark."""
    lines = "".join(f"--{role}:{colours[theme]};" for role, colours in STROKES.items())
    return f"{lines}--scene-label:{LABEL[theme]};--scene-outline:{OUTLINE[theme]};--scene-mark:{MARK[theme]}"


def _between(stops: Sequence[str], value: float) -> str:
    place = min(max(value, 0.0), 1.0) * (len(stops) - 1)
    low = min(int(place), len(stops) - 2)
    part = place - low
    ends = zip(_channels(stops[low]), _channels(stops[low + 1]), strict=True)
    return "#" + "".join(f"{round(a + part * (b - a)):02x}" for a, b in ends)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
