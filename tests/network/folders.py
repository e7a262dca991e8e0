"""Checkpoint folders in every layout, with random weights, made on the spot; and an encoder written out by hand."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor
from torch.nn import functional as F

SMALL = {
    "hidden_size": 48,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "intermediate_size": 96,
    "vocab_size": 24,
}
M52 = {
    "hidden_size": 480,
    "num_hidden_layers": 16,
    "num_attention_heads": 24,
    "intermediate_size": 2400,
    "vocab_size": 24,
}
# What else the published config.json says: integers where floats are meant, and code to run.
PUBLISHED = {
    "architectures": ["OmniGenomeModel", "OmniGenomeForMaskedLM"],
    "auto_map": {"AutoModel": "modeling_omnigenome.OmniGenomeModel"},
    "attention_probs_dropout_prob": 0.0,
    "hidden_dropout_prob": 0,
    "layer_norm_eps": 1e-05,
    "mask_token_id": 23,
    "max_position_embeddings": 1026,
    "pad_token_id": 1,
    "position_embedding_type": "rotary",
    "token_dropout": True,
    "emb_layer_norm_before": None,
    "model_type": "omnigenome",
    "torch_dtype": "float32",
}


def encoder_tensors(sizes: dict[str, int], seed: int = 0) -> dict[str, Tensor]:
    """Random tensors by the published names, without prefix, those that nothing reads included."""
    random = torch.Generator().manual_seed(seed)

    def normal(*shape: int, scale: float = 0.15, middle: float = 0.0) -> Tensor:
        return torch.randn(*shape, generator=random) * scale + middle

    hidden, wide = sizes["hidden_size"], sizes["intermediate_size"]
    found = {
        "embeddings.word_embeddings.weight": normal(24, hidden, scale=1.0),
        "embeddings.position_embeddings.weight": normal(1026, hidden),
        "contact_head.regression.weight": normal(1, sizes["num_hidden_layers"] * sizes["num_attention_heads"]),
        "contact_head.regression.bias": normal(1),
        "encoder.emb_layer_norm_after.weight": normal(hidden, middle=1.0),
        "encoder.emb_layer_norm_after.bias": normal(hidden),
    }
    for number in range(sizes["num_hidden_layers"]):
        layer = f"encoder.layer.{number}."
        found[layer + "attention.self.rotary_embeddings.inv_freq"] = frequencies(sizes)
        shapes = {
            "attention.self.query": (hidden, hidden),
            "attention.self.key": (hidden, hidden),
            "attention.self.value": (hidden, hidden),
            "attention.output.dense": (hidden, hidden),
            "intermediate.dense": (wide, hidden),
            "output.dense": (hidden, wide),
        }
        for name, shape in shapes.items():
            found[f"{layer}{name}.weight"] = normal(*shape, scale=1 / math.sqrt(shape[1]))
            found[f"{layer}{name}.bias"] = normal(shape[0], scale=0.02)
        for name in ("attention.LayerNorm", "LayerNorm"):
            found[f"{layer}{name}.weight"] = normal(hidden, middle=1.0)
            found[f"{layer}{name}.bias"] = normal(hidden)
    return found


def frequencies(sizes: dict[str, int]) -> Tensor:
    width = sizes["hidden_size"] // sizes["num_attention_heads"]
    return 1.0 / (10000 ** (torch.arange(0, width, 2).float() / width))


def head_tensors(hidden: int, seed: int = 1) -> dict[str, Tensor]:
    """The published heads: structure (`dense`, `classifier`) and masked language model."""
    random = torch.Generator().manual_seed(seed)
    shapes = {
        "dense.weight": (hidden, hidden),
        "dense.bias": (hidden,),
        "classifier.weight": (3, hidden),
        "classifier.bias": (3,),
        "lm_head.bias": (24,),
        "lm_head.dense.weight": (hidden, hidden),
        "lm_head.dense.bias": (hidden,),
        "lm_head.layer_norm.weight": (hidden,),
        "lm_head.layer_norm.bias": (hidden,),
        "lm_head.decoder.weight": (24, hidden),
    }
    return {name: torch.randn(*shape, generator=random) / math.sqrt(hidden) for name, shape in shapes.items()}


def write_hub(folder: Path, sizes: dict[str, int], *, prefix: str = "OmniGenome.", **more: Any) -> dict[str, Tensor]:
    """A folder as the authors published theirs; gives its tensors by file name. `more` joins the config."""
    folder.mkdir(parents=True)
    tensors = {prefix + name: tensor for name, tensor in encoder_tensors(sizes).items()}
    tensors |= head_tensors(sizes["hidden_size"])
    save_file(tensors, folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps({**PUBLISHED, **sizes, **more}))
    return tensors


def write_cache(cache: Path, name: str, *, kind: str = "models") -> Path:
    """The folder of a repository in the Hub's cache, still to be filled, as if it had been downloaded."""
    repository, commit = cache / f"{kind}--{name.replace('/', '--')}", "0" * 40
    (repository / "refs").mkdir(parents=True)
    (repository / "refs" / "main").write_text(commit)
    (repository / "snapshots").mkdir()
    return repository / "snapshots" / commit


