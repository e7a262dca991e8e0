"""OmniGenome's encoder: ESM-2 module for module, so transformers' EsmModel in the OmniGenome configuration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from transformers import EsmConfig, EsmModel

from ssp_core.network.tokenizer import VOCABULARY

_SIZES = ("hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size", "vocab_size")
_OPTIONAL = {
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


def encoder_config(settings: Mapping[str, Any]) -> EsmConfig:
    """The configuration from the keys of a checkpoint's config.json, white-listed.

    Sizes must be there (ValueError names the missing one); anything that is not the encoder's own is left aside, so
    nothing in a downloaded file can name code to run. Published files write dropouts as the integer 0, on which
    transformers 5 fails: they become floats.
    """
    missing = [key for key in _SIZES if key not in settings]
    if missing:
        raise ValueError(f"The model's config.json has no {', '.join(missing)}: wanted an OmniGenome configuration.")
    if int(settings["vocab_size"]) != len(VOCABULARY):
        raise ValueError(f"Found a vocabulary of {settings['vocab_size']}: wanted OmniGenome's {len(VOCABULARY)} tokens.")
    chosen = {key: int(settings[key]) for key in _SIZES}
    for key, default in _OPTIONAL.items():
        chosen[key] = type(default)(settings.get(key, default))
    if chosen["position_embedding_type"] != "rotary" or chosen["emb_layer_norm_before"]:
        raise ValueError("Found position embeddings that are not rotary: wanted an OmniGenome configuration.")
    return EsmConfig(**chosen, add_cross_attention=False, is_decoder=False)


def build_encoder(config: EsmConfig, *, attention: str = "sdpa") -> EsmModel:
    """The encoder with fresh weights. `attention="eager"` where attention maps are wanted.

    The pooler is left out: no OmniGenome checkpoint uses it for a prediction a nucleotide.
    """
    config._attn_implementation = attention
    return EsmModel(config, add_pooling_layer=False)


def config_settings(config: EsmConfig) -> dict[str, Any]:
    """The white-listed keys of a configuration, as written to config.json."""
    return {key: getattr(config, key) for key in (*_SIZES, *_OPTIONAL)}
