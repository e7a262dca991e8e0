"""A head's own weights, of models that are here and trained."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from ssp_core.network import checkpoint, zoo
from ssp_core.network.weights import gpu_memory, matrices


def entry(key: str) -> zoo.ZooModel:
    found = zoo.entry_of(key)
    assert found is not None
    return found


def test_the_matrices_are_the_files_own() -> None:
    found = matrices(entry("bundled"))
    stored = checkpoint.read_weights(zoo.BUNDLED)
    first, *others = found
    assert first == "classifier.weight"
    sizes = [found[name].size for name in others]
    assert len(sizes) > 3
    assert sizes == sorted(sizes, reverse=True)
    for name, matrix in found.items():
        assert torch.equal(torch.from_numpy(matrix), stored[name].float())
        assert not name.startswith("model.")


def test_a_model_that_is_not_here_has_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(zoo, "BUNDLED", tmp_path)
    assert matrices(entry("bundled")) == {}


def test_gpu_memory_is_told_where_there_is_a_gpu() -> None:
    found = gpu_memory()
    assert (found is not None) == torch.cuda.is_available()
    assert found is None or 0 < found[1] <= found[2]
