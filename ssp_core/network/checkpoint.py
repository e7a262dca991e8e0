"""Reading and writing weights strictly: every tensor must fit by name and shape, and nothing is unpickled.

Three layouts are read: the Hub's (the encoder's names begin with `OmniGenome.`, the published heads are beside it), the
folders that OmniGenBench saves (`model.`, `pytorch_model.bin`, `metadata.json`) and this project's own.
"""

from __future__ import annotations

import json
import pickle  # only for the name of an error: nothing is unpickled
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from ssp_core.errors import CheckpointError
from ssp_core.network.model_files import CONFIG, METADATA, TORCH_WEIGHTS, WEIGHTS, read_config, saved_by

_PREFIXES = ("OmniGenome.", "model.", "esm.", "")
_ANCHOR = "embeddings.word_embeddings.weight"
_ENCODER = ("embeddings.", "encoder.", "contact_head.", "pooler.", "rotary_embeddings.")
# In the published files but not used: positions are rotary, and no head reads contacts or the pooled token.
_UNUSED = ("embeddings.position_embeddings.", "embeddings.position_ids", "contact_head.", "pooler.")
# Computed from the configuration in full precision, as a saved copy may be rounded to half.
_COMPUTED = "inv_freq"
# The heads that a file may hold beside its encoder.
HEADS = ("dense.", "classifier.", "lm_head.", "pooler.", "loss_fn.", "pairing.", "seq2seq_decoder.")


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """The contents of a folder.

    `architecture` is the class that saved it, None for the authors' base checkpoints. `encoder` holds tensors by the
    names of EsmModel, `heads` by the names in the file; `unused` tensors are in the file, but a rotary network does not
    use them.
    """

    source: str
    settings: dict[str, Any]
    architecture: str | None
    encoder: dict[str, Tensor]
    heads: dict[str, Tensor]
    unused: dict[str, Tensor]


@contextmanager
def settings_checked() -> Iterator[None]:
    """CheckpointError where the settings of a folder make no network, of which each layer complains in its own way."""
    try:
        yield
    except CheckpointError:
        raise
    except (TypeError, ValueError, ArithmeticError, RuntimeError) as error:
        reason = " ".join(str(error).split())
        raise CheckpointError(
            f"The settings in {CONFIG} make no network ({reason}): wanted those that the model was trained with."
        ) from error


def read_weights(folder: Path) -> dict[str, Tensor]:
    """The tensors of a folder, on the CPU: model.safetensors, or pytorch_model.bin read as plain tensors.

    In a folder of OmniGenBench (one with metadata.json) pytorch_model.bin is read, as model.safetensors may hold only
    the encoder there.
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
        tensors = torch.load(pickled, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError) as error:
        raise CheckpointError(f"{TORCH_WEIGHTS} in {folder.name} holds more than tensors or is damaged.") from error
    if not isinstance(tensors, Mapping) or not all(isinstance(tensor, Tensor) for tensor in tensors.values()):
        raise CheckpointError(f"{TORCH_WEIGHTS} in {folder.name} holds no tensors by name: wanted a model's weights.")
    return dict(tensors)


def read(folder: Path) -> Checkpoint:
    """The checkpoint in a folder of any of the three layouts."""
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
    unknown = sorted(name for name in heads if not name.startswith(HEADS))
    if unknown:
        raise CheckpointError(f"{folder.name} has {len(unknown)} tensors this model has no place for: {unknown[0]}.")
    return Checkpoint(folder.name, settings, saved_by(folder, settings), encoder, heads, unused)


def write(folder: Path, settings: Mapping[str, Any], tensors: Mapping[str, Tensor]) -> None:
    """Write config.json and model.safetensors; the folder is made."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CONFIG).write_text(json.dumps(dict(settings), indent=2) + "\n", encoding="utf-8")
    save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, folder / WEIGHTS)


def load_strictly(module: nn.Module, tensors: Mapping[str, Tensor], *, source: str) -> None:
    """Load tensors into a module; CheckpointError names one that is missing, extra or of another shape.

    Rotary frequencies stay as computed, whatever the file holds.
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
