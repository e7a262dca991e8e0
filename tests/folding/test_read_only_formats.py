"""Stockholm, GenBank, EMBL and RNAstructure's .seq, and what programs write into ct, bpseq and dot-bracket files."""

from __future__ import annotations

import pytest

from ssp_core.errors import FormatError, InputError
from ssp_core.folding.formats import READERS, InputRecord


def read(text: str, format_: str) -> list[InputRecord]:
    return list(READERS[format_](text, None))


def parts(record: InputRecord) -> tuple[str, str, str | None]:
    """Name, sequence, and structure."""
    known = record.reference
    return record.sequence.name, str(record.sequence), None if known is None else known.dot_bracket


STOCKHOLM = """\
# STOCKHOLM 1.0
#=GF ID   hairpin
#=GF AC   RF99999

one/1-12          GGGG-AAA
two/1-12          GGGGAAAA
#=GC SS_cons      <<<<____
#=GC RF           GGGGaaaa

one/1-12          ~CCCCA
two/1-12          CCC-CA
#=GC SS_cons      >>>>::
//
"""


def test_stockholm_rows_get_their_part_of_the_consensus() -> None:
    one, two = read(STOCKHOLM, "stockholm")
    assert parts(one) == ("one/1-12", "GGGGAAACCCCA", "(((....)))..")
    assert parts(two) == ("two/1-12", "GGGGAAAACCCCA", ".(((....)))..")
    assert "The gaps of the alignment were left out" in one.sequence.notes
    assert "1 pair of the alignment's structure was left out, with a gap on one side" in two.sequence.notes


def test_stockholm_pseudoknots_and_structures_of_rows() -> None:
    text = (
        "# STOCKHOLM 1.0\nx GGGAACCCUUA\n#=GR x SS ((AA.)).a-a\n#=GC SS_cons ...........\n#=GC SS_cons_1 <.........>\n"
    )
    [record] = read(text, "stockholm")
    assert parts(record) == ("x", "GGGAACCCUUA", "((...))....")
    assert record.crossing_pairs == ((2, 10), (3, 8))
    assert "The structure SS_cons_1 was not read" in record.sequence.notes


def test_stockholm_that_does_not_fit_is_refused() -> None:
    with pytest.raises(FormatError, match="Line 2 has 4 columns and the structure 3"):
        read("# STOCKHOLM 1.0\nx GGGG\n#=GC SS_cons <.>\n//", "stockholm")


GENBANK = """\
LOCUS       AB000001                  72 bp    RNA     linear   BCT 01-JAN-2000
DEFINITION  Escherichia coli tRNA-Phe,
            complete sequence.
ACCESSION   AB000001
VERSION     AB000001.2
FEATURES             Location/Qualifiers
     source          1..12
                     /organism="Escherichia coli"
ORIGIN
        1 gggtaaaacc cagggtaaaa cccagggtaa aacccagggt aaaacccagg gtaaaaccca
       61 gggtaaaacc ca
//
"""
EMBL = """\
ID   AB000001; SV 2; linear; RNA; STD; PRO; 72 BP.
XX
AC   AB000001;
DE   Escherichia coli tRNA-Phe
XX
SQ   Sequence 72 BP; 30 A; 18 C; 18 G; 6 T; 0 other;
     gggtaaaacc cagggtaaaa cccagggtaa aacccagggt aaaacccagg gtaaaaccca        60
     gggtaaaacc ca                                                            72
//
"""


