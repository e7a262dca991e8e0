"""An explained pair: the evidence for it, its stem, its competitors, and all of that in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ssp_core.folding.elements import describe_stem
from ssp_core.folding.homology import FamilyHit

from .shares import Shares
from .wording import counted, kcal, listed, nucleotide_name, percent

if TYPE_CHECKING:
    from ssp_core.prediction import Prediction

Pair = tuple[int, int]
ENERGY_MODEL_TITLES = {
    "Turner2004": "Turner 2004",
    "learned": "energies learned by this project",
}
_NAMED = 3  # alternatives that a sentence names


@dataclass(frozen=True)
class Evidence:
    """What one source gives a pair.

    Attributes:
        name: "network", "thermo_input", one of `thermo.ENERGY_MODELS`, "thermodynamics" (their mean), "family".
        title: in words, to be put into a sentence or a table.
        probability: of the pair; where `weight` is not 0, at the decoder's temperature.
        weight: of this source in the pair's probability that made the drawing, 0 to 1; 0 for what is shown beside it.
            The energy models count through their mean.
    """

    name: str
    title: str
    probability: float
    weight: float


@dataclass(frozen=True)
class Alternative:
    """Another state of one of the two nucleotides: its 0-based position, its partner or None for none, how likely."""

    position: int
    partner: int | None
    probability: float


@dataclass(frozen=True)
class Stem:
    """The stem of a pair.

    Attributes:
        pairs: its pairs (i, j), 0-based, outermost first.
        stacking: the energy of its stacked pairs in kcal/mol (Turner 2004); None where the structure has none.
        free_energy: of the whole structure.
        without: the free energy of the structure without this stem.
    """

    pairs: tuple[Pair, ...]
    stacking: float | None
    free_energy: float | None
    without: float | None


@dataclass(frozen=True, eq=False)
class PairExplanation:
    """Why a pair is drawn.

    Attributes:
        prediction: the prediction that it belongs to.
        pair: (i, j), 0-based.
        evidence: what each source gives the pair. Weight times probability, added up, is `combined`, unless a row of
            pair probabilities had to be brought down to a sum of 1. For a model with token classes only, whose decoder
            mixes thermodynamics, the weights are those of logarithms instead.
        shares: the weights of network, thermodynamics and known families.
        combined: the probability that made the drawing; None where that was made of class probabilities only.
        family_hit: the known family that covers both nucleotides, if one does.
        stem: the pair's stem and its energy.
        alternatives: what else the two nucleotides could do, likeliest first; those of 1 % and more.
    """

    prediction: Prediction
    pair: Pair
    evidence: tuple[Evidence, ...]
    shares: Shares
    combined: float | None
    family_hit: FamilyHit | None
    stem: Stem
    alternatives: tuple[Alternative, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The explanation in plain sentences."""
        return tuple(_sentences(self))


def _sentences(explanation: PairExplanation) -> Iterator[str]:
    sequence, (i, j) = explanation.prediction.sequence, explanation.pair
    if not explanation.prediction.provenance.trained:
        yield "This model is untrained: what its network gives means nothing."
    first, second = nucleotide_name(sequence, i), nucleotide_name(sequence, j)
    alone = len(explanation.stem.pairs) == 1
    where = "a single pair, on which no other is stacked" if alone else f"in a {describe_stem(explanation.stem.pairs)}"
    yield f"{first} pairs with {second}, {where}."
    given = {evidence.name: percent(evidence.probability) for evidence in explanation.evidence}
    also = f", and with thermodynamics as an input {given['thermo_input']}" if "thermo_input" in given else ""
    yield f"The network alone gives this pair a probability of {given['network']}{also}."
    models = listed([f"{title} {given[name]}" for name, title in ENERGY_MODEL_TITLES.items()])
    yield f"Thermodynamics (ViennaRNA) gives it {given['thermodynamics']} on average: {models}."
    yield _family_sentence(explanation, given.get("family", ""))
    yield _combined_sentence(explanation)
    yield from _stem_sentences(explanation.stem)
    yield _alternatives_sentence(explanation)


def _family_sentence(explanation: PairExplanation, given: str) -> str:
    hit = explanation.family_hit
    if hit is not None:
        members = counted(hit.members, "known member")
        return f"A family with {members} fits nucleotides {hit.start + 1}-{hit.end} and gives the pair {given}."
    if explanation.shares.families:
        return "A known RNA family covers one of the two nucleotides only, and so counts against the pair."
    if explanation.prediction.family_hits:
        return "The known RNA family that was found does not count for this pair."
    return "No known RNA family was found in this RNA."


def _combined_sentence(explanation: PairExplanation) -> str:
    if explanation.combined is None:
        sequence, (i, j) = explanation.prediction.sequence, explanation.pair
        opening, closing = explanation.prediction.probabilities[[i, j], [0, 1]].tolist()
        return (
            "The drawing was made from the network's class probabilities: "
            f"{nucleotide_name(sequence, i)} opens a pair with {percent(opening)}, "
            f"{nucleotide_name(sequence, j)} closes one with {percent(closing)}."
        )
    share, combined = explanation.shares, percent(explanation.combined)
    if share.network == 1.0:
        return f"The drawing was made from the network alone: {combined}."
    named = {"network": share.network, "thermodynamics": share.thermodynamics, "known families": share.families}
    weights = listed([f"{percent(weight)} {name}" for name, weight in named.items() if weight > 0])
    return f"The drawing was made from these together, weighted {weights}: {combined}."


def _stem_sentences(stem: Stem) -> Iterator[str]:
    if stem.stacking is None or stem.free_energy is None or stem.without is None:
        return
    rest = f"the free energy of the structure would be {kcal(stem.without)} instead of {kcal(stem.free_energy)}"
    if len(stem.pairs) == 1:
        yield f"Without this pair {rest} (lower is more stable)."
    else:
        stacking = f"The stacked pairs of the stem contribute {kcal(stem.stacking)}"
        yield f"{stacking}; without the stem {rest} (lower is more stable)."


def _alternatives_sentence(explanation: PairExplanation) -> str:
    sequence = explanation.prediction.sequence

    def words(alternative: Alternative) -> str:
        name, partner = nucleotide_name(sequence, alternative.position), alternative.partner
        state = "unpaired" if partner is None else f"with {nucleotide_name(sequence, partner)}"
        return f"{name} {state} ({percent(alternative.probability)})"

    if not explanation.alternatives:
        return "Neither nucleotide has another state of 1 % or more."
    return f"Next likeliest: {listed([words(alternative) for alternative in explanation.alternatives[:_NAMED]])}."
