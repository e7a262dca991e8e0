"""Energy models: each as a fresh process would load it, and the caller's own use of ViennaRNA as it was."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import RNA
from numpy.typing import NDArray

from ssp_core.cache import CACHE
from ssp_core.errors import InputError
from ssp_core.folding import thermo
from ssp_core.folding.thermo import ENERGY_MODELS, LEARNED, mean_pair_probabilities, pair_probabilities

ROOT = Path(__file__).resolve().parents[3]
TRNA = "GCGGAUUUAGCUCAGUUGGGAGAGCGCCAGACUGAAGAUCUGGAGGUCCUGUGUUCGAUCCACAGAAUUCGCACCA"
FRESH = """
import sys, RNA, numpy
if sys.argv[1].endswith(".par"):
    RNA.params_load(sys.argv[1])
else:
    getattr(RNA, "params_load_RNA_" + sys.argv[1])()
compound = RNA.fold_compound(sys.argv[2])
_, energy = compound.mfe()
compound.exp_params_rescale(energy)
compound.pf()
numpy.save(sys.stdout.buffer, numpy.array(compound.bpp())[1:, 1:])
"""
# A program that uses ViennaRNA itself, with settings of its own; `everything` of ours before, in the middle, or never.
HOST = """
import json, sys, RNA
RNA_OF_HOST = sys.argv[1]

def fold():
    compound = RNA.fold_compound(RNA_OF_HOST)
    return [*RNA.fold(RNA_OF_HOST), *compound.pf(), *RNA.fold_compound(RNA_OF_HOST, RNA.md(temperature=37.0)).mfe()]

def settings():
    return [RNA.cvar.temperature, RNA.cvar.dangles, RNA.cvar.rna_plot_type, RNA.last_parameter_file() or ""]

def everything():
    import numpy as np
    import ssp_core
    from ssp_core.folding import thermo
    trna = "GCGGAUUUAGCUCAGUUGGGAGAGCGCCAGACUGAAGAUCUGGAGGUCCUGUGUUCGAUCCACAGAAUUCGCACCA"
    found = [thermo.pair_probabilities(trna, name) for name in thermo.ENERGY_MODELS]
    found += [thermo.mean_pair_probabilities(trna)]
    found += [thermo.constrained_pair_probabilities(trna, np.zeros((len(trna), len(trna))), 0.5)]
    fold = thermo.mfe(trna)
    found += thermo.pair_probabilities_by_model(trna).values()
    return [fold.structure.dot_bracket, fold.energy, *(float(pairs[26, 42]) for pairs in found),
            thermo.free_energy(trna, fold.structure), thermo.stem_energy(trna, fold.structure, (0, 71)),
            float(thermo.layout(fold.structure).sum())]

answers = {}
for step in sys.argv[2].split():
    if step == "import":
        import ssp_core.folding.thermo
    elif step == "load":
        RNA.params_load_RNA_Andronescu2007()
    elif step == "change":
        RNA.cvar.temperature, RNA.cvar.dangles = 25.0, 0
    else:
        answers.setdefault(step, []).append({"fold": fold, "settings": settings, "everything": everything}[step]())
print(json.dumps(answers))
"""


def fresh(energy_model: str) -> NDArray[np.float64]:
    """What a process that loads the energy model before anything else finds."""
    name = str(LEARNED) if energy_model == "learned" else energy_model
    run = subprocess.run([sys.executable, "-c", FRESH, name, TRNA], capture_output=True, check=True)
    upper = np.load(io.BytesIO(run.stdout), allow_pickle=False)
    return np.asarray(upper + upper.T)


def host(steps: str) -> dict[str, list[list[Any]]]:
    """The answers of a program that takes these steps, by the name of the step."""
    run = subprocess.run(
        [sys.executable, "-c", HOST, "GGGGAAAACCCCUUUUGGGGAAAACCCCGCGCAAAAGCGC", steps],
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    assert run.stderr == b""
    answers: dict[str, list[list[Any]]] = json.loads(run.stdout)
    return answers


def test_each_model_is_as_in_a_fresh_process_and_the_mean_is_theirs() -> None:
    alone = {energy_model: fresh(energy_model) for energy_model in (*ENERGY_MODELS, "Langdon2018")}
    for energy_model, expected in alone.items():
        np.testing.assert_allclose(pair_probabilities(TRNA, energy_model), expected, atol=1e-6)
    shares = np.array(list(ENERGY_MODELS.values())) / sum(ENERGY_MODELS.values())
    mean = sum(share * alone[name] for name, share in zip(ENERGY_MODELS, shares, strict=True))
    np.testing.assert_allclose(mean_pair_probabilities(TRNA), mean, atol=1e-6)


def test_an_unknown_model_is_named() -> None:
    with pytest.raises(InputError, match="'Turner2005' is unknown; one of Turner2004, learned is"):
        pair_probabilities("GAAAC", "Turner2005")


@pytest.mark.parametrize("before", ["", "load", "change", "load change"])
def test_a_program_that_uses_viennarna_itself_gets_what_it_got(before: str) -> None:
    answers = host(f"{before} settings fold import settings fold everything settings fold everything settings fold")
    assert all(answer == answers["fold"][0] for answer in answers["fold"])
    assert all(answer == answers["settings"][0] for answer in answers["settings"])


def test_parameters_that_a_program_loads_afterwards_are_in_force_at_once() -> None:
    """Whatever ViennaRNA still has of our requests (its issue 284) is not what the program asks for."""
    assert host("everything load fold")["fold"] == host("load fold")["fold"]


def test_our_answers_do_not_depend_on_what_the_program_has_loaded_and_set() -> None:
    alone = host("everything")["everything"]
    assert host("load change fold everything load everything")["everything"] == alone * 2


def test_a_parameter_file_is_in_force_only_meanwhile() -> None:
    before, ours = RNA.fold_compound(TRNA).mfe(), thermo.mfe(TRNA)
    with thermo.folding_with(thermo.parameter_file("Andronescu2007")):
        assert RNA.fold_compound(TRNA).mfe()[1] == pytest.approx(-21.65)
        CACHE.clear()
        assert thermo.mfe(TRNA) == ours  # Turner 2004 whatever the process has
    assert RNA.fold_compound(TRNA).mfe() == before
