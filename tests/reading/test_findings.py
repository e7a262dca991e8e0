"""What people brought and what failed: a test for each row of that list, with the right value.

`test_fault_NN` is a fault that was found on the product, `test_missing_...` a kind of input that was not read. Rows
about the page alone (fault 14) are tested with the page.
"""

from __future__ import annotations

import gzip
import os
import signal
from pathlib import Path

import pytest

from ssp_core.analysis.comparison import compare
from ssp_core.errors import FormatError, InputError, SequenceError, StructureError
from ssp_core.folding.formats import load
from ssp_core.reading import InputRecord, count_nucleotides, crossing_pairs_sentence, read_input, read_reference
from ssp_core.rna import MAX_LENGTH
from tests.cli.conftest import Shell
from tests.cli.test_program import start, wait_for_records

SEQUENCE, STRUCTURE = "GGGGAAAACCCC", "((((....))))"
HAIRPIN = ("hairpin", SEQUENCE, STRUCTURE)


def only(content: str | bytes) -> InputRecord:
    """The one record of a content."""
    [record] = read_input(content)
    return record


def parts(record: InputRecord) -> tuple[str, str, str | None]:
    """Name, sequence and structure."""
    known = record.reference
    return record.sequence.name, str(record.sequence), None if known is None else known.dot_bracket


def test_fault_01_a_separator_inside_a_title_ends_no_line() -> None:
    assert parts(only(">16S rRNA\x85 ACU\nGGGGAAAACCCC")) == ("16S rRNA\x85 ACU", SEQUENCE, None)
    assert count_nucleotides(">16S rRNA\x85 ACU\nGGGGAAAACCCC") == 12


def test_fault_02_a_title_without_its_mark_is_no_sequence() -> None:
    record = only("RNA\nGGGGAAAACCCC")
    assert parts(record) == ("RNA", SEQUENCE, None)
    assert record.sequence.notes == ("Line 1, 'RNA', was read as the title",)
    assert parts(only(f"tRNA\n{SEQUENCE}\n{STRUCTURE}")) == ("tRNA", SEQUENCE, STRUCTURE)
    with pytest.raises(SequenceError, match="Line 1, 'TAR', may be a title or nucleotides; begin a title with >"):
        read_input("TAR\nGGGGAAAACCCC")


def test_fault_03_the_shell_writes_the_notes(shell: Shell) -> None:
    answer = shell("predict", "-", stdin=">r\nGGRGAAAAYCCC")
    assert "r: IUPAC letter R became N at position 3\n" in answer.err
    assert "r: IUPAC letter Y became N at position 9\n" in answer.err
    assert "GGNGAAAANCCC" in answer.out


