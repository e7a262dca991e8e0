"""The terms of the nearest-neighbour model: their energies are those of ViennaRNA."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
import RNA

from ssp_core.folding import thermo
from ssp_core.folding.elements import loops
from ssp_core.folding.structure import Structure
from ssp_core.training.terms import SPECIAL, Term, all_terms, mean_of, rules_of, sections, terms, with_differences

SEQUENCES = (
    "GCGGAUUUAGCUCAGUUGGGAGAGCGCCAGACUGAAGAUCUGGAGGUCCUGUGUUCGAUCCACAGAAUUCGCACCA",
    "GGCUACGGCCAUACCACCCUGAACGCGCCCGAUCUCGUCUGAUCUCGGAAGCUAAGCAGGGUCGGGCCUGGUUAGUACUUGGAUGGGAGACCGCCUGGG",
    "GGGAAACCCANNGGCGAAAGCCUUUACGGGCAACCGUA",
)


def energies(sequence: str, structures: Sequence[Structure]) -> list[float]:
    """The energies of structures of an RNA, in kcal/mol."""
    compound = RNA.fold_compound(sequence)
    return [float(compound.eval_structure(structure.dot_bracket)) for structure in structures]


@pytest.mark.parametrize("sequence", SEQUENCES)
def test_an_energy_moves_by_the_terms_its_structure_uses(sequence: str) -> None:
    start = thermo.parameter_file("Turner2004")
    rules = rules_of(start)
    random = np.random.default_rng(1)
    # Mismatches of stems are capped at 0, so all changes are negative; the asymmetry penalty stays below its cap.
    moves = {term: -abs(round(float(random.normal(0, 0.3)), 2)) for term in all_terms()} | {Term("NINIO", 0): -0.05}
    drawn = thermo.samples(sequence, 200, 5, Structure(())).structures
    before = energies(sequence, drawn)
    asymmetric = 0
    with thermo.folding_with(with_differences(start, moves)):
        for structure, old, new in zip(drawn, before, energies(sequence, drawn), strict=True):
            used = [found for loop in loops(structure) for found in terms(sequence, loop, rules)]
            if _at_the_cap(structure):
                continue
            asymmetric += sum(times for term, times in used if term.section == "NINIO")
            wanted = sum(moves[term] * times for term, times in used)
            assert new - old == pytest.approx(wanted, abs=0.02)
    assert asymmetric > 0


def _at_the_cap(structure: Structure) -> bool:
    """Whether an interior loop pays the most there is under Turner 2004: 5 nucleotides more on one side."""
    return any(
        abs((p - loop.closing[0]) - (loop.closing[1] - q)) >= 5
        for loop in loops(structure)
        if loop.closing is not None and len(loop.branches) == 1
        for p, q in loop.branches
    )


@pytest.mark.parametrize(("more", "uses"), [(2, 2), (4, 4), (5, 0), (9, 0)])
def test_a_loop_at_the_cap_does_not_change_with_the_penalty(more: int, uses: int) -> None:
    sequence = "GGG" + "A" * (2 + more) + "GGGAAAACCC" + "AA" + "CCC"
    structure = Structure.from_dot_bracket("(((" + "." * (2 + more) + "(((....)))" + ".." + ")))")
    rules = rules_of(thermo.parameter_file("Turner2004"))
    found = [times for loop in loops(structure) for term, times in terms(sequence, loop, rules) if term[0] == "NINIO"]
    assert sum(found) == uses
    # The same of ViennaRNA: a cheaper nucleotide moves what is below the cap alone.
    cheaper = with_differences(thermo.parameter_file("Turner2004"), {Term("NINIO", 0): -0.01})
    [before] = energies(sequence, [structure])
    with thermo.folding_with(cheaper):
        [after] = energies(sequence, [structure])
    if more != 5:  # there it falls below the cap on the way
        assert after - before == pytest.approx(-0.01 * uses, abs=0.001)


def test_without_differences_nothing_moves() -> None:
    before = [RNA.fold_compound(sequence).mfe() for sequence in SEQUENCES]
    text = with_differences(thermo.parameter_file("Turner2004"), {})
    with thermo.folding_with(text):
        assert [RNA.fold_compound(sequence).mfe() for sequence in SEQUENCES] == before
    assert "enthalpies" not in "".join(sections(text))


def test_a_special_hairpin_keeps_its_sequence_and_its_enthalpy() -> None:
    start = thermo.parameter_file("Turner2004")
    moved = with_differences(start, {Term("special", 0): 0.5})
    for name in SPECIAL:
        for old, new in zip(sections(start)[name].split("\n"), sections(moved)[name].split("\n"), strict=False):
            if cells := old.split():
                assert new.split() == [cells[0], str(int(cells[1]) + 50), cells[2]]


def test_every_term_has_a_number_in_the_file() -> None:
    bodies = sections(thermo.parameter_file("Turner2004"))
    for term in all_terms():
        names = SPECIAL if term.section == "special" else (term.section,)
        part = "".join(f"# {name}\n{bodies[name]}" for name in names)  # the whole file takes long
        assert with_differences(part, {term: 0.25}) != with_differences(part, {}), term


def test_the_learned_file_is_one_that_viennarna_reads() -> None:
    with thermo.folding_with(thermo.parameter_file("learned")):
        _, learned = RNA.fold_compound(SEQUENCES[0]).mfe()
    assert learned != RNA.fold_compound(SEQUENCES[0]).mfe()[1]


@pytest.mark.parametrize("text", ["", "# garbage", thermo.parameter_file("learned")[:3000]], ids=["no", "bad", "half"])
def test_half_a_file_is_refused_before_viennarna_sees_it(text: str) -> None:
    with pytest.raises(ValueError, match="whole parameter file"), thermo.folding_with(text):
        pass


def test_the_mean_of_files_is_that_of_every_number() -> None:
    start, term = thermo.parameter_file("Andronescu2007"), Term("stack", 1)
    files = [with_differences(start, {term: by}) for by in (0.0, 0.3, 0.6)]
    assert mean_of(files) == with_differences(start, {term: 0.3})
    assert mean_of(files[:1]) == files[0]
    with pytest.raises(ValueError, match="of other sections"):
        mean_of([files[0], "## RNAfold parameter file v2.0\n\n# stack\n1\n\n# END\n"])
