"""On ZeroGPU a downloaded network runs in the lent process, and on the CPU where nothing is lent."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from ssp_core.network import zero_gpu, zoo
from ssp_core.network.device import choose_device

IDS = torch.tensor([[0, 4, 5, 2]])
INPUTS = {"input_ids": IDS, "attention_mask": torch.ones_like(IDS)}


class Network(nn.Module):
    def inference(self, **_: Any) -> dict[str, Tensor]:
        return {"probabilities": torch.zeros(1)}


@pytest.fixture
def lent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the lent process was asked for."""
    asked: list[str] = []

    def forward(key: str, input_ids: Any, attention_mask: Any) -> dict[str, Any]:
        asked.append(key)
        if len(asked) > 1:
            raise RuntimeError("ZeroGPU quota exceeded")
        return {"probabilities": np.ones_like(input_ids * attention_mask, dtype=np.float32)}

    monkeypatch.setattr(zero_gpu, "IS_HERE", True)
    monkeypatch.setattr(zero_gpu, "forward", forward)
    return asked


def test_a_downloaded_network_runs_there_and_else_here(lent: list[str], caplog: pytest.LogCaptureFixture) -> None:
    bundled, published = zoo.zoo()[0], zoo.zoo()[2]
    assert zero_gpu.infer(bundled, Network(), INPUTS)["probabilities"].sum() == 0
    assert zero_gpu.infer(published, Network(), INPUTS)["probabilities"].sum() == 4
    assert zero_gpu.infer(published, Network(), INPUTS)["probabilities"].sum() == 0
    assert lent == ["omnigenome-52m", "omnigenome-52m"]
    assert "There is no GPU for omnigenome-52m (RuntimeError)" in caplog.text


@pytest.mark.usefixtures("lent")
def test_this_process_stays_on_the_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: True)
    monkeypatch.setattr("torch.backends.mps.is_available", lambda: False)
    assert choose_device("auto") == torch.device("cpu")
