"""From probabilities to structures: one way, `decode(sequence, output, settings) -> Decoded`.

`registry` lists the decoders and their numbers, `settings` checks them, `output` is what they work on, `decoded` runs
them. Every valid structure starts from the unpaired one and gains something with each pair: `classes` turns
probabilities into gains, `optimal` finds the structure of the largest gain, `ensemble` sums over all structures, and
`ranked` lists the best.
"""

from .classes import argmax, classes_of, log_gains, sharpen
from .decoded import Decoded, confidence_of, decode, expected_pairs
from .ensemble import Sample, likeliest, pair_likeliest, pair_samples, posteriors, samples
from .optimal import GAMMAS, map_structure, mea_structure, mea_with_gamma
from .output import NetworkOutput, with_families
from .registry import BEST, CHOICES, DECODERS, SETTINGS, Decoder, Setting
from .settings import TRUST_OF_KNOWN, TRUST_OF_NEW, DecoderSettings, check_number, given_numbers

__all__ = [
    "BEST",
    "CHOICES",
    "DECODERS",
    "GAMMAS",
    "SETTINGS",
    "TRUST_OF_KNOWN",
    "TRUST_OF_NEW",
    "Decoded",
    "Decoder",
    "DecoderSettings",
    "NetworkOutput",
    "Sample",
    "Setting",
    "argmax",
    "check_number",
    "classes_of",
    "confidence_of",
    "decode",
    "expected_pairs",
    "given_numbers",
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
    "with_families",
]
