"""Free energies of a given structure and of its stems: Turner 2004, 37 C, dangles 2, whatever the process has loaded.

ViennaRNA takes less than a millisecond for each, so nothing of it is kept in the cache.
"""

from __future__ import annotations

from typing import Any

import RNA

from ssp_core.errors import InputError, StructureError
from ssp_core.folding.elements import stem_of
from ssp_core.folding.structure import Structure, is_legal

from .energy_models import TURNER_2004, energy_parameters, model_details


def free_energy(sequence: str, structure: Structure) -> float | None:
    """The free energy of a structure in kcal/mol, in steps of 0.01, as RNAeval gives it (Lorenz et al. 2011).

    None where a pair is not canonical, N included, or a hairpin loop encloses fewer than three nucleotides: nothing was
    measured for these. ViennaRNA itself puts a placeholder for such a pair, and 100,000 kcal/mol for such a loop.

    Args:
        sequence: L nucleotides of ACGUN; N must be unpaired.
        structure: of L nucleotides.

    Raises:
        StructureError: The lengths differ.
    """
    if not _has_energy(sequence, structure):
        return None
    if not structure.pairs:
        return 0.0
    return float(_compound(sequence).eval_structure_pt(_pair_table(structure))) / 100.0


def stem_energy(sequence: str, structure: Structure, pair: tuple[int, int]) -> float | None:
    """The stacking energy in kcal/mol of the stem that holds a pair: each of its pairs on the next; 0 for one pair.

    The loops at both ends of the stem, with the penalty for AU and GU there, are not counted.

    Args:
        sequence: L nucleotides of ACGUN.
        structure: of L nucleotides.
        pair: A pair (i, j) of the structure, 0-based.

    Returns:
        None where `free_energy` has none.

    Raises:
        StructureError: The lengths differ.
        InputError: The structure does not have this pair.
    """
    if pair not in structure.pairs:
        raise InputError(f"The structure has no pair {pair[0] + 1}-{pair[1] + 1}; one of its own pairs is wanted.")
    if not _has_energy(sequence, structure):
        return None
    compound, table = _compound(sequence), _pair_table(structure)
    # The loop inside a pair that is followed by another of the stem is the stack of the two.
    stacks = (compound.eval_loop_pt(i + 1, table) for i, _ in stem_of(structure, pair[0])[:-1])
    return float(sum(stacks)) / 100.0


def _has_energy(sequence: str, structure: Structure) -> bool:
    if len(sequence) != len(structure):
        raise StructureError(f"The structure has {len(structure)} positions and the sequence {len(sequence)}.")
    return is_legal(sequence, structure)


def _compound(sequence: str) -> Any:
    compound = RNA.fold_compound(str(sequence), model_details(), RNA.OPTION_EVAL_ONLY)
    compound.params_subst(energy_parameters(TURNER_2004).energies)
    return compound


def _pair_table(structure: Structure) -> Any:
    return RNA.ptable(structure.dot_bracket)
