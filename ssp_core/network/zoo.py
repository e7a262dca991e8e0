"""The named models: where each comes from, what taught it, whether its head is trained; and opening them.

On a public host the environment variable SSP_CORE_MODELS lists, with commas between, the keys a visitor may choose
(`bundled,omnigenome-52m`); where it is not set the whole zoo is on offer. A visitor never names a path or a repository.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ssp_core.assets import ASSETS
from ssp_core.card import FILE as CARD_FILE
from ssp_core.card import Card, check_files, find_card, read_card
from ssp_core.errors import CheckpointError
from ssp_core.network import checkpoint, hub
from ssp_core.network.encoder import encoder_config
from ssp_core.network.heads import OmniModelForPublishedStructure, OmniModelForTokenClassification
from ssp_core.network.labels import STRUCTURE_LABELS
from ssp_core.network.model import OmniModelForPairing

BUNDLED = ASSETS / "bundled"
OFFERED = "SSP_CORE_MODELS"
_FRESH_SEED = 0


@dataclass(frozen=True)
class ZooModel:
    """One model on offer.

    `head` is "pairing" (this project's), "published" (the structure head in the authors' checkpoint), "tokens" (a
    trained token head in a folder) or "fresh" (random weights: what it says means nothing). `parameters` is the count
    the authors' own tool prints, tensors that the network never uses included; `download` is in bytes; `sizes` are the
    encoder's. None stands for what is not known before the model is here.
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
    sizes: tuple[tuple[str, int], ...] | None = None


@dataclass(frozen=True, eq=False)
class OpenedModel:
    """A model in evaluation mode, on the CPU; `folder` is where its files are, `card` its card if it has one."""

    model: nn.Module
    entry: ZooModel
    revision: str
    folder: Path
    card: Card | None


def _sizes(hidden: int, layers: int, heads: int, intermediate: int) -> tuple[tuple[str, int], ...]:
    return (
        ("hidden_size", hidden),
        ("num_hidden_layers", layers),
        ("num_attention_heads", heads),
        ("intermediate_size", intermediate),
        ("vocab_size", 24),
    )


_BUNDLED_ENTRY = ZooModel(
    key="bundled",
    title="In the box",
    repository=None,
    head="pairing",
    trained=True,
    taught="Known structures and structures that ViennaRNA folded, by this project.",
    licence="MIT",
)
_TAUGHT = "Its structure head was taught ViennaRNA's structures of plant transcripts: it imitates ViennaRNA."
_PUBLISHED = (
    ZooModel(
        "omnigenome-52m", "OmniGenome-52M", "yangheng/OmniGenome-52M", "published", True, _TAUGHT, "MIT",
        52_454_788, 211_000_000, _sizes(480, 16, 24, 2400),
    ),
    ZooModel(
        "omnigenome-186m", "OmniGenome-186M", "yangheng/OmniGenome-186M", "published", True, _TAUGHT, "MIT",
        185_888_964, 746_000_000, _sizes(720, 32, 30, 2560),
    ),
    # Its sizes are published nowhere but in its own config.json: read from there once it is here.
    ZooModel(
        "omnigenome-418m", "OmniGenome-418M", "anonymous8/OmniGenome-418M", "published", True, _TAUGHT, "Apache-2.0",
    ),
)  # fmt: skip


def _with_fresh_head(entry: ZooModel) -> ZooModel:
    return replace(
        entry,
        key=f"{entry.key}-fresh",
        title=f"{entry.title}, fresh head",
        head="fresh",
        trained=False,
        taught="The encoder by its authors; the head by nobody: random weights, as in the tutorial.",
    )


def zoo() -> tuple[ZooModel, ...]:
    """Every model there is, the one in the box first."""
    return (_BUNDLED_ENTRY, *_PUBLISHED, *map(_with_fresh_head, _PUBLISHED))


def offered() -> tuple[ZooModel, ...]:
    """What a visitor may choose: all of the zoo, or the keys that the environment variable SSP_CORE_MODELS lists."""
    listed = os.environ.get(OFFERED)
    wanted = {key.strip() for key in listed.split(",")} if listed else None
    return tuple(entry for entry in zoo() if wanted is None or entry.key in wanted)


def entry_of(name: str) -> ZooModel | None:
    """The entry of a key, if it is one."""
    return next((entry for entry in zoo() if entry.key == name), None)


