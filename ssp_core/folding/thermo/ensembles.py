"""Minimum free energy structures and Boltzmann ensembles of one RNA, each under the energy model that it names."""

from __future__ import annotations

import threading
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import RNA
from numpy.typing import NDArray

from ssp_core.cache import CACHE
from ssp_core.folding.structure import Structure
from ssp_core.progress import CancelledWorkError

from . import workers
from .energy_models import ENERGY_MODELS, KT, TURNER_2004, energy_parameters, model_details

# What ViennaRNA gives for an ensemble's free energy when its sums have left the range of doubles is 100,000 kcal/mol.
_OVERFLOWN = 1e4
# Seconds that this process needs itself, about, divided by the cube of an RNA's length: all ensembles, one MFE.
_ENSEMBLES_SECONDS, _MFE_SECONDS = 1e-8, 7e-10

Pairs = NDArray[np.float64]


@dataclass(frozen=True)
class MfeFold:
    """A structure and its free energy in kcal/mol."""

    structure: Structure
    energy: float


def mfe(sequence: str) -> MfeFold:
    """The minimum free energy structure of a sequence of ACGUN under Turner 2004 (Zuker and Stiegler 1981).

    A worker process computes it where they are started (`workers`).
    """
    seconds = _MFE_SECONDS * len(sequence) ** 3
    return CACHE.get(("mfe", sequence), lambda: workers.parallel(mfe_fold, [(str(sequence),)], seconds)[0])


def mfe_fold(sequence: str) -> MfeFold:
    """`mfe`, computed in this process, whatever the cache has."""
    if not sequence:
        return MfeFold(Structure(()), 0.0)
    text, energy = mfe_compound(sequence, energy_parameters(TURNER_2004).energies).mfe()
    return MfeFold(Structure.from_dot_bracket(text), round(float(energy), 2))


def pair_probabilities(sequence: str, energy_model: str = TURNER_2004) -> Pairs:
    """Pair probabilities (L, L), symmetric, read-only, of an energy model's Boltzmann ensemble (McCaskill 1990).

    The model is one of `ENERGY_MODELS`, or another that ViennaRNA has; InputError for one that is unknown.
    """
    return CACHE.get(("thermo", energy_model, sequence), lambda: ensemble(sequence, energy_model))


def mean_pair_probabilities(sequence: str) -> Pairs:
    """The mean of the pair probabilities (L, L) under each of `ENERGY_MODELS`, weighted as they are there; read-only.

    Energy models fitted to different data err in different places, so their mean is right more often than any one of
    them (`python -m benchmarks.energy_models`). Worker processes compute it where they are started (`workers`).
    """
    return CACHE.get(("thermo", "mean", sequence), lambda: _mean(sequence))


def pair_probabilities_by_model(sequence: str) -> dict[str, NDArray[np.float32]]:
    """The pair probabilities (L, L) under each of `ENERGY_MODELS`, by its name; read-only.

    They are in the cache, in single precision, as soon as their mean has been computed.
    """
    ensembles = CACHE.get(("thermo", "by model", sequence), lambda: _by_model(sequence))
    return dict(zip(ENERGY_MODELS, ensembles, strict=True))


def prefetch(sequence: str) -> None:
    """Start computing `mean_pair_probabilities` in the background, where worker processes are started."""
    if workers.started() and CACHE.peek(("thermo", "mean", sequence)) is None:
        run = copy_context().run  # who watches this fold sees how far it is, and may cancel it
        threading.Thread(target=run, args=(_prefetch, sequence), name="thermodynamics", daemon=True).start()


def _prefetch(sequence: str) -> None:
    with suppress(workers.WorkersStoppedError, CancelledWorkError):  # nobody will ask for it any more
        mean_pair_probabilities(sequence)


def _mean(sequence: str) -> Pairs:
    ensembles = _ensembles(sequence)
    CACHE.put(("thermo", "by model", sequence), _single(ensembles))
    return _average(ensembles)


def _by_model(sequence: str) -> tuple[NDArray[np.float32], ...]:
    ensembles = _ensembles(sequence)
    CACHE.put(("thermo", "mean", sequence), _average(ensembles))
    return _single(ensembles)


def _average(ensembles: list[Pairs]) -> Pairs:
    return np.asarray(np.average(ensembles, axis=0, weights=list(ENERGY_MODELS.values())))


def _single(ensembles: list[Pairs]) -> tuple[NDArray[np.float32], ...]:
    return tuple(pairs.astype(np.float32) for pairs in ensembles)


def _ensembles(sequence: str) -> list[Pairs]:
    tasks = [(str(sequence), energy_model) for energy_model in ENERGY_MODELS]
    return workers.parallel(ensemble, tasks, _ENSEMBLES_SECONDS * len(sequence) ** 3)


def ensemble(sequence: str, energy_model: str) -> Pairs:
    """`pair_probabilities`, computed in this process, whatever the cache has."""
    if not sequence:
        return np.zeros((0, 0))
    parameters = energy_parameters(energy_model)
    compound = pf_compound(sequence, model_details(), parameters.weights)
    _, energy = compound.pf()
    if energy > _OVERFLOWN:
        # Its own estimate of the scale is too far off for hundreds of nothing but GC pairs. The MFE is a sure one, at
        # nearly half as much time again.
        compound.exp_params_rescale(mfe_compound(sequence, parameters.energies).mfe()[1])
        compound.pf()
    return filled_pairs(compound)


def mfe_compound(sequence: str, energies: Any) -> Any:
    """A fold compound for minimum free energies, with these parameters."""
    compound = RNA.fold_compound(sequence, model_details(), RNA.OPTION_MFE)
    compound.params_subst(energies)
    return compound


def pf_compound(sequence: str, details: Any, weights: Any) -> Any:
    """A fold compound for the partition function, with these Boltzmann factors, which are made with these details.

    For that alone: with energies in it too, ViennaRNA would take the process's own Boltzmann factors.
    """
    compound = RNA.fold_compound(sequence, details, RNA.OPTION_PF)
    compound.exp_params_subst(weights)
    return compound


def filled_pairs(compound: Any) -> Pairs:
    """The pair probabilities (L, L) of a compound whose partition function has been filled."""
    upper = np.array(compound.bpp())[1:, 1:]
    return np.asarray(np.clip(upper + upper.T, 0.0, 1.0))


class Drawn(NamedTuple):
    """Structures of an ensemble.

    `log_likelihood` is the natural logarithm of a known structure's probability in it;
    `pairs` are the pair probabilities (L, L), symmetric.
    """

    structures: list[Structure]
    log_likelihood: float
    pairs: Pairs


def samples(sequence: str, count: int, seed: int, known: Structure) -> Drawn:
    """Draw `count` structures, and say how probable a known one is.

    All from the Boltzmann ensemble of the process's own set (`folding_with`; Ding and Lawrence 2003, Nucleic Acids
    Res. 31, 7280). The logarithm holds for a structure without bulges and interior loops above 30. Not while another
    thread folds: `seed` sets ViennaRNA's own random numbers.
    """
    compound = RNA.fold_compound(sequence, model_details(uniq_ML=1))
    compound.exp_params_rescale(compound.mfe()[1])
    _, free_energy = compound.pf()
    RNA.init_rand(seed)
    drawn = [Structure.from_dot_bracket(text) for text in compound.pbacktrack(count)]
    log_likelihood = float(free_energy - compound.eval_structure(known.dot_bracket)) / KT
    return Drawn(drawn, log_likelihood, filled_pairs(compound))
