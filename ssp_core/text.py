"""The lines of a text as files have them, and characters that nobody sees."""

from __future__ import annotations

import io
import unicodedata
from typing import NamedTuple

_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))  # variation selectors, as beside emoji


class Line(NamedTuple):
    """A line of a text with its number from 1."""

    number: int
    text: str


def lines_of(text: str) -> list[str]:
    r"""Split a text into its lines, without their ends; only LF, CRLF and CR end a line.

    `str.splitlines` also splits at NEL, vertical tab, form feed and Unicode's own separators, which occur in titles.

    >>> lines_of("one\r\ntwo\x85 two\n")
    ['one', 'two\x85 two']
    """
    return [line.removesuffix("\n") for line in io.StringIO(text, newline=None)]


def numbered_lines(text: str) -> list[Line]:
    """The lines of a text that are not blank, stripped."""
    return [Line(number, line.strip()) for number, line in enumerate(lines_of(text), start=1) if line.strip()]


def is_invisible(character: str) -> bool:
    """Whether a character takes no room: zero-width space, soft hyphen, word joiner, byte-order mark and the like."""
    return character in _SELECTORS or unicodedata.category(character) == "Cf"


def without_invisible(text: str) -> tuple[str, str]:
    r"""Leave out the characters that take no room.

    Returns:
        The text without them, and they themselves.

    >>> without_invisible("GG\u200bCC")
    ('GGCC', '\u200b')
    """
    if text.isascii():
        return text, ""
    invisible = {character for character in set(text) if is_invisible(character)}
    if not invisible:
        return text, ""
    removed = "".join(character for character in text if character in invisible)
    return text.translate({ord(character): None for character in invisible}), removed


def one_line(text: str, limit: int = 40) -> str:
    """A text as a message shows it: short, on one line.

    >>> one_line("a" * 50, 5)
    'aaaa…'
    """
    shown = "".join(character if character.isprintable() else " " for character in text[: limit + 1])
    return f"{shown[: limit - 1]}…" if len(text) > limit else shown
