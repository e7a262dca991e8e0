"""Each of the six heads: shapes, raw logits, the right loss, -100 ignored, learning, labels, saving."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from ssp_core.network.heads import (
    OmniModelForMultiLabelSequenceClassification,
    OmniModelForSequenceClassification,
    OmniModelForSequenceRegression,
    OmniModelForTokenClassification,
    OmniModelForTokenRegression,
)
from ssp_core.network.omni import OmniModel
from tests.network.folders import SMALL

SIZES = {**SMALL, "num_hidden_layers": 2}
SEQUENCES = ["GGGAAAUCCC", "AUGC", "ACGUACG"]
STRUCTURE = {"(": 0, ")": 1, ".": 2}
HEADS: list[tuple[type[OmniModel], dict[str, Any], tuple[int, ...]]] = [
    (OmniModelForTokenClassification, {"label2id": STRUCTURE}, (3, 12, 3)),
    (OmniModelForSequenceClassification, {"num_labels": 4}, (3, 4)),
    (OmniModelForMultiLabelSequenceClassification, {"num_labels": 2}, (3, 2)),
    (OmniModelForSequenceRegression, {}, (3, 1)),
    (OmniModelForTokenRegression, {"num_labels": 2}, (3, 12, 2)),
]


def made(kind: type[OmniModel], labels: dict[str, Any]) -> Any:
    torch.manual_seed(0)
    return kind(SIZES, **labels)


def targets(model: OmniModel, shape: tuple[int, ...]) -> Tensor:
    """Targets of the right shape, some of them -100."""
    random = torch.Generator().manual_seed(1)
    if "Regression" in type(model).__name__:
        found = torch.randn(*shape, generator=random)
    elif "MultiLabel" in type(model).__name__:
        found = torch.randint(0, 2, shape, generator=random).float()
    else:
        found = torch.randint(0, shape[-1], shape[:-1], generator=random)
    found[0] = -100
    return found


def by_hand(model: OmniModel, logits: Tensor, labels: Tensor) -> Tensor:
    """The loss of what is not -100, written out."""
    name = type(model).__name__
    if "Regression" in name:
        return (logits[1:] - labels[1:]).square().mean()
    if "MultiLabel" in name:
        likely = logits[1:].sigmoid()
        return -(labels[1:] * likely.log() + (1 - labels[1:]) * (1 - likely).log()).mean()
    return -logits[1:].log_softmax(-1).gather(-1, labels[1:, ..., None]).mean()


@pytest.mark.parametrize(("kind", "labels", "shape"), HEADS)
def test_logits_are_raw_and_shaped_and_the_loss_is_the_tasks(
    kind: type[OmniModel], labels: dict[str, Any], shape: tuple[int, ...]
) -> None:
    model = made(kind, labels).eval()
    inputs = model.tokenizer(SEQUENCES)
    wanted = targets(model, shape)
    outputs = model(**inputs, labels=wanted)
    assert tuple(outputs["logits"].shape) == shape
    assert tuple(outputs["last_hidden_state"].shape) == (3, 12, 48)
    assert bool((outputs["logits"] < 0).any())
    assert torch.allclose(outputs["loss"], by_hand(model, outputs["logits"], wanted), atol=1e-6)
    assert "loss" not in model(**inputs)
    assert float(model(**inputs, labels=torch.full_like(wanted, -100))["loss"].detach()) == 0.0
    with pytest.raises(ValueError, match="Found labels of shape"):
        model(**inputs, labels=wanted[:2])


@pytest.mark.parametrize(("kind", "labels", "shape"), HEADS)
def test_each_head_learns(kind: type[OmniModel], labels: dict[str, Any], shape: tuple[int, ...]) -> None:
    model = made(kind, labels)
    inputs, wanted = model.tokenizer(SEQUENCES), targets(model, shape)
    if len(shape) == 3:
        wanted[inputs["attention_mask"] == 0] = -100  # targets on padding cannot be learned
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    losses = []
    for _ in range(40):
        loss = model(**inputs, labels=wanted)["loss"]
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    # Far below the 0.5514 under which a softmax before the cross-entropy could never bring a loss of three classes.
    assert losses[-1] < 0.2 * losses[0]


@pytest.mark.parametrize(("kind", "labels", "shape"), HEADS)
def test_each_head_is_saved_and_gives_its_labels(
    tmp_path: Path, kind: type[OmniModel], labels: dict[str, Any], shape: tuple[int, ...]
) -> None:
    model = made(kind, labels).eval()
    model.save_pretrained(tmp_path / "ours")
    again: Any = kind.from_pretrained(tmp_path / "ours")
    assert torch.equal(model.predict(SEQUENCES)["logits"], again.predict(SEQUENCES)["logits"])
    found = again.inference(SEQUENCES)
    assert tuple(found["logits"].shape) == shape
    one = again.inference(SEQUENCES[0])
    if "Token" in kind.__name__:
        assert [len(row) for row in found["predictions"]] == [10, 4, 7]
    chosen = again.predict(SEQUENCES)["predictions"]
    if "Regression" in kind.__name__:
        assert "labels" not in found
        return
    assert one["predictions"] == found["predictions"][0]
    assert one["labels"] == found["labels"][0]
    row = chosen[1][1:5] if "Token" in kind.__name__ else chosen[1]
    if "MultiLabel" in kind.__name__:
        row = row.nonzero().flatten()
    assert found["predictions"][1] == row.tolist()
    wanted = [again.id2label[index] for index in row.flatten().tolist()]
    assert found["labels"][1] == (wanted if isinstance(found["labels"][1], list) else wanted[0])


def test_padding_changes_nothing() -> None:
    model = made(OmniModelForTokenClassification, {"label2id": STRUCTURE}).eval()
    alone = model.inference(SEQUENCES[1])
    together = model.inference(SEQUENCES)
    assert torch.allclose(alone["probabilities"], together["probabilities"][1, :4], atol=1e-6)
    assert alone["predictions"] == together["predictions"][1]


def test_one_value_a_token_takes_targets_without_the_last_axis() -> None:
    model = made(OmniModelForTokenRegression, {}).eval()
    inputs = model.tokenizer(SEQUENCES)
    flat = torch.randn(3, 12)
    logits = model(**inputs)["logits"]
    assert torch.allclose(model(**inputs, labels=flat)["loss"], F.mse_loss(logits[..., 0], flat))
    assert isinstance(model.inference("ACGU")["predictions"][0], float)


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ({}, "Found no labels"),
        ({"label2id": {"a": 0, "b": 2}}, "0 to n - 1"),
        ({"label2id": {"a": 0, "b": 1}, "id2label": {0: "b", 1: "a"}}, "agree"),
        ({"label2id": {"a": 0, "b": 1}, "num_labels": 3}, "agree"),
    ],
)
def test_labels_that_do_not_agree_are_refused(labels: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        OmniModelForTokenClassification(SIZES, **labels)


def test_labels_by_id_alone_are_enough() -> None:
    model = OmniModelForTokenClassification(SIZES, id2label={0: "x", 1: "y"})
    assert model.label2id == {"x": 0, "y": 1}
