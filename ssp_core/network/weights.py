"""The weights of a model's head as plain matrices, and how much of a GPU's memory is in use."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from ssp_core.errors import CheckpointError
from ssp_core.network import checkpoint, zoo
from ssp_core.network.model_files import WEIGHTS

_CLASSIFIER = "classifier.weight"
_MAX_SIZE = 512  # rows and columns; the embeddings of all models but the largest are narrower


def matrices(entry: zoo.ZooModel) -> dict[str, NDArray[np.float32]]:
    """The two-dimensional weights of a trained head.

    Args:
        entry: a model of the zoo.

    Returns:
        Matrices [out, in] by name: the classifier first, then the largest. Those of more than 512 rows or columns are
        left out. Empty where the files are not on this machine or the head is fresh.

    Raises:
        CheckpointError: the files are damaged.
    """
    located = zoo.folder_of(entry)
    if located is None or not entry.trained:
        return {}
    path = located.folder / WEIGHTS
    if not path.is_file():
        raise CheckpointError(f"There is no {path.name} in {path.parent.name}: install or download the model again.")
    return _matrices(located.folder, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _matrices(folder: Path, _: int) -> dict[str, NDArray[np.float32]]:
    heads = checkpoint.read(folder).heads
    return {
        name: tensor.float().numpy()
        for name, tensor in sorted(heads.items(), key=lambda item: (item[0] != _CLASSIFIER, -item[1].numel()))
        if tensor.dim() == 2 and min(tensor.shape) > 1 and max(tensor.shape) <= _MAX_SIZE and "lm_head" not in name
    }


def gpu_memory() -> tuple[str, int, int] | None:
    """A GPU's name, its bytes in use by any process, and its bytes in all; None where there is no GPU."""
    if not torch.cuda.is_available():
        return None
    free, total = torch.cuda.mem_get_info()
    return torch.cuda.get_device_name(), total - free, total
