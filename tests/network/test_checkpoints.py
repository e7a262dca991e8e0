"""Each layout is read for what it is, strictly; nothing in a folder is run, unpickled or made up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from ssp_core.errors import CheckpointError
from ssp_core.network import checkpoint, opening
from ssp_core.network.heads import (
    OmniModelForPublishedStructure,
    OmniModelForSequenceRegression,
    OmniModelForTokenClassification,
)
from ssp_core.network.model import OmniModelForPairing
from ssp_core.network.tokenizer import OmniTokenizer
from tests.network.folders import SMALL, encode_by_hand, encoder_tensors, head_tensors, write_hub, write_omnigenbench

SEQUENCES = ["GGGAAAUCCC", "GAAAAAAAAGGGGAGAAAUCCCGCCCGAAAGGGCGCCCAAAGGGC", "ACGUN"]
LABELS = {"(": 0, ")": 1, ".": 2}


def padded() -> dict[str, Tensor]:
    inputs = OmniTokenizer()(SEQUENCES)
    ids = inputs["input_ids"]
    ids[0, 4] = 23
    return {"input_ids": ids, "attention_mask": inputs["attention_mask"]}


@pytest.mark.parametrize("prefix", ["OmniGenome.", "model.", "esm.", ""])
@pytest.mark.parametrize("attention", ["eager", "sdpa"])
def test_the_encoder_agrees_with_one_written_by_hand(tmp_path: Path, prefix: str, attention: str) -> None:
    write_hub(tmp_path / "hub", SMALL, prefix=prefix)
    model = OmniModelForTokenClassification(tmp_path / "hub", label2id=LABELS, attention=attention).eval()
    inputs = padded()
    with torch.no_grad():
        found = model(**inputs)["last_hidden_state"]
    wanted = encode_by_hand(encoder_tensors(SMALL), SMALL, ids=inputs["input_ids"], mask=inputs["attention_mask"])
    inside = inputs["attention_mask"].bool()
    assert torch.allclose(found[inside], wanted[inside], atol=2e-5)
    assert found[inside].std() > 0.5


def test_the_published_head_is_two_linear_maps_and_a_softmax(tmp_path: Path) -> None:
    tensors = write_hub(tmp_path / "hub", SMALL)
    opened = opening.open_model(str(tmp_path / "hub"))
    assert isinstance(opened.model, OmniModelForPublishedStructure)
    assert (opened.revision, opened.entry.head, opened.entry.trained) == ("local", "published", True)
    inputs = padded()
    hidden = encode_by_hand(encoder_tensors(SMALL), SMALL, inputs["input_ids"], inputs["attention_mask"])
    dense = hidden @ tensors["dense.weight"].T + tensors["dense.bias"]
    wanted = (dense @ tensors["classifier.weight"].T + tensors["classifier.bias"]).softmax(-1)[:, 1:-1]
    found = opened.model.inference(inputs)["probabilities"]
    assert found.shape == (3, 45, 3)
    assert found.dtype == torch.float32
    for row, sequence in enumerate(SEQUENCES):
        assert torch.allclose(found[row, : len(sequence)], wanted[row, : len(sequence)], atol=2e-5)


def test_an_omnigenbench_folder_gives_its_trained_head(tmp_path: Path) -> None:
    heads = {name: tensor for name, tensor in head_tensors(48).items() if name.startswith("classifier.")}
    write_omnigenbench(tmp_path / "saved", SMALL, heads, model_cls="OmniModelForTokenClassification")
    model = OmniModelForTokenClassification.from_pretrained(tmp_path / "saved")
    assert torch.equal(model.classifier.weight, heads["classifier.weight"])
    assert model.label2id == LABELS
    tensors = {name: tensor.half().float() for name, tensor in encoder_tensors(SMALL).items()}
    inputs = padded()
    hidden = encode_by_hand(tensors, SMALL, inputs["input_ids"], inputs["attention_mask"])
    wanted = torch.tanh(hidden) @ heads["classifier.weight"].T + heads["classifier.bias"]
    with torch.no_grad():
        found = model(**inputs)["logits"]
    assert found.dtype == torch.float32
    inside = inputs["attention_mask"].bool()
    assert torch.allclose(found[inside], wanted[inside], atol=2e-5)
    assert opening.open_model(str(tmp_path / "saved")).entry.head == "tokens"


def test_an_omnigenbench_folder_gives_its_pooler_too(tmp_path: Path) -> None:
    heads = {
        "classifier.weight": torch.randn(1, 48),
        "classifier.bias": torch.randn(1),
        "pooler.pooler.dense.weight": torch.randn(48, 48),
        "pooler.pooler.dense.bias": torch.randn(48),
    }
    write_omnigenbench(tmp_path / "saved", SMALL, heads, model_cls="OmniModelForSequenceRegression")
    config = json.loads((tmp_path / "saved/config.json").read_text())
    (tmp_path / "saved/config.json").write_text(json.dumps({**config, "label2id": {"LABEL_0": 0}}))
    model = OmniModelForSequenceRegression.from_pretrained(tmp_path / "saved")
    assert torch.equal(model.pooler.dense.weight, heads["pooler.pooler.dense.weight"])
    with pytest.raises(CheckpointError, match="predicts no structure"):
        opening.open_model(str(tmp_path / "saved"))


def test_a_pickle_that_is_more_than_tensors_is_refused(tmp_path: Path) -> None:
    write_omnigenbench(tmp_path / "saved", SMALL, {}, model_cls="OmniModelForTokenClassification")
    torch.save({"a": Path("/")}, tmp_path / "saved/pytorch_model.bin")
    with pytest.raises(CheckpointError, match="more than tensors"):
        checkpoint.read(tmp_path / "saved")


def edit(folder: Path, name: str, tensor: Tensor | None) -> None:
    """Puts a tensor into a folder's weights, or takes it out."""
    tensors = load_file(folder / "model.safetensors")
    tensors.pop(name, None)
    save_file(tensors | ({} if tensor is None else {name: tensor}), folder / "model.safetensors")


