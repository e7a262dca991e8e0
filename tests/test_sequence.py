"""Reading what people paste: what goes silently, what leaves a note, and one sentence for everything else."""

from __future__ import annotations

import copy
import pickle
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssp_core.errors import SequenceError
from ssp_core.rna import MAX_LENGTH
from ssp_core.sequence import WANTED, RnaSequence, read_sequence, read_sequences


def parts(rna: RnaSequence) -> tuple[str, str, tuple[str, ...]]:
    """All of an RNA: two of them are equal by their letters alone."""
    return str(rna), rna.name, rna.notes


def test_an_rna_is_its_letters_and_keeps_its_name_on_copies() -> None:
    rna = RnaSequence("ACGU", "a name", ("a note",))
    assert rna == "ACGU"
    assert hash(rna) == hash("ACGU")
    for copied in (copy.deepcopy(rna), pickle.loads(pickle.dumps(rna))):  # noqa: S301 - our own
        assert parts(copied) == ("ACGU", "a name", ("a note",))
    with pytest.raises(AttributeError, match="does not change"):
        rna.name = "another"


@pytest.mark.parametrize(
    "text",
    [
        "ACGUACGU",
        "acguacgu",
        " ACGU\n\tACGU \r\n",
        "1 acgu acgu",
        "  1 ACGU\n  5 ACGU\n",
        "  1 ACGU 4\n  5 ACGU 8\n",
        "ACGU\n# a comment\nACGU\n; another\n//",
        "ACGU 4\nACGU 8",
        "\ufeffACGUACGU",
    ],
)
def test_ways_of_writing_go_silently(text: str) -> None:
    assert parts(read_sequence(text)) == ("ACGUACGU", "", ())


def test_names_come_from_fasta() -> None:
    assert parts(read_sequence(">tRNA-Phe  yeast \nACGU\nACGU\n")) == ("ACGUACGU", "tRNA-Phe  yeast", ())
    assert [r.name for r in read_sequences("AC\n>b\nGU\n >c\nAA")] == ["", "b", "c"]
    assert len(read_sequence(">a\nACG")) == 3


def test_a_title_ends_where_its_line_ends() -> None:
    for mark in "\x85\x0b\x0c\u2028":
        rna = read_sequence(f">16S rRNA{mark} ACU\nGGGGAAAACCCC")
        assert parts(rna) == ("GGGGAAAACCCC", f"16S rRNA{mark} ACU", ())


def test_what_changes_a_letter_leaves_a_note() -> None:
    assert read_sequence("ACGT").notes == ("T became U at position 4",)
    assert read_sequence("tTaT").notes == ("T became U at positions 1, 2, 4",)
    assert read_sequence("T" * 1000).notes == ("T became U at 1,000 positions",)
    notes = ("IUPAC letter R became N at position 3", "IUPAC letter Y became N at position 6")
    assert parts(read_sequence("ACRGNY")) == ("ACNGNN", "", notes)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", f"The sequence is empty; {WANTED} are wanted."),
        (" \n\t ", f"The sequence is empty; {WANTED} are wanted."),
        (">only a name\n", f"The sequence is empty; {WANTED} are wanted."),
        ("AC GU\n7AC", f"The sequence has the digit '7' at position 5 in line 2; {WANTED} are wanted there."),
        ("12", f"The sequence has the digit '1' at position 1; {WANTED} are wanted there."),
        ("ACGU 9", f"The sequence has the number 9 in line 1, after 4 nucleotides; {WANTED} are wanted there."),
        ("ACGX", f"The sequence has 'X' at position 4; {WANTED} are wanted there."),
        ("AC-GU", f"The sequence has the gap '-' at position 3; {WANTED} are wanted there."),
        (
            "acg\u017f",
            f"The sequence has '\u017f' (latin small letter long s) at position 4; {WANTED} are wanted there.",
        ),
        (
            "MKTAYIAKQR",
            "The sequence looks like a protein (I at position 6 is an amino acid's letter); "
            f"an RNA in {WANTED} is wanted.",
        ),
        ("((..))", f"The sequence is a dot-bracket structure (( at position 1), not an RNA; {WANTED} are wanted."),
        (
            ">a\nGAAAC\n(...)",
            f"The sequence has a structure's ( at position 6 in line 3; only {WANTED} are wanted here, and the "
            "structure goes to the reference.",
        ),
        ("A" * 1023, "The sequence has 1,023 nucleotides; at most 1,022 fit one pass, so give a shorter part."),
        (">a\nAC\n>b\nGU", "The text holds 2 FASTA records, the second from line 3; one is wanted here."),
        ("AC\n>b\nGU", "The text holds letters before its FASTA record as well; one sequence is wanted here."),
    ],
)
def test_what_is_no_rna_gets_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(SequenceError) as caught:
        read_sequence(text)
    assert str(caught.value) == sentence


def test_of_many_records_the_wrong_one_is_named() -> None:
    with pytest.raises(SequenceError, match=r"^Record 2 \(b\) has 'X' at position 3 in line 4;"):
        read_sequences(">a\nACGU\n>b\nACX")
    with pytest.raises(SequenceError, match=r"^Record 2 \(unnamed\) is empty;"):
        read_sequences(">a\nACGU\n>\n")
    with pytest.raises(SequenceError, match=rf"^Record 1 \({'n' * 39}…\) has 'X'"):
        read_sequences(f">{'n' * 90}\nX\n>b\nA")


def test_the_maximum_is_the_callers() -> None:
    assert len(read_sequence("A" * MAX_LENGTH)) == MAX_LENGTH
    assert len(read_sequence("A" * 5000, max_length=None)) == 5000
    with pytest.raises(SequenceError, match="has 11 nucleotides; at most 10 fit"):
        read_sequences("A" * 11, max_length=10)


@pytest.mark.parametrize("paste", ["A" * 100_000_000, ">a\nAC\n" * 15_000_000])
def test_a_huge_paste_is_refused_at_once(paste: str) -> None:
    start = time.perf_counter()
    with pytest.raises(SequenceError, match="characters; at most 50,000,000 can be read at once"):
        read_sequence(paste)
    assert time.perf_counter() - start < 0.5


@given(
    st.text("ACGUNacgun", min_size=1, max_size=80),
    st.text("ACGUNacgun", max_size=80),
    st.sampled_from(["\n", " ", "\r\n", "\t"]),
)
def test_case_and_blanks_never_matter(first: str, second: str, blank: str) -> None:
    assert read_sequence(first + blank + second) == (first + second).upper()


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        records = read_sequences(text)
    except SequenceError as error:
        sentence, records = str(error), ()
    else:
        sentence = "Nothing is wrong."
    assert sentence.endswith(".")
    assert len(sentence.splitlines()) == 1
    assert all(record and set(record) <= set("ACGUN") for record in records)


@given(st.lists(st.text("ACGU", min_size=1, max_size=30), min_size=1, max_size=5))
def test_fasta_round_trips(sequences: list[str]) -> None:
    text = "".join(f">r{i}\n{letters}\n" for i, letters in enumerate(sequences))
    assert [parts(rna) for rna in read_sequences(text)] == [
        (sequence, f"r{i}", ()) for i, sequence in enumerate(sequences)
    ]
