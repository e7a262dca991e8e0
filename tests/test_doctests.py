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
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    failed, tried = doctest.testmod(import_module(name))
    assert tried
    assert not failed
