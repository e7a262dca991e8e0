"""Inspections with random numbers, without a network."""

from __future__ import annotations

import numpy as np

from ssp_core import Inspection
from ssp_core.network.inspection import HeadNumbers


def inspection(length: int, layers: int = 3, heads: int = 2, width: int = 6, seed: int = 0) -> Inspection:
    random = np.random.default_rng(seed)

    def normal(*shape: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        return random.normal(size=shape).astype(np.float32)

    tokens = length + 2
    maps = np.exp(normal(layers, heads, tokens, tokens))
    inputs, weight, bias, pairing = normal(length, width), normal(3, width), normal(3), normal(length, 3)
    return Inspection(
        tokens=("<cls>", *"N" * length, "<eos>"),
        input_ids=np.array([0, *[8] * length, 2]),
        attention_mask=np.ones(tokens, dtype=np.int64),
        hidden=normal(layers + 1, tokens, width),
        attention=maps / maps.sum(axis=-1, keepdims=True),
        head=HeadNumbers(inputs, weight, bias, pairing, inputs @ weight.T + bias + pairing, ""),
    )
