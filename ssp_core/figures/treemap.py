"""Where the parameters are: each module a rectangle as large as its share, within the module it belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from ssp_core.figures import palettes
from ssp_core.figures.frame import Figure

_WHOLE = "network"


def treemap(names: Sequence[str], classes: Sequence[str], parameters: Sequence[int], *, depth: int = 6) -> Figure:
    """A treemap to click into: the dotted path of every module (empty for the whole network), its class and its count.

    `depth` is how many levels are drawn at once. ValueError where the three are not as long as each other.
    """
    ids = [f"{_WHOLE}.{name}" if name else _WHOLE for name in names]
    rows = list(zip(ids, classes, parameters, strict=True))
    trace = {
        "type": "treemap",
        "ids": ids,
        "labels": [each.rpartition(".")[2] for each in ids],
        "parents": [each.rpartition(".")[0] for each in ids],
        "values": [count for _, _, count in rows],
        "customdata": [[kind, each.removeprefix(f"{_WHOLE}.")] for each, kind, _ in rows],
        "branchvalues": "total",
        "maxdepth": depth,
        "sort": False,
        "marker": {
            "colors": [_colour(name) for name in names],
            "line": {"width": 1, "color": "#ffffff"},
            "cornerradius": 3,
        },
        "textfont": {"color": "#17232a"},
        "pathbar": {"visible": True, "thickness": 22},
        "tiling": {"packing": "squarify", "pad": 2},
        "texttemplate": "%{label}<br>%{value:,}",
        "hovertemplate": "<b>%{customdata[1]}</b><br>%{customdata[0]}<br>%{value:,} parameters, %{percentRoot:.1%}"
        "<extra></extra>",
    }
    look = {
        "template": "none",
        "paper_bgcolor": palettes.CLEAR,
        "font": {"family": palettes.FONT, "size": 12, "color": palettes.INK},
        "margin": {"l": 4, "r": 4, "t": 4, "b": 4},
        "height": 380,
    }
    return Figure([trace], look)


def _colour(name: str) -> str:
    """The base model in one colour, whatever stands on it in another (Okabe and Ito)."""
    if not name:
        return palettes.BASES["N"]
    return palettes.CLASSES["("] if name.split(".", maxsplit=1)[0] == "model" else palettes.CLASSES[")"]
