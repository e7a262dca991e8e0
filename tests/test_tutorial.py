"""The tutorial runs as it stands, `omnigenbench` in its import become `ssp_core` and nothing else changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from ssp_core.network import hub
from tests.network.folders import M52, write_hub
from tests.tutorial_cells import CELLS

NAME = "yangheng/OmniGenome-52M"


@pytest.fixture
def in_the_tutorial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """The tutorial's variables and all it printed; a folder of the real shapes stands in for the Hub's."""
    write_hub(tmp_path / "here", M52)
    asked: list[str] = []

    def locate(name: str, **_: Any) -> hub.Located:
        asked.append(str(name))
        return hub.Located(tmp_path / "here", "0" * 40)

    monkeypatch.setattr(hub, "locate", locate)
    space: dict[str, Any] = {}
    for cell in CELLS:
        exec(compile(cell.replace("omnigenbench", "ssp_core"), "tutorial", "exec"), space)  # noqa: S102 - our own copy
    assert set(asked) == {NAME}
    return space, capsys.readouterr().out


def test_every_cell_runs_and_says_what_the_tutorial_says(in_the_tutorial: Any) -> None:
    space, printed = in_the_tutorial
    assert "Vocabulary size: 24" in printed
    assert "'cls_token': '<cls>'" in printed
    assert "Tokenized input shape: torch.Size([1, 16])" in printed
    assert "Logits shape: torch.Size([1, 16, 3])" in printed
    assert "Linear(in_features=480, out_features=3, bias=True)" in printed
    assert "Classification Head: Linear" in printed
    assert "Base Model: OmniGenomeModel" in printed
    # 16 layers of 3,232,320, 24 embeddings of 480, the last norm, 3 rows of 480 and their biases.
    assert f"Total parameters: {16 * 3_232_320 + 24 * 480 + 960 + 3 * 481:,}" in printed
    assert "Trainable parameters: 51,731,043" in printed
    assert len(space["predicted_structure"]) == 14
    assert set(space["predicted_structure"]) <= set("().")


def test_logits_are_raw_scores_and_outputs_a_dictionary(in_the_tutorial: Any) -> None:
    space, _ = in_the_tutorial
    logits = space["outputs"]["logits"]
    assert isinstance(space["outputs"], dict)
    assert "loss" not in space["outputs"]
    assert bool((logits < 0).any())
    assert not torch.allclose(logits.sum(-1), torch.ones(1, 16))
    labels = torch.full((1, 16), 2)
    labels[0, [0, -1]] = -100
    with_loss = space["model"](**space["inputs"], labels=labels)
    wanted = -space["model"](**space["inputs"])["logits"][0, 1:-1].log_softmax(-1)[:, 2].mean()
    assert torch.allclose(with_loss["loss"], wanted)
