"""Every colour and line style of the figures, and where it is from."""

from __future__ import annotations

from collections.abc import Sequence

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
MONO = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace"

# Mid greys: readable on white and on black, and odd enough for a stylesheet to select them (see the docstring of
# the package).
INK = "rgb(118, 121, 126)"
FAINT = "rgb(151, 154, 159)"
CLEAR = "rgba(0, 0, 0, 0)"

# Okabe and Ito, "Color Universal Design" (2008): told apart with any colour vision.
CLASSES = {"(": "#56b4e9", ")": "#e69f00", ".": "#009e73"}
CLASS_NAMES = {"(": "opens (", ")": "closes )", ".": "unpaired ."}

# forna (Kerpedjiev, Hammer and Hofacker, Bioinformatics 31, 2015): its element and base schemes, by their CSS names.
ELEMENTS = {
    "f": "#ffa07a",  # lightsalmon
    "t": "#e0ffff",  # lightcyan
    "s": "#90ee90",  # lightgreen
    "h": "#add8e6",  # lightblue
    "i": "#dbdb8d",
    "m": "#ff9896",
    "e": "#d8c4ee",
}
ELEMENT_NAMES = {
    "s": "stem",
    "h": "hairpin loop",
    "i": "interior loop",
    "m": "multiloop",
    "e": "exterior loop",
    "f": "5′ end",
    "t": "3′ end",
}
BASES = {"A": "#dbdb8d", "C": "#98df8a", "G": "#ff9896", "U": "#aec7e8", "N": "#d3d3d3"}

# Agreement with a reference: Okabe and Ito's green and vermillion, and a blue between their two, as the dark one is
# lost on a dark page. The dash, or the symbol, says the same as the colour.
AGREEMENT = {"true": "#009e73", "missed": "#3a8fd0", "false": "#d55e00", "unpaired": "#d3d3d3"}
AGREEMENT_DASH = {"true": "solid", "missed": "dash", "false": "dot"}
AGREEMENT_SYMBOL = {"true": "square-open", "missed": "diamond-open", "false": "x-thin-open"}
# One word each: the widest name decides how many columns a legend has on a phone.
AGREEMENT_NAMES = {"true": "right", "missed": "missed", "false": "wrong", "unpaired": "unpaired"}

DECODED = "#d55e00"  # outline of a decoded pair in the matrix: stands out from both ends of cividis and from the page

# Kinds of base pair: the stronger, the heavier; a wobble is dotted, what is not canonical is dashed.
PAIR_WIDTH = {"GC": 1.0, "AU": 0.6, "GU": 0.6, "other": 0.5}
PAIR_DASH = {"GC": "solid", "AU": "solid", "GU": "dot", "other": "dash"}
PAIR_NAMES = {"GC": "G–C", "AU": "A–U", "GU": "G·U", "other": "other pair"}

# Probabilities in cividis (Nuñez, Anderton and Renslow, PLoS ONE 13, 2018), always on a fixed 0-1 scale.
# Ten stops of it, for colours that have to be known here.
_CIVIDIS = (
    "#00224e", "#123570", "#3b496c", "#575d6d", "#707173", "#8a8678", "#a59c74", "#c3b369", "#e1cc55", "#fee838",
)  # fmt: skip


def cividis(value: float) -> str:
    """The cividis colour of a value from 0 to 1, as `#rrggbb`; values outside are taken to the nearer end."""
    place = min(max(value, 0.0), 1.0) * (len(_CIVIDIS) - 1)
    low = min(int(place), len(_CIVIDIS) - 2)
    part = place - low
    ends = zip(_channels(_CIVIDIS[low]), _channels(_CIVIDIS[low + 1]), strict=True)
    return "#" + "".join(f"{round(a + part * (b - a)):02x}" for a, b in ends)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def scale() -> tuple[tuple[float, str], ...]:
    """The same cividis as a plotly colour scale, so that discs and cells of one value have one colour."""
    last = len(_CIVIDIS) - 1
    return tuple((k / last, colour) for k, colour in enumerate(_CIVIDIS))


def on(colour: str) -> str:
    """Black or white, whichever stands out more from a `#rrggbb` background (WCAG relative luminance)."""
    shares = [channel / 255 for channel in _channels(colour)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#111111" if luminance > 0.179 else "#ffffff"


def on_all(colours: Sequence[str]) -> list[str]:
    """`on` for many colours, of which few are different."""
    known = {colour: on(colour) for colour in set(colours)}
    return [known[colour] for colour in colours]
