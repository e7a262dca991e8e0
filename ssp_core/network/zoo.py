"""The models that have a name: where each comes from, how it was trained, whether its head is.

On a public server the environment variable SSP_CORE_MODELS lists the keys that a visitor may choose, separated by
commas (`bundled,omnigenome-52m`); without it all are offered. A visitor never names a path or a repository.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ssp_core.environment import MODELS
from ssp_core.errors import SettingsError
from ssp_core.network import hub
from ssp_core.network.model_files import CONFIG, read_config

BUNDLED = hub.BUNDLED


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
    return hub.Located(BUNDLED, "local") if (BUNDLED / CONFIG).is_file() else None


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
    return read_config(located.folder) if located else None
