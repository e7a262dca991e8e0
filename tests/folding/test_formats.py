"""File formats: what is written is read back unchanged, others' files are read, broken ones named by the line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssp_core.errors import FormatError, InputError, SequenceError
from ssp_core.folding.formats import FORMATS, READERS, SUFFIXES, Record, dump, format_of, load, write
from ssp_core.folding.structure import Structure
from tests.folding.strategies import balanced, with_letters

# NEL, vertical tab, form feed and U+2028 end no line, whatever str.splitlines says.
# Parts of files, put together wrongly.
PIECES = (
    ">", "a", "\n", "GGGAAACCC", "(((...)))", " (-1.20)", "1 G 9\n", "2 G 8 ", "1 G 0 2 9 1\n", "9 x\n",
    "# STOCKHOLM 1.0\n", "#=GC SS_cons <<<___>>>\n", "//\n", "ORIGIN\n", "LOCUS  x\n", "1\n", ";\n", "[", "]", "AAAa",
    ".", "\u200b", "&", "2 ",
)  # fmt: skip
inner = st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" \x85\x0b\x0c\u2028")
names = st.text(inner, max_size=20).map(str.strip)


@st.composite
def records(draw: st.DrawFn) -> list[Record]:
    structures = draw(st.lists(balanced(30).filter(len), max_size=4))
    return [Record(draw(names), draw(with_letters(structure)), structure) for structure in structures]


@given(records(), st.sampled_from(sorted(FORMATS)))
def test_what_is_written_is_read_back(given_records: list[Record], format_: str) -> None:
    assert load(dump(given_records, format_), format_) == tuple(given_records)


HAIRPIN = Record("hairpin", "GAAAC", Structure.from_dot_bracket("(...)"))


@pytest.mark.parametrize(
    ("format_", "text"),
    [
        ("dbn", ">hairpin\nGAAAC\n(...)\n"),
        ("fasta", ">hairpin\nGAAAC\n(...)\n"),
        ("ct", "5 hairpin\n1 G 0 2 5 1\n2 A 1 3 0 2\n3 A 2 4 0 3\n4 A 3 5 0 4\n5 C 4 0 1 5\n"),
        ("bpseq", "# hairpin\n1 G 5\n2 A 0\n3 A 0\n4 A 0\n5 C 1\n"),
        (
            "csv",
            "name,position,nucleotide,structure,partner\nhairpin,1,G,(,5\nhairpin,2,A,.,0\nhairpin,3,A,.,0\n"
            "hairpin,4,A,.,0\nhairpin,5,C,),1\n",
        ),
        ("json", '[\n{"name": "hairpin", "sequence": "GAAAC", "structure": "(...)"}\n]\n'),
    ],
)
def test_each_format_as_the_field_writes_it(format_: str, text: str) -> None:
    assert dump([HAIRPIN], format_) == text
    assert load(text.replace("\n", "\r\n"), format_) == load("\ufeff" + text, format_) == (HAIRPIN,)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_record_is_written_before_the_next_one_is_computed(format_: str) -> None:
    computed = 0

    def records_one_by_one() -> Iterator[Record]:
        nonlocal computed
        for _ in range(3):
            computed += 1
            yield HAIRPIN

    parts = write(records_one_by_one(), format_)
    seen = ""
    while "GAAAC" not in seen and "hairpin,5" not in seen and "\n5 C" not in seen:
        seen += next(parts)
    assert computed == 1
    assert load(seen + "".join(parts), format_) == (HAIRPIN,) * 3


def test_a_line_ends_where_an_editor_ends_it() -> None:
    (record,) = load(">16S rRNA\x85 ACU\nGAAAC\n(...)\n", "dbn")
    assert record == Record("16S rRNA\x85 ACU", "GAAAC", HAIRPIN.structure)
    assert load(">hairpin\rGAAAC\r(...)", "dbn") == (HAIRPIN,)


def test_a_table_with_further_columns_in_another_order_is_read() -> None:
    text = "partner,name,p_open,position,nucleotide\n5,hairpin,1,1,G\n0,hairpin,0,2,A\n0,hairpin,0,3,A\n"
    assert load(text + "0,hairpin,0,4,A\n\n1,hairpin,0,5,C\n", "csv") == (HAIRPIN,)


def test_json_with_further_fields_or_of_one_record_is_read() -> None:
    assert load('{"version": 4, "name": "hairpin", "sequence": "gaaac", "structure": "(...)"}', "json") == (HAIRPIN,)


@pytest.mark.parametrize(
    ("path", "format_"),
    [("a.dbn", "dbn"), ("b/c.FA", "fasta"), ("a.b.CT", "ct"), ("x.fna", "fasta"), ("x.json", "json")],
)
def test_the_suffix_says_the_format(path: str, format_: str) -> None:
    assert format_of(path) == format_
    assert set(SUFFIXES.values()) == set(FORMATS)


@pytest.mark.parametrize("path", ["a.pdf", "a", "dbn", ".ct"])
def test_an_unknown_suffix_is_named(path: str) -> None:
    with pytest.raises(FormatError, match=r"of '.*' is unknown; [.]dbn, .* are known"):
        format_of(path)


def test_others_files_are_read() -> None:
    for energy in ("( -0.50)", "(0.00)", "(-1e-05)"):
        assert load(f">hairpin\nGAAAC\n(...) {energy}\n", "dbn") == (HAIRPIN,)
    for value in (-0.5, 0.0, -21.6):
        text = dump([replace(HAIRPIN, energy=value)], "dbn")
        assert text.splitlines()[-1] == f"(...) ({value:6.2f})"
        assert load(text, "dbn") == (HAIRPIN,)
    assert load("gaaac\n(...)", "dbn") == (Record("", "GAAAC", HAIRPIN.structure),)
    mfold = "    5  hairpin\n    1 G       0    2    5    1\n" + "".join(
        f"    {i} A       {i - 1}    {i + 1}    0    {i}\n" for i in (2, 3, 4)
    )
    mfold += "    5 C       4    0    1    5\n"
    assert load(mfold, "ct") == (HAIRPIN,)
    assert load(mfold.replace("5  hairpin", "5\thairpin"), "ct") == (HAIRPIN,)
    assert (
        load("#Name: hairpin\n#Length: 5\n1 G 5\n2 A 0\n3 A 0\n4 A 0\n5 C 1\n", "bpseq")[0].structure
        == HAIRPIN.structure
    )


@pytest.mark.parametrize(
    ("format_", "text", "message"),
    [
        ("dbn", ">a\nGAAAC\n", "The record 'a' of line 1 has no structure; one is wanted"),
        ("dbn", ">a\nGAAAC\n(..)\n", "Line 3 has 4 letters of structure for 5 nucleotides"),
        ("dbn", ">a\nGAAAC\n(..)\n(..)\n", "Lines 3-4 have 8 letters of structure for 5 nucleotides"),
        ("dbn", ">a\nGAAAC\n(...)\n(..)\n", "Line 4 has 4 letters of structure for 5 nucleotides"),
        ("dbn", "\n>a\nGAAAC\n(....\n", "Line 4: The [(] at position 1 is never closed"),
        ("ct", "x a\n", "Line 1 has 'x'; the number of nucleotides is wanted"),
        ("ct", "3 a\n1 G 0 2 0 1\n", "Line 1 announces 3 nucleotides and 1 lines follow"),
        ("ct", "1 a\n1 G 0 2 0\n", "Line 2 has 5 fields; 6 are wanted"),
        ("ct", "0 a\n", "Line 1 announces 0 nucleotides"),
        ("bpseq", "1 G 0\n3 A 0\n", "Line 2 has position 3; 2 is wanted"),
        ("bpseq", "1 G 7\n", "Line 1 has the partner 7; one from 0 to 1"),
        ("bpseq", "1 GG 0\n", "Line 1 has 'GG' for a nucleotide"),
        ("bpseq", "1 G -1\n", "Line 1 has '-1'; a partner's position or 0"),
        (
            "bpseq",
            "1 G 3\n2 A 4\n3 C 1\n4 U 2\n",
            "of line 1 has a pair that crosses another, 2-4; nested pairs are wanted",
        ),
        ("csv", "a,position\n", "Line 1 has the columns 'a,position'; name, nucleotide, partner must be among them"),
        ("csv", "name,position,nucleotide,partner\na,1,G\n", "Line 2 has 3 fields; 4 are wanted"),
        ("csv", "name,position,nucleotide,partner\na,1,G,9\n", "Line 2 has the partner 9"),
        ("csv", f'name,position,nucleotide,partner\n"{"a" * 200_000}', "Line 2 is no CSV"),
        ("json", "{", "This is no JSON"),
        ("json", "{}", "Entry 1 is incomplete"),
        ("json", "3", "The JSON holds a int; a list"),
        ("json", "9" * 5000, "This is no JSON|The JSON holds a int"),
        ("json", '[{"name": "a"}]', "Entry 1 is incomplete"),
        ("json", '[{"name": "a", "sequence": "GA", "structure": "(."}]', "Entry 1: The [(] at position 1"),
        ("json", '[{"name": "a", "sequence": "GAAAC", "structure": "(..)"}]', "has 4 letters for 5 nucleotides"),
        ("svg", "", "The format 'svg' is unknown; one of dbn, fasta, ct, bpseq, csv, json, stockholm, genbank, seq is"),
    ],
)
def test_broken_files_are_named_by_the_line(format_: str, text: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        load(text, format_)


@pytest.mark.parametrize(
    ("name", "sequence", "message"),
    [("a\nb", "GAAAC", "several lines"), ("a", "GAAA", "4 letters"), ("a", "", "0 letters")],
)
def test_records_that_no_file_could_hold_are_refused(name: str, sequence: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        Record(name, sequence, HAIRPIN.structure if sequence else Structure(()))


@pytest.mark.parametrize(
    ("format_", "text", "message"),
    [
        ("dbn", ">a\nGA1AC\n(...)\n", "has the digit '1' at position 3 in line 2"),
        ("bpseq", "# a\n1 G 0\n2 X 0\n", "has 'X' at position 2 in line 3"),
        ("ct", "2 a\n1 G 0 2 0 1\n2 7 1 0 0 2\n", "has the digit '7' at position 2 in line 3"),
        ("json", '[{"name": "a", "sequence": "", "structure": ""}]', "Entry 1 is empty"),
    ],
)
def test_a_nucleotide_that_is_none_is_named_by_position_and_line(format_: str, text: str, message: str) -> None:
    with pytest.raises(SequenceError, match=message):
        load(text, format_)


@pytest.mark.parametrize("format_", READERS)
@given(text=st.text() | st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_is_read_or_refused_with_one_sentence(format_: str, text: str) -> None:
    try:
        records, sentence = list(READERS[format_](text, 50)), "Nothing is wrong."
    except InputError as error:
        records, sentence = [], str(error)
    assert (len(sentence.splitlines()), sentence[-1]) == (1, ".")
    assert all(0 < len(record.sequence) <= 50 for record in records)
    assert all(record.reference is None or len(record.reference) == len(record.sequence) for record in records)


def test_no_records_make_no_trouble() -> None:
    for format_ in FORMATS:
        assert load(dump([], format_), format_) == ()
