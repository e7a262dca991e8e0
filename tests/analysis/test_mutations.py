"""Mutations: read, refused with a sentence, folded, with what they change and how sure that is."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from ssp_core.analysis.mutations import (
    Mutant,
    Mutation,
    all_mutations,
    mutate,
    parse_mutation,
    read_mutation,
)
from ssp_core.analysis.stems import StemChange
from ssp_core.errors import InputError
from ssp_core.folding.decoding import DecoderSettings
from ssp_core.folding.structure import Structure
from ssp_core.sequence import RnaSequence
from tests.fakes import FakePredictor, fake_prediction

HAIRPIN = RnaSequence("GGGAAAACCC", "hairpin")


@pytest.mark.parametrize(
    ("position", "base", "message"),
    [
        (0, "A", "The position is 0; a whole number from 1 to 10 is wanted."),
        (11, "A", "The position is 11; a whole number from 1 to 10 is wanted."),
        (2.5, "A", "The position is 2.5; a whole number"),
        (None, "A", "The position is missing; a whole number"),
        (3, None, "No base is chosen; one of A, C, G, U is wanted."),
        (3, "X", "No base is chosen"),
        (1, "G", "Position 1 is G already; another base is wanted."),
    ],
)
def test_an_impossible_choice_is_refused(position: float | None, base: str | None, message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse_mutation(HAIRPIN, position, base)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("34", "not written like G34A"),
        ("G3-", "not written like G34A"),
        ("G3N", "ends in 'N'; one of A, C, G, U"),
        ("A3C", "expects A at position 3, where the sequence has G"),
        ("G99A", "The position is 99"),
        ("G3G", "is G already"),
    ],
)
def test_a_mutation_that_does_not_fit_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_mutation(HAIRPIN, text)


def test_a_mutation_changes_one_nucleotide() -> None:
    mutation = read_mutation(HAIRPIN, " g3t ")
    assert mutation == parse_mutation(HAIRPIN, 3.0, "U") == Mutation(2, "U")
    mutant = mutation.apply(HAIRPIN)
    assert (mutant, mutant.name) == ("GGUAAAACCC", "hairpin G3U")
    assert mutation.apply("GGG").name == "G3U"


def test_a_mutant_is_folded_as_its_original_was() -> None:
    predictor: Any = FakePredictor()
    before = fake_prediction(HAIRPIN, DecoderSettings("map"))
    mutant = mutate(predictor, before, Mutation(0, "A"))
    assert (mutant.name, mutant.before) == ("G1A", before)
    assert mutant.after.settings == before.settings
    assert mutant.after.structure == ".((....))."
    assert (mutant.changed_pairs, mutant.moved) == (1, (0, 9))


def mutant_of(before: str, after: str, probability: float) -> Mutant:
    """G2A of a hairpin: its pairs have 0.9 before it, and `probability` after it but for 2-11, which has 0."""
    original = fake_prediction("GGGGAAAACCCC").with_structure(Structure.from_dot_bracket(before))
    assert original.pair_probabilities is not None
    pairs = np.where(original.pair_probabilities > 0, np.float32(probability), np.float32(0))
    pairs[1, 10] = pairs[10, 1] = 0
    changed = original.with_structure(Structure.from_dot_bracket(after))
    changed = replace(changed, decoded=replace(changed.decoded, pair_probabilities=pairs))
    predictor: Any = SimpleNamespace(predict=lambda *_, **__: [changed])
    return mutate(predictor, original, Mutation(1, "A"))


def test_a_mutation_that_takes_a_stem_with_it_says_how_sure_that_is() -> None:
    mutant = mutant_of("((((....))))", "............", 0.2)
    [lost] = mutant.stems.lost
    assert lost.pairs == ((0, 11), (1, 10), (2, 9), (3, 8))
    assert [lost.before, lost.after] == pytest.approx([0.9, 0.2])  # without the pair of the mutated base
    assert mutant.stems.gained == ()
    assert mutant.sentence == (
        "G2A changes 4 pairs. It breaks a stem of 4 pairs, 1-4 with 9-12: the mean probability of its other pairs goes "
        "from 90 % to 20 %, so the loss is likely."
    )


@pytest.mark.parametrize(("after", "how_sure"), [(0.45, "a close call"), (0.25, "likely"), (0.05, "clear")])
def test_how_sure_a_loss_is(after: float, how_sure: str) -> None:
    sentence = mutant_of("((((....))))", "............", after).sentence
    assert sentence.endswith(f"so the loss is {how_sure}.")


def test_a_stem_that_was_improbable_before_is_not_called_lost_for_sure() -> None:
    change = StemChange(((0, 11), (1, 10)), mutated=False, before=0.2, after=0.01, lost=True)
    assert change.sentence.endswith("goes from 20 % to 1 %, so the loss is unsure, as the stem was before.")
    assert replace(change, before=0.5).how_sure == "clear"


def test_a_mutation_that_brings_a_stem() -> None:
    mutant = mutant_of("............", ".(........).", 0.75)
    [gained] = mutant.stems.gained
    assert (gained.pairs, gained.mutated, gained.after) == (((1, 10),), True, 0.0)  # its only pair has the mutated base
    assert "It forms a single pair, 2 with 11: its probability goes from 90 % to 0 %" in mutant.sentence
    assert mutant.sentence.endswith("so the gain is a close call.")


def test_a_mutant_as_plain_json_has_both_sides_and_its_stems() -> None:
    mutant = mutant_of("((((....))))", "............", 0.2).to_dict()
    assert json.loads(json.dumps(mutant)) == mutant
    assert (mutant["mutation"], mutant["position"], mutant["moved_nucleotides"][:2]) == ("G2A", 2, [1, 2])
    assert (mutant["before"]["structure"], mutant["after"]["structure"]) == ("((((....))))", "............")
    assert mutant["before"]["free_energy"] < 0
    assert mutant["before"]["nucleotide"]["opens"] == pytest.approx(0.9, abs=0.01)
    [stem] = mutant["lost_stems"]
    assert stem == {
        "pairs": [[1, 12], [2, 11], [3, 10], [4, 9]],
        "without_the_mutated_pair": True,
        "mean_probability_before": pytest.approx(0.9),
        "mean_probability_after": pytest.approx(0.2),
        "how_sure": "likely",
    }
    assert mutant["gained_stems"] == []


def test_a_stem_of_which_a_pair_is_left_is_not_lost() -> None:
    mutant = mutant_of("((((....))))", "...(....)...", 0.3)
    assert (mutant.stems.lost, mutant.stems.gained) == ((), ())
    assert mutant.sentence == "G2A changes 3 pairs."


def test_token_classes_alone_say_how_sure_it_is() -> None:
    before = fake_prediction("GGGGAAAACCCC", DecoderSettings("map"), with_pairs=False)
    empty = before.with_structure(Structure.from_dot_bracket("." * 12))
    predictor: Any = SimpleNamespace(predict=lambda *_, **__: [empty])
    [lost] = mutate(predictor, before, Mutation(1, "A")).stems.lost
    assert lost.before == lost.after > 0.9


def test_an_unknown_nucleotide_has_four_mutations() -> None:
    assert [mutation.base for mutation in all_mutations("N")] == list("ACGU")
