"""The lines of a text as files have them: only LF, CRLF and CR end a line."""

from __future__ import annotations

import io


def lines_of(text: str) -> list[str]:
    r"""Split a text into its lines, without their ends.

    `str.splitlines` also splits at NEL, vertical tab, form feed and Unicode's own separators, which occur in titles.

    >>> lines_of("one\r\ntwo\x85 two\n")
    ['one', 'two\x85 two']
    """
    return [line.removesuffix("\n") for line in io.StringIO(text, newline=None)]
