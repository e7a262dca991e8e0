"""Element letters: our own equal forgi's, and the description covers the same nucleotides as the letters."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from ssp_core.folding import elements as room
from ssp_core.folding.elements import (
    ELEMENT_NAMES,
    describe_structure,
    element_names,
    elements,
    letters_by_loop,
    loops,
    stem_of,
    stems,
)
from ssp_core.folding.structure import Structure
from tests.folding.strategies import balanced

TRNA = "(((((((..((((........)))).((((.........)))).....(((((.......))))))))))))...."


@given(balanced(120))
@settings(max_examples=300)
def test_our_letters_equal_forgis(structure: Structure) -> None:
    by_forgi = room._forgi()
    if by_forgi is None:
        pytest.skip("forgi is not installed here")
    if structure.pairs:  # forgi calls a chain without pairs a 5′ end
        assert letters_by_loop(structure).replace("e", "m") == by_forgi(structure.dot_bracket)
        assert letters_by_loop(structure) == elements(structure)


def test_what_joins_stems_outside_of_all_pairs_is_no_multiloop() -> None:
    assert elements(Structure.from_dot_bracket(".(...)..(.(...).(...).).")) == "fshhhseesmshhhsmshhhsmst"


def test_a_chain_without_pairs_is_no_5_prime_end() -> None:
    chain = Structure.from_dot_bracket("." * 14)
    assert elements(chain) == letters_by_loop(chain) == "e" * 14
    assert element_names(chain) == {"e": "unpaired"}
    assert describe_structure(chain) == "no pairs, 14 unpaired nucleotides"


def test_the_names_of_the_elements_that_are_there() -> None:
    assert element_names(Structure.from_dot_bracket("((...)).")) == {
        "t": "3′ end",
        "s": "stem",
        "h": "hairpin loop",
    }


def test_the_stems_of_a_trna() -> None:
    found = stems(Structure.from_dot_bracket(TRNA))
    assert found == (((0, 6), (65, 71)), ((9, 12), (21, 24)), ((26, 29), (39, 42)), ((48, 52), (60, 64)))


@given(balanced(120, min_hairpin=0))
def test_every_nucleotide_has_a_letter(structure: Structure) -> None:
    letters = elements(structure)
    assert len(letters) == len(structure)
    assert set(letters) <= set(ELEMENT_NAMES)
    assert [letter == "s" for letter in letters] == [partner >= 0 for partner in structure.partners]


def test_the_letters_where_forgi_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    structure = Structure.from_dot_bracket(TRNA)
    usual = elements(structure)
    monkeypatch.setattr(room, "_forgi", lambda: None)
    elements.cache_clear()
    assert elements(structure) == usual
    assert usual == "sssssssmmsssshhhhhhhhssssmsssshhhhhhhhhssssmmmmmssssshhhhhhhsssssssssssstttt"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            TRNA,
            "stem of 7 pairs, 1-7 with 66-72; multiloop of 4 stems, unpaired 8-9, 26, 44-48; stem of 4 pairs, 10-13 "
            "with 22-25; hairpin loop of 8, 14-21; stem of 4 pairs, 27-30 with 40-43; hairpin loop of 9, 31-39; stem "
            "of 5 pairs, 49-53 with 61-65; hairpin loop of 7, 54-60; unpaired 3′ end, 73-76",
        ),
        (
            ".(...)..(...)",
            "unpaired 5′ end, 1; single pair, 2 with 6; hairpin loop of 3, 3-5; unpaired linker, 7-8; "
            "single pair, 9 with 13; hairpin loop of 3, 10-12",
        ),
        ("(.(...))", "single pair, 1 with 8; bulge of 1, 2; single pair, 3 with 7; hairpin loop of 3, 4-6"),
        (
            "(.(...)..)",
            "single pair, 1 with 10; interior loop of 1 and 2, 2 and 8-9; single pair, 3 with 7; "
            "hairpin loop of 3, 4-6",
        ),
        (
            "((...)(...))",
            "single pair, 1 with 12; multiloop of 3 stems, nothing unpaired; single pair, 2 with 6; "
            "hairpin loop of 3, 3-5; single pair, 7 with 11; hairpin loop of 3, 8-10",
        ),
        ("()", "single pair, 1 with 2; hairpin loop of 0"),
        ("....", "no pairs, 4 unpaired nucleotides"),
        (".", "no pairs, 1 unpaired nucleotide"),
        ("", "no nucleotides"),
    ],
)
def test_a_structure_describe_structure(text: str, words: str) -> None:
    assert describe_structure(Structure.from_dot_bracket(text)) == words


@given(balanced(120))
def test_the_description_covers_every_nucleotide_once(structure: Structure) -> None:
    if not structure.pairs:
        return
    covered: list[int] = []
    for part in describe_structure(structure).split("; "):
        for first, last in re.findall(r"(\d+)(?:-(\d+))?", part.partition(", ")[2]):
            covered += range(int(first), int(last or first) + 1)
    assert sorted(covered) == list(range(1, len(structure) + 1))


def test_the_loops_of_a_structure_hold_each_pair_once() -> None:
    structure = Structure.from_dot_bracket("((..((...))..(((....)))..))..(....)")
    found = list(loops(structure))
    assert [loop.closing for loop in found] == [None, *structure.pairs]
    assert sorted(pair for loop in found for pair in loop.branches) == sorted(structure.pairs)
    assert sum(loop.size for loop in found) == structure.dot_bracket.count(".")


@given(balanced(120))
def test_every_pair_is_in_one_stem_and_no_other_nucleotide_is(structure: Structure) -> None:
    by_spans = {
        tuple(zip(range(five[0], five[1] + 1), range(three[1], three[0] - 1, -1), strict=True))
        for five, three in stems(structure)
    }
    assert {stem_of(structure, i) for i, j in enumerate(structure.partners) if j != -1} == by_spans
    assert all(stem_of(structure, i) == () for i, j in enumerate(structure.partners) if j == -1)
