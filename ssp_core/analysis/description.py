"""A prediction in sentences: for readers who do not see the drawings, and to quote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ssp_core.folding import thermo
from ssp_core.folding.elements import describe_structure, stems
from ssp_core.folding.metrics import score_pairs
from ssp_core.folding.structure import Structure
from ssp_core.rna import MIN_HAIRPIN, canonical_mask

from .shares import shares
from .wording import counted, kcal, listed, nucleotide_name, percent

if TYPE_CHECKING:
    from ssp_core.prediction import Prediction

_NAMED = 3  # positions or pairs that a sentence names
_LIKELY = 0.05  # probability from which an undrawn pair is named


@dataclass(frozen=True)
class Description:
    """Three sentences: on the structure, on the probabilities of its nucleotides, on the pairs.

    `pairs` is empty for a prediction without pair probabilities.
    """

    structure: str
    probabilities: str
    pairs: str


def describe(prediction: Prediction, structure: Structure | None = None) -> Description:
    """Describe a prediction.

    Args:
        prediction: what to describe; its probabilities are those that its decoder used.
        structure: the structure that is shown, if it is not the decoded one.
    """
    shown = prediction if structure is None else prediction.with_structure(structure)
    return Description(describe_structure(shown.decoded.structure), _describe_confidence(shown), _describe_pairs(shown))


def no_pair_sentence(sequence: str) -> str | None:
    """Say why an RNA has no structure but the unpaired one; None if some pair is possible.

    Example:
        >>> no_pair_sentence("A")
        'An RNA of 1 nt cannot pair: the shortest hairpin has 5 nt.'
    """
    shortest = MIN_HAIRPIN + 2
    if len(sequence) < shortest:
        return f"An RNA of {len(sequence)} nt cannot pair: the shortest hairpin has {shortest} nt."
    if not canonical_mask(sequence).any():
        return (
            f"No two nucleotides of this RNA can pair: A pairs with U, G with C or U, with {MIN_HAIRPIN} or more "
            "nucleotides between them."
        )
    return None


def answer_sentence(prediction: Prediction, reference: Structure | None = None, *, energy: bool = True) -> str:
    """Say what was predicted in one sentence, without a full stop.

    Args:
        prediction: its shown structure is described.
        reference: the known structure, as long as the sequence.
        energy: whether to end with the free energy of the structure; left out where it has none.

    Returns:
        Such as "4 stems, 21 pairs, average confidence 85 %; 21 of 21 known pairs found; -21.6 kcal/mol".

    Raises:
        StructureError: if the reference is not as long as the sequence.
    """
    structure = prediction.decoded.structure
    pairs = f"{counted(len(stems(structure)), 'stem')}, {counted(len(structure.pairs), 'pair')}"
    parts = [f"{pairs if structure.pairs else 'No pairs'}, average confidence {percent(prediction.confidence)}"]
    if reference is not None:
        found = score_pairs(structure, reference).true_positives
        known = counted(len(reference.pairs), "known pair")
        parts.append(f"{found} of {known} found" if reference.pairs else "the known structure has no pairs")
    free_energy = prediction.free_energy if energy else None
    if free_energy is not None:
        parts.append(kcal(free_energy))
    return "; ".join(parts)


def model_sentence(prediction: Prediction) -> str:
    """Say which model made a prediction, and how much of it comes from where, in one sentence without a full stop.

    Such as "Built-in model, trained by us from random weights (5 M parameters); 65 % of this answer is thermodynamics
    (ViennaRNA), which is also an input of the network".
    """
    return f"{_describe_model(prediction)}; {_describe_shares(prediction)}"


def least_confident(prediction: Prediction, count: int = 5) -> tuple[int, ...]:
    """The 0-based positions of the nucleotides with the least confidence, least first; at most `count`."""
    confidence = np.asarray(prediction.decoded.confidence, dtype=np.float64)
    return tuple(np.argsort(confidence, kind="stable")[:count].tolist())


def _describe_model(prediction: Prediction) -> str:
    provenance = prediction.provenance
    size = f" ({_size(provenance.parameters)} parameters)" if provenance.parameters else ""
    if not provenance.trained:
        return f"{provenance.title}{size}: untrained, the weights of its head are random and its answer means nothing"
    if provenance.model == "bundled":
        return f"Built-in model, trained by us from random weights{size}"
    origin = ", whose head was trained on structures predicted by ViennaRNA" * provenance.imitates_thermodynamics
    return f"{provenance.title}{size}{origin}"


def _describe_shares(prediction: Prediction) -> str:
    share = shares(prediction)
    thermodynamics = f"{percent(share.thermodynamics)} thermodynamics (ViennaRNA)"
    if share.families:
        parts = [f"{percent(share.families)} a known RNA family", f"{percent(share.network)} the network"]
        parts[1:1] = [thermodynamics] * (share.thermodynamics > 0)
        return f"this answer is {listed(parts)}"
    if share.thermodynamics:
        also = ", which is also an input of the network" * prediction.settings.spec.thermo_input
        return f"{percent(share.thermodynamics)} of this answer is thermodynamics (ViennaRNA){also}"
    return "this answer is the network alone"


def _size(parameters: int) -> str:
    return f"{parameters / 1e6:.0f} M" if parameters >= 1_000_000 else f"{parameters:,}"


def _describe_confidence(prediction: Prediction) -> str:
    """The mean confidence, and the nucleotides with the least."""
    confidence, sequence = prediction.decoded.confidence, prediction.sequence
    least = [f"{nucleotide_name(sequence, i)} ({percent(confidence[i])})" for i in least_confident(prediction, _NAMED)]
    return f"Average confidence {percent(prediction.confidence)}; lowest at {listed(least)}."


def _describe_pairs(prediction: Prediction) -> str:
    """How many pairs are expected, also by thermodynamics alone, and the likeliest that are not drawn."""
    pairs = prediction.decoded.pair_probabilities
    if pairs is None:
        return ""
    upper = np.triu(np.asarray(pairs, dtype=np.float64), 1)
    by_thermodynamics = float(np.triu(thermo.mean_pair_probabilities(prediction.sequence), 1).sum())
    expected = f"The pair probabilities add up to {upper.sum():.1f} pairs ({by_thermodynamics:.1f} by thermodynamics "
    for pair in prediction.decoded.structure.pairs:
        upper[pair] = 0.0
    order = np.argsort(-upper, axis=None, kind="stable")[:_NAMED].tolist()
    places = [divmod(k, len(upper)) for k in order]
    undrawn = [f"{i + 1}-{j + 1} ({percent(upper[i, j])})" for i, j in places if upper[i, j] >= _LIKELY]
    rest = f"the likeliest that are not drawn: {listed(undrawn)}" if undrawn else "every likely pair is drawn"
    return f"{expected}alone); {rest}."
