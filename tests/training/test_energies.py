"""Learning energies: the gradient is the likelihood's, the likelihood rises, and the command writes what it learned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import RNA

from ssp_core.folding import thermo
from ssp_core.folding.structure import Structure
from ssp_core.training.data import read_table
from ssp_core.training.energies import F1, LIKELIHOOD, START, Stage, learn, main
from ssp_core.training.energy_gradients import TERMS, Excess, f1_excess, likelihood_excess
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
@pytest.mark.parametrize(("excess_of", "noise"), [(likelihood_excess, 0.03), (f1_excess, 0.003)])
def test_the_excess_is_the_slope_of_the_aim(excess_of: Callable[..., Excess], noise: float, term: Term) -> None:
    start, step = thermo.parameter_file(START), 0.05
    known = [(sequence, Structure.from_dot_bracket(text), 1) for sequence, text in SLOPES]
    excess, _ = excess_of(start, known, 4000)
    up, down = (excess_of(with_differences(start, {term: by}), known, 2)[1] for by in (step, -step))
    slope = -float(excess[TERMS.index(term)]) / thermo.KT
    assert abs(slope) > 2 * noise
    assert slope == pytest.approx((up - down) / (2 * step), rel=0.1, abs=noise)


def quick(stage: Stage) -> Stage:
    return replace(stage, steps=12, batch=4, samples=20, rate=0.1, least_f1=0.0)


@pytest.mark.parametrize(("stage", "more"), [(LIKELIHOOD, 0.5), (F1, 0.1)])
def test_the_aim_is_approached(table: Path, stage: Stage, more: float) -> None:
    known = [(sequence, Structure.from_dot_bracket(text), 1) for sequence, text in KNOWN]
    [learned] = learn(read_table(table), [quick(stage)])
    _, before = stage.excess(thermo.parameter_file(START), known, 2)
    _, after = stage.excess(learned, known, 2)
    assert after > before + more


def test_a_stage_goes_on_from_the_one_before(table: Path) -> None:
    first, both = learn(read_table(table), [quick(LIKELIHOOD), quick(F1)])
    assert [first] == learn(read_table(table), [quick(LIKELIHOOD)])
    assert both not in (first, *learn(read_table(table), [quick(F1)]))


def test_structures_that_thermodynamics_contradicts_are_left_out(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table.write_text(TABLE + "made\tup\tGGGGAAAACCCCAAAAAUAAAAAUAAAAA\t................(......).....\n")
    learn(read_table(table), [replace(LIKELIHOOD, steps=1, batch=2, samples=2)])
    assert capsys.readouterr().out.startswith("4 of 5 RNAs")


def test_the_command_writes_a_file_that_folds(table: Path, tmp_path: Path) -> None:
    main([str(table), str(tmp_path / "energies.par"), "--steps", "2"])
    learned = (tmp_path / "energies.par").read_text()
    assert learned != with_differences(thermo.parameter_file(START), {})
    with thermo.folding_with(learned):
        assert RNA.fold_compound("GGGGAAAACCCC").mfe()[0] == "((((....))))"


def test_without_an_rna_to_learn_from_it_stops(table: Path) -> None:
    with pytest.raises(ValueError, match="no RNA to learn from among 4"):
        learn(read_table(table), [replace(F1, longest=5)])
