"""The examples in the docstrings of the task classes and the tokenizer give the results shown there."""

from __future__ import annotations

import doctest
from types import ModuleType

import pytest

from ssp_core.network import heads, seq2seq, tokenizer


@pytest.mark.parametrize("module", [heads, seq2seq, tokenizer], ids=lambda module: module.__name__)
def test_the_examples(module: ModuleType) -> None:
    failed, attempted = doctest.testmod(module)
    assert attempted
    assert not failed
