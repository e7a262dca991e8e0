"""How two aims change with each energy term: the likelihood of known structures, and the expected F1 of an ensemble.

Both gradients are means over structures drawn from the ensemble. They are given as an excess: where it is above 0, the
energy of the term should fall.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ssp_core.folding import thermo
from ssp_core.folding.elements import Loop, loops
from ssp_core.folding.structure import Structure

from .terms import Rules, all_terms, rules_of, terms

TERMS = all_terms()
_PLACE = {term: index for index, term in enumerate(TERMS)}
_OTHERS = {name: weight for name, weight in thermo.ENERGY_MODELS.items() if name != "learned"}
_SHARE = thermo.ENERGY_MODELS["learned"] / sum(thermo.ENERGY_MODELS.values())

Known = Sequence[tuple[str, Structure, int]]
Excess = tuple[NDArray[np.float64], float]


def likelihood_excess(file: str, known: Known, count: int) -> Excess:
    """How much more often known structures use each term than samples of their ensembles do.

    Args:
        file: a parameter file.
        known: sequence, known structure and the samples' seed.
        count: how many samples of each RNA.

    Returns:
        The excess of each of `TERMS`, and the logarithm of the known structures' likelihood; both summed over RNAs.
    """
    rules, excess, likelihood = rules_of(file), np.zeros(len(TERMS)), 0.0
    with thermo.folding_with(file):
        for sequence, structure, seed in known:
            drawn = thermo.samples(sequence, count, seed, structure)
            uses = _uses(sequence, [structure, *drawn.structures], rules)
            excess += uses[0] - uses[1:].mean(axis=0)
            likelihood += drawn.log_likelihood
    return excess, likelihood


def f1_excess(file: str, known: Known, count: int) -> Excess:
    """How much more often structures use each term the better they are for the expected F1.

    The F1 is that of the mean of pair probabilities over `thermo.ENERGY_MODELS`, with these energies as the learned
    ones: twice the probability of the known pairs, over their number and the probability of all pairs (Hamada, Sato
    and Asai 2010, BMC Bioinformatics 11, 586, with a known structure in place of a predicted one). A pair's probability
    changes with a term's energy by minus the covariance of the pair and of the term's uses in the ensemble, over kT.

    Args:
        file: a parameter file.
        known: sequence, known structure and the samples' seed.
        count: how many samples of each RNA.

    Returns:
        The excess of each of `TERMS`, and the F1; both summed over RNAs.
    """
    rules, excess, total = rules_of(file), np.zeros(len(TERMS)), 0.0
    with thermo.folding_with(file):
        for sequence, structure, seed in known:
            others = [thermo.pair_probabilities(sequence, name) for name in _OTHERS]
            fixed = (1.0 - _SHARE) * np.average(others, axis=0, weights=list(_OTHERS.values()))
            drawn = thermo.samples(sequence, count, seed, structure)
            slopes, f1 = _f1_slopes(fixed + _SHARE * drawn.pairs, structure)
            gains = np.array([sum(slopes[pair] for pair in each.pairs) for each in drawn.structures])
            excess += _SHARE * (gains - gains.mean()) @ _uses(sequence, drawn.structures, rules) / (count - 1)
            total += f1
    return excess, total


def _f1_slopes(pairs: NDArray[np.float64], known: Structure) -> tuple[NDArray[np.float64], float]:
    """How the expected F1 changes with the probability of each pair (i, j), i < j; and the F1."""
    right = np.zeros_like(pairs)
    i, j = np.array(known.pairs, dtype=np.intp).reshape(-1, 2).T
    right[i, j] = 1.0
    both = len(known.pairs) + float(pairs.sum()) / 2.0
    f1 = 2.0 * float((pairs * right).sum()) / both
    return (2.0 * right - f1) / both, f1


def _uses(sequence: str, structures: Sequence[Structure], rules: Rules) -> NDArray[np.float64]:
    """How often each structure uses each of `TERMS`."""
    found: dict[Loop, list[tuple[int, int]]] = {}
    uses = np.zeros((len(structures), len(TERMS)))
    for row, structure in zip(uses, structures, strict=True):
        for loop in loops(structure):
            if loop not in found:
                found[loop] = [(_PLACE[term], times) for term, times in terms(sequence, loop, rules)]
            for place, times in found[loop]:
                row[place] += times
    return uses
