"""Where the parameters are: each module a rectangle as large as its share, within the module it belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from ssp_core.charts import colours
from ssp_core.charts.frame import Figure, Margin, frame, unlinked

_WHOLE = "network"
HEIGHT = 380  # pixels
_TEXT = {"minsize": 11, "mode": "hide"}  # what does not fit in its rectangle at this size is left to its label


def treemap(names: Sequence[str], classes: Sequence[str], parameters: Sequence[int], *, depth: int = 6) -> Figure:
    """Draw a treemap of a network that can be clicked into.

    Args:
        names: the dotted path of every module, empty for the whole network, each before those within it.
        classes: their classes.
        parameters: how many parameters each holds, those within it included.
        depth: how many levels are drawn at once.

    Returns:
        A figure as wide as the element it is drawn in.

    Raises:
        ValueError: if the three differ in length.

    Example:
        >>> chart = treemap(["", "model", "classifier"], ["Net", "Encoder", "Linear"], [10, 7, 3])
        >>> chart.data[0]["labels"]
        ['network', 'model', 'classifier']
    """
    ids = [f"{_WHOLE}.{name}" if name else _WHOLE for name in names]
    rows = list(zip(ids, classes, parameters, strict=True))
    trace = {
        "type": "treemap",
        "ids": ids,
        "labels": [path.rpartition(".")[2] for path in ids],
        "parents": [path.rpartition(".")[0] for path in ids],
        "values": [count for _, _, count in rows],
        "customdata": [[kind, path.removeprefix(f"{_WHOLE}.")] for path, kind, _ in rows],
        "branchvalues": "total",
        "maxdepth": depth,
        "sort": False,
        "marker": {
            "colors": [_colour(name) for name in names],
            "line": {"width": 1, "color": colours.PART_EDGE},
            "cornerradius": 3,
        },
        "textfont": {"color": colours.PART_INK},
        "pathbar": {"visible": True, "thickness": 22},
        "tiling": {"packing": "squarify", "pad": 2},
        "texttemplate": "%{label}<br>%{value:,}",
        "hovertemplate": "<b>%{customdata[1]}</b><br>%{customdata[0]}<br>%{value:,} parameters, %{percentRoot:.1%}"
        "<extra></extra>",
    }
    return frame([trace], unlinked("treemap"), Margin(4, 4, 4, 4), height=HEIGHT, uniformtext=_TEXT)


def _colour(name: str) -> str:
    """The base model in one colour, the head that is put on it in another."""
    if not name:
        return colours.WHOLE
    return colours.ENCODER if name.split(".", maxsplit=1)[0] == "model" else colours.HEAD
