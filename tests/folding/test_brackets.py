"""WUSS and extended dot-bracket notation, and the nested part of pairs that cross."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssp_core.errors import StructureError
from ssp_core.folding.brackets import UNPAIRED, nested_part, read_brackets, write_brackets
from ssp_core.folding.structure import Structure
from tests.folding.strategies import balanced


@given(balanced(min_hairpin=0), st.data())
def test_any_bracket_and_any_mark_is_read(structure: Structure, data: st.DataObject) -> None:
    written = list(structure.dot_bracket)
    for i, j in structure.pairs:
        written[i], written[j] = data.draw(st.sampled_from([("(", ")"), ("<", ">"), ("[", "]"), ("{", "}")]))
    for i, letter in enumerate(written):
        if letter == ".":
            written[i] = data.draw(st.sampled_from(UNPAIRED))
    # Each kind of bracket is matched for itself, and all are nested.
    assert read_brackets("".join(written)) == (structure, ())


@pytest.mark.parametrize(
    ("text", "nested", "crossing"),
    [
        ("(((..[[[)))..]]]", "(((.....))).....", ((5, 15), (6, 14), (7, 13))),
        ("<<<__AA>>>--aa::", "<<<....>>>......", ((5, 13), (6, 12))),
        ("[[((((..]]))))", "..((((....))))", ((0, 9), (1, 8))),
        ("<<..{{{{..>>}}}}", "....((((....))))", ((0, 11), (1, 10))),
    ],
)
def test_crossing_pairs_are_listed(text: str, nested: str, crossing: tuple[tuple[int, int], ...]) -> None:
    structure, pairs = read_brackets(text)
    assert structure.dot_bracket == nested.replace("<", "(").replace(">", ")")
    assert pairs == crossing


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<<.>", "The < at position 1 is never closed; each < needs a > after it."),
        ("((.]", "The ] at position 4 closes nothing; each ] needs a [ before it."),
        ("..a", "The a at position 3 closes nothing; each a needs a A before it."),
        ("(.*)", "Position 3 holds '*'"),
    ],
)
def test_what_is_unbalanced_is_named(text: str, message: str) -> None:
    with pytest.raises(StructureError) as caught:
        read_brackets(text)
    assert str(caught.value).startswith(message)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=25))
def test_the_nested_part_and_the_rest_are_all_pairs(pairs: list[tuple[int, int]]) -> None:
    partners = [-1] * 41
    for i, j in pairs:
        if i != j and partners[i] == partners[j] == -1:
            partners[i], partners[j] = j, i
    structure, crossing = nested_part(partners)
    given_pairs = {(i, j) for i, j in enumerate(partners) if j > i}
    assert given_pairs == set(structure.pairs) | set(crossing)
    assert not set(structure.pairs) & set(crossing)
    # What was left out crosses what was kept.
    for i, j in crossing:
        assert any(i < k < j < m or k < i < m < j for k, m in structure.pairs)
    assert read_brackets(write_brackets(structure, crossing)) == (structure, crossing)


def test_more_pairs_than_there_are_brackets_for_are_refused() -> None:
    crossing = tuple((i, 30 + i) for i in range(30))
    with pytest.raises(StructureError, match="Too many pairs cross each other for dot-bracket notation"):
        write_brackets(Structure((-1,) * 60), crossing)


def test_hostile_pairs_are_refused_soon() -> None:
    half = 20_000  # (i, half + i): all cross all
    partners = [half + i for i in range(half)] + list(range(half))
    start = time.perf_counter()
    with pytest.raises(StructureError, match="too many pairs cross"):
        nested_part(partners)
    assert time.perf_counter() - start < 10
    with pytest.raises(StructureError, match="not paired back"):
        nested_part([1, -1])
