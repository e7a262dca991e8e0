"""The reliability diagram shows the bins it is given, and nothing else."""

from __future__ import annotations

import pytest

from ssp_core.charts.reliability import HEIGHT, MARGIN, WIDTH, reliability

from .cases import taken

CURVES = {"best": [(0.05, 0.01, 1000), (0.95, 0.9, 40)], "network alone": [(0.96, 0.6, 50)], "nothing": []}


def test_points_stand_where_the_bins_say() -> None:
    diagonal, best, network, nothing = taken(reliability(CURVES)).data
    assert list(diagonal.x) == list(diagonal.y) == [0, 1]
    assert (list(best.x), list(best.y)) == ([0.05, 0.95], [0.01, 0.9])
    assert (list(network.x), list(network.y)) == ([0.96], [0.6])
    assert list(nothing.x) == []
    assert "given 0.95, true 0.90" in best.hovertext[1]
    assert "1,000 pairs" in best.hovertext[0]


def test_curves_differ_by_more_than_colour() -> None:
    curves = taken(reliability(CURVES)).data[1:]
    for look in ({t.marker.symbol for t in curves}, {t.line.dash for t in curves}, {t.line.color for t in curves}):
        assert len(look) == len(curves)


def test_the_plot_is_square_and_links_nothing() -> None:
    layout = taken(reliability(CURVES)).layout
    assert WIDTH - MARGIN.left - MARGIN.right == HEIGHT - MARGIN.top - MARGIN.bottom
    assert layout.xaxis.range == layout.yaxis.range
    assert layout.meta == {"view": "reliability", "kind": "none"}


@pytest.mark.parametrize("point", [(1.2, 0.5, 3), (0.5, -0.1, 3), (float("nan"), 0.5, 3)])
def test_what_is_no_probability_is_refused(point: tuple[float, float, int]) -> None:
    with pytest.raises(ValueError, match="outside 0 to 1"):
        reliability({"best": [point]})
