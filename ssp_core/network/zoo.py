"""The models that have a name: where each comes from, how it was trained, whether its head is; and opening them.

On a public server the environment variable SSP_CORE_MODELS lists the keys that a visitor may choose, separated by
commas (`bundled,omnigenome-52m`); without it all are offered. A visitor never names a path or a repository.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ssp_core.card import FILE as CARD_FILE
from ssp_core.card import Card, check_files, find_card, read_card
from ssp_core.environment import MODELS
from ssp_core.errors import CheckpointError, SettingsError
from ssp_core.network import checkpoint, hub
from ssp_core.network.encoder import encoder_config
from ssp_core.network.heads import OmniModelForPublishedStructure, OmniModelForTokenClassification
from ssp_core.network.labels import STRUCTURE_LABELS
from ssp_core.network.model import OmniModelForPairing

BUNDLED = hub.BUNDLED
TRAINING_NOTE = "training.json"  # what `ssp_core.training` writes beside a model about its training
_FRESH_SEED = 0


@dataclass(frozen=True)
class ZooModel:
    """One model.

    `head` is "pairing" (this project's), "published" (the structure head in the authors' checkpoint), "tokens" (a
    trained token head in a folder), "saved" (a published head that was saved again) or "fresh" (random weights, so that
    its predictions mean nothing). `training` is one sentence. `parameters` is the number that the authors' own tool
    prints, which includes tensors that the network does not use; `download` is in bytes; `sizes` are the encoder's.
    None stands for what is not known before the model is downloaded. `imitates_thermodynamics` is whether the head was
    trained on structures that ViennaRNA predicted.
    """

    key: str
    title: str
    repository: str | None
    head: str
    trained: bool
    training: str
    licence: str
    parameters: int | None = None
    download: int | None = None
    sizes: tuple[tuple[str, int], ...] | None = None
    imitates_thermodynamics: bool = False


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
    title="Built-in model",
    repository=None,
    head="pairing",
    trained=True,
    training="Trained by this project on known structures and on structures by ViennaRNA.",
    licence="MIT",
)
_TRAINING = "Its structure head was trained on ViennaRNA's structures of plant transcripts: it imitates ViennaRNA."
_PUBLISHED = (
    ZooModel(
        "omnigenome-52m", "OmniGenome-52M", "yangheng/OmniGenome-52M", "published", True, _TRAINING, "MIT",
        52_454_788, 211_000_000, _sizes(480, 16, 24, 2400), True,
    ),
    ZooModel(
        "omnigenome-186m", "OmniGenome-186M", "yangheng/OmniGenome-186M", "published", True, _TRAINING, "MIT",
        185_888_964, 746_000_000, _sizes(720, 32, 30, 2560), True,
    ),
    # Its sizes are published only in its config.json: they are read from there when it is downloaded.
    ZooModel(
        "omnigenome-418m", "OmniGenome-418M", "anonymous8/OmniGenome-418M", "published", True, _TRAINING, "Apache-2.0",
        imitates_thermodynamics=True,
    ),
)  # fmt: skip


def _with_fresh_head(entry: ZooModel, key: str, encoder: str, author: str) -> ZooModel:
    return replace(
        entry,
        key=key,
        title=f"{encoder} + untrained head",
        head="fresh",
        trained=False,
        imitates_thermodynamics=False,
        training=f"The encoder was trained by {author}; the head is untrained: random weights, as in the tutorial.",
    )


_ZOO = (
    _BUNDLED_ENTRY,
    _with_fresh_head(_BUNDLED_ENTRY, "bundled-untrained", "Built-in encoder", "this project"),
    *_PUBLISHED,
    *(_with_fresh_head(entry, f"{entry.key}-fresh", entry.title, "its authors") for entry in _PUBLISHED),
)


def zoo() -> tuple[ZooModel, ...]:
    """Every model, the bundled one first, then its encoder under an untrained head."""
    return _ZOO


def offered() -> tuple[ZooModel, ...]:
    """The models that a visitor may choose: all, or those that the environment variable SSP_CORE_MODELS lists.

    Raises:
        SettingsError: it lists a name that no model has.
    """
    wanted, keys = MODELS.value(), [entry.key for entry in zoo()]
    unknown = [key for key in wanted if key not in keys]
    if unknown:
        raise SettingsError(f"{MODELS.name} lists {unknown[0][:60]!r}; names of {', '.join(keys)} are wanted.")
    return tuple(entry for entry in zoo() if not wanted or entry.key in wanted)


def entry_of(name: str) -> ZooModel | None:
    """The entry of a key; None where there is no such key."""
    return next((entry for entry in zoo() if entry.key == name), None)


def folder_of(entry: ZooModel) -> hub.Located | None:
    """Where an entry's files are on this machine, or None; makes no connection."""
    if entry.repository is not None:
        return hub.find_local(entry.repository)
    return hub.Located(BUNDLED, "local") if (BUNDLED / checkpoint.CONFIG).is_file() else None


def facts(entry: ZooModel) -> dict[str, Any]:
    """What is known of an entry as plain JSON types; None where it is not known before a download."""
    return {
        "name": entry.key,
        "title": entry.title,
        "trained": entry.trained,
        "downloaded": folder_of(entry) is not None,
        "parameters": entry.parameters,
        "download_bytes": entry.download,
        "repository": entry.repository,
        "training": entry.training,
        "imitates_thermodynamics": entry.imitates_thermodynamics,
        "licence": entry.licence,
    }


def settings_of(entry: ZooModel) -> Mapping[str, Any] | None:
    """The published sizes of a model, else the settings in its config.json; None where neither is known."""
    if entry.sizes is not None:
        return dict(entry.sizes)
    located = folder_of(entry)
    return checkpoint.read_config(located.folder) if located else None


def blueprint(entry: ZooModel) -> nn.Module | None:
    """The network of an entry on torch's meta device: all sizes, no weights; None where its sizes are not known."""
    settings = settings_of(entry)
    if settings is None:
        return None
    with torch.device("meta"):
        return build(entry.head, settings).eval()


def unused(entry: ZooModel) -> int:
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
    settings = checkpoint.read_config(folder)
    saved_by = checkpoint.saved_by(folder, settings)
    heads = {
        OmniModelForPairing.__name__: "pairing",
        OmniModelForTokenClassification.__name__: "tokens",
        OmniModelForPublishedStructure.__name__: "saved",
        None: "published",
    }
    if saved_by not in heads:
        raise CheckpointError(f"{folder.name} was saved by {saved_by}, which predicts no structure.")
    repository = None if Path(name).is_dir() else name
    title = folder.name if repository is None else repository
    training = "Not known: it is a local folder." if repository is None else "Described in its repository."
    entry = ZooModel(title, title, repository, heads[saved_by], True, training, "its own")
    entry = replace(entry, imitates_thermodynamics=entry.head == "published")
    return _with_note(entry, folder) if entry.head == "tokens" else entry


def _with_note(entry: ZooModel, folder: Path) -> ZooModel:
    """The entry with what this project's training has written about the model, if it has."""
    note = checkpoint.read_object(folder / TRAINING_NOTE)
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
