"""The terms of the nearest-neighbour model: what they say an energy is, ViennaRNA says too."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pytest
import RNA

from ssp_core.folding import thermo
from ssp_core.folding.structure import Structure
from ssp_core.training.terms import SPECIAL, Term, all_terms, loops, sections, special_hairpins, terms, with_differences

LETTERS = (
    "GCGGAUUUAGCUCAGUUGGGAGAGCGCCAGACUGAAGAUCUGGAGGUCCUGUGUUCGAUCCACAGAAUUCGCACCA",
    "GGCUACGGCCAUACCACCCUGAACGCGCCCGAUCUCGUCUGAUCUCGGAAGCUAAGCAGGGUCGGGCCUGGUUAGUACUUGGAUGGGAGACCGCCUGGG",
    "GGGAAACCCANNGGCGAAAGCCUUUACGGGCAACCGUA",
)


@pytest.fixture(autouse=True)
def _default_set() -> Iterator[None]:
    yield
    thermo.fold_with("Turner2004")


def energy(letters: str, structure: Structure) -> float:
    return float(RNA.fold_compound(letters).eval_structure(structure.dot_bracket))


@pytest.mark.parametrize("letters", LETTERS)
def test_an_energy_moves_by_the_terms_its_structure_uses(letters: str) -> None:
    start = thermo.parameter_file("Turner2004")
    special = special_hairpins(start)
    random = np.random.default_rng(1)
    # Lopsided loops are left out: ViennaRNA caps them by their sum. Mismatches of stems are capped at nothing.
    moves = {
        term: 0.0 if term.section == "NINIO" else -abs(round(float(random.normal(0, 0.3)), 2)) for term in all_terms()
    }
    drawn = [Structure.from_dot_bracket(text) for text in thermo.samples(letters, 30, seed=5)]
    before = [energy(letters, structure) for structure in drawn]
    thermo.fold_with(with_differences(start, moves))
    for structure, old in zip(drawn, before, strict=True):
        used = [found for loop in loops(structure) for found in terms(letters, loop, special)]
        wanted = sum(moves[term] * times for term, times in used)
        assert energy(letters, structure) - old == pytest.approx(wanted, abs=0.02)


def test_without_differences_nothing_moves() -> None:
    before = [thermo.mfe(letters) for letters in LETTERS]
    text = with_differences(thermo.parameter_file("Turner2004"), {})
    thermo.fold_with(text)
    assert [thermo.mfe(letters) for letters in LETTERS] == before
    assert "enthalpies" not in "".join(sections(text))


def test_a_special_hairpin_keeps_its_letters_and_its_enthalpy() -> None:
    start = thermo.parameter_file("Turner2004")
    moved = with_differences(start, {Term("special", 0): 0.5})
    for name in SPECIAL:
        for old, new in zip(sections(start)[name].split("\n"), sections(moved)[name].split("\n"), strict=False):
            if cells := old.split():
                assert new.split() == [cells[0], str(int(cells[1]) + 50), cells[2]]


def test_every_term_has_a_number_in_the_file() -> None:
    start = thermo.parameter_file("Turner2004")
    for term in all_terms():
        assert with_differences(start, {term: 0.25}) != with_differences(start, {}), term


def test_the_loops_of_a_structure_hold_each_pair_once() -> None:
    structure = Structure.from_dot_bracket("((..((...))..(((....)))..))..(....)")
    found = list(loops(structure))
    assert [loop.closing for loop in found][1:] == list(structure.pairs)
    assert sorted(pair for loop in found for pair in loop.inner) == sorted(structure.pairs)


def test_the_learned_file_is_one_that_viennarna_reads() -> None:
    text = thermo.LEARNED.read_text(encoding="utf-8")
    assert re.match(r"## RNAfold parameter file v2\.0\n", text)
    thermo.fold_with(text)
    learned = thermo.mfe(LETTERS[0])
    thermo.fold_with("Turner2004")
    assert learned.energy != thermo.mfe(LETTERS[0]).energy