def test_fault_04_the_input_is_not_overwritten(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "x.fasta"
    path.write_text(">x\nGGGGAAAACCCC\n")
    answer = shell("predict", path, "-o", path)
    assert (answer.code, path.read_text()) == (2, ">x\nGGGGAAAACCCC\n")
    assert "is also an input; it would be overwritten" in answer.err


@pytest.mark.skipif(os.name == "nt", reason="signals are of another kind there")
def test_fault_05_ctrl_c_keeps_what_is_done(tmp_path: Path) -> None:
    (tmp_path / "x.fa").write_text("".join(f">{number}\n{SEQUENCE}\n" for number in range(300)))
    output = tmp_path / "x.dbn"
    program = start("predict", tmp_path / "x.fa", "-o", output, delay=0.05)
    wait_for_records(output, 2)
    program.send_signal(signal.SIGINT)
    _, err = program.communicate(timeout=30)
    done = len(load(output.read_text(), "dbn"))
    assert (program.returncode, 2 <= done < 300) == (130, True)
    assert err.splitlines()[-1] == f"ssp-core: interrupted; {done} of 300 folded, in {output}"


def test_fault_06_an_output_that_cannot_be_is_refused_before_folding(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "folder.ct").mkdir()
    answer = shell("predict", "-", "-o", tmp_path / "folder.ct", stdin=SEQUENCE)
    assert (answer.code, shell.predictors) == (2, [])
    assert "is a folder; a file is wanted" in answer.err


def test_fault_07_one_limit_everywhere(shell: Shell) -> None:
    sentence = "has 1,023 nucleotides; at most 1,022 fit one pass"
    with pytest.raises(SequenceError, match=sentence):
        read_input("A" * (MAX_LENGTH + 1))
    with pytest.raises(SequenceError, match=sentence):
        read_input("# x\n" + "".join(f"{i} A 0\n" for i in range(1, MAX_LENGTH + 2)))
    answer = shell("predict", "-", stdin="A" * (MAX_LENGTH + 1))
    assert (answer.code, sentence in answer.err) == (2, True)
    assert len(only("A" * MAX_LENGTH).sequence) == MAX_LENGTH


def test_fault_08_blanks_count_in_neither_structure() -> None:
    structure, reference = (read_reference("((((\n....))))").structure for _ in range(2))
    assert compare(structure, reference)["f1"] == 1.0


def test_fault_09_what_is_wrong_with_a_structure_names_it() -> None:
    with pytest.raises(StructureError) as caught:
        read_reference("((((....)))", subject="The structure")
    assert str(caught.value) == (
        "The structure is unbalanced: the ( at position 1 is never closed; each ( needs a ) after it."
    )
    assert len(read_reference("((((....))))").structure) == 12


def test_fault_10_an_energy_behind_a_reference_is_set_aside() -> None:
    reference = read_reference("((((....)))) (-5.40)", SEQUENCE)
    assert (reference.structure.dot_bracket, reference.energy) == (STRUCTURE, -5.4)


@pytest.mark.parametrize(
    "text",
    [
        f">hairpin\n{STRUCTURE}",
        f">hairpin\n{SEQUENCE}\n{STRUCTURE} (-5.40)",
        f"hairpin no 1\n{SEQUENCE}\n{STRUCTURE}",
        "# hairpin\n" + "".join(f"{i + 1} {n} {12 - i if n != 'A' else 0}\n" for i, n in enumerate(SEQUENCE)),
    ],
)
def test_fault_11_a_reference_with_title_and_sequence_is_taken(text: str) -> None:
    assert read_reference(text, SEQUENCE).structure.dot_bracket == STRUCTURE


@pytest.mark.parametrize(
    ("title", "energy"),
    [
        ("5\tdG = -5.4\thairpin", -5.4),
        ("  5 dG = -5.40 [Initially -6.00] hairpin", -5.4),
        ("  5  ENERGY = -5.4  hairpin", -5.4),
        ("5   hairpin", None),
    ],
)
def test_fault_12_ct_titles_of_all_programs(title: str, energy: float | None) -> None:
    rows = "1\tG\t0\t2\t5\t1\n2\tA\t1\t3\t0\t2\n3\tA\t2\t4\t0\t3\n4\tA\t3\t5\t0\t4\n5\tC\t4\t0\t1\t5\n"
    record = only(f"{title}\n{rows}")
    assert (parts(record), record.energy) == (("hairpin", "GAAAC", "(...)"), energy)
    assert parts(only(f"{title}\n{rows}".replace("\t", "   "))) == ("hairpin", "GAAAC", "(...)")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_fault_13_encodings_are_decoded(shell: Shell, tmp_path: Path, encoding: str) -> None:
    content = f">Größe\n{SEQUENCE}\n".encode(encoding)
    assert parts(only(content)) == ("Größe", SEQUENCE, None)
    (tmp_path / "x.fa").write_bytes(content)
    assert shell("predict", tmp_path / "x.fa").out == f">Größe\n{SEQUENCE}\n{STRUCTURE}\n"


def test_fault_13_latin_1_is_decoded_with_a_note_and_other_bytes_are_one_sentence(shell: Shell, tmp_path: Path) -> None:
    first, second = read_input(f">Größe\n{SEQUENCE}\n>b\nGGGG\n".encode("latin-1"))
    assert parts(first) == ("Größe", SEQUENCE, None)
    assert first.sequence.notes == ("The file is not in UTF-8; its title was read as Windows-1252",)
    assert second.sequence.notes == ()
    (tmp_path / "x.fa").write_bytes(b"PK\x03\x04\x00\x00")
    answer = shell("predict", tmp_path / "x.fa")
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert f"{str(tmp_path / 'x.fa')!r}: The file is a ZIP archive or an Office document; a text file" in answer.err


def test_fault_15_counter_and_reader_agree() -> None:
    text = "   >abc def\nACGU7"
    with pytest.raises(SequenceError, match="has the digit '7' at position 5 in line 2"):
        read_input(text)
    assert count_nucleotides(text) == 4
    for readable in (
        "RNA\nGGGG",
        "1 ACGU 4\n5 ACGU 8",
        "; c\n>x y\nAC GU",
        f"x-1\n{SEQUENCE}\n{STRUCTURE}",
        "5'-GG-3'",
    ):
        assert count_nucleotides(readable) == sum(len(record.sequence) for record in read_input(readable))


def test_missing_wuss_and_other_marks_for_unpaired() -> None:
    for written in ("<<<<____>>>>", "((((----))))", "[[[[,,,,]]]]", "{{{{::::}}}}", "((((~~~~))))", "((((.-,:))))"):
        assert parts(only(f">hairpin\n{SEQUENCE}\n{written}")) == HAIRPIN
        assert read_reference(written, SEQUENCE).structure.dot_bracket == STRUCTURE


def test_missing_pseudoknots_are_listed_and_left_out() -> None:
    sequence, written, crossing = "GGGAACCCAGUUA", "(((AA.)))..aa", ((3, 12), (4, 11))
    record = only(f">x\n{sequence}\n{written}")
    reference = read_reference(written, sequence)
    assert parts(record)[2] == reference.structure.dot_bracket == "(((...)))...."
    assert record.crossing_pairs == reference.crossing_pairs == crossing
    assert crossing_pairs_sentence(reference.crossing_pairs) == (
        "The reference has a pseudoknot: 2 pairs (4-13, 5-12) cross others and cannot be shown."
    )
    assert read_reference("(((..[[)))]].", sequence).crossing_pairs == ((5, 11), (6, 10))


def test_missing_stockholm_with_wuss() -> None:
    text = "# STOCKHOLM 1.0\na GGGG-AAAACCCC\nb GGGGAAAAACCCC\n#=GC SS_cons <<<<_____>>>>\n//\n"
    first, second = read_input(text)
    assert parts(first) == ("a", SEQUENCE, STRUCTURE)
    assert parts(second) == ("b", "GGGGAAAAACCCC", "((((.....))))")


def test_missing_genbank_and_embl() -> None:
    genbank = "LOCUS       X  12 bp  RNA  linear\nVERSION     X.1\nORIGIN\n        1 ggggaaaacc cc\n//\n"
    assert parts(only(genbank)) == ("X.1", SEQUENCE, None)
    assert parts(only("ORIGIN\n        1 ggggaaaacc cc\n//")) == ("", SEQUENCE, None)
    embl = "ID   X; SV 1; linear; RNA; STD; PRO; 12 BP.\nSQ   Sequence 12 BP;\n     ggggaaaacc cc        12\n//\n"
    assert parts(only(embl)) == ("X", SEQUENCE, None)


def test_missing_comments_and_rnastructure_seq() -> None:
    assert parts(only("; made by hand\n>x\n# part 1\nGGGGAAAA\n; part 2\nCCCC\n")) == ("x", SEQUENCE, None)
    assert parts(only("; comment\nhairpin\nGGGGAAAA\nCCCC1\n")) == ("hairpin", SEQUENCE, None)


def test_missing_bprna_and_crw_names() -> None:
    rows = "1 G 5\n2 A 0\n3 A 0\n4 A 0\n5 C 1\n"
    assert parts(only(f"#Name: bpRNA_1\n#Length: 5\n{rows}")) == ("bpRNA_1", "GAAAC", "(...)")
    assert parts(only(f"Filename: d.5.bpseq\nOrganism: E. coli\n{rows}")) == ("d.5", "GAAAC", "(...)")
    assert parts(only(f"#Name: bpRNA_1\n{SEQUENCE}\n{STRUCTURE}")) == ("bpRNA_1", SEQUENCE, STRUCTURE)


def test_missing_rnafold_p_and_eternafold_output() -> None:
    rnafold = f""">hairpin
{SEQUENCE}
{STRUCTURE} ( -5.40)
{{(((....))), [ -5.52]
{STRUCTURE} {{ -5.40 d=0.77}}
 frequency of mfe structure in ensemble 0.822; ensemble diversity 1.05
"""
    record = only(rnafold)
    assert (parts(record), record.energy) == (HAIRPIN, -5.4)
    eternafold = (
        f"Training mode: \nUse constraints: 0\nUse evidence: 0\n>hairpin\n{SEQUENCE}\n>structure\n{STRUCTURE}\n"
    )
    assert parts(only(eternafold)) == HAIRPIN


@pytest.mark.parametrize(
    ("written", "energy"),
    [
        ("(-5.40)", -5.4),
        ("( -5.40)", -5.4),
        ("(-1e-05)", -1e-05),
        ("[-5.40]", -5.4),
        ("{-5.40 d=1.2}", -5.4),
        ("-5.4", -5.4),
    ],
)
def test_missing_energies(written: str, energy: float) -> None:
    record = only(f">hairpin\n{SEQUENCE}\n{STRUCTURE} {written}")
    assert (parts(record), record.energy) == (HAIRPIN, energy)


def test_missing_wrapped_dot_brackets() -> None:
    record = only(">hairpin\nGGGGAAA\nACCCC\n((((..\n..))))\n")
    assert parts(record) == HAIRPIN


@pytest.mark.parametrize(
    "text",
    [
        "5 x\n1 G 0 2 5 1\n2 A 1 3 0 2\n3 A 2 4 0 3\n4 A 3 5 0 4\n5 C 4 0 1 5\n",
        ">x\nGAAAC\n(...)\n",
        "name,position,nucleotide,partner\nx,1,G,5\nx,2,A,0\nx,3,A,0\nx,4,A,0\nx,5,C,1\n",
        '[{"name": "x", "sequence": "GAAAC", "structure": "(...)"}]',
        "# x\n1 G 5\n2 A 0\n3 A 0\n4 A 0\n5 C 1\n",
    ],
)
def test_missing_a_byte_order_mark_in_every_format(text: str) -> None:
    assert (
        parts(only(text))
        == parts(only("\ufeff" + text))
        == parts(only(text.encode("utf-8-sig")))
        == ("x", "GAAAC", "(...)")
    )


@pytest.mark.parametrize(
    ("text", "sequence", "note"),
    [
        ("GGGGΨAAACCCC", "GGGGUAAACCCC", "Ψ (pseudouridine) became U at position 5"),
        ("GGGGPAAACCCC", "GGGGUAAACCCC", "P (pseudouridine) became U at position 5"),
        ("GGGGIAAACCCC", SEQUENCE, "I (inosine) became A at position 5, although inosine pairs like G"),
        ("GGGGm6AAAACCCC", SEQUENCE, "m6A became A at position 5"),
        ("GGGGDAAACCCC", "GGGGNAAACCCC", "IUPAC letter D became N at position 5; write U if it is dihydrouridine"),
    ],
)
def test_missing_modified_bases(text: str, sequence: str, note: str) -> None:
    assert (only(text).sequence, only(text).sequence.notes) == (sequence, (note,))


@pytest.mark.parametrize(
    "text",
    [
        "5'-GGGGAAAACCCC-3'",
        "5′-GGGGAAAACCCC-3′",
        "“GGGGAAAACCCC”",
        "        10\nGGGGAAAACCCC",
        "21 GGGGAAAA\n29 CCCC",
        "GG\u200bGG\u00adAAAA\u2060CC\ufeffCC",
    ],
)
def test_missing_copies_from_papers(text: str) -> None:
    record = only(text)
    assert (record.sequence, len(record.sequence.notes)) == (SEQUENCE, 1)
    assert count_nucleotides(text) == 12


def test_missing_gzip_and_stdin(shell: Shell, tmp_path: Path) -> None:
    packed = gzip.compress(f">hairpin\n{SEQUENCE}\n{STRUCTURE}\n".encode())
    assert parts(only(packed)) == HAIRPIN
    (tmp_path / "x.fa.gz").write_bytes(packed)
    answer = shell("predict", tmp_path / "x.fa.gz", "-o", "-")
    assert answer.out == f">hairpin\n{SEQUENCE}\n{STRUCTURE}\n"
    assert "the structures of the input are not used\n" in answer.err
    score = shell("score", tmp_path / "x.fa.gz", "-", stdin=f">hairpin\n{SEQUENCE}\n<<<<____>>>>\n")
    assert score.out.splitlines()[1].split("\t")[:5] == ["hairpin", "12", "1.0000", "1.0000", "1.0000"]
    with pytest.raises(FormatError, match="unpacks to more than 50,000,000 bytes"):
        read_input(gzip.compress(bytes(100_000_000), 1))


@pytest.mark.parametrize("suffix", [".fa", ".FA", ".Fasta", ".CT", ".DBN"])
def test_missing_suffixes_of_outputs(shell: Shell, tmp_path: Path, suffix: str) -> None:
    assert shell("predict", "-", "-o", tmp_path / f"x{suffix}", stdin=SEQUENCE).code == 0
    assert parts(only((tmp_path / f"x{suffix}").read_bytes())) == ("", SEQUENCE, STRUCTURE)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("GGGG&CCCC", "has & at position 5: two strands are not supported; one is wanted."),
        (">x\nGGGG&CCCC\n((((&))))", "has & at position 5 in line 2: two strands are not supported"),
        ("LOCUS       X  12 bp  RNA  circular\nORIGIN\n        1 gggg\n//", "circular RNAs are not supported"),
        ("5 x\n1 G 5 2 0 1\n2 A 1 3 0 2\n3 A 2 4 0 3\n4 A 3 5 0 4\n5 C 4 1 0 5\n", "circular RNAs are not supported"),
    ],
)
def test_missing_two_strands_and_circles_are_said_not_to_be_supported(text: str, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        read_input(text)
    assert sentence in str(caught.value)
    with pytest.raises(StructureError, match="has & at position 5: two strands are not supported"):
        read_reference("((((&))))")
