"""Structures: reading, legality, faults, and sentences for what cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssp_core.errors import StructureError
from ssp_core.folding.structure import (
    Fault,
    Structure,
    faults,
    is_legal,
    legal_part,
)
from ssp_core.rna import can_pair
from tests.folding.strategies import balanced, with_letters


@given(balanced(min_hairpin=0))
def test_dot_bracket_and_pairs_round_trip(structure: Structure) -> None:
    assert Structure.from_dot_bracket(structure.dot_bracket) == structure
    assert Structure.from_pairs(len(structure), structure.pairs) == structure
    assert str(structure) == structure.dot_bracket
    assert len(structure.dot_bracket) == len(structure)


def test_depth_is_no_limit() -> None:
    deep = Structure.from_dot_bracket("(" * 50_000 + "..." + ")" * 50_000)
    assert len(deep.pairs) == 50_000
    assert is_legal("G" * 50_000 + "AAA" + "C" * 50_000, deep)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("((.)", "The ( at position 1 is never closed; each ( needs a ) after it."),
        ("(.))", "The ) at position 4 closes nothing; each ) needs a ( before it."),
        ("(.[)", "Position 3 holds '['; a structure is written in the letters ( ) ."),
    ],
)
def test_unreadable_dot_brackets_are_named(text: str, sentence: str) -> None:
    with pytest.raises(StructureError) as caught:
        Structure.from_dot_bracket(text)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ([(0, 9)], "Position 10 is outside a structure of 8"),
        ([(-1, 3)], "Position 0 is outside"),
        ([(2, 2)], "Position 3 is paired with itself"),
        ([(0, 5), (5, 7)], "Position 6 is paired with both 1 and 8"),
        ([(0, 5), (3, 7)], "The pair 4-8 crosses another|The pair 1-6 crosses another"),
    ],
)
def test_impossible_pairs_are_named(pairs: list[tuple[int, int]], message: str) -> None:
    with pytest.raises(StructureError, match=message):
        Structure.from_pairs(8, pairs)


@pytest.mark.parametrize("partners", [(1,), (1, -1), (0,), (1, 2, 1), (-2, -1), (2, 3, 0, 1)])
def test_partners_that_disagree_are_refused(partners: tuple[int, ...]) -> None:
    with pytest.raises(StructureError):
        Structure(partners)


def test_canonical_pairs() -> None:
    canonical = {a + b for a in "ACGUN" for b in "ACGUN" if can_pair(a, b)}
    assert canonical == {"AU", "UA", "GC", "CG", "GU", "UG"}


def test_legality() -> None:
    hairpin = Structure.from_dot_bracket("(...)")
    assert is_legal("GAAAC", hairpin)
    assert not is_legal("GAAAA", hairpin)
    assert not is_legal("GAAACA", hairpin)
    assert not is_legal("GAAC", Structure.from_dot_bracket("(..)"))
    assert is_legal("", Structure(()))


def test_faults_say_what_is_wrong_where() -> None:
    assert faults("GGAAAC", "((...)") == (Fault(0, "unmatched"),)
    assert faults("GAAAC", "(...)") == ()
    assert faults("GAAACA", "(...))") == (Fault(5, "unmatched"),)
    assert faults("AAAAA", "(...)") == (Fault(0, "non-canonical"), Fault(4, "non-canonical"))
    assert faults("AAC", "(.)") == (
        Fault(0, "non-canonical"),
        Fault(0, "tight"),
        Fault(2, "non-canonical"),
        Fault(2, "tight"),
    )
    with pytest.raises(StructureError, match="has 2 letters and the sequence 3"):
        faults("AAA", "..")


@given(st.data())
def test_no_faults_means_legal_and_the_rest_is_kept(data: st.DataObject) -> None:
    letters = data.draw(st.text("ACGUN", max_size=60))
    text = data.draw(st.text("().", min_size=len(letters), max_size=len(letters)))
    part = legal_part(letters, text)
    assert is_legal(letters, part)
    assert (part.dot_bracket == text) == (not faults(letters, text))


@given(st.data())
def test_a_legal_structure_has_no_faults(data: st.DataObject) -> None:
    structure = data.draw(balanced(60))
    letters = data.draw(with_letters(structure))
    assert faults(letters, structure.dot_bracket) == ()
    assert legal_part(letters, structure.dot_bracket) == structure
