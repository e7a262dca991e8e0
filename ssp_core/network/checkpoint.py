"""Reading and writing weights, strictly: every tensor is accounted for by name and shape, and nothing is unpickled."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safetensors.torch import load_file, save_file
from torch import Tensor, nn

CONFIG, WEIGHTS = "config.json", "model.safetensors"


class CheckpointError(ValueError):
    """A checkpoint that is not what it should be; the message says which file or tensor and what was wanted."""


def read_config(folder: Path) -> dict[str, Any]:
    """The config.json of a folder."""
    path = folder / CONFIG
    try:
        settings = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CheckpointError(f"Found no readable {CONFIG} in {folder.name}: wanted a model's folder.") from error
    except ValueError as error:
        raise CheckpointError(f"{CONFIG} in {folder.name} is no JSON: {error}.") from error
    if not isinstance(settings, dict):
        raise CheckpointError(f"{CONFIG} in {folder.name} holds no object: wanted a model's settings.")
    return settings


def read_weights(folder: Path) -> dict[str, Tensor]:
    """The tensors of a folder's model.safetensors, on the CPU."""
    path = folder / WEIGHTS
    if not path.is_file():
        raise CheckpointError(f"Found no {WEIGHTS} in {folder.name}: wanted a model's folder.")
    return load_file(path)


def write(folder: Path, settings: Mapping[str, Any], tensors: Mapping[str, Tensor]) -> None:
    """Writes config.json and model.safetensors, making the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CONFIG).write_text(json.dumps(dict(settings), indent=2) + "\n", encoding="utf-8")
    save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, folder / WEIGHTS)


def load_strictly(module: nn.Module, tensors: Mapping[str, Tensor], *, source: str) -> None:
    """Loads tensors into a module; a missing, extra or misshapen one raises CheckpointError with its name."""
    wanted = module.state_dict()
    for name, tensor in wanted.items():
        if name not in tensors:
            raise CheckpointError(f"{source} lacks the tensor {name}: wanted shape {list(tensor.shape)}.")
        if tensors[name].shape != tensor.shape:
            found = list(tensors[name].shape)
            raise CheckpointError(f"{source} has {name} of shape {found}: wanted {list(tensor.shape)}.")
    extra = sorted(set(tensors) - set(wanted))
    if extra:
        raise CheckpointError(f"{source} has {len(extra)} tensors this model has no place for, first {extra[0]}.")
    module.load_state_dict(dict(tensors))
