"""Why this pair: every number is that of its source, and together they make the drawing's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from ssp_core import DecoderSettings, Predictor
from ssp_core.analysis.explained import Alternative, PairExplanation
from ssp_core.analysis.explanation import explain_pair
from ssp_core.errors import InputError
from ssp_core.folding import thermo
from ssp_core.folding.decoding import DECODERS, decode
from ssp_core.folding.structure import Structure
from ssp_core.prediction import Prediction
from tests.fakes import PROVENANCE, FakePredictor, fake_hit, fake_output, fake_prediction

TRNA = "GCGGAUUUAGCUCAGUUGGGAGAGCGCCAGACUGAAGAUCUGGAGGUCCUGUGUUCGAUCCACAGAAUUCGCACCA"
HAIRPIN = "GGGGAAAACCCC"
STEM = ((0, 11), (1, 10), (2, 9), (3, 8))
FAKE: Any = FakePredictor()


@pytest.fixture(scope="module")
def predictor() -> Predictor:
    return Predictor("bundled", device="cpu", dtype="float32")


def by_name(explanation: PairExplanation) -> dict[str, float]:
    return {evidence.name: evidence.probability for evidence in explanation.evidence}


@pytest.mark.parametrize("decoder", ["best", *DECODERS])
@pytest.mark.parametrize("position", [2, 10, 70])  # the family covers one nucleotide of the pair, both, one
def test_what_each_source_gives_adds_up_to_the_drawing(predictor: Predictor, decoder: str, position: int) -> None:
    [prediction] = predictor.predict([TRNA], decoder=decoder)
    found = explain_pair(predictor, prediction, position)
    assert found.pair == min((position, prediction.decoded.structure.partners[position]), found.pair)
    assert found.combined == prediction.pair_probabilities[found.pair]  # type: ignore[index]
    weighted = sum(evidence.weight * evidence.probability for evidence in found.evidence)
    assert weighted == pytest.approx(found.combined, abs=1e-5)
    not_covered = 0.0 if found.family_hit else found.shares.families
    assert sum(evidence.weight for evidence in found.evidence) == pytest.approx(1 - not_covered)
    assert found.sentences[-1].startswith(("Next likeliest: ", "Neither nucleotide has another state"))


def test_each_number_is_its_source_s(predictor: Predictor) -> None:
    [prediction] = predictor.predict([TRNA], decoder="mea")  # its output lacks the network with thermodynamic input
    found = explain_pair(predictor, prediction, 10)
    assert found.pair == (10, 23)
    assert list(by_name(found)) == ["network", "thermo_input", *thermo.ENERGY_MODELS, "thermodynamics", "family"]
    assert prediction.output.pair_probabilities is not None
    with_input = predictor.outputs([TRNA], thermo_input=True)[TRNA].thermo_input_pairs
    assert with_input is not None
    expected = {
        "network": prediction.output.pair_probabilities[10, 23],
        "thermo_input": with_input[10, 23],
        **{name: thermo.pair_probabilities(TRNA, name)[10, 23] for name in thermo.ENERGY_MODELS},
        "thermodynamics": thermo.mean_pair_probabilities(TRNA)[10, 23],
    }
    for name, probability in expected.items():
        assert by_name(found)[name] == pytest.approx(probability, abs=1e-6)
    hit = prediction.family_hits[0]
    place = hit.positions.tolist().index([10, 23])
    assert (found.family_hit, by_name(found)["family"]) == (hit, hit.weights[place])


def test_the_stem_and_what_it_is_worth() -> None:
    stem = explain_pair(FAKE, fake_prediction(HAIRPIN), 9).stem
    assert stem.pairs == STEM
    assert stem.stacking == pytest.approx(3 * -3.3)
    assert (stem.free_energy, stem.without) == (-5.4, 0.0)


def test_the_strongest_competitors_of_both_nucleotides() -> None:
    prediction = fake_prediction("GGGGAAAACCCCC")
    pairs = np.zeros((13, 13), dtype=np.float32)
    for (i, j), probability in {(0, 12): 0.6, (0, 11): 0.2, (0, 10): 0.05, (1, 12): 0.1, (2, 12): 0.005}.items():
        pairs[i, j] = pairs[j, i] = probability
    decoded = replace(prediction.decoded, pair_probabilities=pairs, structure=Structure.from_pairs(13, [(0, 12)]))
    found = explain_pair(FAKE, replace(prediction, decoded=decoded), 12).alternatives
    rounded = [Alternative(one.position, one.partner, round(one.probability, 3)) for one in found]
    assert rounded == [
        Alternative(12, None, 0.295),
        Alternative(0, 11, 0.2),
        Alternative(0, None, 0.15),
        Alternative(12, 1, 0.1),
        Alternative(0, 10, 0.05),
    ]


def test_it_is_said_in_sentences() -> None:
    output = replace(fake_output(HAIRPIN), family_hits=(fake_hit(HAIRPIN, STEM, 0, 12, cover=1.0),))
    settings = DecoderSettings("mixed", trust=0.4, family_weight=0.5)
    prediction = Prediction(
        fake_prediction(HAIRPIN).sequence, output, settings, decode(HAIRPIN, output, settings), PROVENANCE
    )
    means = {name: f"{100 * thermo.pair_probabilities(HAIRPIN, name)[1, 10]:.0f} %" for name in thermo.ENERGY_MODELS}
    mean = f"{100 * thermo.mean_pair_probabilities(HAIRPIN)[1, 10]:.0f} %"
    assert explain_pair(FAKE, prediction, 1).sentences[:6] == (
        "G 2 pairs with C 11, in a stem of 4 pairs, 1-4 with 9-12.",
        "The network alone gives this pair a probability of 90 %.",
        f"Thermodynamics (ViennaRNA) gives it {mean} on average: Turner 2004 {means['Turner2004']} and "
        f"energies learned by this project {means['learned']}.",
        "A family with 69 known members fits nucleotides 1-12 and gives the pair 80 %.",
        "The drawing was made from these together, weighted 20 % network, 30 % thermodynamics and 50 % known "
        f"families: {100 * prediction.pair_probabilities[1, 10]:.0f} %.",  # type: ignore[index]
        "The stacked pairs of the stem contribute -9.9 kcal/mol; without the stem the free energy of the structure "
        "would be 0.0 kcal/mol instead of -5.4 kcal/mol (lower is more stable).",
    )


@pytest.mark.parametrize(
    ("hit", "sentence"),
    [
        (None, "No known RNA family was found in this RNA."),
        ((0, 6), "A known RNA family covers one of the two nucleotides only, and so counts against the pair."),
        ((4, 6), "The known RNA family that was found does not count for this pair."),
    ],
)
def test_a_family_that_does_not_support_the_pair(hit: tuple[int, int] | None, sentence: str) -> None:
    prediction = fake_prediction(HAIRPIN)
    hits = () if hit is None else (fake_hit(HAIRPIN, [], *hit),)
    found = explain_pair(FAKE, replace(prediction, output=replace(prediction.output, family_hits=hits)), 0)
    assert found.family_hit is None
    assert sentence in found.sentences


def test_token_classes_alone() -> None:
    prediction = fake_prediction(HAIRPIN, DecoderSettings("map"), with_pairs=False)
    found = explain_pair(FAKE, prediction, 0)
    assert found.combined is None
    assert found.evidence[0].weight == 1.0
    assert by_name(found)["network"] > 0.8
    assert (
        "The drawing was made from the network's class probabilities: G 1 opens a pair with 90 %, C 12 closes one with "
        "90 %."
    ) in found.sentences
    mixed = explain_pair(FAKE, fake_prediction(HAIRPIN, DecoderSettings("mixed", trust=0.25), with_pairs=False), 0)
    assert {evidence.name: evidence.weight for evidence in mixed.evidence if evidence.weight} == {
        "network": 0.25,
        "Turner2004": 0.75,
    }


def test_a_single_pair_an_untrained_model_and_a_pair_without_energies() -> None:
    prediction = replace(fake_prediction(HAIRPIN), provenance=replace(PROVENANCE, trained=False))
    single = explain_pair(FAKE, prediction.with_structure(Structure.from_dot_bracket("(..........)")), 11)
    assert single.sentences[:2] == (
        "This model is untrained: what its network gives means nothing.",
        "G 1 pairs with C 12, a single pair, on which no other is stacked.",
    )
    assert any(sentence.startswith("Without this pair the free energy") for sentence in single.sentences)
    tight = explain_pair(FAKE, prediction.with_structure(Structure.from_dot_bracket("(..)........")), 0)
    assert tight.stem.stacking is tight.stem.free_energy is None
    assert not any("kcal" in sentence for sentence in tight.sentences)


@pytest.mark.parametrize(
    ("position", "message"),
    [
        (5, "A 6 is unpaired in this structure; a nucleotide with a partner is wanted."),
        (12, "The position is 13; a whole number from 1 to 12 is wanted."),
        (-1, "The position is 0;"),
    ],
)
def test_a_nucleotide_without_a_pair_is_refused(position: int, message: str) -> None:
    with pytest.raises(InputError, match=message):
        explain_pair(FAKE, fake_prediction(HAIRPIN), position)
