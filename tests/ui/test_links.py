"""Links that reopen the page in a state."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest

from ssp_core.folding.decoding import DecoderSettings
from ssp_core.ui import links, stored


def parsed(query: str) -> links.Link | None:
    return links.parse(dict(parse_qsl(query.removeprefix("?"), keep_blank_values=True)))


def test_a_result_round_trips() -> None:
    first = stored.read()
    decoding = DecoderSettings("mixed", gamma=1.5, trust=0.35, families=0.6)
    result = replace(first, prediction=replace(first.prediction, name="a & b <c>", decoding=decoding), chosen="mixed")
    link = parsed(links.query_of(result))
    assert link is not None
    assert first.reference is not None
    assert (link.sequence, link.name, link.reference) == (
        first.prediction.sequence,
        "a & b <c>",
        first.reference.dot_bracket,
    )
    assert (link.decoder, link.gamma, link.trust, link.temperature, link.families) == ("mixed", 1.5, 0.35, 1.0, 0.6)


@pytest.mark.parametrize("families", [0.0, DecoderSettings.family_weight])
def test_a_link_says_what_families_count_whatever_is_usual(families: float) -> None:
    first = stored.read()
    decoding = DecoderSettings("map", families=families)
    query = links.query_of(replace(first, prediction=replace(first.prediction, decoding=decoding), chosen="map"))
    assert f"families={families:g}" in query


def test_a_name_brings_no_letters() -> None:
    link = parsed("?seq=GGGGAAAACCCC&name=x%0AAUAUAUAU%0D%0AG")
    assert link is not None
    assert link.name == "x AUAUAUAU G"


def test_nothing_asked_is_no_link() -> None:
    assert parsed("?__theme=dark") is None


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("?seq=ACGU&decoder=magic", "decoder"),
        ("?seq=ACGU&gamma=many", "gamma is not a number"),
        ("?seq=ACGU&gamma=-3", "gamma is -3"),
        ("?seq=ACGU&decoder=mea&gamma=50", "gamma is 50; a number from 0.25 to 4 is wanted"),
        ("?seq=ACGU&decoder=mea&gamma=nan", "gamma is nan"),
        ("?seq=ACGU&decoder=mixed&trust=7", "trust is 7"),
        ("?seq=ACGU&temperature=0", "temperature is 0"),
        ("?seq=ACGU&families=2", "trust in families is 2"),
        (f"?seq={'A' * 5000}", "4,000 characters"),
    ],
)
def test_a_bad_link_is_one_sentence(query: str, wanted: str) -> None:
    with pytest.raises(links.LinkError, match=wanted):
        parsed(query)