@pytest.mark.parametrize(
    ("name", "tensor", "said"),
    [
        ("OmniGenome.encoder.layer.1.LayerNorm.bias", None, "lacks the tensor encoder.layer.1.LayerNorm.bias"),
        ("OmniGenome.encoder.layer.1.LayerNorm.bias", torch.zeros(7), r"LayerNorm.bias of shape \[7\]: wanted \[48\]"),
        ("OmniGenome.encoder.layer.3.LayerNorm.bias", torch.zeros(48), "no place for, first encoder.layer.3"),
        ("stranger.weight", torch.zeros(1), "no place for: stranger.weight"),
        ("OmniGenome.embeddings.word_embeddings.weight", None, "no OmniGenome encoder"),
    ],
)
def test_a_tensor_too_few_too_many_or_misshapen_is_named(
    tmp_path: Path, name: str, tensor: Tensor | None, said: str
) -> None:
    write_hub(tmp_path / "hub", SMALL)
    edit(tmp_path / "hub", name, tensor)
    with pytest.raises(CheckpointError, match=said):
        OmniModelForTokenClassification(tmp_path / "hub", label2id=LABELS)


def test_a_missing_half_of_the_published_head_is_named(tmp_path: Path) -> None:
    write_hub(tmp_path / "hub", SMALL)
    edit(tmp_path / "hub", "dense.bias", None)
    with pytest.raises(CheckpointError, match=r"lacks the tensor dense\.bias"):
        opening.open_model(str(tmp_path / "hub"))


def test_a_base_checkpoint_without_a_structure_head_says_so(tmp_path: Path) -> None:
    write_hub(tmp_path / "hub", SMALL)
    for name in head_tensors(48):
        edit(tmp_path / "hub", name, None)
    with pytest.raises(CheckpointError, match="no structure head"):
        opening.open_model(str(tmp_path / "hub"))
    with pytest.raises(CheckpointError, match="starts a fresh head"):
        OmniModelForTokenClassification.from_pretrained(tmp_path / "hub")


def test_what_a_config_may_say(tmp_path: Path) -> None:
    write_hub(tmp_path / "hub", SMALL, vocab_size=25)
    with pytest.raises(ValueError, match="vocabulary of 25"):
        opening.open_model(str(tmp_path / "hub"))
    (tmp_path / "hub/config.json").write_text("[]")
    with pytest.raises(CheckpointError, match="holds no object"):
        opening.open_model(str(tmp_path / "hub"))
    for odd in ({"hidden_size": "x"}, {"hidden_size": 7}, {"num_hidden_layers": -1e400}):
        (tmp_path / "hub/config.json").write_text(json.dumps({**SMALL, **odd}))
        with pytest.raises(CheckpointError, match=r"^The settings in config.json make no network \(.*\)"):
            opening.open_model(str(tmp_path / "hub"))
    (tmp_path / "hub/config.json").write_text('{"hidden_size": 48}')
    with pytest.raises(ValueError, match="no num_hidden_layers, num_attention_heads"):
        opening.open_model(str(tmp_path / "hub"))


@pytest.mark.parametrize("kind", [torch.float32, torch.bfloat16])
def test_our_folders_come_back_to_the_bit(tmp_path: Path, kind: torch.dtype) -> None:
    write_hub(tmp_path / "hub", SMALL)
    model = OmniModelForTokenClassification(tmp_path / "hub", label2id={".": 0, "(": 1, ")": 2}).eval().to(kind)
    model.save_pretrained(tmp_path / "ours")
    again = OmniModelForTokenClassification.from_pretrained(tmp_path / "ours")
    assert again.label2id == model.label2id
    for name, tensor in model.state_dict().items():
        assert torch.equal(tensor, again.state_dict()[name])
        assert tensor.dtype == again.state_dict()[name].dtype
    inputs = padded()
    with torch.no_grad():
        assert torch.equal(model(**inputs)["logits"], again(**inputs)["logits"])
    columns = again.inference(inputs)["probabilities"]
    with torch.no_grad():
        assert torch.equal(columns[..., 2], again(**inputs)["logits"][:, 1:-1].float().softmax(-1)[..., 0])


def test_the_pairing_model_comes_back_to_the_bit(tmp_path: Path) -> None:
    settings = {**SMALL, "pairing": {"maps": 4, "rank": 4, "channels": 8, "dilations": [1, 2]}}
    model = OmniModelForPairing(settings).eval()
    model.save_pretrained(tmp_path / "ours")
    opened = opening.open_model(str(tmp_path / "ours"))
    assert opened.entry.head == "pairing"
    inputs = padded()
    with torch.no_grad():
        assert torch.equal(model(**inputs)["pair_logits"], opened.model(**inputs)["pair_logits"])


def test_half_precision_keeps_positions_exact(tmp_path: Path) -> None:
    write_hub(tmp_path / "hub", SMALL)
    model = OmniModelForTokenClassification(tmp_path / "hub", label2id=LABELS).to(torch.bfloat16)
    rotary = model.model.rotary_embeddings
    assert rotary is not None
    assert model.classifier.weight.dtype == torch.bfloat16
    assert rotary.inv_freq.dtype == torch.float32
    width = SMALL["hidden_size"] // SMALL["num_attention_heads"]
    assert torch.equal(rotary.inv_freq, 1.0 / (10000 ** (torch.arange(0, width, 2).float() / width)))
