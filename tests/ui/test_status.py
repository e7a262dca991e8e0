"""What the status line says of known families: where one lies, how sure that is, and whether the decoder listens."""

from __future__ import annotations

from dataclasses import replace

from ssp_core.folding.decoders import Decoding
from ssp_core.ui import status, stored

FIRST = stored.read()
TRUSTING = Decoding("informed", families=0.75)


def said(decoding: Decoding, *, related: bool = True) -> str:
    relatives = FIRST.prediction.relatives if related else ()
    return status.html(replace(FIRST, prediction=replace(FIRST.prediction, decoding=decoding, relatives=relatives)))


def test_a_family_is_named_with_its_place_and_its_say() -> None:
    [family] = FIRST.prediction.relatives
    text = said(TRUSTING)
    assert f"nucleotides {family.start + 1}-{family.end} fit a family learned from {family.members} known RNAs" in text
    assert "up to 75% of the say" in text
    assert "families 0.75" in text


def test_a_decoder_that_does_not_listen_says_so() -> None:
    for decoding in (Decoding("mea", families=0.75), Decoding("mixed")):
        assert "This decoder does not listen to it." in said(decoding)


def test_without_a_family_a_trusting_decoder_says_who_decides() -> None:
    assert "None of the families that this model knows fits" in said(TRUSTING, related=False)
    assert "amily" not in said(Decoding("mixed"), related=False).replace("family Rfam", "")
