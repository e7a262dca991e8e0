"""Spaces' ZeroGPU: a GPU that is lent to one function for seconds, in a process of its own. Elsewhere all this is idle.

Only the pass of a downloaded network runs there. The function takes and gives plain arrays and opens its model itself,
so that nothing of CUDA is in this process. The built-in model stays on the CPU, where it takes less time than a GPU
takes to come; so does everything when there is none to be had, as an anonymous visitor has two minutes a day.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from torch import nn

    from ssp_core.network.zoo import ZooModel

IS_HERE = os.environ.get("SPACES_ZERO_GPU", "").lower() in ("1", "t", "true")
_SECONDS = 30  # that a pass is said to take at most, with opening the model; the GPU is lent for so long
_log = logging.getLogger(__name__)

Arrays = dict[str, NDArray[np.float32]]
Ids = NDArray[np.int64]


def _lent(function: Callable[[str, Ids, Ids], Arrays]) -> Callable[[str, Ids, Ids], Arrays]:
    """The function as it runs on ZeroGPU. Its package comes before torch, so this module imports none."""
    return import_module("spaces").GPU(duration=_SECONDS)(function) if IS_HERE else function


@_lent
def forward(key: str, input_ids: Ids, attention_mask: Ids) -> Arrays:
    """The output of a model of the zoo for token ids [B, S], in float32."""
    import torch

    model = _on_gpu(key)
    inputs = {"input_ids": input_ids, "attention_mask": attention_mask}
    found = model.inference(**{name: torch.from_numpy(array).cuda() for name, array in inputs.items()})
    return {name: tensor.float().cpu().numpy() for name, tensor in found.items()}


@lru_cache(maxsize=1)
def _on_gpu(key: str) -> Any:
    import torch

    from ssp_core.network import opening

    return opening.open_model(key).model.to(device="cuda", dtype=torch.bfloat16)


def infer(entry: ZooModel, model: nn.Module, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The output of a model for its inputs: on ZeroGPU where the model is a downloaded one, else where the model is."""
    import torch

    if IS_HERE and entry.repository is not None and set(inputs) == {"input_ids", "attention_mask"}:
        ids, mask = (inputs[name].cpu().numpy() for name in ("input_ids", "attention_mask"))
        try:
            return {name: torch.from_numpy(array) for name, array in forward(entry.key, ids, mask).items()}
        except Exception as error:  # noqa: BLE001 - no quota, no GPU, too late: each has an error of its own
            _log.warning("There is no GPU for %s (%s); the CPU computes.", entry.key, type(error).__name__)
    return model.inference(**inputs)  # type: ignore[operator]
