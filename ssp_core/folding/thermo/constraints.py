"""An ensemble of ViennaRNA's with what a network says of every pair mixed in, as soft constraints."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ssp_core.errors import InputError
from ssp_core.rna import canonical_mask

from .energy_models import TURNER_2004, energy_parameters, model_details
from .ensembles import filled_pairs, mfe_compound, pair_probabilities, pf_compound


def constrained_pair_probabilities(sequence: str, gains: ArrayLike, network_weight: float) -> NDArray[np.float64]:
    """Pair probabilities (L, L), symmetric, between Turner 2004 and a network (soft constraints, Lorenz et al. 2016).

    A structure weighs boltzmann ** (1 - network_weight) * exp(network_weight * the gains of its pairs).

    Args:
        sequence: L nucleotides of ACGUN.
        gains: (L, L), what a pair i < j adds to the network's log probability of a structure; finite where the
            nucleotides can pair, of no effect elsewhere.
        network_weight: From 0, thermodynamics alone, to below 1.

    Raises:
        InputError: The weight is out of its range, or the gains do not fit the sequence.
    """
    if not 0.0 <= network_weight < 1.0:
        raise InputError(f"The weight of the network is {network_weight}; a number from 0 to below 1 is wanted.")
    log_gains, pairable = np.asarray(gains, dtype=np.float64), canonical_mask(sequence)
    if log_gains.shape != pairable.shape or not np.isfinite(log_gains[pairable]).all():
        raise InputError(f"The gains are no finite numbers of shape {pairable.shape}, one for each pair.")
    if network_weight == 0.0 or not sequence:
        return pair_probabilities(sequence)
    # ViennaRNA weighs exp(-E / kT) with kT scaled by betaScale: an ensemble as flat as (1 - network_weight) asks for.
    # The bonus energies are divided by the same kT, so that they end up as network_weight * gain.
    beta_scale = 1.0 / (1.0 - network_weight)
    weights = energy_parameters(TURNER_2004, beta_scale).weights
    bonus = -weights.kT / 1000.0 * network_weight * log_gains
    scale = mfe_compound(sequence, energy_parameters(TURNER_2004).energies)
    compound = pf_compound(sequence, model_details(betaScale=beta_scale), weights)
    for each in (scale, compound):
        each.sc_init()
        for i, j in np.argwhere(pairable).tolist():
            each.sc_add_bp(i + 1, j + 1, float(bonus[i, j]))
    compound.exp_params_rescale(scale.mfe()[1])
    compound.pf()
    return filled_pairs(compound)
