"""The answer, which model gave it, and how it was computed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from ssp_core.analysis.computation import chance, computation
from ssp_core.folding import thermo
from ssp_core.folding.decoding import DecoderSettings
from ssp_core.folding.structure import Structure
from ssp_core.sequence import RnaSequence
from ssp_core.ui.fold import samples, status
from ssp_core.ui.result import Result, picked
from tests.fakes import fake_prediction


def text(result: Result) -> str:
    html = status.html(result) + status.origin_html(result) + status.computed_html(result)
    return " ".join(re.sub("</?dfn[^>]*>", "", html).replace("\u00a0", " ").split())


def terms(result: Result) -> dict[str, str]:
    return dict(computation(result.shown, result.context))


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
    assert "resembles none of the 2,217 RNA families" in text(alone)
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
    assert chance(evalue).startswith(words)


def test_the_answer_is_one_sentence(first: Result) -> None:
    assert "4 stems, 21 pairs, average confidence 93 %; 21 of 21 known pairs found; -22.4 kcal/mol." in text(first)
    alone = Result(fake_prediction("GGGGAAAACCCC"))
    assert "1 stem, 4 pairs, average confidence" in text(alone)
    unfolded = Result(fake_prediction("AAAAAAAA"))
    assert "No pairs, average confidence" in text(unfolded)


def test_which_model_made_it_how_much_is_thermodynamics_and_what_it_was_trained_on_are_said(first: Result) -> None:
    said = text(first)
    assert "Built-in model, trained by us from random weights (5 M parameters)" in said
    assert "% thermodynamics (ViennaRNA)" in said
    assert "The built-in model saw this RNA in training, so a perfect score is no surprise." in said
    assert "saw this RNA" not in text(replace(first, example=None))


def test_the_free_energy_is_beside_that_of_rnafold(first: Result) -> None:
    mfe = thermo.mfe(first.sequence).energy
    said = text(first)
    assert "Free energy of this structure: -22.4 kcal/mol (Turner 2004)" in said
    assert f"of RNAfold's own structure: {mfe:.1f} kcal/mol" in said


def test_what_decoded_it_is_said(first: Result) -> None:
    def words(settings: DecoderSettings) -> str:
        return terms(under(first, settings))["decoder"]

    assert words(DecoderSettings("informed", gamma=None)) == "informed, trust 0.5, gamma 4 for this RNA"
    assert words(DecoderSettings("mea", gamma=4.0, temperature=2.0)) == "MEA, gamma 4, temperature 2"
    assert words(DecoderSettings("map")) == "MAP"
    assert terms(first)["decoder"].startswith("best: informed, trust")
    drawn = picked(samples.draw(first), 2)
    assert terms(drawn)["decoder"].startswith("none: number 2 of ")


def test_viennarnas_time_is_said_where_the_network_had_it_as_input(first: Result) -> None:
    assert "ViennaRNA" in terms(first)
    assert "ViennaRNA" not in terms(under(first, DecoderSettings("map"), thermo_input_pairs=None))


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
