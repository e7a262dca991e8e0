"""Lines end where files end them."""

from __future__ import annotations

import pytest

from ssp_core.text import lines_of


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("a", ["a"]),
        ("a\nb\r\nc\rd\n", ["a", "b", "c", "d"]),
        ("a\n\nb", ["a", "", "b"]),
        ("a\x85b\x0bc\x0cd\x1ce\u2028f\u2029g", ["a\x85b\x0bc\x0cd\x1ce\u2028f\u2029g"]),
    ],
)
def test_lines(text: str, lines: list[str]) -> None:
    assert lines_of(text) == lines
