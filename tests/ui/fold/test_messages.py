"""What is below the boxes."""

from __future__ import annotations

import pytest

from ssp_core.errors import SequenceError
from ssp_core.ui import inputs
from ssp_core.ui.fold import messages
from ssp_core.ui.result import Result


def check(text: str) -> str:
    """The message below the sequence box, on one line."""
    return " ".join(messages.check(text)["sequence-message"].split())


def test_counts_and_notes() -> None:
    said = check("> name\nggga tttt ccc")
    assert "<b>11</b> nt" in said
    assert "T became U" in said


def test_escapes_what_it_quotes() -> None:
    assert "<script>" not in check("GG<script>")
    records = messages.check(">a<script>\nGGGG\n><b>\nCCCC")["records"]
    assert "a&lt;script&gt; (4 nt)" in records
    assert "<script>" not in records + messages.check(">a<script>\nGGGG\n><b>\nCCCC")["sequence-message"]


def test_an_empty_box_is_no_mistake_yet() -> None:
    assert "wrong" not in check("  ")


def test_absurd_text_is_refused_unread() -> None:
    with pytest.raises(SequenceError, match="100,001 characters"):
        inputs.bounded("A" * 100_001, "sequence")
    assert "100,001 characters" in check("A" * 100_001)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (">x\nGGGGAAAACCCC\n((((....)))) (-5.40)", "A dot-bracket text with a structure: its structure will be"),
        ("# x\n1 G 5\n2 A 0\n3 A 0\n4 A 0\n5 C 1\n", "A BPSEQ file with a structure"),
        ("# STOCKHOLM 1.0\na GGGGAAAACCCC\n#=GC SS_cons <<<<____>>>>\n//\n", "A Stockholm file with a structure"),
        ("GGGGAAAACCCC", "<b>12</b> nt of at most 1,022<"),
        ("12345 67890", "The sequence has the digit &#39;1&#39; at position 1"),
        ("GGGG&CCCC", "two strands are not supported"),
        ("A", "An RNA of 1 nt cannot pair: the shortest hairpin has 5 nt."),
        ("AAAAAAAAAA", "No two nucleotides of this RNA can pair"),
        ("GGGGΨAAACCCC", "Ψ (pseudouridine) became U at position 5"),
        ("A" * 1023, "1,023 nucleotides; at most 1,022 fit one pass"),
    ],
)
def test_what_is_found_is_said(text: str, words: str) -> None:
    assert words in check(text)


def test_several_records_are_counted_and_listed() -> None:
    text = ">tRNA\nGGGGAAAACCCC\n>\nGGGG\n>long\n" + "A" * 1500
    found = messages.check(text)
    assert "<b>3</b> records" in found["sequence-message"]
    assert "choose the one to fold" in found["sequence-message"]  # whether typed or asked to be folded
    for name in ("tRNA (12 nt)", "record 2 (4 nt)", "long (1,500 nt)"):
        assert name in found["records"]
    assert found["records"].count("disabled") == 1  # it does not fit one pass
    many = messages.check("".join(f">r{number}\nGGGG\n" for number in range(1, 201)))["records"]
    assert many.count("<button") == 50 + 1  # one takes all of them
    assert "The first 50 of 200 are listed" in many


def test_of_several_records_that_one_is_marked_that_is_shown(first: Result) -> None:
    text = f">a\nGGGG\n>{first.sequence.name}\n{first.sequence}\n"
    records = messages.check(text, first)["records"]
    assert "Choose another record to fold it." in records
    assert "choose the one to fold" not in messages.check(text, first)["sequence-message"]
    assert 'data-record="2" aria-pressed="true"' in records
    assert records.count('aria-pressed="true"') == 1
