"""Addresses that open the page with a result."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest

from ssp_core.errors import LinkError
from ssp_core.folding.decoding import SETTINGS, DecoderSettings
from ssp_core.sequence import RnaSequence
from ssp_core.ui import links
from ssp_core.ui.result import Result, choice_of


def parsed(query: str) -> links.Link:
    return links.parse(dict(parse_qsl(query.removeprefix("?"), keep_blank_values=True)))


def test_a_result_round_trips(first: Result) -> None:
    settings = DecoderSettings("mixed", gamma=1.5, trust=0.35, family_weight=0.6)
    sequence = RnaSequence(str(first.sequence), name="a & b <c>")
    result = replace(first, prediction=replace(first.prediction, sequence=sequence), choice=settings)
    link = parsed(links.query_of(result))
    assert first.reference is not None
    assert link == links.Link(sequence, "a & b <c>", first.reference.dot_bracket, "bundled", settings)
    assert parsed(links.query_of(first)) == replace(link, name="tRNA-Phe, yeast", choice="best")


@pytest.mark.parametrize("weight", [0.0, SETTINGS["family_weight"].default])
def test_a_link_says_what_families_count_whatever_the_default_is(first: Result, weight: float) -> None:
    query = links.query_of(replace(first, choice=DecoderSettings("map", family_weight=weight)))
    assert f"families={weight:g}" in query


def test_a_number_the_decoder_does_not_use_keeps_its_default() -> None:
    numbers = {"gamma": 2.0, "trust": 0.9, "temperature": 3.0, "family_weight": 0.5}
    assert choice_of("map", numbers) == DecoderSettings("map", family_weight=0.5)
    assert choice_of("mea", numbers) == DecoderSettings("mea", 2.0, temperature=3.0, family_weight=0.5)


def test_a_name_brings_no_letters() -> None:
    link = parsed("?seq=GGGGAAAACCCC&name=x%0AAUAUAUAU%0D%0AG")
    assert link is not None
    assert link.name == "x AUAUAUAU G"


def test_an_address_without_a_sequence_or_another_tab_asks_for_the_page_alone() -> None:
    assert links.is_plain({"__theme": "dark"})
    assert links.is_plain({"tab": "fold"})
    assert not links.is_plain({"seq": "ACGU"})
    assert not links.is_plain({"tab": "about"})


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("?seq=ACGU&decoder=magic", "decoder"),
        ("?seq=ACGU&gamma=many", "gamma is not a number"),
        ("?seq=ACGU&gamma=-3", "gamma is -3"),
        ("?seq=ACGU&decoder=mea&gamma=50", "gamma is 50; a number from 0.25 to 4 is wanted"),
        ("?seq=ACGU&decoder=mea&gamma=nan", "gamma is nan"),
        ("?seq=ACGU&decoder=mixed&trust=7", "trust in the network is 7"),
        ("?seq=ACGU&temperature=0", "temperature is 0"),
        ("?seq=ACGU&families=2", "trust in a known family is 2"),
        (f"?seq={'A' * 5000}", "4,000 characters"),
    ],
)
def test_a_bad_link_is_one_sentence(query: str, wanted: str) -> None:
    with pytest.raises(LinkError, match=wanted):
        parsed(query)
