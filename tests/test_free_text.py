"""Letters as papers, databases and makers of RNA write them: what is read with a note, and what is refused."""

from __future__ import annotations

import pytest

from ssp_core.errors import SequenceError
from ssp_core.sequence import read_sequence, read_sequences


@pytest.mark.parametrize(
    ("text", "sequence", "note"),
    [
        ("5'-GGGGAAAACCCC-3'", "GGGGAAAACCCC", "5'- and -3' at the ends were left out"),
        ("5′ GGGGAAAA\nCCCC 3′", "GGGGAAAACCCC", "5′ and 3′ at the ends were left out"),
        ("5’-pppGGGGCC-OH-3’", "GGGGCC", "5’-ppp and -OH-3’ at the ends were left out"),
        ("“GGGGAAAACCCC”", "GGGGAAAACCCC", "The quotation marks were left out"),
        ("\"5'-GGGG-3'\"", "GGGG", "The quotation marks were left out"),
        ("         5         10\nGGGGAAAACC", "GGGGAAAACC", "The ruler in line 1 was left out"),
        ("5 10\nGGGGAAAACC\n15 20\nGGGGAAAACC", "GGGGAAAACC" * 2, "The rulers in lines 1-3 were left out"),
        ("....,....1....,....2\nGGGGAAAACCCC", "GGGGAAAACCCC", "The ruler in line 1 was left out"),
        ("----+----|----+----|\nGGGGAAAACCCC", "GGGGAAAACCCC", "The ruler in line 1 was left out"),
        ("1234567890123\nGGGGAAAACCCC", "GGGGAAAACCCC", "The ruler in line 1 was left out"),
        ("21 GGGG AAAA\n29 CCCC", "GGGGAAAACCCC", "The line numbers start at 21; positions here are counted from 1"),
        ("GGGGAAAA 28\nCCCC 32", "GGGGAAAACCCC", "The line numbers start at 21; positions here are counted from 1"),
        (
            "GG\u200bGG\u00adAA\u2060AACC\ufeffCC",
            "GGGGAAAACCCC",
            "4 invisible characters were left out, the first a zero width space in line 1",
        ),
        ("rGrGrGrArArC", "GGGAAC", "The prefix r before the letters was left out"),
        ("mGrGmA\nrGdTdT", "GGAGUU", "The prefixes d, m, r before the letters were left out"),
    ],
)
def test_what_is_beside_the_letters_leaves_a_note(text: str, sequence: str, note: str) -> None:
    rna = read_sequence(text)
    assert rna == sequence
    assert note in rna.notes


@pytest.mark.parametrize(
    ("text", "sequence", "note"),
    [
        ("GGGGΨAAACCCC", "GGGGUAAACCCC", "Ψ (pseudouridine) became U at position 5"),
        ("ggggψaaacccc", "GGGGUAAACCCC", "Ψ (pseudouridine) became U at position 5"),
        ("GGGGPAAAPCCC", "GGGGUAAAUCCC", "P (pseudouridine) became U at positions 5, 9"),
        ("GGGGIAAACCCC", "GGGGAAAACCCC", "I (inosine) became A at position 5, although inosine pairs like G"),
        ("GGGGm6AAAACCCC", "GGGGAAAACCCC", "m6A became A at position 5"),
        ("GGGG[m⁶A]AAACC[m5C]C", "GGGGAAAACCCC", "m5C became C at position 11"),
        ("1 GGGG(m1G)AAA\n9 CCac4CC", "GGGGGAAACCCC", "ac4C became C at position 11"),
        ("ggggm6aaaacccc", "GGGGAAAACCCC", "m6A became A at position 5"),
        (
            "GGGGDAAACCCC",
            "GGGGNAAACCCC",
            "IUPAC letter D became N at position 5; write U if it is dihydrouridine",
        ),
    ],
)
def test_modified_nucleotides_become_their_base(text: str, sequence: str, note: str) -> None:
    rna = read_sequence(text)
    assert rna == sequence
    assert note in rna.notes


