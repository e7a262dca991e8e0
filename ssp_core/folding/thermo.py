"""The one room that knows ViennaRNA: minimum free energy, ensemble pair probabilities, drawing coordinates.

Energies are kcal/mol at 37 C, dangles 2, under ViennaRNA's default parameters (Turner 2004) where no other set is
named. N pairs with nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
import RNA
from numpy.typing import NDArray

from ssp_core.assets import ASSETS
from ssp_core.cache import CACHE
from ssp_core.rna import MIN_HAIRPIN, canonical_mask

from .structure import Structure

# RNA.get_xy_coordinates reads its layout from a variable of the process; all threads share it.
_LAYOUT_LOCK = threading.Lock()
_RNA_PUZZLER = 4
# What ViennaRNA gives for an ensemble's free energy when its sums have left the range of doubles is 100,000 kcal/mol.
_OVERFLOWN = 1e4
# The set that `ssp_core/training/energies.py` learned from known structures, as a parameter file of ViennaRNA's.
LEARNED = ASSETS / "energies.par"
VOICES = {"Turner2004": 1.0, "Andronescu2007": 1.0, "learned": 2.0}  # how much each counts among them
KT = 0.61632  # kcal/mol at 37 C
HEADING = "## RNAfold parameter file v2.0"


class ParameterSet(NamedTuple):
    """ViennaRNA's `param`, energies, and `exp_param`, the same as Boltzmann weights."""

    energies: Any
    weights: Any


def parameter_set(name: str) -> ParameterSet:
    """An energy parameter set by name; not while another thread folds, since sets pass through variables of the
    process."""
    with _named(name):
        return ParameterSet(RNA.param(RNA.md()), RNA.exp_param(RNA.md()))


def parameter_file(name: str) -> str:
    """A set by its name ("Andronescu2007", "Langdon2018", "Turner1999", ..., or "learned") as the text of a parameter
    file; as `parameter_set` for threads."""
    with _named(name), TemporaryDirectory() as folder:
        path = Path(folder) / "energies.par"
        RNA.params_save(str(path))
        return path.read_text(encoding="utf-8")


def folding_with(text: str) -> AbstractContextManager[None]:
    """Makes a parameter file the process's default set meanwhile; as `parameter_set` for threads. ValueError where the
    text does not begin and end as such a file does: ViennaRNA crashes on half of one."""
    if not (text.startswith(HEADING) and text.rstrip().endswith("# END")):
        raise ValueError(f"Found no whole parameter file: wanted one from {HEADING!r} to '# END'.")
    return _meanwhile(lambda: RNA.params_load_from_string(text))


def _named(name: str) -> AbstractContextManager[None]:
    if name == "learned":
        return folding_with(LEARNED.read_text(encoding="utf-8"))
    return _meanwhile(getattr(RNA, f"params_load_RNA_{name}"))


@contextmanager
def _meanwhile(load: Callable[[], object]) -> Iterator[None]:
    try:
        load()
        _forget_parameters()
        yield
    finally:
        RNA.params_load_RNA_Turner2004()
        _forget_parameters()


def _forget_parameters() -> None:
    # ViennaRNA 2.7 hands out the last parameters again while the model details stay the same, whatever set has been
    # loaded since (its issue 284): asking for another temperature in between makes it read the new set.
    details = RNA.md()
    details.temperature = 20.0
    RNA.param(details)
    RNA.exp_param(details)


# Once, before any thread folds.
_VOICES = tuple(parameter_set(name) for name in VOICES)


@dataclass(frozen=True)
class Fold:
    """A structure and its free energy in kcal/mol."""

    structure: Structure
    energy: float


def mfe(letters: str) -> Fold:
    """The minimum free energy structure (Zuker and Stiegler 1981) of a sequence of ACGUN."""
    if not letters:
        return Fold(Structure(()), 0.0)
    text, energy = RNA.fold_compound(letters).mfe()
    return Fold(Structure.from_dot_bracket(text), float(energy))


def pair_probabilities(letters: str, parameters: ParameterSet | None = None) -> NDArray[np.float64]:
    """Base pair probabilities (L, L), symmetric, of the Boltzmann ensemble (McCaskill 1990), under the default
    parameters or another set (`parameter_set`)."""
    if not letters:
        return np.zeros((0, 0))
    # For the partition function alone: with energies in it too, ViennaRNA would take the default weights.
    compound = RNA.fold_compound(letters, RNA.md(), RNA.OPTION_PF)
    if parameters is not None:
        compound.exp_params_subst(parameters.weights)
    _, energy = compound.pf()
    if energy > _OVERFLOWN:
        # Its own estimate of the scale is too far off for hundreds of nothing but GC pairs. The MFE is a sure one, at
        # nearly half as much time again.
        scale = RNA.fold_compound(letters)
        if parameters is not None:
            scale.params_subst(parameters.energies)
        compound.exp_params_rescale(scale.mfe()[1])
        compound.pf()
    return _pairs(compound)


