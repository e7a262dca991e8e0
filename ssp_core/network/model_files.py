"""The files of a model's folder by name, and what those without weights say: its settings, and who saved it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ssp_core.errors import CheckpointError

CONFIG, WEIGHTS, TORCH_WEIGHTS, METADATA = "config.json", "model.safetensors", "pytorch_model.bin", "metadata.json"
TRAINING_NOTE = "training.json"  # what `ssp_core.training` writes beside a model about its training


def read_config(folder: Path) -> dict[str, Any]:
    """The config.json of a folder."""
    settings = read_object(folder / CONFIG)
    if settings is None:
        raise CheckpointError(f"Found no readable {CONFIG} in {folder.name}: wanted a model's folder.")
    return settings


def read_object(path: Path) -> dict[str, Any] | None:
    """The object in a JSON file; None where there is no file."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        return None
    except ValueError as error:
        raise CheckpointError(f"{path.name} in {path.parent.name} is no JSON: {error}.") from error
    if not isinstance(content, dict):
        raise CheckpointError(f"{path.name} in {path.parent.name} holds no object: wanted settings by name.")
    return content


def saved_by(folder: Path, settings: Mapping[str, Any]) -> str | None:
    """The class that saved a folder, this project's or OmniGenBench's; None for the authors' base checkpoints."""
    name = settings.get("architecture") or (read_object(folder / METADATA) or {}).get("model_cls")
    return None if name is None else str(name)
