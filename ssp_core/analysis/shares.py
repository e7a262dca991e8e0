"""Shares of an answer: of the network, of thermodynamics, of known families; and the pair probabilities behind it.

The shares are the weights with which the decoder averaged pair probabilities (`ssp_core/folding/decoding/decoded.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ssp_core.cache import CACHE
from ssp_core.folding.decoding import DecoderSettings, expected_pairs

if TYPE_CHECKING:
    from ssp_core.prediction import Prediction


@dataclass(frozen=True)
class Shares:
    """Shares of an answer, each from 0 to 1, that add up to 1.

    Attributes:
        network: of the network, with thermodynamics as its input where the decoder takes that.
        thermodynamics: of ViennaRNA's pair probabilities.
        families: of the pairs of the known families that were found.
    """

    network: float
    thermodynamics: float
    families: float


def shares(prediction: Prediction, positions: Iterable[int] | None = None) -> Shares:
    """Find how much of a prediction comes from where.

    Args:
        prediction: what to look at.
        positions: 0-based; the shares are the mean over these nucleotides, None for all. For a pair, its two
            nucleotides: they are the weights in its probability.
    """
    settings, output = prediction.settings, prediction.output
    families = 0.0
    if output.pair_probabilities is not None and output.family_hits:  # token classes are not weighed with families
        cover = np.sum([hit.cover for hit in output.family_hits], axis=0)
        families = settings.family_weight * float(np.mean(cover if positions is None else cover[list(positions)]))
    thermodynamics = 1.0 - settings.trust_for(output.family_hits) if settings.spec.uses_thermo else 0.0
    rest = 1.0 - families
    return Shares(rest * (1.0 - thermodynamics), rest * thermodynamics, families)


def pair_probabilities_of(prediction: Prediction) -> NDArray[np.floating[Any]]:
    """The pair probabilities (L, L), symmetric, that made a structure.

    Where a decoder made it of class probabilities, and the model has no others, they are those that the classes imply.
    """
    if prediction.pair_probabilities is not None:
        return prediction.pair_probabilities
    return network_pair_probabilities(prediction)


def network_pair_probabilities(prediction: Prediction, temperature: float = 1.0) -> NDArray[np.floating[Any]]:
    """The pair probabilities (L, L), symmetric, of the network alone, or those that its class probabilities imply.

    These take a while for a long RNA (about 0.2 s for 300 nucleotides, 4 s for 1,000) and are kept in the cache.
    """
    sequence, output = str(prediction.sequence), prediction.output
    settings = DecoderSettings("mea", temperature=temperature, family_weight=0.0)
    if output.pair_probabilities is not None:
        return expected_pairs(sequence, output, settings)
    key = ("implied pairs", sequence, temperature, output.class_probabilities.tobytes())
    return CACHE.get(key, lambda: expected_pairs(sequence, output, settings))
