"""A model opened up: against transformers' eager model, the equations written out by hand, and the model's logits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from ssp_core import Inspection, Predictor
from ssp_core.errors import InputError, SequenceError
from ssp_core.network import opening
from ssp_core.network.cpu_layers import optimize_for_cpu
from ssp_core.network.heads import (
    OmniModelForPublishedStructure,
    OmniModelForSequenceRegression,
    OmniModelForTokenClassification,
)
from ssp_core.network.inspection import MAX_INSPECTED, inspect
from ssp_core.network.labels import STRUCTURE_LABELS
from tests.network.folders import SMALL, encode_by_hand, write_hub

RNA = "GGGGNCAAAAGGUCCC"
KINDS = ["bundled", "bundled-untrained", "published", "fresh"]


def opened(kind: str, folder: Path, attention: str = "sdpa") -> Any:
    """A model of that kind; those that are not shipped have random weights."""
    if kind.startswith("bundled"):
        return opening.open_model(kind, attention=attention).model
    if not folder.is_dir():
        write_hub(folder, SMALL)
    if kind == "published":
        return opening.open_model(str(folder), attention=attention).model
    torch.manual_seed(0)
    return OmniModelForTokenClassification(folder, label2id=STRUCTURE_LABELS, attention=attention).eval()


@torch.no_grad()
def assert_equal_to_eager(inspection: Inspection, model: Any) -> None:
    """What transformers itself gives for a model that was opened with eager attention."""
    ids = torch.from_numpy(inspection.input_ids.copy())[None]
    mask = torch.from_numpy(inspection.attention_mask.copy())[None]
    outputs = model.model(ids, attention_mask=mask, output_hidden_states=True, output_attentions=True)
    assert len(inspection.hidden) == len(outputs.hidden_states) == model.config.num_hidden_layers + 1
    assert len(inspection.attention) == len(outputs.attentions) == model.config.num_hidden_layers
    for own, other in zip(inspection.hidden, outputs.hidden_states, strict=True):
        np.testing.assert_allclose(own, other[0].numpy(), rtol=0, atol=1e-5)
    for own, other in zip(inspection.attention, outputs.attentions, strict=True):
        np.testing.assert_allclose(own, other[0].numpy(), rtol=0, atol=1e-5)
    np.testing.assert_allclose(inspection.hidden[-1], outputs.last_hidden_state[0].numpy(), rtol=0, atol=1e-5)
    np.testing.assert_allclose(inspection.attention.sum(axis=-1), 1.0, atol=1e-5)


@pytest.mark.parametrize("attention", ["sdpa", "eager"])
@pytest.mark.parametrize("kind", KINDS)
def test_states_and_maps_are_those_of_transformers(kind: str, attention: str, tmp_path: Path) -> None:
    inspection = inspect(opened(kind, tmp_path / "hub", attention), RNA)
    assert inspection.tokens == ("<cls>", *RNA, "<eos>")
    assert inspection.input_ids.tolist()[:3] == [0, 6, 6]
    assert inspection.attention_mask.tolist() == [1] * (len(RNA) + 2)
    assert inspection.hidden.dtype == inspection.attention.dtype == np.float32
    assert_equal_to_eager(inspection, opened(kind, tmp_path / "hub", "eager"))


@pytest.mark.parametrize("kind", KINDS)
@torch.no_grad()
def test_the_heads_numbers_add_up_to_the_models_logits(kind: str, tmp_path: Path) -> None:
    model = opened(kind, tmp_path / "hub")
    head = inspect(model, RNA).head
    tokens = model.tokenizer(RNA)
    logits = model(input_ids=tokens["input_ids"], attention_mask=tokens["attention_mask"])["logits"][0].numpy()
    np.testing.assert_allclose(head.logits, logits[-len(RNA) - 1 : -1] if len(logits) > len(RNA) else logits, atol=1e-5)
    added = 0.0 if head.pairing is None else head.pairing
    np.testing.assert_allclose(head.inputs @ head.weight.T + head.bias + added, head.logits, atol=1e-5)
    assert (head.pairing is None) == (kind != "bundled")
    assert head.before == {"bundled": "", "published": "dense"}.get(kind, "tanh")


def test_the_last_state_is_that_of_the_equations(tmp_path: Path) -> None:
    tensors = write_hub(tmp_path / "hub", SMALL)
    inspection = inspect(opening.open_model(str(tmp_path / "hub")).model, RNA)
    encoder = {name.removeprefix("OmniGenome."): tensor for name, tensor in tensors.items()}
    ids, mask = (torch.from_numpy(each.copy())[None] for each in (inspection.input_ids, inspection.attention_mask))
    by_hand = encode_by_hand(encoder, SMALL, ids, mask)[0].numpy()
    np.testing.assert_allclose(inspection.hidden[-1], by_hand, rtol=0, atol=1e-4)
    words = tensors["OmniGenome.embeddings.word_embeddings.weight"].numpy()[inspection.input_ids]
    np.testing.assert_allclose(inspection.hidden[0], words * (1 - 0.15 * 0.8), atol=1e-5)


@pytest.mark.parametrize("kind", KINDS[1:])
def test_rounded_weights_are_computed_with_in_float32(kind: str, tmp_path: Path) -> None:
    model = opened(kind, tmp_path / "hub").to(torch.bfloat16)
    before = model.inference(RNA)["logits"]
    exact = opened(kind, tmp_path / "hub", "eager").to(torch.bfloat16).float()
    for each in (model, optimize_for_cpu(model)):
        inspection = inspect(each, RNA)
        assert_equal_to_eager(inspection, exact)
        np.testing.assert_allclose(inspection.head.logits, exact.inference(RNA)["logits"][1:-1].numpy(), atol=1e-5)
    assert {weight.dtype for weight in model.parameters()} == {torch.bfloat16}
    torch.testing.assert_close(model.inference(RNA)["logits"], before, atol=0.1, rtol=0.1)


def test_rows_of_classes_are_in_the_order_of_the_page_whatever_the_labels(tmp_path: Path) -> None:
    torch.manual_seed(0)
    one = OmniModelForTokenClassification(SMALL, label2id=STRUCTURE_LABELS).eval()
    other = OmniModelForTokenClassification(SMALL, label2id={".": 0, "(": 1, ")": 2}).eval()
    rows = [2, 0, 1]
    other.load_state_dict(
        {name: tensor[rows] if name.startswith("classifier") else tensor for name, tensor in one.state_dict().items()}
    )
    first, second = inspect(one, RNA).head, inspect(other, RNA).head
    for name in ("weight", "bias", "logits"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))
    other.save_pretrained(tmp_path / "saved")
    saved = inspect(opening.open_model(str(tmp_path / "saved")).model, RNA).head
    np.testing.assert_allclose(saved.logits, first.logits, atol=1e-5)


@pytest.mark.parametrize(
    ("sequence", "error", "words"),
    [
        ("A" * (MAX_INSPECTED + 1), InputError, r"has 201 nt: wanted 1 to 200\.$"),
        ("", InputError, "has 0 nt"),
        ("GGX", SequenceError, "position 3"),
    ],
)
def test_what_cannot_be_looked_into_is_one_sentence(sequence: str, error: type[Exception], words: str) -> None:
    model = OmniModelForPublishedStructure(SMALL).eval()
    with pytest.raises(error, match=words):
        inspect(model, sequence)
    assert inspect(model, "A" * MAX_INSPECTED).head.logits.shape == (MAX_INSPECTED, 3)


@pytest.mark.parametrize("model", [OmniModelForSequenceRegression(SMALL), nn.Linear(2, 2)])
def test_a_model_without_a_structure_head_is_refused(model: nn.Module) -> None:
    with pytest.raises(InputError, match=r"predicts no structure: wanted"):
        inspect(model, RNA)


def test_a_token_head_with_other_labels_is_refused() -> None:
    with pytest.raises(InputError, match=r"predicts no structure: wanted"):
        inspect(OmniModelForTokenClassification(SMALL, num_labels=2), RNA)


def test_the_predictor_inspects_what_it_reads_once() -> None:
    predictor = Predictor("bundled", device="cpu")
    inspection = predictor.inspect(f">name\n{RNA.lower().replace('u', 't')}")
    assert predictor.inspect(RNA) is inspection
    assert inspection.tokens[1:-1] == tuple(RNA)
    assert not inspection.attention.flags.writeable
    assert not inspection.head.inputs.flags.writeable
    logits = inspection.head.logits - inspection.head.logits.max(axis=1, keepdims=True)
    classes = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(classes, predictor.outputs([RNA])[RNA].class_probabilities, atol=1e-5)
    assert Predictor("bundled", device="cpu").inspect(RNA) is not inspection
