"""The card has all its fields, and what is missing or of another kind is named in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssp_core.card import Card, card_of, find_card, read_card
from ssp_core.errors import CardError
from ssp_core.folding.decoding import DecoderSettings
from tests.tools.figures import card, figures

SOURCES = {"bpRNA TR0": 10593, "RNAStrAlign": 2654, "more of bpRNA-1m": 1461, "ArchiveII": 162, "RNA3DB": 127}


@pytest.fixture(scope="module")
def bundled() -> Card:
    return read_card()


def test_it_has_every_field(bundled: Card) -> None:
    for name, value in vars(bundled).items():
        assert value, name
    assert {measured.key for measured in bundled.sets} == {"VL0", "TS0", "newfam"}
    text = " ".join(bundled.limits)
    for words in (
        "Pseudoknots",
        "Long RNAs",
        "not in training",
        "class probability",
        "Known families",
        "hypothesis",
        "constraints",
        "probing",
        "two strands",
        "circular",
    ):
        assert words in text
    counts = {source.name: source.sequences for source in bundled.sources}
    assert {name: counts[name] for name in SOURCES} == SOURCES
    assert f"{sum(SOURCES.values()):,} RNAs" in bundled.trained_on[0]
    assert all(source.licence and source.origin for source in (*bundled.sources, *bundled.tools))


def test_its_decoder_is_one(bundled: Card) -> None:
    assert DecoderSettings(**bundled.decoder).decoder == "informed"


@pytest.mark.parametrize("missing", ["revision", "decoder", "figures", "limits", "published", "recipe", "tools"])
def test_a_card_without_a_field_is_refused(missing: str) -> None:
    content = card(figures())
    del content[missing]
    with pytest.raises(CardError, match=missing):
        card_of(content)


def test_a_row_without_a_figure_is_refused() -> None:
    content = card(figures())
    del content["figures"]["sets"]["VL0"][0]["pooled"]
    with pytest.raises(CardError, match="pooled"):
        card_of(content)


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", '{"model": 3}', "\ud800".encode("utf-8", "surrogatepass")])
def test_a_file_that_is_no_card_gets_one_sentence(text: str | bytes, tmp_path: Path) -> None:
    path = tmp_path / "card.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(CardError) as caught:
        read_card(path)
    assert str(caught.value).count("\n") == 0


def test_a_folder_may_have_no_card(tmp_path: Path) -> None:
    assert find_card(tmp_path) is None