@pytest.mark.parametrize(
    ("first_line", "name"),
    [
        ("RNA", "RNA"),
        ("tRNA", "tRNA"),
        ("HIV-1 TAR", "HIV-1 TAR"),
        ("tRNA-Phe (yeast)", "tRNA-Phe (yeast)"),
        ("5S ribosomal RNA", "5S ribosomal RNA"),
        ("7SK", "7SK"),
    ],
)
def test_a_title_without_its_mark_is_recognised(first_line: str, name: str) -> None:
    rna = read_sequence(f"{first_line}\nGGGGAAAACCCC\nGGAA")
    assert (str(rna), rna.name) == ("GGGGAAAACCCCGGAA", name)
    assert rna.notes == (f"Line 1, {name!r}, was read as the title",)
    assert read_sequence(f"{first_line}\n10 20 30\nGGGGAAAACCCC") == "GGGGAAAACCCC"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("TAR\nGGCAGAUCUGAGCC", "Line 1, 'TAR', may be a title or nucleotides; begin a title with >."),
        ("HIV\nGGCAGAUCUGAGCC", "Line 1, 'HIV', may be a title or nucleotides"),
        (">x\nRNA\nGGGGAAAACCCC", "Line 2, 'RNA', may be a title or nucleotides"),
        ("RNA GGGGAAAACCCC", "begins with the word 'RNA' in line 1, which may be a name"),
        ("HIV GGGGAAAACCCC", "begins with the word 'HIV' in line 1, which may be a name"),
        ("mRNA", "begins with the word 'mRNA' in line 1"),
        ("STANDARD", "has 4 of its 8 letters from outside A, C, G, U and N and may be words or a protein"),
        ("MYVKRSDNTAR", "has 8 of its 11 letters from outside A, C, G, U and N"),
        ("GGGG\nRNA 2\nCCCC", "has the number 2 in line 2"),
        ("GGGG\nrRNA\nCCCC", "Line 2, 'rRNA', may be a title or nucleotides"),
        ("GGGGAXAACCCC\nGGGG", "has 'X' at position 6 in line 1"),
        ("MKTAYIAKQR\nGGVVLLK", "looks like a protein"),
    ],
)
def test_words_are_never_letters(text: str, message: str) -> None:
    with pytest.raises(SequenceError, match=message.replace("(", "[(]")):
        read_sequence(text)


def test_letters_in_short_lines_are_letters() -> None:
    assert read_sequence("GGRG\nAAAAYCCC") == "GGNGAAAANCCC"
    assert read_sequence("NNNN\nGGGG") == "NNNNGGGG"
    assert read_sequence("ΨΨGGGGGGGG\nAAAA") == "UUGGGGGGGGAAAA"
    assert read_sequence("m6Am6AGG\nGGGGAAAA") == "AAGGGGGGAAAA"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "1 ACGU\n2 GGCC",
            "Line 2 has the number 2 where 5 is expected: nucleotides are missing or repeated before it",
        ),
        ("1 ACGU 4\n61 ACGU", "Line 2 has the number 61 where 5 is expected"),
        ("61 ACGU\nGGCC 60", "Line 2 has the number 60 where 68 is expected"),
        ("ACGU\n77", "has the number 77 in line 2, after 4 nucleotides"),
        ("3'-CCCC-5'", "is written from 3′ to 5′; write it from 5′ to 3′"),
        ("GGmACC", "has 'm' at position 3; the letter m beside capitals is M [(]A or C[)] or a methyl group"),
        ("GpGpC", "has 'p' [(]capitals P and I are read as pseudouridine and inosine[)] at position 2"),
        ("GGGG…CCCC", "has '…', where nucleotides seem to be left out, at position 5"),
        ("GGGG–CCCC", "has the gap '–' at position 5"),
        ("\u0410CGU", "[(]cyrillic capital letter a[)] at position 1"),
        ("GGPIPIPI", "looks like a protein [(]P at position 3"),
        ("GGPP", "has 'P' at position 3"),
        ("GGGG&CCCC", "has & at position 5: two strands are not supported; one is wanted"),
        (">x [topology=circular]\nGGGG", "is circular by its title: circular RNAs are not supported"),
    ],
)
def test_what_is_doubtful_is_refused(text: str, message: str) -> None:
    with pytest.raises(SequenceError, match=message):
        read_sequence(text)


def test_what_a_program_prints_above_its_records_is_left_out() -> None:
    [rna] = read_sequences("Training mode:\nUse constraints: 0\n>x\nGGGG")
    assert (rna.name, rna.notes) == ("x", ("The text in lines 1-2 before the first title was left out",))
    with pytest.raises(SequenceError, match="Record 1"):
        read_sequences("Dear all, this is it\n>x\nGGGG")


def test_a_comment_names_what_has_no_title() -> None:
    assert read_sequence("# hairpin\nGGGG").name == "hairpin"
    assert read_sequence("#Name: bpRNA_1\n#Length: 4\nGGGG").name == "bpRNA_1"
    assert read_sequence("; old\n>new\n; more\nGGGG").name == "new"
