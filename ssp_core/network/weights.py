"""A head's own weights as plain matrices, of models whose files are here; and what a GPU's memory holds."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from ssp_core.network import checkpoint, zoo

_FIRST = "classifier.weight"
_SHOWN = 512  # rows and columns of a picture; the embeddings of all models but the largest are narrower


def matrices(entry: zoo.ZooModel) -> dict[str, NDArray[np.float32]]:
    """The two-dimensional weights of a trained head by name, each [out, in], the classifier first, which makes the
    scores, then the largest; empty where the files are not here, where the head is fresh, and without those too large
    to look at. CheckpointError where the files are damaged."""
    located = zoo.folder_of(entry)
    if located is None or not entry.trained:
        return {}
    return _matrices(located.folder, (located.folder / checkpoint.WEIGHTS).stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _matrices(folder: Path, _: int) -> dict[str, NDArray[np.float32]]:
    heads = checkpoint.read(folder).heads
    return {
        name: tensor.float().numpy()
        for name, tensor in sorted(heads.items(), key=lambda item: (item[0] != _FIRST, -item[1].numel()))
        if tensor.dim() == 2 and min(tensor.shape) > 1 and max(tensor.shape) <= _SHOWN and "lm_head" not in name
    }


def gpu_memory() -> tuple[str, int, int] | None:
    """A GPU's name, the bytes in use on it by whatever runs there, and its bytes in all; None where there is none."""
    if not torch.cuda.is_available():
        return None
    free, total = torch.cuda.mem_get_info()
    return torch.cuda.get_device_name(), total - free, total
