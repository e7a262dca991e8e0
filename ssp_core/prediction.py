"""What is said of one RNA, and what a decoder makes of it: scores, structure, and how sure each nucleotide is."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ssp_core.folding import helpers
from ssp_core.folding.decoding import argmax, mea_with_gamma
from ssp_core.folding.decoding.decoders import Decoding, classes_of, decode, expected_pairs, with_families
from ssp_core.folding.homology.search import Relative
from ssp_core.folding.structure import Structure

_REMEMBERED = 64
Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class Scores:
    """What a model says of one RNA of L nucleotides, each part by itself, before anything is weighed.

    `classes` [L, 3], columns `(` `)` `.`, and `pairs` [L, L], or None from a model with token classes only: the network
    alone; `informed` [L, L] the network told of thermodynamics, or None where no decoder asked for it; `relatives` the
    model's families found in the RNA, best first; `milliseconds` for all that, `physics_ms` for the thermodynamics that
    the network was told of, 0 where that was at hand.
    """

    classes: NDArray[np.float32]
    pairs: NDArray[np.float32] | None
    informed: NDArray[np.float32] | None
    relatives: tuple[Relative, ...]
    milliseconds: float
    physics_ms: float


class Reading(NamedTuple):
    """What a decoder makes of scores; the fields are those of `Prediction`."""

    probabilities: Floats
    pair_probabilities: Floats | None
    structure: str
    gamma: float | None
    sureness: Floats
    decode_ms: float


@dataclass(frozen=True, eq=False)
class Prediction:
    """One folded RNA.

    `probabilities` [L, 3], columns `(` `)` `.`, and `pair_probabilities` [L, L], symmetric, or None where the model has
    token classes only: what the model says without thermodynamics, its network and, where one was found, a family it
    knows, with as much say as `decoding` gives it. `structure` what the decoder made of it, always legal, with the
    `gamma` that took it, None where the decoder has none; `sureness` [L] the probability of the state that the
    structure gives each nucleotide, by the model, or by all voices where the decoder mixes in thermodynamics.
    `families` how many families the model knows. `decode_ms` in milliseconds.
    """

    name: str
    sequence: str
    probabilities: Floats
    pair_probabilities: Floats | None
    structure: str
    gamma: float | None
    sureness: Floats
    scores: Scores
    decoding: Decoding
    model: str
    revision: str
    trained: bool
    families: int
    device: str
    precision: str
    decode_ms: float

    @property
    def raw_structure(self) -> str:
        """The likeliest class of each nucleotide, legal or not."""
        return argmax(self.probabilities)

    @property
    def relatives(self) -> tuple[Relative, ...]:
        """The families found, best first."""
        return self.scores.relatives

    @property
    def confidence(self) -> float:
        """The mean of `sureness`."""
        return float(self.sureness.mean())

    def under(self, decoding: Decoding) -> Prediction:
        """The same scores under another decoder. ValueError for "informed" where the network was told nothing."""
        # With as much trust in families the numbers stay, and so may the views that show nothing else.
        known = (self.probabilities, self.pair_probabilities) if decoding.families == self.decoding.families else None
        return replace(self, decoding=decoding, **read(self.sequence, self.scores, decoding, known)._asdict())

    def sureness_of(self, structure: Structure) -> Floats:
        """What `sureness` would be for another structure of this RNA."""
        classes, pairs = self.probabilities, self.pair_probabilities
        if self.decoding.mixes:
            pairs = expected(self.sequence, self.scores, self.decoding)
            classes = classes_of(pairs)
        return _sureness(structure, classes, pairs)


def read(
    letters: str, scores: Scores, decoding: Decoding, known: tuple[Floats, Floats | None] | None = None
) -> Reading:
    """Decodes the scores of an RNA; the network does not run. `known` are its class and pair probabilities with the
    families weighed in, where they have been computed before."""
    started = time.perf_counter()
    classes, pairs = known or with_families(scores.classes, scores.pairs, scores.relatives, decoding.families)
    if decoding.kind in ("argmax", "map"):
        gamma, structure, heard = None, decode(letters, classes, None, decoding), (classes, pairs)
    else:
        voices = expected(letters, scores, decoding)
        gamma, structure = mea_with_gamma(letters, voices, decoding.gamma)
        heard = (classes_of(voices), voices) if decoding.mixes else (classes, pairs)
    sure = _sureness(structure, *heard)
    return Reading(classes, pairs, structure.dot_bracket, gamma, sure, (time.perf_counter() - started) * 1000)


def expected(letters: str, scores: Scores, decoding: Decoding) -> NDArray[np.float64]:
    """The pair probabilities [L, L] that a mixing decoder, or MEA, works on."""
    physics = thermodynamic_pairs(letters) if decoding.mixes and scores.pairs is not None else None
    return expected_pairs(
        letters, scores.classes.astype(np.float64), scores.pairs, decoding, physics, scores.informed, scores.relatives
    )


def _sureness(structure: Structure, classes: Floats, pairs: Floats | None) -> Floats:
    partners = np.array(structure.partners)
    place = np.arange(len(partners))
    chosen = classes[place, np.where(partners < 0, 2, np.where(partners > place, 0, 1))]
    return chosen if pairs is None else np.where(partners < 0, chosen, pairs[place, partners])


@lru_cache(maxsize=_REMEMBERED)
def thermodynamic_pairs(letters: str) -> NDArray[np.float64]:
    """ViennaRNA's pooled pair probabilities [L, L], remembered: a decoder's slider asks for them again and again."""
    pairs = helpers.pooled_pair_probabilities(letters)
    pairs.setflags(write=False)
    return pairs


def foresee(letters: str) -> None:
    """Begin with what `thermodynamic_pairs` will be asked for, where there are helpers for it beside this process."""
    if helpers.started():
        threading.Thread(target=thermodynamic_pairs, args=(letters,), daemon=True).start()