def test_genbank_and_embl() -> None:
    sequence = "GGGUAAAACCCA" * 6
    [genbank] = read(GENBANK, "genbank")
    assert parts(genbank) == ("AB000001.2 Escherichia coli tRNA-Phe, complete sequence", sequence, None)
    [embl] = read(EMBL, "genbank")
    assert parts(embl) == ("AB000001 Escherichia coli tRNA-Phe", sequence, None)
    assert [record.line for record in read(GENBANK + EMBL, "genbank")] == [1, 13]
    [part] = read(GENBANK[GENBANK.index("ORIGIN") :], "genbank")
    assert parts(part) == ("", sequence, None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GENBANK.replace("linear", "circular"), "is circular by line 1: circular RNAs are not supported"),
        (EMBL.replace("linear", "circular"), "is circular by line 1"),
        (GENBANK[: GENBANK.index("ORIGIN")], "The entry from line 1 has no sequence"),
        (GENBANK.replace("       61", "      121"), "Line 11 has the number 121 where 61 is expected"),
    ],
)
def test_genbank_that_cannot_be_read(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(text, "genbank")


def test_seq_of_rnastructure() -> None:
    text = "; a comment\n;\ntRNA-Phe\nGGGGAAAA\nCCCC1\n\n;\n\nsecond\nGGGGAAAAcccc 1\n"
    first, second = read(text, "seq")
    assert (parts(first), first.line) == (("tRNA-Phe", "GGGGAAAACCCC", None), 3)
    assert (parts(second), second.line) == (("second", "GGGGAAAACCCC", None), 9)
    assert second.sequence.notes == (
        "Lower case, which keeps nucleotides unpaired in RNAstructure, has no effect here",
    )
    with pytest.raises(InputError, match="ends with 2 and is circular"):
        read("; c\nring\nGGGG2\n", "seq")
    with pytest.raises(FormatError, match="The record from line 2 does not end; 1 is wanted behind its last letter"):
        read("; c\nopen\nGGGG\n", "seq")


ROWS = (("G", 5), ("A", 0), ("A", 0), ("A", 0), ("C", 1))
CT_ROWS = "".join(f"{i}\t{n}\t{i - 1}\t{(i + 1) % 6}\t{j}\t{i + 20}\n" for i, (n, j) in enumerate(ROWS, start=1))


@pytest.mark.parametrize(
    ("header", "name", "energy"),
    [
        ("5\tdG = -5.4\tname of it", "name of it", -5.4),
        ("    5 dG =    -5.40 [Initially  -6.10] name of it", "name of it", -5.4),
        ("    5  ENERGY = -5.4  name of it", "name of it", -5.4),
        ("5 Energy = -5.4 kcal/mol name of it", "name of it", -5.4),
        ("5  name of it", "name of it", None),
        ("5", "", None),
    ],
)
def test_ct_titles_of_all_programs(header: str, name: str, energy: float | None) -> None:
    [record] = read(f"{header}\n{CT_ROWS}", "ct")
    assert parts(record) == (name, "GAAAC", "(...)")
    assert record.energy == energy


def test_ct_with_more_columns_lines_above_and_several_structures() -> None:
    mfold = CT_ROWS.replace("\n", "\t0\t0\n")
    above = "# made by hand\nFilename: hairpin.ct\nOrganism: none\n"
    first, second = read(f"{above}5\n{mfold}5 dG = -1 other\n{mfold}", "ct")
    assert (first.sequence.name, first.line, second.sequence.name, second.energy) == ("hairpin", 4, "other", -1.0)
    with pytest.raises(FormatError, match="Line 2 joins the two ends: circular RNAs are not supported"):
        read("5 ring\n" + CT_ROWS.replace("1\tG\t0", "1\tG\t5"), "ct")
    with pytest.raises(InputError, match="has III at position 2 in line 3, which links two strands"):
        read("5 two\n" + CT_ROWS.replace("A", "I"), "ct")


BPSEQ_ROWS = "".join(f"{i} {n} {j}\n" for i, (n, j) in enumerate(ROWS, start=1))


@pytest.mark.parametrize(
    ("above", "name"),
    [
        ("#Name: bpRNA_CRW_1\n#Length:  5 \n#PageNumber: 1\n", "bpRNA_CRW_1"),
        ("Filename: d.5.e.bpseq\nOrganism: E. coli\nAccession Number: J01695\nCitation: http://x.org\n", "d.5.e"),
        ("# hairpin\n", "hairpin"),
        ("", ""),
    ],
)
def test_bpseq_of_bprna_and_crw(above: str, name: str) -> None:
    [record] = read(above + BPSEQ_ROWS, "bpseq")
    assert parts(record) == (name, "GAAAC", "(...)")


def test_pairs_that_cross_in_a_table_are_listed() -> None:
    text = "".join(
        f"{i} {n} {j}\n" for i, (n, j) in enumerate(zip("GGAACCUU", (5, 4, 7, 2, 1, 0, 3, 0), strict=True), 1)
    )
    [record] = read(text, "bpseq")
    assert parts(record) == ("", "GGAACCUU", "((.))...")
    assert record.crossing_pairs == ((2, 6),)


@pytest.mark.parametrize(
    ("written", "energy"),
    [
        ("(...) (-5.40)", -5.4),
        ("(...) ( -5.40)", -5.4),
        ("(...) (0.00)", 0.0),
        ("(...) (-1e-05)", -1e-05),
        ("(...) [-5.40]", -5.4),
        ("(...) {-5.40 d=0.50}", -5.4),
        ("(...)(-5.40)", -5.4),
        ("(...)  -5.40", -5.4),
        ("(...)\t-9.9541", -9.9541),
        ("(...) (-5.4 kcal/mol)", -5.4),
        ("(...) dG = -5.4", -5.4),
        ("(..\n.) (-5.40)", -5.4),
        ("(...)\n(-5.40)", -5.4),
        ("<___> -5.4", -5.4),
        ("(...)", None),
    ],
)
def test_energies_behind_a_structure(written: str, energy: float | None) -> None:
    [record] = read(f">x\nGAAAC\n{written}\n", "dbn")
    assert (parts(record), record.energy) == (("x", "GAAAC", "(...)"), energy)


def test_dot_bracket_files_of_programs() -> None:
    hairpin = ("x", "GGGGAAAACCCC", "((((....))))")
    rnafold = """>x
GGGGAAAACCCC
((((....)))) ( -5.40)
{(((....)))} [ -5.52]
((((....)))) { -5.40 d=0.77}
 frequency of mfe structure in ensemble 0.822; ensemble diversity 1.05
"""
    [record] = read(rnafold, "dbn")
    assert (parts(record), record.energy) == (hairpin, -5.4)
    assert record.sequence.notes == ("Of 3 structures the first, line 3, was taken",)
    [record] = read("Training mode: \nUse constraints: 0\n>x\nGGGGAAAACCCC\n>structure\n((((....))))\n", "dbn")
    assert parts(record) == hairpin
    [record] = read(">ENERGY = -5.4  x\nGGGGAAAACCCC\n((((....))))\n", "dbn")
    assert (parts(record), record.energy) == (hairpin, -5.4)
    [record] = read(">x\nGGGGAAAACCCC   -540    100\n((((....))))  -5.40\n(((......)))  -1.20\n", "dbn")
    assert (parts(record), record.energy) == (hairpin, -5.4)
    [record] = read("GGGGAAAACCCC\nlength = 12\n((((....))))\n minimum free energy =  -5.40 kcal/mol\n", "dbn")
    assert parts(record) == ("", *hairpin[1:])
    [record] = read(">x\nGGGGAA\nAACCCC\n((((..\n..))))\n", "dbn")
    assert parts(record) == hairpin
    first, second = read("GGGGAAAACCCC\n((((....))))\nGAAAC\n(...)\n", "dbn")
    assert (first.line, second.line, len(second.sequence)) == (1, 3, 5)
