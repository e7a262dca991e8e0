"""The readable address that opens the page with a result: `?seq=...&ref=...&model=...&decoder=...`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from ssp_core.errors import LinkError, SettingsError
from ssp_core.folding.decoding import BEST, CHOICES, SETTINGS, DecoderSettings

from .models import DEFAULT
from .result import Result, choice_of

MAX_QUERY = 4_000  # characters: a sequence and a reference of the greatest length, and some
MAX_NAME = 80
# The name of each number in an address, which is older than that in Python.
NUMBERS = {"families" if name == "family_weight" else name: name for name in SETTINGS}
_ALWAYS = "families"  # in every address: the default changes with the bundled model


@dataclass(frozen=True)
class Link:
    """What an address asks for; its texts are not read yet and go the way of typed text."""

    sequence: str
    name: str = ""
    reference: str = ""
    model: str = DEFAULT
    choice: str | DecoderSettings = BEST

    @property
    def text(self) -> str:
        """What the sequence box holds: the sequence, below its name if it has one."""
        return f">{self.name}\n{self.sequence}" if self.name else self.sequence


def parse(query: Mapping[str, str]) -> Link:
    """The link in a query that has a sequence.

    Raises:
        LinkError: if it is too long, names no decoder, or has a number out of its range.
    """
    if sum(len(value) for value in query.values()) > MAX_QUERY:
        raise LinkError(f"The link has more than {MAX_QUERY:,} characters; a shorter sequence is wanted.")
    decoder = query.get("decoder", BEST)
    if decoder not in CHOICES:
        raise LinkError(f"The link names a decoder that does not exist; one of {', '.join(CHOICES)} is wanted.")
    numbers = {name: _number(query, key) for key, name in NUMBERS.items()}
    try:
        choice = choice_of(decoder, numbers)
    except SettingsError as error:
        raise LinkError(f"In the link: {error}") from None
    name = " ".join(query.get("name", "").split())[:MAX_NAME]  # one line: after a line break it would be letters
    return Link(query.get("seq", ""), name, query.get("ref", ""), query.get("model", DEFAULT), choice)


def is_plain(query: Mapping[str, str]) -> bool:
    """Whether an address asks for nothing but the page: no RNA, and no other tab."""
    return not query.get("seq") and query.get("tab", "fold") == "fold"


def _number(query: Mapping[str, str], key: str) -> float:
    default = SETTINGS[NUMBERS[key]].default
    try:
        return float(query.get(key, default))
    except ValueError:
        raise LinkError(f"The link's {key} is not a number; write it like {default:g}.") from None


def query_of(result: Result) -> str:
    """The query that opens this result, as it stands in an address."""
    return "?" + urlencode(query_values(result), safe="().")


def query_values(result: Result) -> dict[str, str]:
    """The query that opens this result."""
    query = {"seq": str(result.sequence)}
    if result.sequence.name:
        query["name"] = result.sequence.name[:MAX_NAME]
    if result.reference is not None:
        query["ref"] = result.reference.dot_bracket
    query |= {"model": result.prediction.provenance.model, "decoder": result.choice_name}
    if isinstance(result.choice, DecoderSettings):
        query |= _numbers(result.choice)
    return query


def _numbers(settings: DecoderSettings) -> dict[str, str]:
    values = {key: getattr(settings, name) for key, name in NUMBERS.items()}
    return {
        key: f"{value:g}"
        for key, value in values.items()
        if value is not None and (key == _ALWAYS or value != SETTINGS[NUMBERS[key]].default)
    }
