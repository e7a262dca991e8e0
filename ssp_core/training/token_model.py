"""The model that a token head's training starts from: an encoder under a fresh head."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

from ssp_core.network import zoo
from ssp_core.network.heads import OmniModelForTokenClassification
from ssp_core.network.labels import STRUCTURE_LABELS
from ssp_core.network.model_files import read_config

from .recipe import RANDOM, TokenRecipe


def fresh_model(recipe: TokenRecipe) -> OmniModelForTokenClassification:
    """The base of a recipe under a fresh head; the same seed gives the same head, and the same random base.

    Raises:
        CheckpointError: the base's files are missing or damaged.
        HubError: there is no such base, or it cannot be downloaded.
    """
    source: str | Path | Mapping[str, Any]
    entry = zoo.entry_of(recipe.base)
    if recipe.base == RANDOM:
        source = read_config(zoo.BUNDLED)
    elif entry is not None:
        source = entry.repository or zoo.BUNDLED
    else:
        source = recipe.base
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(recipe.seed)
        return OmniModelForTokenClassification(source, label2id=STRUCTURE_LABELS)


def base_title(base: str) -> str:
    """What people call the base of a recipe."""
    if base == RANDOM:
        return "random encoder"
    entry = zoo.entry_of(base)
    if entry is not None and entry.repository is None:
        return "built-in encoder"
    name = entry.title.removesuffix(" + untrained head") if entry else Path(base).name if Path(base).is_dir() else base
    return f"encoder of {name}"
