"""The settings of a decoder: checked once, when they are made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ssp_core.errors import SettingsError
from ssp_core.folding.homology import FamilyHit

from .registry import BEST, DECODERS, SETTINGS, Decoder

# A network is more accurate than thermodynamics on families that it knows, and less on others. Chosen on VL0 and on new
# families (`benchmarks/accuracy.md`).
TRUST_OF_KNOWN, TRUST_OF_NEW = 0.9, 0.4
CHOSEN_BY_RNA = ("gamma", "trust")  # may be None: then each RNA takes its own


@dataclass(frozen=True)
class DecoderSettings:
    """Which decoder, and its numbers; ranges and defaults are those of `SETTINGS`.

    Args:
        decoder: one of `DECODERS`.
        gamma: weight of pairs in MEA; None lets each RNA take, of 1, 2 and 4, the one of the largest expected F1.
        trust: share of the network beside thermodynamics, 0 to 1; None lets each RNA take `TRUST_OF_KNOWN` where a
            known family was found in it and counts, else `TRUST_OF_NEW`.
        temperature: of the network's probabilities before decoding.
        family_weight: how much the pairs of a known family count where one is found, 0 to 1.

    Raises:
        SettingsError: if the decoder does not exist or a number is out of its range.

    Example:
        >>> DecoderSettings("mea", gamma=2.0).uses("trust")
        False
    """

    decoder: str = "mea"
    gamma: float | None = SETTINGS["gamma"].default
    trust: float | None = SETTINGS["trust"].default
    temperature: float = SETTINGS["temperature"].default
    family_weight: float = SETTINGS["family_weight"].default

    def __post_init__(self) -> None:
        if self.decoder not in DECODERS:
            raise SettingsError(f"The decoder {self.decoder!r} is unknown; one of {', '.join(DECODERS)} is wanted.")
        for name in SETTINGS:
            value = getattr(self, name)
            if not (name in CHOSEN_BY_RNA and value is None):
                check_number(name, value)

    @property
    def spec(self) -> Decoder:
        """The decoder's record in the registry."""
        return DECODERS[self.decoder]

    def trust_for(self, hits: Sequence[FamilyHit]) -> float:
        """The trust that an RNA takes in which these families were found."""
        if self.trust is not None:
            return self.trust
        return TRUST_OF_KNOWN if hits and self.family_weight else TRUST_OF_NEW

    def uses(self, name: str) -> bool:
        """Whether the decoder uses the number of that name."""
        return name in self.spec.settings

    def only_used(self) -> DecoderSettings:
        """The same with every number that the decoder does not use at its default."""
        unused: dict[str, Any] = {name: SETTINGS[name].default for name in SETTINGS if not self.uses(name)}
        return replace(self, **unused)


def check_number(name: str, value: object) -> None:
    """Raise SettingsError unless `value` is a number within the range of the setting of that name."""
    SETTINGS[name].check(value)


def given_numbers(decoder: str, numbers: Mapping[str, float | None]) -> dict[str, float]:
    """Check the numbers that were given beside a decoder.

    Args:
        decoder: a name of `DECODERS`, or "best", which takes every number.
        numbers: values by the names of `SETTINGS`; None stands for one that was not given.

    Returns:
        Those that were given.

    Raises:
        SettingsError: if one is out of its range, or the decoder does not use it.

    Example:
        >>> given_numbers("mea", {"gamma": 2.0, "trust": None})
        {'gamma': 2.0}
    """
    given = {name: value for name, value in numbers.items() if value is not None}
    for name, value in given.items():
        check_number(name, value)
        if decoder != BEST and name not in DecoderSettings(decoder).spec.settings:
            title = SETTINGS[name].title
            raise SettingsError(f"The decoder {decoder} does not use {title[0].lower()}{title[1:]}; leave it out.")
    return given
