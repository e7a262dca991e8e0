"""Learning energies: the gradient is the likelihood's, the likelihood rises, and the command writes what it learned."""

from __future__ import annotations

from pathlib import Path

import pytest
import RNA

from ssp_core.folding import thermo
from ssp_core.folding.structure import Structure
from ssp_core.training.data import read_table
from ssp_core.training.energies import START, TERMS, Recipe, excess_use, learn, main
from ssp_core.training.terms import Term, with_differences

KNOWN = [
    ("GGGGAAAACCCC", "((((....))))"),
    ("GGGCGAAGCCC", "((((...))))"),
    ("GACGAAAGUCAGGAAACUC", "(((....))).((....))"),
    ("GCGCUUCGGCGCAAGGCCAAAGGCC", "((((....))))..((((...))))"),
]
SLOPES = [
    ("GCGCUUCGGCGCAAGGCCAAAGGCCAGAAAUCGAAAGAUUUC", "((((....))))..............((((((....))))))"),
    ("GCAGCGAAAGCAGCGAAAGCAGC", "((.((....)).((....)).))"),
    ("GGAAAAGGGAAAACCCAACC", "((....(((....)))..))"),
]
TABLE = "id\tsource\tsequence\tstructure\n" + "".join(f"made\tup\t{sequence}\t{text}\n" for sequence, text in KNOWN)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "known.tsv"
    path.write_text(TABLE)
    return path


@pytest.mark.parametrize(
    "term",
    [Term("stack", 1), Term("hairpin", 3), Term("hairpin", 5), Term("NINIO", 0), Term("ML_params", 2)],
    ids=lambda term: f"{term.section}-{term.place}",
)
def test_the_excess_is_the_slope_of_the_likelihood(term: Term) -> None:
    start, step = thermo.parameter_file(START), 0.05
    known = [(sequence, Structure.from_dot_bracket(text), 1) for sequence, text in SLOPES]
    excess, _ = excess_use(start, known, 3000)
    up, down = (excess_use(with_differences(start, {term: by}), known, 1)[1] for by in (step, -step))
    slope = -float(excess[TERMS.index(term)]) / thermo.KT
    assert abs(slope) > 0.2
    assert slope == pytest.approx((up - down) / (2 * step), rel=0.1, abs=0.03)


def test_known_structures_become_likelier(table: Path) -> None:
    rnas = read_table(table)
    known = [(sequence, Structure.from_dot_bracket(text), 1) for sequence, text in KNOWN]
    learned = learn(rnas, Recipe(steps=12, batch=4, samples=20, rate=0.1, least_f1=0.0))
    _, before = excess_use(thermo.parameter_file(START), known, 1)
    _, after = excess_use(learned, known, 1)
    assert after > before + 0.5


def test_structures_that_thermodynamics_contradicts_are_left_out(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table.write_text(TABLE + "made\tup\tGGGGAAAACCCCAAAAAUAAAAAUAAAAA\t................(......).....\n")
    learn(read_table(table), Recipe(steps=1, batch=2, samples=2))
    assert capsys.readouterr().out.startswith("4 of 5 RNAs")


def test_the_command_writes_a_file_that_folds(table: Path, tmp_path: Path) -> None:
    main([str(table), str(tmp_path / "energies.par"), "--steps", "2"])
    learned = (tmp_path / "energies.par").read_text()
    assert learned != with_differences(thermo.parameter_file(START), {})
    with thermo.folding_with(learned):
        assert RNA.fold_compound("GGGGAAAACCCC").mfe()[0] == "((((....))))"


def test_without_an_rna_to_learn_from_it_stops(table: Path) -> None:
    with pytest.raises(ValueError, match="no RNA to learn from among 4"):
        learn(read_table(table), Recipe(longest=5))
