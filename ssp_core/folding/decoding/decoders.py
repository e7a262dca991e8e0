"""The decoders by name: settings that are checked once, and one function from probabilities to a legal structure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ssp_core.folding import thermo
from ssp_core.folding.homology.search import Relative, with_relatives
from ssp_core.folding.structure import Structure, legal_part

from . import argmax, map_structure, mea_structure, posteriors, sharpen
from .classes import checked

KINDS = ("argmax", "map", "mea", "mixed", "informed")
MAX_SETTING = 100.0  # gamma and temperature: beyond it nothing changes any more


@dataclass(frozen=True)
class Decoding:
    """How to make a structure of probabilities; raises ValueError with one sentence if a setting is out of range.

    `kind`: "argmax" (each nucleotide by itself, illegal pairs dropped), "map" (likeliest legal structure), "mea"
    (maximum expected accuracy), "mixed" (MEA over network and thermodynamics), "informed" (the same, the network having
    been told of thermodynamics). `gamma` weighs pairs in MEA; None lets each RNA's probabilities choose it. `trust`
    weighs the network against thermodynamics, 0 without the network, 1 without thermodynamics; `temperature` above 1
    makes the network less sure. `families` weighs what a known family says, wherever one is found in the RNA: 0 leaves
    it out, and a model that knows none finds none.
    """

    kind: str = "mea"
    gamma: float | None = 1.0
    trust: float = 0.5
    temperature: float = 1.0
    families: float = 0.75

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"The decoder {self.kind!r} is unknown; one of {', '.join(KINDS)} is wanted.")
        for name, value in (("gamma", self.gamma), ("temperature", self.temperature)):
            if value is not None and not (isfinite(value) and 0.0 < value <= MAX_SETTING):
                raise ValueError(f"The {name} is {value}; a number above 0 and at most {MAX_SETTING:g} is wanted.")
        for name, value in (("trust", self.trust), ("trust in families", self.families)):
            if not 0.0 <= value <= 1.0:
                raise ValueError(f"The {name} is {value}; a number from 0 to 1 is wanted.")

    @property
    def mixes(self) -> bool:
        """Whether thermodynamics has a say."""
        return self.kind in ("mixed", "informed")

    @property
    def expects(self) -> bool:
        """Whether it maximises expected accuracy: then gamma and temperature make a difference."""
        return self.kind == "mea" or self.mixes


def decode(
    letters: str,
    class_probabilities: ArrayLike,
    pair_probabilities: ArrayLike | None,
    decoding: Decoding,
    thermodynamic: ArrayLike | None = None,
    informed: ArrayLike | None = None,
    relatives: Sequence[Relative] = (),
) -> Structure:
    """The structure that `decoding` makes of one RNA's probabilities; always legal, always as long as `letters`.

    `class_probabilities` (L, 3), columns ( ) . ; `pair_probabilities` (L, L) symmetric, or None for a model without a
    pairing head, whose pairs then follow from its classes. `thermodynamic` (L, L) is ViennaRNA's ensemble if it has
    been computed before; it is used by "mixed" and "informed" with a pairing head only. `informed` (L, L) are the pair
    probabilities of the network told of thermodynamics; `relatives` the families found in the RNA. ValueError if a
    shape does not fit, or for "informed" without its probabilities.
    """
    classes = checked("class probabilities", class_probabilities, (len(letters), 3))
    if decoding.kind in ("argmax", "map"):
        classes, _ = with_families(classes, pair_probabilities, relatives, decoding.families)
        return legal_part(letters, argmax(classes)) if decoding.kind == "argmax" else map_structure(letters, classes)
    pairs = expected_pairs(letters, classes, pair_probabilities, decoding, thermodynamic, informed, relatives)
    return mea_structure(letters, pairs, decoding.gamma)


def expected_pairs(
    letters: str,
    classes: NDArray[np.float64],
    pair_probabilities: ArrayLike | None,
    decoding: Decoding,
    thermodynamic: ArrayLike | None,
    informed: ArrayLike | None = None,
    relatives: Sequence[Relative] = (),
) -> NDArray[np.float64]:
    """The pair probabilities (L, L), symmetric, that MEA works on for "mea", "mixed" and "informed"; arguments as for
    `decode`."""
    if decoding.kind == "informed":
        if informed is None:
            raise ValueError("Found no pair probabilities of a network told of thermodynamics: wanted by this decoder.")
        pair_probabilities = informed
    if pair_probabilities is None:
        tempered = sharpen(classes, decoding.temperature)
        if not decoding.mixes:
            return posteriors(letters, tempered)
        pairs = thermo.constrained_pair_probabilities(letters, tempered, decoding.trust)
    else:
        square = (len(letters), len(letters))
        pairs = sharpen_pairs(checked("pair probabilities", pair_probabilities, square), decoding.temperature)
        if decoding.mixes:
            physics = (
                thermo.pooled_pair_probabilities(letters)
                if thermodynamic is None
                else checked("thermodynamic pair probabilities", thermodynamic, square)
            )
            pairs = decoding.trust * pairs + (1.0 - decoding.trust) * physics
    return with_relatives(pairs, relatives, decoding.families)


def with_families(
    classes: NDArray[Any], pair_probabilities: ArrayLike | None, relatives: Sequence[Relative], trust: float
) -> tuple[NDArray[Any], NDArray[Any] | None]:
    """Class (L, 3) and pair probabilities (L, L) with what the families found in the RNA say weighed in; those given
    where none is found, or the model has no pairs. The classes move as far as the pairs do."""
    if pair_probabilities is None:
        return classes, None
    pairs = np.asarray(pair_probabilities)
    if not relatives or trust == 0.0:
        return classes, pairs
    alone = pairs.astype(np.float64)
    mixed = with_relatives(alone, relatives, trust)
    moved = np.maximum(0.0, classes + classes_of(mixed) - classes_of(alone))
    return (moved / moved.sum(axis=1, keepdims=True)).astype(classes.dtype), mixed.astype(pairs.dtype)


def classes_of(pairs: NDArray[np.float64]) -> NDArray[np.float64]:
    """The class probabilities (L, 3) that pair probabilities (L, L) come to."""
    opening, closing = np.triu(pairs).sum(axis=1), np.tril(pairs).sum(axis=1)
    return np.stack([opening, closing, np.maximum(0.0, 1.0 - opening - closing)], axis=1)


def sharpen_pairs(pairs: NDArray[np.float64], temperature: float) -> NDArray[np.float64]:
    """`sharpen` for symmetric pair probabilities (L, L): each row with its chance of no partner, made symmetric."""
    if temperature == 1.0:
        return pairs
    unpaired = np.maximum(0.0, 1.0 - pairs.sum(axis=1, keepdims=True))
    sharpened = sharpen(np.concatenate([pairs, unpaired], axis=1), temperature)[:, :-1]
    return np.asarray((sharpened + sharpened.T) / 2.0)
