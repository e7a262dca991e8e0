"""The picture of a weight matrix: every weight a cell, zero in the middle of the scale."""

from __future__ import annotations

import numpy as np
import pytest

from ssp_core.charts.weights import weights

from .cases import taken


def test_zero_is_in_the_middle_and_every_weight_is_there() -> None:
    figure = taken(weights([[0.5, -2.0, 0.0], [1.0, 0.0, 0.25]]))
    trace = figure.data[0]
    assert (trace.zmin, trace.zmax) == (-2.0, 2.0)
    np.testing.assert_array_equal(trace.z, np.array([[0.5, -2.0, 0.0], [1.0, 0.0, 0.25]], dtype=np.float32))
    assert weights(np.zeros((2, 2))).data[0]["zmax"] == 1


def test_rows_have_their_names() -> None:
    named = taken(weights([[0.5, -2.0], [1.0, 0.0]], ["opens (", "closes )"]))
    assert list(named.data[0].y) == ["opens (", "closes )"]
    assert named.layout.yaxis.title.text is None
    plain = taken(weights([[0.5, -2.0], [1.0, 0.0]]))
    assert list(plain.data[0].y) == ["0", "1"]
    assert plain.layout.yaxis.title.text == "output"
    with pytest.raises(ValueError, match="1 names for 2 rows"):
        weights([[0.5], [1.0]], ["opens ("])


def test_what_is_no_matrix_is_refused() -> None:
    with pytest.raises(ValueError, match=r"shape \[3\]"):
        weights([1.0, 2.0, 3.0])
