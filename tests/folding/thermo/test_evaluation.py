"""Free energies of structures and stems: ViennaRNA's own, and what has none."""

from __future__ import annotations

import re
from tempfile import TemporaryFile

import pytest
import RNA
from hypothesis import given, settings
from hypothesis import strategies as st

from ssp_core.errors import InputError, StructureError
from ssp_core.folding import thermo
from ssp_core.folding.elements import stem_of
from ssp_core.folding.structure import Structure
from ssp_core.folding.thermo import free_energy, mfe, stem_energy
from ssp_core.sequence import RnaSequence
from tests.folding.strategies import balanced, dot_bracket, every_structure, pairable, with_letters

TRNA = "GCGGAUUUAGCUCAGUUGGGAGAGCGCCAGACUGAAGAUCUGGAGGUCCUGUGUUCGAUCCACAGAAUUCGCACCA"
_LOOP = re.compile(r"\(\s*(\d+),\s*\d+\).*:\s+(-?\d+)$")  # of a verbose evaluation: its closing pair's 5' end, energy


@given(balanced(80).filter(lambda structure: len(structure) > 0), st.data())
@settings(max_examples=200)
def test_the_energy_is_viennarnas(structure: Structure, data: st.DataObject) -> None:
    sequence = data.draw(with_letters(structure))
    expected = RNA.fold_compound(sequence).eval_structure(structure.dot_bracket)
    assert free_energy(sequence, structure) == pytest.approx(expected, abs=1e-4)


@given(pairable(1, 14))
@settings(max_examples=60)
def test_no_structure_is_below_the_minimum_free_energy(sequence: str) -> None:
    energies = [
        free_energy(sequence, Structure.from_dot_bracket(dot_bracket(len(sequence), pairs)))
        for pairs in every_structure(sequence)
    ]
    assert min(energy for energy in energies if energy is not None) == mfe(sequence).energy
    assert free_energy(sequence, mfe(sequence).structure) == mfe(sequence).energy


@given(balanced(80).filter(lambda structure: bool(structure.pairs)), st.data())
@settings(max_examples=100)
def test_the_energy_of_a_stem_is_that_of_its_stacks(structure: Structure, data: st.DataObject) -> None:
    sequence, pair = data.draw(with_letters(structure)), data.draw(st.sampled_from(structure.pairs))
    by_loop = {i - 1: energy for i, energy in verbose(sequence, structure)}
    expected = sum(by_loop[i] for i, _ in stem_of(structure, pair[1])[:-1]) / 100
    assert stem_energy(sequence, structure, pair) == pytest.approx(expected, abs=1e-9)


def verbose(sequence: str, structure: Structure) -> list[tuple[int, int]]:
    """The first position of each closing pair, from 1, and the energy of its loop in 0.01 kcal/mol, by ViennaRNA."""
    with TemporaryFile("w+") as file:
        RNA.fold_compound(sequence).eval_structure_verbose(structure.dot_bracket, file)
        file.seek(0)
        matches = [_LOOP.search(line) for line in file]
    return [(int(match[1]), int(match[2])) for match in matches if match]


def test_the_energies_of_a_trna() -> None:
    fold = mfe(TRNA)
    assert free_energy(RnaSequence(TRNA, "tRNA"), fold.structure) == fold.energy == -22.4
    assert stem_energy(TRNA, fold.structure, (2, 69)) == -10.6  # -3.4 - 2.4 - 1.5 - 1.3 - 1.1 - 0.9
    assert stem_energy("GAAAC", Structure.from_dot_bracket("(...)"), (0, 4)) == 0.0
    assert free_energy("", Structure(())) == free_energy("ACGU", Structure.from_dot_bracket("....")) == 0.0


@pytest.mark.parametrize(
    ("sequence", "structure"),
    [("NGGGAAAACCCC", "((((....))))"), ("AGGGAAAACCCC", "((((....))))"), ("GGAACC", "((..))"), ("GC", "()")],
)
def test_what_has_no_energy(sequence: str, structure: str) -> None:
    """N in a pair, a mismatch, hairpin loops that are too tight: ViennaRNA has numbers for them that mean nothing."""
    given_structure = Structure.from_dot_bracket(structure)
    assert free_energy(sequence, given_structure) is None
    assert stem_energy(sequence, given_structure, given_structure.pairs[0]) is None


def test_an_unpaired_n_has_an_energy() -> None:
    assert free_energy("NGGGAAAACCCC", Structure.from_dot_bracket(".(((....))).")) == -2.9


def test_what_does_not_fit_is_refused() -> None:
    hairpin = Structure.from_dot_bracket("(...)")
    with pytest.raises(StructureError, match="The structure has 5 positions and the sequence 4"):
        free_energy("GAAC", hairpin)
    with pytest.raises(InputError, match="has no pair 1-4; one of its own pairs is wanted"):
        stem_energy("GAAAC", hairpin, (0, 3))


def test_it_is_turner_2004_whatever_the_process_has_loaded() -> None:
    fold = mfe(TRNA)
    with thermo.folding_with(thermo.parameter_file("Andronescu2007")):
        assert RNA.fold_compound(TRNA).eval_structure(fold.structure.dot_bracket) != pytest.approx(fold.energy)
        assert free_energy(TRNA, fold.structure) == fold.energy
        assert stem_energy(TRNA, fold.structure, (0, 71)) == -10.6
