"""OmniGenome's encoder: transformers' EsmModel (ESM-2) in the OmniGenome configuration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import EsmModel
from transformers.models.esm.modeling_esm import EsmRotaryEmbedding, EsmSelfAttention

from ssp_core.errors import CheckpointError
from ssp_core.network.configuration import OmniGenomeConfig
from ssp_core.network.vocabulary import VOCABULARY
from ssp_core.progress import checkpoint

_SIZES = ("hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size", "vocab_size")
_OPTIONAL: dict[str, Any] = {
    "layer_norm_eps": 1e-5,
    "max_position_embeddings": 1026,
    "hidden_dropout_prob": 0.0,
    "attention_probs_dropout_prob": 0.0,
    "token_dropout": True,
    "pad_token_id": 1,
    "mask_token_id": 23,
    "position_embedding_type": "rotary",
    "emb_layer_norm_before": False,
    "initializer_range": 0.02,
}


def encoder_config(settings: Mapping[str, Any]) -> OmniGenomeConfig:
    """The encoder's configuration from a checkpoint's config.json.

    Keys that are not the encoder's are ignored, so nothing in a downloaded file can name code to run. Published files
    write dropouts as the integer 0, on which transformers 5 fails: they become floats.

    Args:
        settings: must have the sizes `hidden_size`, `num_hidden_layers`, `num_attention_heads`, `intermediate_size` and
            `vocab_size`.

    Raises:
        CheckpointError: a size is missing, or the configuration is not OmniGenome's.
    """
    missing = [key for key in _SIZES if key not in settings]
    if missing:
        raise CheckpointError(
            f"The model's config.json has no {', '.join(missing)}: wanted an OmniGenome configuration."
        )
    if int(settings["vocab_size"]) != len(VOCABULARY):
        found = settings["vocab_size"]
        raise CheckpointError(f"Found a vocabulary of {found}: wanted OmniGenome's {len(VOCABULARY)} tokens.")
    chosen: dict[str, Any] = {key: int(settings[key]) for key in _SIZES}
    for key, default in _OPTIONAL.items():
        value = settings.get(key)
        chosen[key] = default if value is None else type(default)(value)
    if chosen["position_embedding_type"] != "rotary" or chosen["emb_layer_norm_before"]:
        raise CheckpointError("Found position embeddings that are not rotary: wanted an OmniGenome configuration.")
    return OmniGenomeConfig(**chosen, add_cross_attention=False, is_decoder=False)


class _Rotary(EsmRotaryEmbedding):
    """Rotary positions whose frequencies stay in float32 when the network is cast.

    Rounded to bfloat16 they would be wrong by a radian at nucleotide 500.
    """

    def _apply(self, fn: Callable[[Tensor], Tensor], recurse: bool = True) -> _Rotary:
        super()._apply(fn, recurse)
        cast = self.get_buffer("inv_freq")
        if cast.dtype != torch.float32:
            exact, _ = self.compute_default_rope_parameters(self.config)
            self.register_buffer("inv_freq", exact.to(cast.device))
        return self


class _SelfAttention(nn.Module):
    """ESM's self-attention in fewer operations.

    On a CPU attention is computed in float32 whatever the weights are: with heads as narrow as these that takes less
    time than bfloat16, and nothing is rounded.
    """

    def __init__(self, attention: EsmSelfAttention) -> None:
        super().__init__()
        self.query, self.key, self.value = attention.query, attention.key, attention.value
        self.width, self.dropout = attention.attention_head_size, attention.dropout

    def forward(
        self,
        hidden_states: Tensor,
        attention_mask: Tensor | None = None,
        *,
        position_embeddings: tuple[Tensor, Tensor],
        **_: Any,
    ) -> tuple[Tensor, None]:
        heads = (*hidden_states.shape[:-1], -1, self.width)
        query, key, value = (
            part(hidden_states).view(heads).transpose(1, 2) for part in (self.query, self.key, self.value)
        )
        dtype = torch.float32 if value.device.type == "cpu" else value.dtype
        mixed = F.scaled_dot_product_attention(
            _rotated(query, position_embeddings).to(dtype),
            _rotated(key, position_embeddings).to(dtype),
            value.to(dtype),
            attn_mask=attention_mask,
            dropout_p=self.dropout if self.training else 0.0,
        )
        return mixed.transpose(1, 2).flatten(2).to(value.dtype), None


def _rotated(heads: Tensor, position_embeddings: tuple[Tensor, Tensor]) -> Tensor:
    """Queries or keys [B, heads, S, D] with rotary positions, in float32; both halves of the angles are the same."""
    cosine, sine = (angles[:, None, :, : heads.shape[-1] // 2] for angles in position_embeddings)
    left, right = heads.float().chunk(2, dim=-1)
    return torch.cat([left * cosine - right * sine, right * cosine + left * sine], dim=-1)


class _Intermediate(nn.Module):
    """ESM's feed-forward layer with the exact GELU as one operation, where transformers has five."""

    def __init__(self, dense: nn.Module) -> None:
        super().__init__()
        self.dense = dense

    def forward(self, hidden: Tensor) -> Tensor:
        checkpoint()
        return F.gelu(self.dense(hidden))


class OmniGenomeModel(EsmModel):
    """The encoder: token ids [B, L + 2] to `last_hidden_state` [B, L + 2, H].

    The published files also hold a pooler, a contact head and a table of positions. Nothing uses them, so they are left
    out.
    """

    def __init__(self, config: OmniGenomeConfig) -> None:
        super().__init__(config, add_pooling_layer=False)
        self.rotary_embeddings = _Rotary(config)
        for layer in self.encoder.layer:
            if config._attn_implementation == "sdpa":
                layer.attention.self = _SelfAttention(layer.attention.self)
            layer.intermediate = _Intermediate(layer.intermediate.dense)
        del self.contact_head

    def init_weights(self) -> None:
        """Initialise the weights, except on the meta device, which has none: there it would take most of the time."""
        if self.device.type != "meta":
            super().init_weights()


def build_encoder(config: OmniGenomeConfig, *, attention: str = "sdpa") -> OmniGenomeModel:
    """The encoder with fresh weights; `attention` is "sdpa", or "eager" where attention maps are wanted."""
    config._attn_implementation = attention
    return OmniGenomeModel(config)


def config_settings(config: OmniGenomeConfig) -> dict[str, Any]:
    """The encoder's settings, as written to config.json."""
    return {key: getattr(config, key) for key in (*_SIZES, *_OPTIONAL)}
