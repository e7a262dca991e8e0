"""What the page's HTML has before any script has run: its stylesheet, its scripts, and a picture of the first screen.

gradio sends an empty body and builds the page by script, which takes a second, and lays it out several times meanwhile.
Until it has, a visitor sees the first screen with the stored result, in a shadow root of its own; assets/js/ready.js
takes it away when the page stands, which shows itself only then. Whoever comes with an RNA or a tab in the address sees
the header alone that long, never another RNA's result.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from . import facts, first_result, stylesheet
from .fold import gallery, panels, texts
from .fold.views import STAGE
from .links import is_plain
from .models import DEFAULT, entry_of, label
from .session import VIEW_TITLES, Session
from .templates import raw, render
from .theme import js_path

_PANELS = ("sequence-message", "status", "origin", "computed", "view-strip", "view-planar")


def html(title: str, query: Mapping[str, str]) -> str:
    """What stands at the beginning of the body, for an address with this query."""
    return _html(title, is_plain(query))


@cache
def _html(title: str, plain: bool) -> str:
    session = Session(first_result.read())
    return render(
        "first_paint.html",
        facts=facts.html(),
        script=f"{js_path()}/page.js",
        style=stylesheet.name(),
        title=title,
        plain=plain,
        sequence=session.result.sequence,
        chips=gallery.chips(),
        model=label(entry_of(DEFAULT)),
        views=[(name, VIEW_TITLES[name]) for name in STAGE],
        colour=next(iter(texts.COLOURINGS)),
        hint=texts.VIEW_HINTS["planar"],
        panels={name: raw(panels.make(name, session)) for name in _PANELS},
    )
