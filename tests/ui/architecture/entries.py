"""Models of the zoo for the tests of the Architecture tab."""

from __future__ import annotations

from ssp_core.network import zoo
from ssp_core.network.summary import Summary
from ssp_core.ui.architecture.summaries import summary_of

FRESH = "omnigenome-52m-fresh"


def entry(key: str) -> zoo.ZooModel:
    found = zoo.entry_of(key)
    assert found is not None
    return found


def summary(key: str, length: int = 76, head: str = "") -> Summary:
    found = summary_of(entry(key), length, head)
    assert found is not None
    return found