def pooled_pair_probabilities(letters: str) -> NDArray[np.float64]:
    """The weighted mean of the pair probabilities (L, L) under each parameter set of `VOICES`.

    Sets fitted to different data (Turner 2004 to melting curves, Andronescu et al. 2007 to these and known structures,
    the learned one to known structures of many families) err in different places, so their mean is right more often
    than any one of them (`python -m benchmarks.voices`).
    """
    return pooled([pair_probabilities(letters, parameters) for parameters in _VOICES])


def pooled(voices: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """The mean (L, L) of the pair probabilities under each set of `VOICES`, in that order, as they count."""
    return np.asarray(np.average(voices, axis=0, weights=list(VOICES.values())))


def samples(letters: str, count: int, seed: int, known: Structure) -> tuple[list[str], float]:
    """`count` structures, dot-bracket, drawn from the Boltzmann ensemble of the process's default set (Ding and
    Lawrence 2003), and the natural logarithm of a known structure's share in it, which holds for one without bulges
    and interior loops above 30. Not while another thread folds: `seed` sets ViennaRNA's own random numbers."""
    details = RNA.md()
    details.uniq_ML = 1
    compound = RNA.fold_compound(letters, details)
    compound.exp_params_rescale(compound.mfe()[1])
    _, ensemble = compound.pf()
    RNA.init_rand(seed)
    drawn = list(compound.pbacktrack(count))
    return drawn, float(ensemble - compound.eval_structure(known.dot_bracket)) / KT


def voice_pair_probabilities(letters: str, voice: int) -> NDArray[np.float64]:
    """The pair probabilities (L, L) under one parameter set, by its place in `VOICES`."""
    return pair_probabilities(letters, _VOICES[voice])


def mean_pair_probabilities(sequence: str) -> NDArray[np.float64]:
    """`pooled_pair_probabilities` by the helpers if there are any, remembered."""
    from . import helpers

    return CACHE.get(("thermo", "mean", sequence), lambda: helpers.pooled_pair_probabilities(sequence))


def prefetch(sequence: str) -> None:
    """Begin with what `mean_pair_probabilities` will be asked for, where there are helpers beside this process."""
    from . import helpers

    if helpers.started():
        threading.Thread(target=mean_pair_probabilities, args=(sequence,), daemon=True).start()


def constrained_pair_probabilities(
    sequence: str, gains: NDArray[np.float64], network_weight: float
) -> NDArray[np.float64]:
    """Pair probabilities (L, L), symmetric, of ViennaRNA's ensemble with the log gains (L, L) of pairs mixed in softly.

    A structure s weighs boltzmann(s) ** (1 - network_weight) * exp(network_weight * sum of its gains). Raises
    ValueError unless 0 <= network_weight < 1.
    """
    if not 0.0 <= network_weight < 1.0:
        raise ValueError(f"The network's weight is {network_weight}; a number from 0 to below 1 is wanted.")
    if network_weight == 0.0 or not sequence:
        return pair_probabilities(sequence)
    # ViennaRNA weighs exp(-E / kT) with kT scaled by betaScale: an ensemble as flat as (1 - strength) asks for. The
    # bonus energies are divided by the same kT, so that they end up as strength * gain.
    details = RNA.md()
    details.betaScale = 1.0 / (1.0 - network_weight)
    compound = RNA.fold_compound(sequence, details)
    kcal_per_gain = RNA.exp_param(details).kT / 1000.0
    compound.sc_init()
    for i, j in np.argwhere(canonical_mask(sequence)):
        compound.sc_add_bp(int(i) + 1, int(j) + 1, float(-kcal_per_gain * network_weight * gains[i, j]))
    compound.exp_params_rescale(compound.mfe()[1])
    compound.pf()
    return _pairs(compound)


def _pairs(compound: Any) -> NDArray[np.float64]:
    """The pair probabilities of a compound whose partition function has been filled."""
    upper = np.array(compound.bpp())[1:, 1:]
    return np.asarray(np.clip(upper + upper.T, 0.0, 1.0))


def coordinates(structure: Structure) -> NDArray[np.float64]:
    """Where to draw each nucleotide (L, 2), by RNApuzzler (Wiegreffe et al. 2018), which draws without crossings.

    RNApuzzler hangs or crashes on hairpins that enclose nothing, which a pasted reference may have; pairs too tight to
    be legal are therefore laid out as if they were unpaired.
    """
    if not len(structure):
        return np.zeros((0, 2))
    roomy = Structure.from_pairs(len(structure), [(i, j) for i, j in structure.pairs if j - i > MIN_HAIRPIN])
    with _LAYOUT_LOCK:
        RNA.cvar.rna_plot_type = _RNA_PUZZLER
        points = RNA.get_xy_coordinates(roomy.dot_bracket)
        return np.array([(points.get(i).X, points.get(i).Y) for i in range(len(structure))], dtype=np.float64)
