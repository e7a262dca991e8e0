"""What is said of typed text."""

from __future__ import annotations

import pytest

from ssp_core.sequence import SequenceError
from ssp_core.ui import inputs


def test_counts_and_notes() -> None:
    said = inputs.look("> name\nggga tttt ccc")
    assert "<b>11</b> nt" in said
    assert "T became U" in said


def test_escapes_what_it_quotes() -> None:
    assert "<script>" not in inputs.look("GG<script>")


def test_an_empty_box_is_no_mistake_yet() -> None:
    assert "wrong" not in inputs.look("  ")


def test_absurd_text_is_refused_unread() -> None:
    with pytest.raises(SequenceError, match="20,001 characters"):
        inputs.bounded("A" * 20_001, "sequence")
    assert "20,001 characters" in inputs.look("A" * 20_001)
