"""What is below the boxes."""

from __future__ import annotations

import pytest

from ssp_core.errors import SequenceError
from ssp_core.ui import inputs
from ssp_core.ui.fold import messages


def test_counts_and_notes() -> None:
    said = messages.check("> name\nggga tttt ccc")
    assert "<b>11</b> nt" in said
    assert "T became U" in said


def test_escapes_what_it_quotes() -> None:
    assert "<script>" not in messages.check("GG<script>")


def test_an_empty_box_is_no_mistake_yet() -> None:
    assert "wrong" not in messages.check("  ")


def test_absurd_text_is_refused_unread() -> None:
    with pytest.raises(SequenceError, match="20,001 characters"):
        inputs.bounded("A" * 20_001, "sequence")
    assert "20,001 characters" in messages.check("A" * 20_001)
