"""The page's one stylesheet: the theme's colours, those of drawings, and the files of assets/css.

gradio would bring its theme, and whatever style it is given, once its scripts have run. This one stands in the HTML, so
that the first paint has it, too (`ssp_core.ui.first_paint`).
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256

from ssp_core.assets import ASSETS
from ssp_core.drawing import stylesheet as drawing_stylesheet

from .theme import Paper

CSS = ASSETS / "css"
FILES = (
    "page",
    "desk",
    "fold",
    "reading",
    "strip",
    "whatif",
    "viewer",
    "learn",
    "train",
    "many",
    "architecture",
    "about",
    "phone",
)
# Gradio's container, and an id that nothing has, for its weight: rules within outrank those of gradio's components.
_WITHIN = ":is(.gradio-container, #none)"
# What assets/css uses of the theme; a name that it has no dark value for is the same in the dark.
_NAMES = (
    "body_background_fill",
    "body_text_color",
    "body_text_color_subdued",
    "background_fill_secondary",
    "border_color_primary",
    "color_accent_soft",
    "link_text_color",
    "input_background_fill",
    "input_border_color",
    "button_primary_background_fill",
    "button_primary_text_color",
    "button_secondary_background_fill",
    "button_secondary_background_fill_hover",
    "button_secondary_border_color",
    "font",
    "font_mono",
    *(f"primary_{shade}" for shade in (50, 200, 300, 500, 600, 700, 800)),
)


@cache
def text() -> str:
    """The stylesheet."""
    root, *files = ((CSS / f"{name}.css").read_text(encoding="utf-8") for name in ("root", *FILES))
    return "\n".join([_variables(), root, drawing_stylesheet(), f"{_WITHIN} {{", *files, "}"])


@cache
def name() -> str:
    """The relative address; it changes with the text, so a browser may keep what it has."""
    return f"ssp/css/{sha256(text().encode()).hexdigest()[:12]}.css"


def _variables() -> str:
    """The theme's variables, as gradio names them."""
    theme = Paper()

    def rule(selector: str, suffix: str) -> str:
        values = ((one, getattr(theme, one + suffix, None)) for one in _NAMES)
        return selector + "{" + "".join(f"--{one.replace('_', '-')}:{_resolved(v)};" for one, v in values if v) + "}"

    return rule(":root", "") + rule(".dark", "_dark")


def _resolved(value: str) -> str:
    """A value of a theme as CSS: `*primary_50` stands for another variable."""
    return f"var(--{value[1:].replace('_', '-')})" if value.startswith("*") else value
