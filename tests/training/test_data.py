"""The training data: tables are read strictly, mutants keep their structure, batches contain every RNA once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssp_core.folding.structure import Structure, is_legal
from ssp_core.training.data import Pairs, TrainingRna, batches, collate, mutate, read_table

HEADING = "id\tsource\tsequence\tstructure\n"


def rna(sequence: str, structure: str) -> TrainingRna:
    pairs = np.array(Structure.from_dot_bracket(structure).pairs, dtype=np.int64).reshape(-1, 2)
    return TrainingRna(sequence, Pairs(pairs, np.ones(len(pairs), dtype=np.float32)))


def test_reads_a_table(tmp_path: Path) -> None:
    table = tmp_path / "table.tsv"
    table.write_text(HEADING + "a\tmade up\tGGGAAAUCCC\t(((....)))\nb\tmade up\tAAAA\t....\n")
    first, second = read_table(table)
    assert first.sequence == "GGGAAAUCCC"
    assert first.target.places.tolist() == [[0, 9], [1, 8], [2, 7]]
    assert second.target.places.shape == (0, 2)


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("b\tmade up\tGGGAAAUCCC", "found 3 cells"),
        ("b\tmade up\tGGGAAAUCCC\t(((....))", "never closed"),
        ("b\tmade up\tGGGAAAUCC\t(((....)))", "9 nucleotides, 10"),
        ("b\tmade up\tGGGAAAUCCG\t(((....)))", "cannot form"),
    ],
)
def test_a_malformed_row_is_refused_with_its_line_number(tmp_path: Path, row: str, complaint: str) -> None:
    table = tmp_path / "table.tsv"
    table.write_text(HEADING + "a\tmade up\tGGGAAAUCCC\t(((....)))\n" + row + "\n")
    with pytest.raises(ValueError, match=rf"table\.tsv line 3: .*{complaint}"):
        read_table(table)


@given(st.integers(0, 2**32 - 1))
def test_a_mutant_keeps_its_structure_legal(seed: int) -> None:
    text = "((((...((((....))))..((.....)).))))"
    parent = rna("GGCAUUUGCGCAAAAGCGCAAGGAAAAACCAUGUU", text)
    parent = replace(parent, thermo_input=parent.target)
    mutant = mutate(parent, np.random.default_rng(seed))
    assert len(mutant.sequence) == len(parent.sequence)
    assert is_legal(mutant.sequence, Structure.from_dot_bracket(text))
    assert mutant.thermo_input is None


@given(st.lists(st.integers(5, 300), min_size=2, max_size=80), st.integers(0, 1000))
def test_batches_are_even_bounded_and_hold_each_rna_once(lengths: list[int], seed: int) -> None:
    found = list(batches(lengths, cells=20_000, random=np.random.default_rng(seed)))
    members = [index for batch in found for index in batch]
    assert len(members) == len(set(members)) >= len(lengths) - 1
    for batch in found:
        assert len(batch) % 2 == 0
        assert len(batch) == 2 or len(batch) / 2 * max(lengths[i] for i in batch) ** 2 <= 20_000


def test_collate_gives_symmetric_targets_and_classes() -> None:
    batch = collate([rna("GGGAAAUCCC", "(((....)))"), rna("AAAA", "....")])
    assert batch["input_ids"].shape == (2, 18)
    assert batch["attention_mask"].sum(dim=1).tolist() == [12, 6]
    assert batch["labels"].tolist() == [[0, 0, 0, 2, 2, 2, 2, 1, 1, 1] + [-100] * 6, [2] * 4 + [-100] * 12]
    targets = batch["pair_targets"]
    assert targets[0, 0, 9] == targets[0, 9, 0] == 1
    assert float(targets.sum()) == 6


def test_collate_gives_thermo_input_only_where_every_rna_has_it() -> None:
    known = rna("GGGAAAUCCC", "(((....)))")
    informed = replace(known, thermo_input=Pairs(np.array([[1, 8]]), np.array([0.25], dtype=np.float32)))
    assert "thermo_input" not in collate([informed, known])
    found = collate([informed, informed])["thermo_input"]
    assert found[1, 1, 8] == found[1, 8, 1] == 0.25
    assert float(found.sum()) == 1.0
