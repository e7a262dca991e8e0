"""The one reader: it finds the format, agrees with itself, refuses in one sentence, and ends soon."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssp_core.errors import InputError, SequenceError
from ssp_core.folding.formats import FORMATS, Record, dump
from ssp_core.reading import InputRecord, count_nucleotides, read_input
from ssp_core.reading.detect import format_of_text
from ssp_core.rna import MAX_LENGTH
from ssp_core.sequence import read_sequences
from tests.folding.strategies import balanced, with_letters

plain_names = st.text("abcxyz -_/|", min_size=1, max_size=12).map(lambda name: f"n{name}".strip())


@st.composite
def structured(draw: st.DrawFn) -> list[Record]:
    structures = draw(st.lists(balanced(30).filter(lambda structure: len(structure) > 1), min_size=1, max_size=4))
    return [Record(draw(plain_names), draw(with_letters(structure)), structure) for structure in structures]


@given(structured(), st.sampled_from(sorted(FORMATS)))
def test_what_is_written_in_any_format_is_read_back(records: list[Record], format_: str) -> None:
    text = dump(records, format_)
    assert format_of_text(text) == {"dbn": "fasta"}.get(format_, format_)
    for content in (text, text.replace("\n", "\r\n").encode(), text.encode("utf-16")):
        found = read_input(content)
        assert [(str(r.sequence.name), str(r.sequence), r.reference) for r in found] == [
            (record.name, record.sequence, record.structure) for record in records
        ]
        assert all(record.crossing_pairs == () and record.energy is None for record in found)


# Parts of what people paste, put together by chance.
PIECES = (
    "GGGGAAAACCCC", "ggggaaaacccc", "((((....))))", "<<<<____>>>>", "((((AA..))))aa", "\n", "\n\n", "\r", " ", "\t",
    ">x", ">", "RNA", "HIV-1", "10 20 30", "1 ", " 12", "5'-", "-3'", "“", "”", "\u200b", "Ψ", "P", "I", "m6A", "m",
    "rG", "&", ";", "#Name: x", "(-5.40)", "-5.4", "1 G 12", "2 G 0 3 11 2", "12 dG = -5.4 x", "# STOCKHOLM 1.0",
    "#=GC SS_cons <<<<____>>>>", "//", "ORIGIN", "LOCUS  x", "....,....1....,....2", "{", "}", '"', ",",
    "name,position,nucleotide,partner", "x,1,G,0", "\x85", "\x00",
)  # fmt: skip
pastes = st.text(max_size=80) | st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


def refusal(text: str, max_length: int | None = MAX_LENGTH) -> tuple[tuple[InputRecord, ...], str]:
    """The records of a text, or the sentence that it is refused with."""
    try:
        return read_input(text, max_length=max_length), ""
    except InputError as error:
        return (), str(error)


@given(pastes)
def test_any_text_is_read_or_refused_with_one_sentence(text: str) -> None:
    records, sentence = refusal(text)
    assert bool(records) != bool(sentence)
    if sentence:
        assert len(sentence.splitlines()) == 1
        assert sentence.endswith(".")
    for record in records:
        assert 0 < len(record.sequence) <= MAX_LENGTH
        assert set(record.sequence) <= set("ACGUN")
        assert 1 <= record.line <= text.count("\n") + text.count("\r") + 1
        assert all("\n" not in note for note in (*record.sequence.notes, record.sequence.name))
        if record.reference is not None:
            assert len(record.reference) == len(record.sequence)
            assert all(record.reference.partners[i] == -1 for pair in record.crossing_pairs for i in pair)
        else:
            assert (record.energy, record.crossing_pairs) == (None, ())


@given(pastes)
def test_the_counter_never_fails_and_agrees_with_the_reader(text: str) -> None:
    records, sentence = refusal(text, None)
    counted = count_nucleotides(text)
    if not sentence:
        assert counted == sum(len(record.sequence) for record in records)
    assert 0 <= counted <= len(text)


@given(pastes)
def test_letters_and_fasta_are_read_as_by_the_reader_of_sequences(text: str) -> None:
    if format_of_text(text) != "fasta":
        return
    try:
        sequences = read_sequences(text)
    except SequenceError:
        return
    records, _ = refusal(text)
    assert [(r.sequence, r.sequence.name) for r in records] == [(rna, rna.name) for rna in sequences]


def test_several_records_are_all_returned_with_their_lines() -> None:
    records = read_input("AC\n\n>b\nGGGAAACCC\n(((...)))\n; c\n>d\nGU")
    assert [(r.sequence.name, r.line, r.reference is None) for r in records] == [
        ("", 1, True),
        ("b", 3, False),
        ("d", 7, True),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The sequence is empty;"),
        ("; only\n# comments\n", "The sequence is empty;"),
        ("[]", "The sequence is empty;"),
        ("((((....))))", "The sequence is a dot-bracket structure (( at position 1), not an RNA;"),
        (">a\nGGGG\n>b\nACX", "Record 2 (b) has 'X' at position 3 in line 4;"),
        (">a\nGGGG\n>b\nGAAAC\n(..)", "Line 5 has 4 letters of structure for 5 nucleotides;"),
        (">a\nGAAAC\n(....", "Line 3: The ( at position 1 is never closed;"),
        ("position,base\n1,A", "Line 1 has the columns 'position,base';"),
        ("2 x\n1 G 0 2 0 1\n2 G 1 0\n", "Line 3 has 4 fields;"),
        ("1 G 3\n2 A 0\n3 C 9\n", "Line 3 has the partner 9;"),
    ],
)
def test_what_cannot_be_read_says_where(text: str, sentence: str) -> None:
    assert refusal(text)[1].startswith(sentence)


MEGABYTE = 1_000_000
HOSTILE = {
    "letters": "A" * MEGABYTE,
    "brackets": "(" * MEGABYTE,
    "structure": "A" * (MEGABYTE // 2) + "\n" + "(" * (MEGABYTE // 2),
    "short lines": "A\n" * (MEGABYTE // 2),
    "titles": ">\n" * (MEGABYTE // 2),
    "records": ">a\nGAAAC\n(...)\n" * (MEGABYTE // 15),
    "numbers": "1 " * (MEGABYTE // 2),
    "one number": "1" * MEGABYTE,
    "ruler": "....|" * (MEGABYTE // 5),
    "blanks": "A" + " " * MEGABYTE + "A",
    "energies": "GAAAC\n(...)" + " ( -1" * (MEGABYTE // 5),
    "marks": "m6A" * (MEGABYTE // 3),
    "open marks": "[m6" * (MEGABYTE // 3),
    "primes": "5' " * (MEGABYTE // 3),
    "ends": "A" + " 3'" * (MEGABYTE // 3),
    "quotes": '"' * MEGABYTE,
    "invisible": "A\u200b" * (MEGABYTE // 2),
    "prefixes": "rG" * (MEGABYTE // 2),
    "methyl": "Gm" * (MEGABYTE // 2),
    "ct": "1 x\n1 A 0 0 0 1\n" * (MEGABYTE // 16),
    "bpseq": "".join(f"{i} A 0\n" for i in range(1, MEGABYTE // 10)),
    "stockholm": "# STOCKHOLM 1.0\n" + "".join(f"{i} A\n" for i in range(MEGABYTE // 10)),
    "stockholm blocks": "# STOCKHOLM 1.0\n" + "x A\n#=GC SS_cons .\n" * (MEGABYTE // 20),
    "genbank": "LOCUS  x\n" * (MEGABYTE // 9),
    "definition": "LOCUS  x\nDEFINITION  x\n" + "    y\n" * (MEGABYTE // 6),
    "json": '[{"' * (MEGABYTE // 3),
    "csv": "name,position,nucleotide,partner\n" + "x,1,A,0\n" * (MEGABYTE // 8),
    "titles with energy": ">dG = -5.4 [" + "a" * MEGABYTE + "\nGAAAC\n(...)",
    "comments": "#\n" * (MEGABYTE // 2),
    "words": "RNA " * (MEGABYTE // 4),
    "empty lines": "\r" * MEGABYTE,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_megabytes_of_hostile_text_end_soon(kind: str) -> None:
    start = time.process_time()  # of this process alone: others use the machine, too
    refusal(HOSTILE[kind], None)
    assert time.process_time() - start < 20  # what is not linear in its length takes hours
