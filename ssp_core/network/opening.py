"""A model of the zoo, of a folder or of the Hub as a network: its weights, or its sizes alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ssp_core.card import FILE as CARD_FILE
from ssp_core.card import Card, check_files, find_card, read_card
from ssp_core.errors import CheckpointError
from ssp_core.network import checkpoint, hub
from ssp_core.network.encoder import encoder_config
from ssp_core.network.heads import OmniModelForPublishedStructure, OmniModelForTokenClassification
from ssp_core.network.labels import STRUCTURE_LABELS
from ssp_core.network.model import OmniModelForPairing
from ssp_core.network.model_files import TRAINING_NOTE, read_config, read_object, saved_by
from ssp_core.network.zoo import BUNDLED, ZooModel, entry_of, settings_of

_FRESH_SEED = 0


@dataclass(frozen=True, eq=False)
class OpenedModel:
    """A model in evaluation mode, on the CPU; `folder` is where its files are, `card` its card if it has one."""

    model: nn.Module
    entry: ZooModel
    revision: str
    folder: Path
    card: Card | None


def blueprint(entry: ZooModel) -> nn.Module | None:
    """The network of an entry on torch's meta device: all sizes, no weights; None where its sizes are not known."""
    settings = settings_of(entry)
    if settings is None:
        return None
    with torch.device("meta"):
        return build(entry.head, settings).eval()


def unused_parameters(entry: ZooModel) -> int:
    """Parameters in the published file that the authors' tool counts but a rotary network does not use.

    These are the table of positions, the contact head and the pooler; 0 for a model of this project, and where the
    sizes are not known.
    """
    settings = settings_of(entry) if entry.repository else None
    if settings is None:
        return 0
    config = encoder_config(settings)
    positions = config.max_position_embeddings * config.hidden_size
    contacts = config.num_hidden_layers * config.num_attention_heads + 1
    return int(positions + contacts + config.hidden_size * (config.hidden_size + 1))


@checkpoint.settings_checked()
def build(head: str, settings: Mapping[str, Any]) -> nn.Module:
    """The network with a head of that kind and fresh weights; CheckpointError where its settings make none."""
    if head == "pairing":
        return OmniModelForPairing(settings)
    if head == "published":
        return OmniModelForPublishedStructure(settings)
    return OmniModelForTokenClassification(settings, label2id=STRUCTURE_LABELS)


def open_model(
    name: str, *, attention: str = "sdpa", revision: str | None = None, progress: hub.Progress | None = None
) -> OpenedModel:
    """Open a model.

    Args:
        name: a key of the zoo, a local folder, or a Hub name, which stands for the published structure head.
        attention: "sdpa", or "eager" where attention maps are wanted.
        revision: a commit, branch or tag of the Hub's repository.
        progress: called with bytes done and bytes in all, from the threads that download.

    Returns:
        The model in evaluation mode on the CPU; never another one than `name`.

    Raises:
        CardError: the bundled model's card is missing or damaged.
        CheckpointError: files are missing or damaged, or not of the bundled model's card.
        HubError: there is no such folder, and the repository could not be downloaded.
    """
    entry = entry_of(name)
    if entry is not None and entry.repository is None:
        card = read_card(BUNDLED / CARD_FILE)
        check_files(card, BUNDLED)
        # The card's settings and figures are those of the trained head.
        return OpenedModel(
            _load(entry.head, BUNDLED, attention), entry, card.revision, BUNDLED, card if entry.trained else None
        )
    located = hub.locate(entry.repository if entry and entry.repository else name, revision=revision, progress=progress)
    entry = entry or _entry_of_folder(name, located.folder)
    model = _load(entry.head, located.folder, attention)
    return OpenedModel(model, entry, located.revision, located.folder, find_card(located.folder))


def _entry_of_folder(name: str, folder: Path) -> ZooModel:
    """The entry of a local folder or repository, by the class that saved it."""
    settings = read_config(folder)
    architecture = saved_by(folder, settings)
    heads = {
        OmniModelForPairing.__name__: "pairing",
        OmniModelForTokenClassification.__name__: "tokens",
        OmniModelForPublishedStructure.__name__: "saved",
        None: "published",
    }
    if architecture not in heads:
        raise CheckpointError(f"{folder.name} was saved by {architecture}, which predicts no structure.")
    repository = None if Path(name).is_dir() else name
    title = folder.name if repository is None else repository
    training = "Not known: it is a local folder." if repository is None else "Described in its repository."
    entry = ZooModel(title, title, repository, heads[architecture], True, training, "its own")
    entry = replace(entry, imitates_thermodynamics=entry.head == "published")
    return _with_note(entry, folder) if entry.head == "tokens" else entry


def _with_note(entry: ZooModel, folder: Path) -> ZooModel:
    """The entry with what this project's training has written about the model, if it has."""
    note = read_object(folder / TRAINING_NOTE)
    if note is None:
        return entry
    wanted = {"title": str, "training": str, "trained": bool, "imitates_thermodynamics": bool}
    for name, kind in wanted.items():
        if not isinstance(note.get(name), kind):
            raise CheckpointError(f"{TRAINING_NOTE} in {folder.name} lacks a {kind.__name__} {name}: wanted one.")
    return replace(entry, **{name: note[name] for name in wanted})


@checkpoint.settings_checked()
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
            raise CheckpointError(f"{folder.name} has the labels {', '.join(model.labels)}: wanted ( ) and .")
        return model
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(_FRESH_SEED)  # its predictions mean nothing, but are the same each time
        return OmniModelForTokenClassification(folder, label2id=STRUCTURE_LABELS, attention=attention).eval()
