"""The page's HTML, made from the Jinja templates in assets/templates: every value put into one is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from ssp_core.assets import ASSETS

from . import glossary

TEMPLATES = ASSETS / "templates"


def breakable(name: str) -> Markup:
    """A name of code that may be broken between its words (`OmniModelFor|TokenClassification`, `five_|prime`)."""
    return Markup("<wbr>").join(re.split(r"(?<=[a-z])(?=[A-Z])|(?<=[._])", name))


def thousands(number: int) -> str:
    """A whole number with commas."""
    return f"{number:,}"


def percent(share: float) -> str:
    """A share from 0 to 1, such as `75 %`."""
    return f"{share:.0%}".replace("%", "\u00a0%")


def explained(text: str) -> Markup:
    """A text whose terms of the glossary have their explanation, each where it occurs first (assets/js/terms.js)."""
    return with_tips(glossary.parts(text))


def with_tips(parts: Iterable[tuple[str, str]]) -> Markup:
    """Parts of a text, each with its explanation or none."""
    term = Markup('<dfn class="term" tabindex="0" data-tip="{}">{}</dfn>')
    return Markup().join(term.format(tip, part) if tip else escape(part) for part, tip in parts)


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,  # a value that is forgotten is an error, not a gap on the page
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters |= {"breakable": breakable, "explained": explained, "percent": percent, "thousands": thousands}


def render(name: str, /, **values: Any) -> Markup:
    """The HTML of a template, `name` being its path in assets/templates; what another template made may be a value."""
    return Markup(_ENVIRONMENT.get_template(name).render(values))  # noqa: S704 - the template has escaped its values


def raw(html: str) -> Markup:
    """Mark HTML that this package wrote itself, such as a drawing, so that a template takes it as it is."""
    return Markup(html)  # noqa: S704


def file_size(count: float) -> str:
    """Bytes in a unit that leaves few digits, as the filter `filesizeformat` writes them in templates."""
    return str(_ENVIRONMENT.filters["filesizeformat"](count))
