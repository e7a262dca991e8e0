"""From probabilities to structures: argmax, exact MAP and MEA, posteriors, samples, the likeliest in order.

Every legal structure starts from the all-unpaired one and gains something with each pair; all decoders share that
view. `classes` turns probabilities into gains, `optimal` finds the structure of the largest gain, `ensemble` sums over
them all, `ranked` lists the best.
"""

from .classes import CLASSES, argmax, canonical_mask, log_gains, sharpen
from .ensemble import Sample, likeliest, pair_likeliest, pair_samples, posteriors, samples
from .optimal import map_structure, mea_structure, mea_with_gamma

__all__ = [
    "CLASSES",
    "Sample",
    "argmax",
    "canonical_mask",
    "likeliest",
    "log_gains",
    "map_structure",
    "mea_structure",
    "mea_with_gamma",
    "pair_likeliest",
    "pair_samples",
    "posteriors",
    "samples",
    "sharpen",
]
