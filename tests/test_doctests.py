"""The examples in docstrings are run."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest

MODULES = [
    "ssp_core.text",
    "ssp_core.folding.structure",
    "ssp_core.folding.metrics",
    "ssp_core.folding.elements",
    "ssp_core.folding.formats",
    "ssp_core.analysis.mutations",
    "ssp_core.analysis.comparison",
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    failed, tried = doctest.testmod(import_module(name))
    assert tried
    assert not failed
