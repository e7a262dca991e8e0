"""The examples in the docstrings of the charts run."""

from __future__ import annotations

import doctest
from types import ModuleType

import pytest

from ssp_core.charts import heatmap, matrix, reliability, treemap, weights


@pytest.mark.parametrize("module", [heatmap, matrix, reliability, treemap, weights], ids=lambda module: module.__name__)
def test_examples_run(module: ModuleType) -> None:
    ran = doctest.testmod(module)
    assert ran.attempted
    assert not ran.failed
