"""The treemap: every module in its place, no part larger than its whole."""

from __future__ import annotations

import pytest

from ssp_core.charts.treemap import treemap

from .cases import taken

NAMES = ["", "model", "model.encoder", "classifier"]


def test_each_module_lies_within_its_own() -> None:
    trace = taken(treemap(NAMES, ["Net", "Esm", "Encoder", "Linear"], [10, 7, 6, 3])).data[0]
    assert list(trace.ids) == ["network", "network.model", "network.model.encoder", "network.classifier"]
    assert list(trace.parents) == ["", "network", "network.model", "network"]
    assert list(trace.values) == [10, 7, 6, 3]
    assert trace.branchvalues == "total"


def test_base_and_head_differ_in_colour() -> None:
    colours = taken(treemap(NAMES, NAMES, [10, 7, 6, 3])).data[0].marker.colors
    assert colours[1] == colours[2] != colours[3]


def test_lists_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        treemap(NAMES, ["Net"], [10])
