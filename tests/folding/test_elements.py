"""Element letters: our own equal forgi's, and the words say the same as the letters."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from ssp_core.folding import elements as room
from ssp_core.folding.elements import ELEMENT_NAMES, elements, in_words, letters_by_loop, loops
from ssp_core.folding.structure import Structure
from tests.folding.strategies import balanced

TRNA = "(((((((..((((........)))).((((.........)))).....(((((.......))))))))))))...."


@given(balanced(120))
@settings(max_examples=300)
def test_our_letters_equal_forgis(structure: Structure) -> None:
    by_forgi = room._forgi()
    if by_forgi is None:
        pytest.skip("forgi is not installed here")
    if len(structure):
        assert letters_by_loop(structure).replace("e", "m") == by_forgi(structure.dot_bracket)
        assert letters_by_loop(structure) == elements(structure)


def test_what_joins_stems_outside_of_all_pairs_is_no_multiloop() -> None:
    assert elements(Structure.from_dot_bracket(".(...)..(.(...).(...).).")) == "fshhhseesmshhhsmshhhsmst"


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
            "of 5 pairs, 49-53 with 61-65; hairpin loop of 7, 54-60; 3' end of 4, 73-76",
        ),
        (
            ".(...)..(...)",
            "5' end of 1, 1; stem of 1 pair, 2 with 6; hairpin loop of 3, 3-5; joint of 2, 7-8; "
            "stem of 1 pair, 9 with 13; hairpin loop of 3, 10-12",
        ),
        ("(.(...))", "stem of 1 pair, 1 with 8; bulge of 1, 2; stem of 1 pair, 3 with 7; hairpin loop of 3, 4-6"),
        (
            "(.(...)..)",
            "stem of 1 pair, 1 with 10; interior loop of 1 and 2, 2 and 8-9; stem of 1 pair, 3 with 7; "
            "hairpin loop of 3, 4-6",
        ),
        (
            "((...)(...))",
            "stem of 1 pair, 1 with 12; multiloop of 3 stems, nothing unpaired; stem of 1 pair, 2 with 6; "
            "hairpin loop of 3, 3-5; stem of 1 pair, 7 with 11; hairpin loop of 3, 8-10",
        ),
        ("()", "stem of 1 pair, 1 with 2; hairpin loop of 0"),
        ("....", "no pairs, 4 unpaired"),
        ("", "no nucleotides"),
    ],
)
def test_a_structure_in_words(text: str, words: str) -> None:
    assert in_words(Structure.from_dot_bracket(text)) == words


@given(balanced(120))
def test_the_words_speak_of_every_nucleotide_once(structure: Structure) -> None:
    if not structure.pairs:
        return
    told: list[int] = []
    for part in in_words(structure).split("; "):
        for first, last in re.findall(r"(\d+)(?:-(\d+))?", part.partition(", ")[2]):
            told += range(int(first), int(last or first) + 1)
    assert sorted(told) == list(range(1, len(structure) + 1))


def test_the_loops_of_a_structure_hold_each_pair_once() -> None:
    structure = Structure.from_dot_bracket("((..((...))..(((....)))..))..(....)")
    found = list(loops(structure))
    assert [loop.closing for loop in found] == [None, *structure.pairs]
    assert sorted(pair for loop in found for pair in loop.branches) == sorted(structure.pairs)
    assert sum(loop.size for loop in found) == structure.dot_bracket.count(".")
