"""The only way from probabilities to a structure: `decode(sequence, output, settings) -> Decoded`."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ssp_core.errors import SettingsError
from ssp_core.folding import thermo
from ssp_core.folding.homology import with_family_pairs
from ssp_core.folding.structure import Structure, legal_part

from .classes import argmax, checked, classes_of, log_gains, sharpen, sharpen_pairs
from .ensemble import posteriors
from .optimal import map_structure, mea_with_gamma
from .output import Floats, NetworkOutput, with_families
from .settings import DecoderSettings


@dataclass(frozen=True, eq=False)
class Decoded:
    """A structure and the very probabilities that it was made of, for an RNA of L nucleotides.

    Attributes:
        structure: always valid: nested, canonical pairs, hairpins of three or more.
        class_probabilities: float32 (L, 3), columns ( ) .
        pair_probabilities: float32 (L, L), symmetric; None where the model has token classes only and the decoder made
            no pairs of them.
        confidence: float32 (L,), the probability of the state that the structure gives each nucleotide: its pair, or
            no pair.
        gamma: the gamma that MEA used; None for decoders without one.
        milliseconds: how long decoding took, thermodynamics included where they were not cached.
    """

    structure: Structure
    class_probabilities: NDArray[np.float32]
    pair_probabilities: NDArray[np.float32] | None
    confidence: NDArray[np.float32]
    gamma: float | None = None
    milliseconds: float = 0.0


def decode(sequence: str, output: NetworkOutput, settings: DecoderSettings) -> Decoded:
    """Decode a network's output into a structure.

    Args:
        sequence: L letters of ACGUN.
        output: the network's probabilities for it.
        settings: the decoder and its numbers.

    Returns:
        The structure with the class and pair probabilities that the decoder worked on.

    Raises:
        ValueError: if a shape does not fit the sequence.
        SettingsError: if the decoder needs the network with thermodynamic input and `output` has none.
    """
    started = time.perf_counter()
    gamma: float | None = None
    classes: Floats
    pairs: Floats | None
    if settings.spec.objective == "mea":
        expected = expected_pairs(sequence, output, settings)
        gamma, structure = mea_with_gamma(sequence, expected, settings.gamma)
        classes, pairs = classes_of(expected), expected
    else:
        weighed = with_families(output, settings.family_weight)
        classes = checked("class probabilities", weighed.class_probabilities, (len(sequence), 3))
        pairs = weighed.pair_probabilities
        by_argmax = settings.spec.objective == "argmax"
        structure = legal_part(sequence, argmax(classes)) if by_argmax else map_structure(sequence, classes)
    return Decoded(
        structure,
        classes.astype(np.float32),
        None if pairs is None else pairs.astype(np.float32),
        confidence_of(structure, classes, pairs),
        gamma,
        (time.perf_counter() - started) * 1000,
    )


def expected_pairs(sequence: str, output: NetworkOutput, settings: DecoderSettings) -> NDArray[np.float64]:
    """Compute the pair probabilities (L, L), symmetric, that MEA works on; arguments and errors as for `decode`."""
    decoder = settings.spec
    pairs = output.thermo_input_pairs if decoder.thermo_input else output.pair_probabilities
    if decoder.thermo_input and pairs is None:
        raise SettingsError(
            f"The decoder {decoder.name!r} needs a network that takes thermodynamics as input; its pair probabilities "
            "are missing."
        )
    if pairs is None:
        return _pairs_of_classes(sequence, output, settings)
    square = (len(sequence), len(sequence))
    mixed = sharpen_pairs(checked("pair probabilities", pairs, square), settings.temperature)
    if decoder.uses_thermo:
        thermodynamic = thermo.mean_pair_probabilities(sequence)
        trust = settings.trust_for(output.family_hits)
        mixed = trust * mixed + (1.0 - trust) * thermodynamic
    return with_family_pairs(mixed, output.family_hits, settings.family_weight)


def _pairs_of_classes(sequence: str, output: NetworkOutput, settings: DecoderSettings) -> NDArray[np.float64]:
    """Return the pair probabilities (L, L) of a model with token classes only.

    They are those that its classes imply for valid structures, with ViennaRNA's ensemble where the decoder uses
    thermodynamics.
    """
    classes = checked("class probabilities", output.class_probabilities, (len(sequence), 3))
    classes = sharpen(classes, settings.temperature)
    trust = settings.trust_for(output.family_hits)
    if settings.spec.uses_thermo and trust < 1.0:
        return thermo.constrained_pair_probabilities(sequence, log_gains(sequence, classes), trust)
    return posteriors(sequence, classes)


def confidence_of(
    structure: Structure, class_probabilities: Floats, pair_probabilities: Floats | None
) -> NDArray[np.float32]:
    """Return the probability (L,) of the state that a structure gives each nucleotide.

    It is that of its pair, or that of its class where it is unpaired or there are no pair probabilities.
    """
    partners = np.array(structure.partners, dtype=np.intp)
    place = np.arange(len(partners))
    chosen = class_probabilities[place, np.where(partners < 0, 2, np.where(partners > place, 0, 1))]
    if pair_probabilities is not None:
        chosen = np.where(partners < 0, chosen, pair_probabilities[place, partners])
    return np.asarray(chosen, dtype=np.float32)
