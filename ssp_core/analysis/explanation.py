"""Why this pair? What network, thermodynamics and a known family give it, its stem, and what competes with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from ssp_core.errors import InputError
from ssp_core.folding import thermo
from ssp_core.folding.decoding import DecoderSettings, NetworkOutput, expected_pairs
from ssp_core.folding.elements import stem_of
from ssp_core.folding.homology import FamilyHit
from ssp_core.folding.structure import Structure

from .explained import ENERGY_MODEL_TITLES, Alternative, Evidence, Pair, PairExplanation, Stem
from .shares import Shares, network_pair_probabilities, pair_probabilities_of, shares
from .wording import no_position, nucleotide_name

if TYPE_CHECKING:
    from ssp_core.prediction import Prediction
    from ssp_core.predictor import Predictor

_ALTERNATIVES = 3  # competing partners of each nucleotide
_LIKELY = 0.01  # probability from which another state is listed


def explain_pair(predictor: Predictor, prediction: Prediction, position: int) -> PairExplanation:
    """Explain why a nucleotide is paired as it is.

    Args:
        predictor: the model that made the prediction. It runs once more where it takes thermodynamics as an input and
            the decoder did not need that.
        prediction: its shown structure has the pair.
        position: of one of the two nucleotides, 0-based.

    Raises:
        InputError: if there is no such nucleotide, or it is unpaired.
    """
    pair = pair_at(prediction, position)
    pairs, share = prediction.pair_probabilities, shares(prediction, pair)
    return PairExplanation(
        prediction,
        pair,
        tuple(_evidence(predictor, prediction, pair, share)),
        share,
        None if pairs is None else float(pairs[pair]),
        _family_hit(prediction, pair),
        _stem(prediction, pair),
        _alternatives(prediction, pair),
    )


def pair_at(prediction: Prediction, position: int) -> Pair:
    """The pair (i, j) of the shown structure that a nucleotide, 0-based, is in; InputError where it is in none."""
    sequence, partners = prediction.sequence, prediction.decoded.structure.partners
    if not 0 <= position < len(partners):
        raise InputError(no_position(position + 1, len(partners)))
    if partners[position] == -1:
        name = nucleotide_name(sequence, position)
        raise InputError(f"{name} is unpaired in this structure; a nucleotide with a partner is wanted.")
    return min(position, partners[position]), max(position, partners[position])


def _evidence(predictor: Predictor, prediction: Prediction, pair: Pair, share: Shares) -> Iterator[Evidence]:
    sequence, settings = prediction.sequence, prediction.settings
    output = _complete(predictor, prediction)
    with_input = settings.spec.thermo_input
    # What the decoder sharpens or flattens is given as the decoder used it, what stands beside it as it is.
    temperature = settings.temperature if settings.uses("temperature") else 1.0
    network = network_pair_probabilities(prediction, 1.0 if with_input else temperature)[pair]
    yield Evidence("network", "network alone", float(network), 0.0 if with_input else share.network)
    if output.thermo_input_pairs is not None:
        informed = DecoderSettings(
            "informed", trust=1.0, temperature=temperature if with_input else 1.0, family_weight=0.0
        )
        probability = float(expected_pairs(sequence, output, informed)[pair])
        title = "network with thermodynamics as input"
        yield Evidence("thermo_input", title, probability, share.network if with_input else 0.0)
    yield from _thermodynamics(prediction, pair, share)
    hit = _family_hit(prediction, pair)
    if hit is not None:
        yield Evidence("family", f"known RNA family of {hit.members}", _of_family(hit, pair), share.families)


def _thermodynamics(prediction: Prediction, pair: Pair, share: Shares) -> Iterator[Evidence]:
    sequence = prediction.sequence
    # The mean is mixed into pair probabilities; a model with token classes only is mixed with Turner 2004 itself.
    alone = prediction.output.pair_probabilities is None
    for name, matrix in thermo.pair_probabilities_by_model(sequence).items():
        weight = share.thermodynamics if alone and name == thermo.TURNER_2004 else 0.0
        yield Evidence(name, ENERGY_MODEL_TITLES[name], float(matrix[pair]), weight)
    mean = float(thermo.mean_pair_probabilities(sequence)[pair])
    yield Evidence("thermodynamics", "mean of the energy models", mean, 0.0 if alone else share.thermodynamics)


def _complete(predictor: Predictor, prediction: Prediction) -> NetworkOutput:
    """The network's output, with thermodynamics as an input where the model takes that."""
    if prediction.output.thermo_input_pairs is not None or not predictor.accepts_thermo_input:
        return prediction.output
    return predictor.outputs([prediction.sequence], thermo_input=True)[prediction.sequence]


def _family_hit(prediction: Prediction, pair: Pair) -> FamilyHit | None:
    i, j = pair
    hits = prediction.family_hits if prediction.output.pair_probabilities is not None else ()
    return next((hit for hit in hits if hit.cover[i] > 0 and hit.cover[j] > 0), None)


def _of_family(hit: FamilyHit, pair: Pair) -> float:
    """The probability that a family gives a pair."""
    there = (hit.positions == pair).all(axis=1)
    return float(hit.weights[there].sum())


def _stem(prediction: Prediction, pair: Pair) -> Stem:
    sequence, structure = prediction.sequence, prediction.decoded.structure
    pairs = stem_of(structure, pair[0])
    rest = Structure.from_pairs(len(structure), set(structure.pairs) - set(pairs))
    stacking = thermo.stem_energy(sequence, structure, pair)
    return Stem(pairs, stacking, prediction.free_energy, thermo.free_energy(sequence, rest))


def _alternatives(prediction: Prediction, pair: Pair) -> tuple[Alternative, ...]:
    probabilities = np.asarray(pair_probabilities_of(prediction), dtype=np.float64)
    found = []
    for position, partner in (pair, pair[::-1]):
        row = probabilities[position].copy()
        found.append(Alternative(position, None, max(0.0, 1.0 - float(row.sum()))))
        row[partner] = 0.0
        best = np.argsort(-row, kind="stable")[:_ALTERNATIVES].tolist()
        found += [Alternative(position, other, float(row[other])) for other in best]
    likely = (alternative for alternative in found if alternative.probability >= _LIKELY)
    return tuple(sorted(likely, key=lambda alternative: -alternative.probability))
