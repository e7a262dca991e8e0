"""The decoders there are, and the numbers they take: each stands here once, for the page, the shell, the API and links.

To add a decoder: a record in `DECODERS`, and what it does in `decoded.py` if its objective is a new one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ssp_core.errors import SettingsError

BEST = "best"  # not a decoder of its own: the settings that the model's card recommends


@dataclass(frozen=True)
class Setting:
    """A number that decoders or training take: its default, its range, and how the page names it.

    Attributes:
        name: as it is written in Python, the shell, the API and links.
        title: as the page writes it.
        hint: one sentence about it.
        default: its value where none is given.
        least: the lower end of its range, included.
        most: the upper end of its range, included.
        step: between two values that the page offers.
        whole: whether it is a whole number.
    """

    name: str
    title: str
    hint: str
    default: float
    least: float
    most: float
    step: float
    whole: bool = False

    def check(self, value: object) -> None:
        """Raise SettingsError unless `value` is a number within the range."""
        kind = "whole number" if self.whole else "number"
        wanted = f"a {kind} from {self.least:g} to {self.most:g} is wanted"
        title = self.title[0].lower() + self.title[1:]
        if value is None:
            raise SettingsError(f"The {title} is missing; {wanted}.")
        if isinstance(value, bool) or not isinstance(value, (int,) if self.whole else (int, float)):
            raise SettingsError(f"The {title} is {value!r}; {wanted}.")
        if not self.least <= value <= self.most:  # also refuses NaN
            raise SettingsError(f"The {title} is {value:g}; {wanted}.")


@dataclass(frozen=True)
class Decoder:
    """A way from probabilities to a structure.

    Attributes:
        name: as it is written in Python, the shell, the API and links.
        title: as the page writes it.
        hint: one sentence about it.
        settings: the names of the numbers it uses.
        objective: "argmax" takes the likeliest class of each nucleotide, "map" the likeliest valid structure, "mea" the
            structure of maximum expected accuracy.
        uses_thermo: whether its pair probabilities are averaged with thermodynamics.
        thermo_input: whether it takes the network that had thermodynamics as an input.
    """

    name: str
    title: str
    hint: str
    settings: tuple[str, ...]
    objective: Literal["argmax", "map", "mea"]
    uses_thermo: bool = False
    thermo_input: bool = False


_SETTINGS = (
    Setting("gamma", "Gamma", "Above 1 predicts more pairs, below 1 fewer but surer ones.", 1.0, 0.25, 4.0, 0.25),
    Setting("trust", "Trust in the network", "0 is thermodynamics alone, 1 the network alone.", 0.5, 0.0, 1.0, 0.05),
    Setting(
        "temperature", "Temperature", "Above 1 makes the network's probabilities less sure, below 1 surer.",
        1.0, 0.25, 4.0, 0.05,
    ),
    Setting(
        "family_weight", "Trust in a known family", "How much the pairs of a known family count where one is found.",
        0.75, 0.0, 1.0, 0.05,
    ),
)  # fmt: skip
SETTINGS: Mapping[str, Setting] = {setting.name: setting for setting in _SETTINGS}

_MEA = ("gamma", "temperature", "family_weight")
_DECODERS = (
    Decoder(
        "informed",
        "Informed",
        "Network and thermodynamics; the network also sees ViennaRNA's estimate.",
        ("trust", *_MEA),
        "mea",
        uses_thermo=True,
        thermo_input=True,
    ),
    Decoder(
        "mixed",
        "Mixed",
        "Network and thermodynamics averaged: the structure expected to have the most correct pairs.",
        ("trust", *_MEA),
        "mea",
        uses_thermo=True,
    ),
    Decoder("mea", "MEA", "Network only: the structure expected to have the most correct pairs.", _MEA, "mea"),
    Decoder(
        "map", "MAP", "Network only: the one valid structure that its class probabilities make likeliest.",
        ("family_weight",), "map",
    ),
    Decoder(
        "argmax", "Argmax", "Network only: the likeliest letter for each nucleotide; brackets without a valid partner "
        "are removed.", ("family_weight",), "argmax",
    ),
)  # fmt: skip
DECODERS: Mapping[str, Decoder] = {decoder.name: decoder for decoder in _DECODERS}

# What a visitor chooses from: title and hint by name, the recommended settings first.
CHOICES: Mapping[str, tuple[str, str]] = {
    BEST: ("Best", "Recommended: the setting that was most accurate in our tests (details in About).")
} | {decoder.name: (decoder.title, decoder.hint) for decoder in _DECODERS}
