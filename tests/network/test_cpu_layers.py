"""The CPU layers give what the plain ones and an encoder written by hand give, with padding and without."""

from __future__ import annotations

import pytest
import torch

from ssp_core.network.cpu_layers import optimize_for_cpu
from ssp_core.network.heads import OmniModelForPublishedStructure
from ssp_core.network.tokenizer import OmniTokenizer
from tests.network.folders import M52, SMALL, encode_by_hand, encoder_tensors

SIX_HEADS = {**SMALL, "num_attention_heads": 6}  # not a multiple of how many are computed at a time
SEQUENCES = ["GGGAAAUCCC", "GAAAAAAAAGGGGAGAAAUCCCGCCCGAAAGGGCGCCCAAAGGGC", "ACGUN"]
supported = torch.backends.mkldnn.is_available() and torch.ops.mkldnn._is_mkldnn_bf16_supported()
pytestmark = pytest.mark.skipif(not supported, reason="this processor does not multiply in bfloat16")


def made(sizes: dict[str, int]) -> OmniModelForPublishedStructure:
    """A model with wide random weights, in bfloat16."""
    model = OmniModelForPublishedStructure(sizes)
    tensors = encoder_tensors(sizes)
    fresh = model.model.state_dict()
    model.model.load_state_dict({name: tensors.get(name, tensor) for name, tensor in fresh.items()})
    return model.eval().to(torch.bfloat16)


@pytest.mark.parametrize("sizes", [SMALL, SIX_HEADS, {**M52, "num_hidden_layers": 2}])
@pytest.mark.parametrize("sequences", [SEQUENCES, SEQUENCES[1:2], SEQUENCES[1:2] * 2])
def test_the_optimized_encoder_gives_the_same(sizes: dict[str, int], sequences: list[str]) -> None:
    inputs = OmniTokenizer()(sequences)
    model = made(sizes)
    inside = inputs["attention_mask"].bool()
    with torch.inference_mode():
        plain = model(**inputs)["last_hidden_state"][inside].float()
        optimized = optimize_for_cpu(model)(**inputs)["last_hidden_state"][inside].float()
    rounded = {name: tensor.bfloat16().float() for name, tensor in encoder_tensors(sizes).items()}
    exact = encode_by_hand(rounded, sizes, ids=inputs["input_ids"], mask=inputs["attention_mask"])[inside]
    assert exact.std() > 0.5
    assert not torch.equal(optimized, plain)  # other operations ran
    error, usual = ((found - exact).square().mean().sqrt() for found in (optimized, plain))
    assert error < 1.5 * usual
    assert error < 0.03


def test_with_gradients_the_plain_encoder_runs() -> None:
    inputs = OmniTokenizer()(SEQUENCES)
    model = made(SMALL)
    plain = model(**inputs)["logits"].detach()
    outputs = optimize_for_cpu(model)(**inputs)["logits"]
    assert torch.equal(outputs.detach(), plain)
    outputs.float().sum().backward()
    assert model.model.encoder.layer[0].attention.self.query.weight.grad is not None


def test_other_precisions_are_left_alone() -> None:
    inputs = OmniTokenizer()(SEQUENCES)
    model = made(SMALL).float()
    with torch.inference_mode():
        plain = model(**inputs)["logits"]
        assert torch.equal(optimize_for_cpu(model)(**inputs)["logits"], plain)
    assert "forward" not in vars(model.model.encoder)
