"""What the form of the Train tab asks for, read: a recipe and its data. A visitor names no path and no repository."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ssp_core.errors import InputError, SettingsError
from ssp_core.folding.decoding import Setting
from ssp_core.network import zoo
from ssp_core.training.order import TrainingOrder
from ssp_core.training.random_rnas import RandomRnas
from ssp_core.training.recipe import BUNDLED, DATA_SETTINGS, RANDOM, SETTINGS, TokenRecipe
from ssp_core.training.rows import LabelledSet, Limits, read_rows, split
from ssp_core.ui.inputs import MAX_FILE, file_content

MAIN = ("learning_rate", "steps", "batch_size", "max_length")  # settings of the form; the others are folded away
OF_DATA = ("count", "shortest", "longest")
MORE = ("warmup", "weight_decay", "report_every", "seed")
MOST_STEPS = 5_000
MOST_ROWS = 5_000
_SHARE, _DATA_SEED = DATA_SETTINGS["share"].default, int(DATA_SETTINGS["data_seed"].default)


def bases() -> tuple[tuple[str, str], ...]:
    """Key and title of every encoder to train a head on: the built-in one, a random one, checkpoints that are here."""
    here = [
        (entry.key, entry.title)
        for entry in zoo.offered()
        if entry.head == "published" and zoo.folder_of(entry) is not None
    ]
    return ((BUNDLED, "Built-in encoder (trained)"), (RANDOM, "Random encoder (nothing learned)"), *here)


def order_of(fields: Mapping[str, Any], file: object, title: str, watch: str) -> TrainingOrder:
    """The training that a form asks for.

    Args:
        fields: the values of the form by name, numbers as they were typed.
        file: the bytes of a file in base64; None without one.
        title: the name of the file, for messages.
        watch: the RNA to watch.

    Raises:
        InputError: a number is none or out of its range, or the file cannot be used.
    """
    base = str(fields.get("base", BUNDLED))
    if base not in dict(bases()):
        raise SettingsError("There is no encoder of that name here; please choose one from the list.")
    numbers = {name: number(fields, SETTINGS[name]) for name in (*MAIN, *MORE)}
    if numbers["steps"] > MOST_STEPS:
        raise SettingsError(f"{numbers['steps']:,} steps are too many for this page; at most {MOST_STEPS:,} are taken.")
    recipe = TokenRecipe(base=base, freeze_base=bool(fields.get("freeze_base")), **numbers)
    if fields.get("data") == "file":
        return TrainingOrder(recipe, _labelled(file, title), watch)
    return TrainingOrder(recipe, RandomRnas(**{name: number(fields, DATA_SETTINGS[name]) for name in OF_DATA}), watch)


def number(fields: Mapping[str, Any], setting: Setting) -> Any:
    """A number of the form; SettingsError for what is none, with the setting's name."""
    text = str(fields.get(setting.name, "")).strip()
    try:
        value = float(text)
    except ValueError:
        raise SettingsError(f"The {setting.title.lower()} is {text[:20]!r}; a number is wanted.") from None
    return int(value) if setting.whole and value.is_integer() else value


def _labelled(file: object, title: str) -> LabelledSet:
    if not file:
        raise InputError("There is no file yet; choose one, or train on random RNAs.")
    rnas, note = read_rows(file_content(file), title[:80] or "The file", Limits(MAX_FILE, MOST_ROWS))
    training, validation = split(rnas, _SHARE, _DATA_SEED)
    return LabelledSet(tuple(training), tuple(validation), title[:80], (note,) if note else ())
