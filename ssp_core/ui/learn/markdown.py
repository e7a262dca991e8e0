"""The Markdown of lessons as HTML: formulas as MathML, terms of the glossary explained, links to parts of a picture."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from ssp_core.ui.glossary import Terms
from ssp_core.ui.templates import raw, with_tips

_PART = "#part-"


def to_html(text: str, terms: Terms) -> str:
    """HTML of a text from assets/lessons. A link to `#part-NAME` marks words that light up `[data-part=NAME]`.

    Args:
        text: Markdown.
        terms: what is explained where it first stands.
    """
    return raw(_parser().render(text, {"terms": terms, "seen": set()}))


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.use(dollarmath_plugin, allow_space=False, renderer=_formula)
    parser.add_render_rule("text", _words)
    parser.core.ruler.push("parts", _mark_parts)
    return parser


def _formula(text: str, options: dict[str, Any]) -> str:
    return convert(text, display="block" if options.get("display_mode") else "inline")


def _words(_: Any, tokens: Sequence[Token], index: int, __: Any, given: Any) -> str:
    within = [token.type for token in tokens[:index]]
    if within.count("link_open") > within.count("link_close"):  # the words light up a part already
        return with_tips([(tokens[index].content, "")])
    return with_tips(given["terms"].parts(tokens[index].content, given["seen"]))


def _mark_parts(state: Any) -> None:
    """Turn links to parts into buttons that light them up."""
    for block in state.tokens:
        opened = False
        for token in block.children or ():
            address = str(token.attrGet("href") or "")
            if token.type == "link_open" and address.startswith(_PART):
                token.tag, token.attrs = (
                    "span",
                    {"class": "lights", "tabindex": "0", "data-lights": address[len(_PART) :]},
                )
                opened = True
            elif token.type == "link_close" and opened:
                token.tag, opened = "span", False
