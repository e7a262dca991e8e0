"""The head of a result."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ssp_core.folding.decoding import DecoderSettings
from ssp_core.folding.structure import Structure
from ssp_core.sequence import RnaSequence
from ssp_core.ui.fold import samples, status
from ssp_core.ui.result import Result, picked
from tests.fakes import fake_prediction


def text(result: Result) -> str:
    return " ".join(status.html(result).replace("\u00a0", " ").split())


def under(first: Result, settings: DecoderSettings, **output: Any) -> Result:
    """The first result as if it had been decoded with these settings."""
    prediction = first.prediction
    decoded = replace(prediction.decoded, gamma=4.0)
    made = replace(prediction, settings=settings, decoded=decoded, output=replace(prediction.output, **output))
    return replace(first, prediction=made, choice=settings, example=None)


def test_a_family_is_named_with_its_place_and_weight(first: Result) -> None:
    [hit] = first.prediction.family_hits
    said = text(under(first, DecoderSettings("informed", family_weight=0.75)))
    assert f"Positions {hit.start + 1}-{hit.end} look like a known RNA family ({hit.members} training examples" in said
    assert "Pairs known from this family are weighted up to 75 % there." in said
    assert "They have no weight" in text(under(first, DecoderSettings("mixed", family_weight=0.0)))


def test_without_a_family_the_model_says_how_many_it_knows(first: Result) -> None:
    alone = under(first, DecoderSettings("map"), family_hits=())
    assert "resembles none of the 1,298 RNA families" in text(alone)
    fake = Result(fake_prediction("GGGGAAAACCCC"))
    assert "famil" not in text(fake)


@pytest.mark.parametrize(
    ("evalue", "words"),
    [
        (3.2e-18, "1 in 10^17"),
        (1e-18, "1 in 10^18"),
        (0.0052, "1 in 200"),
        (0.3, "0.3 expected by chance"),
        (0.0, "pra"),
    ],
)
def test_a_chance_match_is_put_in_words(evalue: float, words: str) -> None:
    assert status.chance(evalue).startswith(words)


def test_the_answer_is_one_sentence_more_with_a_known_structure(first: Result) -> None:
    assert status.answer(first).replace("\u00a0", " ") == (
        "21 pairs in 4 stems; average confidence 85 %. 21 of the 21 pairs of the known structure are right."
    )
    alone = Result(fake_prediction("GGGGAAAACCCC"))
    assert status.answer(alone).startswith("4 pairs in 1 stem; average confidence")
    unfolded = Result(fake_prediction("AAAAAAAA"))
    assert status.answer(unfolded).startswith("No pairs;")


def test_what_decoded_it_is_said(first: Result) -> None:
    def words(settings: DecoderSettings) -> str:
        return dict(status.facts(under(first, settings)))["decoder"]

    assert words(DecoderSettings("informed", gamma=None)) == "informed, trust 0.5, gamma 4 for this RNA"
    assert words(DecoderSettings("mea", gamma=4.0, temperature=2.0)) == "MEA, gamma 4, temperature 2"
    assert words(DecoderSettings("map")) == "MAP"
    assert dict(status.facts(first))["decoder"].startswith("best: informed, trust")
    drawn = picked(samples.draw(first), 2)
    assert dict(status.facts(drawn))["decoder"].startswith("none: number 2 of ")


def test_viennarnas_time_is_said_where_the_network_had_it_as_input(first: Result) -> None:
    assert "ViennaRNA" in dict(status.facts(first))
    assert "ViennaRNA" not in dict(status.facts(under(first, DecoderSettings("map"), thermo_input_pairs=None)))


def test_an_untrained_head_and_a_strange_name_are_shown_as_they_are(first: Result) -> None:
    prediction = replace(
        first.prediction,
        sequence=RnaSequence(str(first.sequence), name="<img src=x>"),
        provenance=replace(first.prediction.provenance, trained=False),
    )
    said = text(Result(prediction, reference=Structure.from_dot_bracket("." * 76)))
    assert "Untrained head: this structure is random" in said
    assert "<img" not in said
    assert "&lt;img src=x&gt;" in said
