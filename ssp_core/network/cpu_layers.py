"""The encoder's layers for inference on a CPU in bfloat16: the same computation as `encoder.py` in fewer operations.

Weights are stored once more in the layout that oneDNN multiplies (so they take twice the memory). One product gives
queries and keys, and one complex product applies the rotary positions to both. Attention is two products with a softmax
between, a few heads at a time: with narrow heads this takes less time than the fused kernel. `benchmarks/speed.md` has
the figures.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from transformers.modeling_outputs import BaseModelOutput

from ssp_core.network.encoder import OmniGenomeModel
from ssp_core.progress import checkpoint

_HEADS = 4  # computed at a time: their attention scores for 512 nucleotides take 2 MB
_COLUMNS = 32  # values are padded to a multiple of this: a product with 20 columns takes longer than one with 32


def optimize_for_cpu(model: nn.Module) -> nn.Module:
    """Make the encoder of a model (`model.model`) faster for inference, in place; return the model.

    Only an encoder in bfloat16 on a CPU that multiplies bfloat16 is changed, any other model is left alone. While
    gradients are enabled the encoder runs as before. The weights must not change afterwards, and the model can no
    longer be pickled (oneDNN's layout cannot be).
    """
    encoder = getattr(model, "model", None)
    if isinstance(encoder, OmniGenomeModel) and _is_supported(encoder):
        encoder.encoder.forward = _Layers(encoder.encoder)
    return model


def _is_supported(encoder: OmniGenomeModel) -> bool:
    weight = encoder.embeddings.word_embeddings.weight
    return (
        (weight.device.type, weight.dtype) == ("cpu", torch.bfloat16)
        and encoder.config._attn_implementation == "sdpa"
        and torch.backends.mkldnn.is_available()
        and bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())
    )


class _Layers:
    """Replaces the encoder's `forward`."""

    def __init__(self, encoder: Any) -> None:
        self.plain_forward = encoder.forward
        self.layers = [_Layer(layer) for layer in encoder.layer]
        self.norm = encoder.emb_layer_norm_after

    def __call__(
        self,
        hidden: Tensor,
        attention_mask: Tensor | None = None,
        *,
        position_embeddings: tuple[Tensor, Tensor],
        **kwargs: Any,
    ) -> BaseModelOutput:
        if torch.is_grad_enabled():
            return self.plain_forward(
                hidden, attention_mask=attention_mask, position_embeddings=position_embeddings, **kwargs
            )
        rotation = self.layers[0].rotation(position_embeddings)
        bias = None
        if attention_mask is not None:  # [B, 1, S, S], the same for every query
            bias = torch.zeros_like(attention_mask[:, :, :1], dtype=hidden.dtype)
            bias = bias.masked_fill_(~attention_mask[:, :, :1], float("-inf"))
        for layer in self.layers:
            checkpoint()
            hidden = layer(hidden, rotation, bias)
        return BaseModelOutput(last_hidden_state=self.norm(hidden))


class _Layer:
    """One layer: [B, S, H] to [B, S, H]."""

    def __init__(self, layer: Any) -> None:
        attention = layer.attention.self
        self.width, self.heads = attention.width, attention.query.out_features // attention.width
        query, key = attention.query, attention.key
        self.query_key = _Linear(
            torch.cat([self._interleaved(query.weight), self._interleaved(key.weight)]),
            torch.cat([self._interleaved(query.bias), self._interleaved(key.bias)]),
        )
        self.value = _Linear(attention.value.weight, attention.value.bias)
        self.attention_output = _Linear(layer.attention.output.dense.weight, layer.attention.output.dense.bias)
        self.intermediate = _Linear(layer.intermediate.dense.weight, layer.intermediate.dense.bias)
        self.output = _Linear(layer.output.dense.weight, layer.output.dense.bias)
        self.norms = (layer.attention.LayerNorm, layer.LayerNorm)

    def _interleaved(self, rows: Tensor) -> Tensor:
        """A head's rows in the order 0, D/2, 1, D/2 + 1, ...: rows that a rotation combines become neighbours.

        The products of queries with keys do not depend on the order.
        """
        halves = rows.detach().unflatten(0, (self.heads, 2, self.width // 2))
        return halves.transpose(1, 2).flatten(0, 2)

    def rotation(self, position_embeddings: tuple[Tensor, Tensor]) -> Tensor:
        """Rotary positions as complex numbers [1, S, 2 * heads, D/2], queries first; theirs include the scale."""
        cosine, sine = (angles[:, :, None, : self.width // 2].float() for angles in position_embeddings)
        rotation = torch.complex(cosine, sine).expand(-1, -1, self.heads, -1)
        return torch.cat([rotation * self.width**-0.5, rotation], dim=2)

    def __call__(self, hidden: Tensor, rotation: Tensor, bias: Tensor | None) -> Tensor:
        attention_norm, output_norm = self.norms
        hidden = hidden + self.attention_output(self._attention(attention_norm(hidden), rotation, bias))
        return hidden + self.output(F.gelu(self.intermediate(output_norm(hidden))))

    def _attention(self, inputs: Tensor, rotation: Tensor, bias: Tensor | None) -> Tensor:
        batch, length, _ = inputs.shape
        pairs = self.query_key(inputs).float().view(batch, length, 2 * self.heads, -1, 2)
        rotated = torch.view_as_real(torch.view_as_complex(pairs) * rotation).flatten(3).transpose(1, 2)
        query, key = rotated.to(inputs.dtype, memory_format=torch.contiguous_format).split(self.heads, dim=1)
        value = F.pad(self.value(inputs).view(batch, length, self.heads, -1), (0, -self.width % _COLUMNS))
        value = value.transpose(1, 2).contiguous()
        out = torch.empty_like(value)
        buffer = inputs.new_empty(_HEADS, length, length)
        for row in range(batch):
            for start in range(0, self.heads, _HEADS):
                heads = slice(start, start + _HEADS)
                keys = key[row, heads].transpose(1, 2)
                scores = buffer[: len(keys)]
                if bias is None:
                    torch.bmm(query[row, heads], keys, out=scores)
                else:
                    torch.baddbmm(bias[row], query[row, heads], keys, out=scores)
                torch.softmax(scores, dim=2, out=scores)
                torch.bmm(scores, value[row, heads], out=out[row, heads])
        return out[..., : self.width].transpose(1, 2).flatten(2)


class _Linear:
    """A linear layer whose weights are stored in oneDNN's layout."""

    def __init__(self, weight: Tensor, bias: Tensor) -> None:
        self.weight = torch.ops.mkldnn._reorder_linear_weight(weight.detach(), None)
        self.bias = bias.detach()

    def __call__(self, inputs: Tensor) -> Tensor:
        return torch.ops.mkldnn._linear_pointwise(inputs, self.weight, self.bias, "none", [], "")