def write_omnigenbench(folder: Path, sizes: dict[str, int], heads: dict[str, Tensor], **facts: Any) -> None:
    """A folder as OmniGenBench saves a fine-tuned model: encoder in half precision, a pickled tokenizer beside it.

    The bare encoder in model.safetensors is what newer transformers leave there; the tokenizer must never be opened.
    """
    folder.mkdir(parents=True)
    encoder = {f"model.{name}": tensor.half() for name, tensor in encoder_tensors(sizes).items()}
    torch.save(encoder | heads, folder / "pytorch_model.bin")
    save_file({name.removeprefix("model."): tensor for name, tensor in encoder.items()}, folder / "model.safetensors")
    (folder / "tokenizer.bin").write_bytes(b"cos\nsystem\n(S'exit 1'\ntR.")
    (folder / "metadata.json").write_text(json.dumps({"library_name": "OmniGenBench", **facts}))
    labels = {"label2id": {"(": 0, ")": 1, ".": 2}, "id2label": {"0": "(", "1": ")", "2": "."}}
    (folder / "config.json").write_text(json.dumps({**PUBLISHED, **sizes, **labels}))


def encode_by_hand(tensors: dict[str, Tensor], sizes: dict[str, int], ids: Tensor, mask: Tensor) -> Tensor:
    """The encoder's last hidden state, written out from the paper's equations, with no module of torch or of ours."""
    heads, width = sizes["num_attention_heads"], sizes["hidden_size"] // sizes["num_attention_heads"]
    batch, length = ids.shape

    def linear(name: str, x: Tensor) -> Tensor:
        return x @ tensors[name + ".weight"].T + tensors[name + ".bias"]

    def norm(name: str, x: Tensor) -> Tensor:
        return F.layer_norm(x, x.shape[-1:], tensors[name + ".weight"], tensors[name + ".bias"], 1e-5)

    angles = torch.arange(length).float()[:, None] * frequencies(sizes)
    cosine, sine = angles.cos().repeat(1, 2), angles.sin().repeat(1, 2)

    def rotated(x: Tensor) -> Tensor:
        x = x.view(batch, length, heads, width).transpose(1, 2)
        left, right = x.chunk(2, dim=-1)
        return x * cosine + torch.cat([-right, left], dim=-1) * sine

    masked = ids == 23
    x = tensors["embeddings.word_embeddings.weight"][ids].masked_fill(masked[..., None], 0.0)
    share = masked.sum(1).float() / mask.sum(1)
    x = x * (1 - 0.15 * 0.8) / (1 - share)[:, None, None] * mask[..., None]
    away = (1 - mask.float())[:, None, None, :] * -1e9
    for number in range(sizes["num_hidden_layers"]):
        layer = f"encoder.layer.{number}."
        y = norm(layer + "attention.LayerNorm", x)
        query = rotated(linear(layer + "attention.self.query", y) * width**-0.5)
        key = rotated(linear(layer + "attention.self.key", y))
        value = linear(layer + "attention.self.value", y).view(batch, length, heads, width).transpose(1, 2)
        mixed = (query @ key.transpose(2, 3) + away).softmax(-1) @ value
        x = x + linear(layer + "attention.output.dense", mixed.transpose(1, 2).reshape(batch, length, -1))
        y = linear(layer + "intermediate.dense", norm(layer + "LayerNorm", x))
        y = y * 0.5 * (1 + torch.erf(y / math.sqrt(2)))
        x = x + linear(layer + "output.dense", y)
    return norm("encoder.emb_layer_norm_after", x)
