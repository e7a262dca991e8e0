"""Thermodynamics of RNA by ViennaRNA (Lorenz et al. 2011, Algorithms Mol. Biol. 6, 26); the only room that knows it.

`energy_models` loads parameter sets, `ensembles` folds under them, `evaluation` gives the energy of a structure,
`constraints` mixes a network into an ensemble, `layout` gives drawing coordinates, `workers` are processes that fold
beside this one. Energies are kcal/mol at 37 C, dangles 2. What a program that uses ViennaRNA itself has loaded or set
is left as it was. N pairs with nothing.
"""

from . import workers
from .constraints import constrained_pair_probabilities
from .energy_models import (
    ENERGY_MODELS,
    HEADING,
    KT,
    LEARNED,
    TURNER_2004,
    folding_with,
    parameter_file,
)
from .ensembles import (
    MfeFold,
    mean_pair_probabilities,
    mfe,
    pair_probabilities,
    pair_probabilities_by_model,
    prefetch,
    samples,
)
from .evaluation import free_energy, stem_energy
from .layout import layout

__all__ = [
    "ENERGY_MODELS",
    "HEADING",
    "KT",
    "LEARNED",
    "TURNER_2004",
    "MfeFold",
    "constrained_pair_probabilities",
    "folding_with",
    "free_energy",
    "layout",
    "mean_pair_probabilities",
    "mfe",
    "pair_probabilities",
    "pair_probabilities_by_model",
    "parameter_file",
    "prefetch",
    "samples",
    "stem_energy",
    "workers",
]
