"""A known structure for a sequence: from brackets or a record of any format, or one sentence."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssp_core.errors import InputError, StructureError
from ssp_core.folding.formats import FORMATS, Record, dump
from ssp_core.folding.structure import Structure
from ssp_core.reading import Reference, crossing_pairs_sentence, read_reference
from tests.folding.strategies import balanced, with_letters

SEQUENCE = "GGGGAAAACCCC"
HAIRPIN = Structure.from_dot_bracket("((((....))))")


@pytest.mark.parametrize(
    "text",
    [
        "  ((((\n ....\t))))\r\n",
        "((((....)))) (-5.40)",
        ">a title\n((((....))))",
        "; comment\n<<<<____>>>>",
        "((\u200b((....))))",
        f"{SEQUENCE}\n((((....))))",
        f">a\n{SEQUENCE.lower()}\n((((....)))) [-5.40]\n((((....)))) {{-5.40 d=1.0}}",
        f">other\nGAAAC\n(...)\n>a\n{SEQUENCE.replace('A', 'N')}\n((((....))))",
        f"# STOCKHOLM 1.0\na {SEQUENCE}\n#=GC SS_cons <<<<____>>>>\n//",
    ],
)
def test_references_in_many_forms(text: str) -> None:
    for content in (text, text.encode()):
        assert read_reference(content, SEQUENCE).structure == HAIRPIN


@given(st.data(), st.sampled_from(sorted(FORMATS)))
def test_a_file_of_any_format_is_a_reference(data: st.DataObject, format_: str) -> None:
    structure = data.draw(balanced(30).filter(lambda drawn: len(drawn) > 1))
    sequence = data.draw(with_letters(structure))
    text = dump([Record("x", sequence, structure)], format_)
    assert read_reference(text, sequence) == Reference(structure)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The reference is empty; 12 letters ( ) ., as long as the sequence, are wanted."),
        (">only a title\n", "The reference is empty; 12 letters ( ) ., as long as the sequence, are wanted."),
        ("(..)", "The reference has 4 letters and the sequence 12; it must be exactly as long."),
        (
            "((((....)))",
            "The reference has 11 letters and the sequence 12; it must be exactly as long.",
        ),
        (
            "(((((...))))",
            "The reference is unbalanced: the ( at position 1 is never closed; each ( needs a ) after it.",
        ),
        (
            "(((....)))))",
            "The reference is unbalanced: the ) at position 11 closes nothing; each ) needs a ( before it.",
        ),
        ("GGGGAAAACCCC", "The reference has 'G' at position 1; only the letters ( ) . are wanted there."),
        ("((((\n..*.))))", "The reference has '*' at position 7 in line 2; only the letters ( ) . are wanted there."),
        (
            ">x\nGAAAC\n(...)",
            "The reference is of an RNA of 5 nucleotides and the sequence has 12; the same RNA is wanted.",
        ),
        (
            ">x\nGGGGAACACCCC\n((((....))))",
            "The reference is of another RNA, with C for A at position 7; the same RNA is wanted.",
        ),
        (
            ">x\nGAAAC\n(...)\n>y\nGAAAC\n(...)",
            "The reference holds 2 structures; one, of the same RNA, is wanted.",
        ),
        ('[{"sequence": "GGGGAAAACCCC"}]', "The reference holds no structure; 12 letters"),
    ],
)
def test_unfit_references_get_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(StructureError) as caught:
        read_reference(text, SEQUENCE)
    assert str(caught.value).startswith(sentence)


def test_a_structure_without_a_sequence_may_have_any_length() -> None:
    assert len(read_reference("(...)").structure) == 5
    with pytest.raises(StructureError, match="The structure is empty; the letters"):
        read_reference(" ", subject="The structure")


def test_crossing_pairs_are_listed() -> None:
    reference = read_reference("((((.[[[[.))))..]]]]")
    assert reference.structure.dot_bracket == "((((......))))......"
    assert reference.crossing_pairs == ((5, 19), (6, 18), (7, 17), (8, 16))
    sentence = crossing_pairs_sentence(reference.crossing_pairs)
    assert sentence == (
        "The reference has a pseudoknot: 4 pairs (6-20, 7-19, 8-18, ...) cross others and cannot be shown."
    )
    assert (
        crossing_pairs_sentence(((1, 4),), "x")
        == "x has a pseudoknot: 1 pair (2-5) crosses others and cannot be shown."
    )


@given(st.text(max_size=60) | st.text("().[]<>{}Aa-:,_~& \n>(-1.5)", max_size=40))
def test_any_text_is_read_or_refused_with_one_sentence(text: str) -> None:
    try:
        reference, sentence = read_reference(text), "Nothing is wrong."
    except InputError as error:
        reference, sentence = Reference(Structure(())), str(error)
    assert (len(sentence.splitlines()), sentence[-1]) == (1, ".")
    assert len(reference.structure) <= len(text)


def test_a_huge_reference_is_refused_at_once() -> None:
    paste = "(" * 100_000_000
    start = time.perf_counter()
    with pytest.raises(StructureError, match="has 100,000,000 characters; 12 letters"):
        read_reference(paste, SEQUENCE)
    assert time.perf_counter() - start < 0.5
