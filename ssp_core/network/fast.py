"""The encoder's layers for reading only, on a CPU in bfloat16: the sums of `encoder.py` in fewer, larger steps.

Weights are laid out once as oneDNN multiplies them (beside the model's own, so they take their room twice); queries and
keys come from one product and are turned by one complex one; attention is two products with a softmax between, a few
heads at a time, which with heads as narrow as these takes less time than the fused kernel. `benchmarks/speed.md` has
the figures.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from transformers.modeling_outputs import BaseModelOutput

from ssp_core.network.encoder import OmniGenomeModel

_HEADS = 4  # at a time: their scores of 512 nucleotides are 2 MB
_COLUMNS = 32  # values are padded to as many: a product with 20 columns takes longer than one with 32


def quicken(model: nn.Module) -> nn.Module:
    """The same model; where its encoder (`model.model`) is in bfloat16 on a CPU that multiplies it, its layers run
    quickly from now on while no gradient is wanted. Its weights must not change after."""
    encoder = getattr(model, "model", None)
    if isinstance(encoder, OmniGenomeModel) and _fits(encoder):
        encoder.encoder.forward = _Layers(encoder.encoder)
    return model


def _fits(encoder: OmniGenomeModel) -> bool:
    weight = encoder.embeddings.word_embeddings.weight
    return (
        (weight.device.type, weight.dtype) == ("cpu", torch.bfloat16)
        and encoder.config._attn_implementation == "sdpa"
        and torch.backends.mkldnn.is_available()
        and bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())
    )


class _Layers:
    """In place of the encoder's own `forward`."""

    def __init__(self, encoder: Any) -> None:
        self.slowly = encoder.forward
        self.layers = [_Layer(layer) for layer in encoder.layer]
        self.norm = encoder.emb_layer_norm_after

    def __call__(
        self,
        hidden: Tensor,
        attention_mask: Tensor | None = None,
        *,
        position_embeddings: tuple[Tensor, Tensor],
        **more: Any,
    ) -> BaseModelOutput:
        if torch.is_grad_enabled():
            return self.slowly(hidden, attention_mask=attention_mask, position_embeddings=position_embeddings, **more)
        turn = self.layers[0].turn(position_embeddings)
        away = None
        if attention_mask is not None:  # [B, 1, S, S], the same for every query
            away = torch.zeros_like(attention_mask[:, :, :1], dtype=hidden.dtype)
            away = away.masked_fill_(~attention_mask[:, :, :1], float("-inf"))
        for layer in self.layers:
            hidden = layer(hidden, turn, away)
        return BaseModelOutput(last_hidden_state=self.norm(hidden))


class _Layer:
    """One layer: [B, S, H] to [B, S, H]."""

    def __init__(self, layer: Any) -> None:
        own = layer.attention.self
        self.width, self.heads = own.width, own.query.out_features // own.width
        query_key = [self._paired(each) for part in (own.query, own.key) for each in (part.weight, part.bias)]
        self.query_key = _Linear(torch.cat(query_key[::2]), torch.cat(query_key[1::2]))
        self.value = _Linear(own.value.weight, own.value.bias)
        self.mixed = _Linear(layer.attention.output.dense.weight, layer.attention.output.dense.bias)
        self.wider = _Linear(layer.intermediate.dense.weight, layer.intermediate.dense.bias)
        self.back = _Linear(layer.output.dense.weight, layer.output.dense.bias)
        self.norms = (layer.attention.LayerNorm, layer.LayerNorm)

    def _paired(self, rows: Tensor) -> Tensor:
        """A head's rows in the order 0, D/2, 1, D/2 + 1, ...: the two that positions turn together stand together. For
        the products of queries with keys their order is all one."""
        halves = rows.detach().unflatten(0, (self.heads, 2, self.width // 2))
        return halves.transpose(1, 2).flatten(0, 2)

    def turn(self, position_embeddings: tuple[Tensor, Tensor]) -> Tensor:
        """The turns of queries and keys as complex numbers [1, S, 2 * heads, D/2]; those of queries carry the scale."""
        cosine, sine = (angles[:, :, None, : self.width // 2].float() for angles in position_embeddings)
        turn = torch.complex(cosine, sine).expand(-1, -1, self.heads, -1)
        return torch.cat([turn * self.width**-0.5, turn], dim=2)

    def __call__(self, hidden: Tensor, turn: Tensor, away: Tensor | None) -> Tensor:
        first, second = self.norms
        hidden = hidden + self.mixed(self._attended(first(hidden), turn, away))
        return hidden + self.back(F.gelu(self.wider(second(hidden))))

    def _attended(self, inputs: Tensor, turn: Tensor, away: Tensor | None) -> Tensor:
        batch, length, _ = inputs.shape
        pairs = self.query_key(inputs).float().view(batch, length, 2 * self.heads, -1, 2)
        turned = torch.view_as_real(torch.view_as_complex(pairs) * turn).flatten(3).transpose(1, 2)
        query, key = turned.to(inputs.dtype, memory_format=torch.contiguous_format).split(self.heads, dim=1)
        value = F.pad(self.value(inputs).view(batch, length, self.heads, -1), (0, -self.width % _COLUMNS))
        value = value.transpose(1, 2).contiguous()
        out = torch.empty_like(value)
        scores = inputs.new_empty(_HEADS, length, length)
        for row in range(batch):
            for start in range(0, self.heads, _HEADS):
                some = slice(start, start + _HEADS)
                keys = key[row, some].transpose(1, 2)
                here = scores[: len(keys)]
                if away is None:
                    torch.bmm(query[row, some], keys, out=here)
                else:
                    torch.baddbmm(away[row], query[row, some], keys, out=here)
                torch.softmax(here, dim=2, out=here)
                torch.bmm(here, value[row, some], out=out[row, some])
        return out[..., : self.width].transpose(1, 2).flatten(2)


class _Linear:
    """A linear map whose weights lie as oneDNN wants them."""

    def __init__(self, weight: Tensor, bias: Tensor) -> None:
        self.weight = torch.ops.mkldnn._reorder_linear_weight(weight.detach(), None)
        self.bias = bias.detach()

    def __call__(self, inputs: Tensor) -> Tensor:
        return torch.ops.mkldnn._linear_pointwise(inputs, self.weight, self.bias, "none", [], "")
