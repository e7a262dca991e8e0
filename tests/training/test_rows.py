"""Files of known structures: each format is read, and a row that cannot be used is named with the reason."""

from __future__ import annotations

import gzip

import pytest

from ssp_core.errors import FormatError, InputError, SettingsError
from ssp_core.folding import thermo
from ssp_core.training.random_rnas import RandomRnas
from ssp_core.training.rows import LabelledRna, Limits, read_rows, split, without

HAIRPIN = LabelledRna("GGGAAAACCC", "(((....)))")


@pytest.mark.parametrize(
    "text",
    [
        "GGGAAAACCC\t(((....)))\n",
        "sequence\tstructure\nGGGAAAACCC\t(((....)))\n",
        "Structure\tSource\tSequence\n(((....)))\tours\tgggaaaaccc\n",
        '{"sequence": "GGGAAAACCC", "structure": "(((....)))"}\n',
        '{"seq": "GGGAAAACCC", "label": "(((....)))"}\n\n',
        ">\nGGGAAAACCC\n(((....))) (-3.40)\n",
        '[{"sequence": "GGGAAAACCC", "structure": "(((....)))"}]',
    ],
)
def test_each_format_is_read_plain_and_packed(text: str) -> None:
    for content in (text.encode(), gzip.compress(text.encode())):
        assert read_rows(content, "data") == ((HAIRPIN,), "")


def test_names_and_t_and_pseudoknots_are_read() -> None:
    (rna,), note = read_rows(b"GGGTAAACCCAA\t((([...))).]\tknot\n", "data.tsv")
    assert rna == LabelledRna("GGGUAAACCCAA", "(((....)))..", "knot")
    assert note.startswith("Of 1 RNAs the pairs that cross others")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("GGGAAAACCC\t(((....)))\nGGGAAAACCC\t(((....))\n", "data: Line 2: The structure has 9 letters for 10"),
        ("GGGAAAACCC\t(((....)))\n\nGGXAAAACCC\t(((....)))\n", "data: Line 3: The sequence has 'X' at position 3"),
        ("sequence\tstructure\nGGGAAAACCC\t(((.....))\n", r"data: Line 2: The \( at position 1 is never closed"),
        ("GGGAAAACCC\t(((....)))\nGGGAAAACCC\n", "data: Line 2 has 1 cells"),
        ('{"sequence": "GGGAAAACCC"}\n', "data: Line 1 lacks the text structure"),
        ('{"seq": "GGGAAAACCC", "label": "(((....)))"}\nGGG\n', "data: Line 2 is no JSON object"),
        (">a\nGGGAAAACCC\n(((....))))\n", "data: Line 3 has 11 letters of structure for 10 nucleotides"),
        (">a\nGGGAAAACCC\n", "data: The record of line 1 has no structure"),
        ("\n", "data: The file is empty"),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_the_reason(text: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        read_rows(text.encode(), "data")


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (Limits(rows=1), "more than 1 rows"),
        (Limits(characters=30), "at most 30"),
        (Limits(length=9), "Line 1: The sequence has 10 nucleotides; at most 9"),
    ],
)
def test_a_file_is_bounded(limits: Limits, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        read_rows(b"GGGAAAACCC\t(((....)))\n" * 3, "data", limits)


def test_training_and_validation_share_no_sequence() -> None:
    rnas = [LabelledRna("G" * length, "." * length, str(copy)) for length in range(5, 45) for copy in range(2)]
    training, validation = split(rnas, 0.25, seed=1)
    assert len(training) == 60
    assert len(validation) == 20
    assert not {rna.sequence for rna in training} & {rna.sequence for rna in validation}
    assert split(rnas, 0.25, seed=1) == (training, validation) != split(rnas, 0.25, seed=2)
    assert without(rnas, validation) == training
    with pytest.raises(InputError, match="at least two with different sequences"):
        split(rnas[:2], 0.25, seed=1)


def test_random_rnas_are_folded_disjoint_and_repeatable() -> None:
    data = RandomRnas(count=40, shortest=20, longest=30, share=0.25).make()
    assert (len(data.training), len(data.validation)) == (30, 10)
    rnas = (*data.training, *data.validation)
    assert len({rna.sequence for rna in rnas}) == 40
    assert {len(rna.sequence) for rna in rnas} <= set(range(20, 31))
    assert all(rna.structure == thermo.mfe(rna.sequence).structure.dot_bracket for rna in rnas)
    assert data == RandomRnas(count=40, shortest=20, longest=30, share=0.25).make()
    assert data.by_thermodynamics
    with pytest.raises(SettingsError, match="shortest RNA has 50 nucleotides and the longest 40"):
        RandomRnas(shortest=50, longest=40)


def test_rnas_that_are_too_long_are_left_out_with_a_note() -> None:
    data = RandomRnas(count=40, shortest=20, longest=30).make()
    kept = data.up_to(25)
    assert max(len(rna.sequence) for rna in (*kept.training, *kept.validation)) == 25
    left_out = 40 - len(kept.training) - len(kept.validation)
    assert kept.notes == (f"{left_out} RNAs of more than 25 nucleotides were left out.",)