def folder_of(entry: ZooModel) -> hub.Located | None:
    """Where an entry's files are on this machine; None where they are not. Asks no host."""
    if entry.repository is not None:
        return hub.find_local(entry.repository)
    return hub.Located(BUNDLED, "local") if (BUNDLED / checkpoint.CONFIG).is_file() else None


def settings_of(entry: ZooModel) -> Mapping[str, Any] | None:
    """The settings of a model: its config.json's where it is here, else the published sizes; None for neither."""
    if entry.sizes is not None:
        return dict(entry.sizes)
    located = folder_of(entry)
    return checkpoint.read_config(located.folder) if located else None


def blueprint(entry: ZooModel) -> nn.Module | None:
    """The network of an entry on torch's meta device: every size and no weight; None where its sizes are not known."""
    settings = settings_of(entry)
    if settings is None:
        return None
    with torch.device("meta"):
        return build(entry.head, settings).eval()


def unused(entry: ZooModel) -> int:
    """Parameters of the published file that the authors' tool counts and a rotary network never reads: the table of
    positions, the contact head and the pooler. 0 for a model of this project and where sizes are not known."""
    settings = settings_of(entry) if entry.repository else None
    if settings is None:
        return 0
    config = encoder_config(settings)
    positions = config.max_position_embeddings * config.hidden_size
    contacts = config.num_hidden_layers * config.num_attention_heads + 1
    return int(positions + contacts + config.hidden_size * (config.hidden_size + 1))


def build(head: str, settings: Mapping[str, Any]) -> nn.Module:
    """The network of a kind of head with fresh weights."""
    if head == "pairing":
        return OmniModelForPairing(settings)
    if head == "published":
        return OmniModelForPublishedStructure(settings)
    return OmniModelForTokenClassification(settings, label2id=STRUCTURE_LABELS)


def open_model(
    name: str, *, attention: str = "sdpa", revision: str | None = None, progress: hub.Progress | None = None
) -> OpenedModel:
    """The model of a zoo key, a local folder or a Hub name, ready to run.

    A Hub name stands for the published structure head. CheckpointError or HubError where there is none; nothing
    but the model asked for is ever handed on.
    """
    entry = entry_of(name)
    if entry is not None and entry.repository is None:
        card = read_card(BUNDLED / CARD_FILE)
        check_files(card, BUNDLED)
        return OpenedModel(_load(entry.head, BUNDLED, attention), entry, card.revision, BUNDLED, card)
    located = hub.locate(entry.repository if entry and entry.repository else name, revision=revision, progress=progress)
    entry = entry or _entry_of_folder(name, located.folder)
    model = _load(entry.head, located.folder, attention)
    return OpenedModel(model, entry, located.revision, located.folder, find_card(located.folder))


def _entry_of_folder(name: str, folder: Path) -> ZooModel:
    """What a folder of one's own, or a repository, holds, by what its files say."""
    settings = checkpoint.read_config(folder)
    saved_by = checkpoint.saved_by(folder, settings)
    heads = {
        OmniModelForPairing.__name__: "pairing",
        OmniModelForTokenClassification.__name__: "tokens",
        OmniModelForPublishedStructure.__name__: "saved",
        None: "published",
    }
    if saved_by not in heads:
        raise CheckpointError(f"{folder.name} was saved by {saved_by}, which says nothing of structure.")
    repository = None if Path(name).is_dir() else name
    title = folder.name if repository is None else repository
    taught = "Its folder does not say." if repository is None else "Its repository says."
    return ZooModel(title, title, repository, heads[saved_by], True, taught, "its own")


def _load(head: str, folder: Path, attention: str) -> nn.Module:
    if head == "pairing":
        return OmniModelForPairing.from_pretrained(folder, attention=attention)
    if head == "published":
        return OmniModelForPublishedStructure.published(folder, attention=attention)
    if head == "saved":
        return OmniModelForPublishedStructure.from_pretrained(folder, attention=attention)
    if head == "tokens":
        model = OmniModelForTokenClassification.from_pretrained(folder, attention=attention)
        if set(model.labels) != set(STRUCTURE_LABELS):
            raise CheckpointError(f"{folder.name} tells {', '.join(model.labels)} apart: wanted ( ) and .")
        return model
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(_FRESH_SEED)  # a fresh head says nothing, but the same nothing each time
        return OmniModelForTokenClassification(folder, label2id=STRUCTURE_LABELS, attention=attention).eval()
