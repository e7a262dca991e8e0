"""The readable link that reopens the page in a state: `?seq=...&ref=...&model=...&decoder=...`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from ssp_core.folding.decoding import DecoderSettings

from .folded import USUAL, Folded, in_range
from .models import DEFAULT
from .texts import DECODERS

MAX_QUERY = 4_000  # a sequence and a reference of the greatest length, and some


class LinkError(ValueError):
    """A link that cannot be opened; the message is one sentence."""


@dataclass(frozen=True)
class Link:
    """What a link asks for, still unread: text goes through the same reading as typed text."""

    sequence: str
    name: str = ""
    reference: str = ""
    model: str = DEFAULT
    decoder: str = "best"
    gamma: float = 1.0
    trust: float = 0.5
    temperature: float = 1.0
    families: float = DecoderSettings.family_weight


def parse(query: Mapping[str, str]) -> Link | None:
    """The link in a query, None if it holds no sequence; raises `LinkError` with a sentence."""
    sequence = query.get("seq", "")
    if not sequence:
        return None
    if sum(len(value) for value in query.values()) > MAX_QUERY:
        raise LinkError(f"The link holds more than {MAX_QUERY:,} characters; a shorter sequence is wanted.")
    decoder = query.get("decoder", "best")
    if decoder not in DECODERS:
        raise LinkError(f"The link names a decoder that does not exist; one of {', '.join(DECODERS)} is wanted.")
    numbers = {name: _number(query, name, default) for name, default in USUAL.items()}
    try:
        in_range(**numbers)  # whether or not the decoder uses them
    except ValueError as error:
        raise LinkError(f"In the link: {error}") from None
    name = " ".join(query.get("name", "").split())[:80]  # one line: what follows a header's end would be letters
    return Link(sequence, name, query.get("ref", ""), query.get("model", DEFAULT), decoder, **numbers)


_ALWAYS = "families"  # said in every link: what it counts changes with the model in the box


def _number(query: Mapping[str, str], name: str, default: float) -> float:
    try:
        return float(query.get(name, default))
    except ValueError:
        raise LinkError(f"The link's {name} is not a number; write it like {default:g}.") from None


def query_of(folded: Folded) -> str:
    """The query that reopens this result."""
    prediction = folded.prediction
    query = {"seq": str(prediction.sequence)}
    if prediction.name:
        query["name"] = prediction.name[:80]
    if folded.reference is not None:
        query["ref"] = folded.reference.dot_bracket
    query |= {"model": prediction.provenance.model, "decoder": folded.chosen}
    if folded.chosen != "best":
        query |= _settings(prediction.settings)
    return "?" + urlencode(query, safe="().")


def _settings(decoding: DecoderSettings) -> dict[str, str]:
    return {
        name: f"{value:g}"
        for name, usual in USUAL.items()
        if (value := getattr(decoding, "family_weight" if name == _ALWAYS else name)) != usual or name == _ALWAYS
    }
