"""The quick layers give what the plain ones and an encoder written by hand give, padded or not, and only when asked."""

from __future__ import annotations

import pytest
import torch

from ssp_core.network.fast import quicken
from ssp_core.network.heads import OmniModelForPublishedStructure
from ssp_core.network.tokenizer import OmniTokenizer
from tests.network.folders import M52, SMALL, encode_by_hand, encoder_tensors

SIX_HEADS = {**SMALL, "num_attention_heads": 6}  # not a multiple of how many are taken at a time
RNAS = ["GGGAAAUCCC", "GAAAAAAAAGGGGAGAAAUCCCGCCCGAAAGGGCGCCCAAAGGGC", "ACGUN"]
supported = torch.backends.mkldnn.is_available() and torch.ops.mkldnn._is_mkldnn_bf16_supported()
pytestmark = pytest.mark.skipif(not supported, reason="this processor does not multiply in bfloat16")


def made(sizes: dict[str, int]) -> OmniModelForPublishedStructure:
    """A model with wide random weights, in bfloat16."""
    model = OmniModelForPublishedStructure(sizes)
    tensors = encoder_tensors(sizes)
    own = model.model.state_dict()
    model.model.load_state_dict({name: tensors.get(name, tensor) for name, tensor in own.items()})
    return model.eval().to(torch.bfloat16)


@pytest.mark.parametrize("sizes", [SMALL, SIX_HEADS, {**M52, "num_hidden_layers": 2}])
@pytest.mark.parametrize("rnas", [RNAS, RNAS[1:2], RNAS[1:2] * 2])
def test_quick_is_the_same(sizes: dict[str, int], rnas: list[str]) -> None:
    inputs = OmniTokenizer()(rnas)
    model = made(sizes)
    inside = inputs["attention_mask"].bool()
    with torch.inference_mode():
        plain = model(**inputs)["last_hidden_state"][inside].float()
        quick = quicken(model)(**inputs)["last_hidden_state"][inside].float()
    rounded = {name: tensor.bfloat16().float() for name, tensor in encoder_tensors(sizes).items()}
    exact = encode_by_hand(rounded, sizes, ids=inputs["input_ids"], mask=inputs["attention_mask"])[inside]
    assert exact.std() > 0.5
    assert not torch.equal(quick, plain)  # it is another way
    error, usual = ((found - exact).square().mean().sqrt() for found in (quick, plain))
    assert error < 1.5 * usual
    assert error < 0.03


def test_gradients_go_the_plain_way() -> None:
    inputs = OmniTokenizer()(RNAS)
    model = made(SMALL)
    plain = model(**inputs)["logits"].detach()
    outputs = quicken(model)(**inputs)["logits"]
    assert torch.equal(outputs.detach(), plain)
    outputs.float().sum().backward()
    assert model.model.encoder.layer[0].attention.self.query.weight.grad is not None


def test_other_precisions_are_left_alone() -> None:
    inputs = OmniTokenizer()(RNAS)
    model = made(SMALL).float()
    with torch.inference_mode():
        plain = model(**inputs)["logits"]
        assert torch.equal(quicken(model)(**inputs)["logits"], plain)
    assert "forward" not in vars(model.model.encoder)
