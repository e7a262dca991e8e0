"""Reading and writing weights, strictly: every tensor is accounted for by name and shape, and nothing is unpickled.

Three layouts are read: the Hub's (`OmniGenome.` before the encoder's names, the published heads beside it), the folders
that OmniGenBench saves (`model.` before them, `pytorch_model.bin`, `metadata.json`) and our own.
"""

from __future__ import annotations

import json
import pickle  # for the name of an error alone: nothing is unpickled
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from ssp_core.errors import CheckpointError

CONFIG, WEIGHTS, TORCH_WEIGHTS, METADATA = "config.json", "model.safetensors", "pytorch_model.bin", "metadata.json"
_PREFIXES = ("OmniGenome.", "model.", "esm.", "")
_ANCHOR = "embeddings.word_embeddings.weight"
_ENCODER = ("embeddings.", "encoder.", "contact_head.", "pooler.", "rotary_embeddings.")
# In the published files, and of no use: positions are rotary, no head of ours reads contacts or the pooled token.
_UNUSED = ("embeddings.position_embeddings.", "embeddings.position_ids", "contact_head.", "pooler.")
# Computed from the configuration, in full precision: a saved copy can be rounded to half.
_COMPUTED = "inv_freq"
# Whatever heads a file may hold beside its encoder.
HEADS = ("dense.", "classifier.", "lm_head.", "pooler.", "loss_fn.", "pairing.", "decoder.")


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A folder, read. `architecture` is the class that saved it, None for the authors' base checkpoints; `encoder` has
    the names of EsmModel, `heads` their own, `unused` is what the file holds and a rotary network never reads."""

    source: str
    settings: dict[str, Any]
    architecture: str | None
    encoder: dict[str, Tensor]
    heads: dict[str, Tensor]
    unused: dict[str, Tensor]


def read_config(folder: Path) -> dict[str, Any]:
    """The config.json of a folder."""
    settings = _read_json(folder / CONFIG)
    if settings is None:
        raise CheckpointError(f"Found no readable {CONFIG} in {folder.name}: wanted a model's folder.")
    return settings


def _read_json(path: Path) -> dict[str, Any] | None:
    """The object in a file; None where there is no file."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        return None
    except ValueError as error:
        raise CheckpointError(f"{path.name} in {path.parent.name} is no JSON: {error}.") from error
    if not isinstance(found, dict):
        raise CheckpointError(f"{path.name} in {path.parent.name} holds no object: wanted settings by name.")
    return found


def read_weights(folder: Path) -> dict[str, Tensor]:
    """The tensors of a folder, on the CPU: model.safetensors, or pytorch_model.bin read as plain tensors.

    OmniGenBench may leave the bare encoder in model.safetensors beside the whole model in pytorch_model.bin: where its
    metadata.json stands, the latter is read.
    """
    safe, pickled = folder / WEIGHTS, folder / TORCH_WEIGHTS
    if safe.is_file() and not ((folder / METADATA).is_file() and pickled.is_file()):
        try:
            return load_file(safe)
        except (SafetensorError, OSError) as error:
            raise CheckpointError(f"{WEIGHTS} in {folder.name} cannot be read: {error}.") from error
    if not pickled.is_file():
        raise CheckpointError(f"Found no {WEIGHTS} and no {TORCH_WEIGHTS} in {folder.name}: wanted a model's folder.")
    try:
        found = torch.load(pickled, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError) as error:
        raise CheckpointError(f"{TORCH_WEIGHTS} in {folder.name} holds more than tensors or is damaged.") from error
    if not isinstance(found, Mapping) or not all(isinstance(tensor, Tensor) for tensor in found.values()):
        raise CheckpointError(f"{TORCH_WEIGHTS} in {folder.name} holds no tensors by name: wanted a model's weights.")
    return dict(found)


def saved_by(folder: Path, settings: Mapping[str, Any]) -> str | None:
    """The class that saved a folder, ours or OmniGenBench's; None for the authors' base checkpoints."""
    name = settings.get("architecture") or (_read_json(folder / METADATA) or {}).get("model_cls")
    return None if name is None else str(name)


def read(folder: Path) -> Checkpoint:
    """A folder of any of the three layouts, its tensors sorted into encoder, heads and what is never used."""
    settings, tensors = read_config(folder), read_weights(folder)
    prefix = next((prefix for prefix in _PREFIXES if prefix + _ANCHOR in tensors), None)
    if prefix is None:
        raise CheckpointError(f"{folder.name} holds no OmniGenome encoder: wanted a tensor {_ANCHOR}.")
    starts = tuple(prefix + start for start in _ENCODER)
    encoder, heads, unused = {}, {}, {}
    for name, tensor in tensors.items():
        inner = name.removeprefix(prefix)
        if not name.startswith(starts):
            heads[name] = tensor
        elif inner.startswith(_UNUSED):
            unused[name] = tensor
        else:
            encoder[inner] = tensor
    strange = sorted(name for name in heads if not name.startswith(HEADS))
    if strange:
        raise CheckpointError(f"{folder.name} has {len(strange)} tensors this model has no place for: {strange[0]}.")
    return Checkpoint(folder.name, settings, saved_by(folder, settings), encoder, heads, unused)


def write(folder: Path, settings: Mapping[str, Any], tensors: Mapping[str, Tensor]) -> None:
    """Writes config.json and model.safetensors, making the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CONFIG).write_text(json.dumps(dict(settings), indent=2) + "\n", encoding="utf-8")
    save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, folder / WEIGHTS)


def load_strictly(module: nn.Module, tensors: Mapping[str, Tensor], *, source: str) -> None:
    """Loads tensors into a module; a missing, extra or misshapen one raises CheckpointError with its name.

    Rotary frequencies are left as computed, whatever the file says of them.
    """
    wanted = {name: tensor for name, tensor in module.state_dict().items() if not name.endswith(_COMPUTED)}
    found = {name: tensor for name, tensor in tensors.items() if not name.endswith(_COMPUTED)}
    for name, tensor in wanted.items():
        if name not in found:
            raise CheckpointError(f"{source} lacks the tensor {name}: wanted shape {list(tensor.shape)}.")
        if found[name].shape != tensor.shape:
            shapes = f"{list(found[name].shape)}: wanted {list(tensor.shape)}"
            raise CheckpointError(f"{source} has {name} of shape {shapes}.")
    extra = sorted(set(found) - set(wanted))
    if extra:
        raise CheckpointError(f"{source} has {len(extra)} tensors this model has no place for, first {extra[0]}.")
    module.load_state_dict(found, strict=False)
