"""The facts that the page's scripts need, as one JSON in the page: each is written once, elsewhere, and read here."""

from __future__ import annotations

from typing import Any

import orjson

from ssp_core.charts import colours as chart_colours
from ssp_core.charts import script
from ssp_core.drawing import colours
from ssp_core.drawing.roles import CLASS_NAMES
from ssp_core.folding.decoding import CHOICES, DECODERS, SETTINGS
from ssp_core.folding.elements import ELEMENT_NAMES
from ssp_core.rna import CLASSES, IUPAC, MAX_LENGTH

from .inputs import MAX_CHARACTERS, MAX_FILE
from .panel import json_text
from .session import VIEW_TITLES
from .templates import raw, render
from .theme import FAINT, INK


def facts() -> dict[str, Any]:
    """The facts as plain JSON; assets/js/facts.js says what each is."""
    return {
        "elements": ELEMENT_NAMES,
        "views": {"strip": "Structure strip", **VIEW_TITLES},
        "classes": list(CLASSES),
        "classNames": [CLASS_NAMES[symbol] for symbol in CLASSES],
        "limits": {"characters": MAX_CHARACTERS, "file": MAX_FILE, "length": MAX_LENGTH},
        "iupac": IUPAC,
        "numbers": {name: _within_a_sentence(setting.title) for name, setting in SETTINGS.items()},
        "decoders": {
            name: {"hint": hint, "settings": DECODERS[name].settings if name in DECODERS else ()}
            for name, (_, hint) in CHOICES.items()
        },
        "hints": {
            "card": "Point at or tap a nucleotide to see its probabilities. Click keeps it; Esc clears.",
            "keys": "left and right arrows walk along the chain, Enter keeps a nucleotide",
        },
        "plotly": script.NAME,
        "chartInks": [
            {"sent": chart_colours.INK, "light": INK[0], "dark": INK[1]},
            {"sent": chart_colours.FAINT, "light": FAINT[0], "dark": FAINT[1]},
        ],
        "standaloneCss": standalone_css(),
    }


def _within_a_sentence(title: str) -> str:
    return title[0].lower() + title[1:]


def standalone_css() -> str:
    """The colours of chain views without a page: a rule for each class, and `on-...` for the letters on a disc."""
    fills = colours.fills()
    rules = [f".{role}{{fill:{fill}}}.on-{role}{{fill:{colours.on(fill)};stroke:none}}" for role, fill in fills.items()]
    rules += [f".{role}{{stroke:{stroke[0]}}}" for role, stroke in colours.STROKES.items()]
    rules += [f".nucleotides,.swatch{{stroke:{colours.OUTLINE[0]}}}", f".position,.label{{fill:{colours.LABEL[0]}}}"]
    return "".join(rules)


def html() -> str:
    """The element that holds them."""
    return render("facts.html", json=raw(json_text(orjson.dumps(facts()).decode())))
