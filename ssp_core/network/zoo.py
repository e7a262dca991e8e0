"""The named models: where each comes from, what taught it, whether its head is trained; and opening them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn
from transformers.initialization import no_init_weights

from ssp_core.network import checkpoint
from ssp_core.network.model import OmniModelForPairing

BUNDLED = Path(__file__).resolve().parents[2] / "assets" / "bundled"


@dataclass(frozen=True)
class ZooModel:
    """One model on offer.

    `head` is "pairing" (this project's), "published" (the structure head in the authors' checkpoint) or "fresh" (random
    weights: what it says means nothing). `parameters` is the count the authors' own tool prints, tensors that the
    network never uses included; `download` is in bytes. None stands for what is not known before the model is here.
    """

    key: str
    title: str
    repository: str | None
    head: str
    trained: bool
    taught: str
    licence: str
    parameters: int | None = None
    download: int | None = None


@dataclass(frozen=True, eq=False)
class OpenedModel:
    """A model in evaluation mode, in float32 on the CPU; `folder` is where its files lie."""

    model: nn.Module
    entry: ZooModel
    revision: str
    folder: Path


_BUNDLED_ENTRY = ZooModel(
    key="bundled",
    title="In the box",
    repository=None,
    head="pairing",
    trained=True,
    taught="Known structures and structures that ViennaRNA folded, by this project.",
    licence="MIT",
)


def zoo() -> tuple[ZooModel, ...]:
    """Every model on offer, the one in the box first."""
    return (_BUNDLED_ENTRY,)


def entry_of(name: str) -> ZooModel:
    """The entry of a key; CheckpointError names the keys there are."""
    for entry in zoo():
        if entry.key == name:
            return entry
    known = ", ".join(entry.key for entry in zoo())
    raise checkpoint.CheckpointError(f"Found no model named {name!r}: wanted one of {known}, or a model's folder.")


def settings_of(entry: ZooModel) -> Mapping[str, Any] | None:
    """The settings of a model as its config.json has them; None where they are not on this machine."""
    return checkpoint.read_config(BUNDLED) if (BUNDLED / checkpoint.CONFIG).is_file() else None


def blueprint(entry: ZooModel) -> nn.Module | None:
    """The network of an entry on torch's meta device: every size and no weight; None where its sizes are not known."""
    settings = settings_of(entry)
    if settings is None:
        return None
    with torch.device("meta"), no_init_weights():
        return OmniModelForPairing(settings).eval()


def open_model(name: str, *, attention: str = "sdpa") -> OpenedModel:
    """The model of a zoo key or of a local folder, ready to run; CheckpointError where there is none."""
    folder = Path(name)
    if not any(entry.key == name for entry in zoo()) and folder.is_dir():
        entry = ZooModel(folder.name, folder.name, None, "pairing", True, "The folder does not say.", "unknown")
    else:
        entry, folder = entry_of(name), BUNDLED
    model = OmniModelForPairing.from_pretrained(folder, attention=attention)
    return OpenedModel(model, entry, _revision(folder), folder)


def _revision(folder: Path) -> str:
    """What the folder's card calls this edition."""
    card = folder / "card.json"
    return str(json.loads(card.read_text(encoding="utf-8")).get("revision", "local")) if card.is_file() else "local"
