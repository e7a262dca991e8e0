"""What the sources must not hold, and that the types in their comments are right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from . import pages
from .conftest import ROOT, Opener

SCRIPTS = sorted((ROOT / "assets" / "js").glob("*.js"))
STYLE = ROOT / "assets" / "css" / "viewer.css"
# Names inside plotly that are no part of what it documents, and the classes of the nodes that it makes.
PRIVATE = (
    r"_fullLayout|_fullData|_context|\b_ev\b|calcdata|main-svg|svg-container|js-plotly-plot|hoverlayer|modebar-|"
    r"\.modebar\b|infolayer|yaxislayer|xaxislayer|plotlyjsicon|user-select-none|\.bglayer|gd\._"
)


@pytest.mark.parametrize("path", [*SCRIPTS, STYLE], ids=lambda path: path.name)
def test_nothing_of_plotly_or_gradio_is_read_that_is_private(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.findall(PRIVATE, text)
    assert not re.findall(r"svelte|html-container|\.prose\b", text)
    assert len(text.splitlines()) <= 310


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_html_is_made_of_text(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        assert "insertAdjacentHTML" not in line
        is_ours = "${icon}" in line or path.name == "answer.js"  # the server's templates escape
        assert "innerHTML =" not in line or is_ours


def test_there_are_no_globals(open_page: Opener) -> None:
    page = open_page(pages.Page.of(76, "strip", "planar"))
    own = page.evaluate(
        """() => {
            const frame = document.createElement("iframe");
            document.body.append(frame);
            const plain = new Set(Object.getOwnPropertyNames(frame.contentWindow));
            frame.remove();
            return Object.getOwnPropertyNames(window).filter((name) => !plain.has(name) && !/^\\d+$/.test(name));
        }"""
    )
    assert [name for name in own if "playwright" not in name.lower()] == []
