"""Mutations: read, refused with a sentence, folded, scanned."""

from __future__ import annotations

from typing import Any

import pytest

from ssp_core.analysis.mutations import (
    Mutation,
    ScanProgress,
    all_mutations,
    mutate,
    parse_mutation,
    read_mutation,
    scan,
)
from ssp_core.errors import InputError
from ssp_core.folding.decoding import DecoderSettings
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


def test_a_scan_folds_every_mutant_once_and_reports_on_the_way() -> None:
    predictor: Any = FakePredictor()
    steps = list(scan(predictor, fake_prediction(HAIRPIN)))
    assert len(steps) > 1
    assert [step.done for step in steps] == sorted({step.done for step in steps})
    last = steps[-1]
    assert isinstance(last, ScanProgress)
    assert last.done == last.total == len(set(predictor.folded)) == 30
    assert set(last.changed) == set(all_mutations(HAIRPIN))
    assert last.changed[Mutation(0, "A")] == last.changed[Mutation(9, "A")] == 1
    assert last.changed[Mutation(3, "G")] == 0  # in the loop
    assert len(steps[0].changed) == steps[0].done  # a report does not change afterwards


def test_a_scan_of_a_long_rna_is_refused_at_once() -> None:
    predictor: Any = FakePredictor()
    with pytest.raises(InputError, match="has 301 nucleotides; a scan folds three mutants a position"):
        scan(predictor, fake_prediction("A" * 301))
    assert predictor.folded == []


def test_an_unknown_nucleotide_has_four_mutations() -> None:
    assert [mutation.base for mutation in all_mutations("N")] == list("ACGU")
