"""ModelHub opens what each task class saved, in full precision and strictly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from ssp_core import ModelHub, OmniModelForSeq2Seq
from ssp_core.errors import CheckpointError, HubError
from ssp_core.network.heads import OmniModelForPublishedStructure
from ssp_core.network.omni import OmniModel
from tests.network.folders import SMALL, head_tensors, write_hub, write_omnigenbench
from tests.network.test_heads import HEADS, STRUCTURE


@pytest.mark.parametrize(
    ("kind", "labels"), [row[:2] for row in HEADS] + [(OmniModelForSeq2Seq, {"label2id": STRUCTURE})]
)
def test_each_class_comes_back(tmp_path: Path, kind: type[OmniModel], labels: dict[str, Any]) -> None:
    model = kind(SMALL, **labels).to(torch.bfloat16)
    model.save_pretrained(tmp_path / "saved")
    found = ModelHub.load(str(tmp_path / "saved"), device="cpu")
    assert type(found) is kind
    assert not found.training
    assert {weight.dtype for weight in found.parameters()} == {torch.float32}
    for name, weight in model.state_dict().items():
        if not name.endswith("inv_freq"):
            assert torch.equal(found.state_dict()[name], weight.float()), name


def test_a_folder_of_omnigenbench_opens_and_its_pickle_does_not(tmp_path: Path) -> None:
    heads = {name: tensor for name, tensor in head_tensors(48).items() if name.startswith("classifier.")}
    write_omnigenbench(tmp_path / "theirs", SMALL, heads, model_cls="OmniModelForTokenClassification")
    found: Any = ModelHub.load(tmp_path / "theirs")
    assert torch.equal(found.classifier.weight.cpu(), heads["classifier.weight"])
    assert found.inference("GGGAAACCC")["labels"][0] in STRUCTURE


def test_a_base_checkpoint_gives_its_published_head(tmp_path: Path) -> None:
    write_hub(tmp_path / "base", SMALL)
    assert type(ModelHub.load(tmp_path / "base")) is OmniModelForPublishedStructure


def test_what_is_no_task_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r"bundled was saved by OmniModelForPairing: .*is opened by Predictor\."):
        ModelHub.load("bundled")
    with pytest.raises(CheckpointError, match="wanted a model's folder"):
        ModelHub.load(tmp_path)
    with pytest.raises(HubError, match="Found no folder and no Hub name"):
        ModelHub.load("no such folder")
