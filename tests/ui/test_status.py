"""What the status line says of known families: where one lies, how sure that is, and whether the decoder listens."""

from __future__ import annotations

from dataclasses import replace

from ssp_core.folding.decoding import DecoderSettings
from ssp_core.ui import status, stored

FIRST = stored.read()
TRUSTING = DecoderSettings("informed", families=0.75)


def said(decoding: DecoderSettings, *, related: bool = True, families: int = 1298) -> str:
    scores = FIRST.prediction.output if related else replace(FIRST.prediction.output, relatives=())
    prediction = replace(FIRST.prediction, decoding=decoding, gamma=4.0, scores=scores, families=families)
    return status.html(replace(FIRST, prediction=prediction, example=None))


def test_a_family_is_named_with_its_place_and_its_say() -> None:
    [family] = FIRST.prediction.family_hits
    for decoding in (TRUSTING, DecoderSettings("map", families=0.75)):
        text = said(decoding)
        assert (
            f"nucleotides {family.start + 1}-{family.end} fit a family learned from {family.members} known RNAs" in text
        )
        assert "up to 75% of the say" in text


def test_a_family_that_is_left_out_is_said_to_be() -> None:
    assert "Its pairs are left out." in said(DecoderSettings("mixed", families=0.0))


def test_where_no_family_is_found_the_model_says_how_many_it_knows() -> None:
    assert "None of the 1,298 families that this model knows fits" in said(TRUSTING, related=False)
    assert "amil" not in said(TRUSTING, related=False, families=0)


def test_viennarnas_time_is_told_where_the_network_was_told_of_it() -> None:
    assert "<dt>ViennaRNA</dt>" in said(TRUSTING)
    unaware = replace(FIRST.prediction, scores=replace(FIRST.prediction.output, informed=None))
    assert "<dt>ViennaRNA</dt>" not in status.html(replace(FIRST, prediction=unaware))


def test_a_gamma_chosen_for_the_rna_is_told() -> None:
    assert "gamma 4 for this RNA" in said(DecoderSettings("informed", gamma=None))
    assert "gamma 4" in said(DecoderSettings("mea", gamma=4.0))
    assert "for this RNA" not in said(DecoderSettings("mea", gamma=4.0))
    assert "gamma" not in said(DecoderSettings("map"))
