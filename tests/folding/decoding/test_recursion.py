"""The table for learning: its cells against all structures, its structure against the MAP decoder."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssp_core.errors import InputError
from ssp_core.folding.decoding import log_gains, map_structure
from ssp_core.folding.decoding.recursion import MAX_TABLE, fill
from ssp_core.folding.structure import is_legal
from tests.folding.strategies import class_probabilities, every_structure, pairable


@given(data=st.data(), sequence=pairable(max_size=9))
@settings(max_examples=60)
def test_every_cell_is_the_best_of_all_structures_within(data: st.DataObject, sequence: str) -> None:
    probabilities = data.draw(class_probabilities(len(sequence)))
    table, gains = fill(sequence, probabilities), log_gains(sequence, probabilities)
    for i, j in table.order:
        best = max(sum(float(gains[i + a, i + b]) for a, b in pairs) for pairs in every_structure(sequence[i : j + 1]))
        assert table.value(i, j) == pytest.approx(best, abs=1e-9)


@given(data=st.data(), sequence=pairable(max_size=MAX_TABLE))
@settings(max_examples=100)
def test_its_structure_is_that_of_the_map_decoder(data: st.DataObject, sequence: str) -> None:
    probabilities = data.draw(class_probabilities(len(sequence)))
    table, gains = fill(sequence, probabilities), log_gains(sequence, probabilities)
    assert table.structure == map_structure(sequence, probabilities)
    assert is_legal(sequence, table.structure)
    assert table.total == pytest.approx(sum(float(gains[pair]) for pair in table.structure.pairs), abs=1e-9)


@given(data=st.data(), sequence=pairable(max_size=20))
@settings(max_examples=60)
def test_a_cell_is_its_choice_and_a_choice_the_sum_of_its_parts(data: st.DataObject, sequence: str) -> None:
    table = fill(sequence, data.draw(class_probabilities(len(sequence))))
    filled: set[tuple[int, int]] = set()
    for i, j in table.order:
        choices = table.choices(i, j)
        [taken] = [choice for choice in choices if choice.is_taken]
        assert taken.value == table.value(i, j)
        assert max(choice.value for choice in choices) == pytest.approx(taken.value, abs=1e-9)
        assert [choice.kind for choice in choices] == ["unpaired", *["pair"] * (len(choices) - 1)]
        for choice in choices:
            parts = sum(table.value(*part) for part in choice.parts)
            assert choice.value == pytest.approx((choice.gain or 0.0) + parts, abs=1e-9)
            assert filled.issuperset(choice.parts)  # filled before it
            assert choice.partner is None or np.isfinite(table.gains[i, choice.partner])
        filled.add((i, j))
    assert len(filled) == len(sequence) * (len(sequence) + 1) // 2


@given(data=st.data(), sequence=pairable(max_size=20))
@settings(max_examples=60)
def test_the_traceback_leads_from_the_whole_to_every_pair(data: st.DataObject, sequence: str) -> None:
    table = fill(sequence, data.draw(class_probabilities(len(sequence))))
    assert table.traceback[0] == (0, len(sequence) - 1)
    reached, pairs, firsts = {table.traceback[0]}, set(), []
    for cell in table.traceback:
        assert cell in reached
        [taken] = [choice for choice in table.choices(*cell) if choice.is_taken]
        reached.update(taken.parts)
        firsts.append(cell[0])
        if taken.partner is not None:
            pairs.add((cell[0], taken.partner))
    assert reached == set(table.traceback)
    assert tuple(sorted(pairs)) == table.structure.pairs
    closing = {j for _, j in table.structure.pairs}
    assert sorted(firsts) == [i for i in range(len(sequence)) if i not in closing]


def test_what_is_no_short_rna_is_one_sentence() -> None:
    for length in (0, MAX_TABLE + 1):
        with pytest.raises(InputError, match=rf"has {length} nt: wanted 1 to 30\.$"):
            fill("A" * length, np.full((length, 3), 1 / 3))
    with pytest.raises(ValueError, match="shape"):
        fill("ACGU", np.full((3, 3), 1 / 3))
