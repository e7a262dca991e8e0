"""The settings of a token head's training, each with its title, range and default: for the page, the shell and Python.

`least` and `most` of a `Setting` are checked when a `TokenRecipe` or `RandomRnas` is made, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ssp_core.errors import SettingsError
from ssp_core.folding.decoding import Setting
from ssp_core.rna import MAX_LENGTH

BUNDLED, RANDOM = "bundled", "random"
FROZEN_RATE, UNFROZEN_RATE = 1e-2, 1e-3  # by `python -m benchmarks.training`, with the bundled encoder

_SETTINGS = (
    Setting("steps", "Number of steps", "Batches to train on in total.", 300, 1, 1_000_000, 10, whole=True),
    Setting("batch_size", "Batch size", "RNAs in a batch, on each device.", 32, 1, 512, 1, whole=True),
    Setting(
        "learning_rate", "Learning rate",
        f"How far a step moves the weights; {FROZEN_RATE:g} suits a frozen encoder, {UNFROZEN_RATE:g} the bundled one "
        "unfrozen, 2e-05 a large pre-trained one unfrozen.",
        FROZEN_RATE, 1e-6, 100.0, 1e-6,
    ),
    Setting("warmup", "Warm-up", "Share of the steps in which the learning rate rises.", 0.1, 0.0, 0.9, 0.05),
    Setting("weight_decay", "Weight decay", "How much weights are drawn towards 0.", 0.01, 0.0, 1.0, 0.01),
    Setting(
        "max_length", "Longest RNA", "Nucleotides of the longest RNA that is trained on; longer ones are left out.",
        512, 4, MAX_LENGTH, 1, whole=True,
    ),
    Setting(
        "report_every", "Steps between reports", "After so many steps the validation RNAs are predicted.",
        10, 1, 10_000, 1, whole=True,
    ),
    Setting("seed", "Seed", "The same seed gives the same training.", 0, 0, 2**31 - 1, 1, whole=True),
)  # fmt: skip
SETTINGS: Mapping[str, Setting] = {setting.name: setting for setting in _SETTINGS}

_DATA_SETTINGS = (
    Setting("count", "Number of RNAs", "Random RNAs to make, folded by ViennaRNA.", 1000, 10, 5000, 10, whole=True),
    Setting("shortest", "Shortest", "Nucleotides of the shortest random RNA.", 20, 10, 200, 1, whole=True),
    Setting("longest", "Longest", "Nucleotides of the longest random RNA.", 60, 10, 200, 1, whole=True),
    Setting("share", "Validation share", "Share of the RNAs that are kept for validation.", 0.2, 0.05, 0.5, 0.05),
    Setting("data_seed", "Seed of the data", "The same seed gives the same RNAs.", 0, 0, 2**31 - 1, 1, whole=True),
)  # fmt: skip
DATA_SETTINGS: Mapping[str, Setting] = {setting.name: setting for setting in _DATA_SETTINGS}


@dataclass(frozen=True)
class TokenRecipe:
    """How a head for token classification is trained; ranges and defaults are those of `SETTINGS`.

    Args:
        base: the encoder under the fresh head: "bundled", "random" (fresh weights in the bundled encoder's sizes), a
            key of the zoo, a folder, or a Hub name.
        freeze_base: whether the encoder stays as it is, so that only the head learns.
        steps: batches in total.
        batch_size: RNAs in a batch, on each device.
        learning_rate: its highest value: it rises to it over the warm-up and falls to 0 at the last step.
        warmup: share of the steps in which the rate rises.
        weight_decay: of matrices, not of biases and norms.
        max_length: nucleotides of the longest RNA.
        report_every: steps between two reports.
        seed: of the head, of the order of the batches and of dropout.

    Raises:
        SettingsError: a number is out of its range, or there is no base.
    """

    base: str = BUNDLED
    freeze_base: bool = True
    steps: int = int(SETTINGS["steps"].default)
    batch_size: int = int(SETTINGS["batch_size"].default)
    learning_rate: float = SETTINGS["learning_rate"].default
    warmup: float = SETTINGS["warmup"].default
    weight_decay: float = SETTINGS["weight_decay"].default
    max_length: int = int(SETTINGS["max_length"].default)
    report_every: int = int(SETTINGS["report_every"].default)
    seed: int = int(SETTINGS["seed"].default)

    def __post_init__(self) -> None:
        for name, setting in SETTINGS.items():
            setting.check(getattr(self, name))
        if not self.base:
            raise SettingsError("The base is missing; bundled, random, a model's name or a folder is wanted.")

    def rate_at(self, step: int) -> float:
        """The learning rate of a step, counted from 0."""
        rising = self.warmup * self.steps
        if step < rising:
            return self.learning_rate * min(1.0, (step + 1) / rising)
        return self.learning_rate * (self.steps - step) / max(1.0, self.steps - rising)
