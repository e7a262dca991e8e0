"""From sequence to logits as a row of boxes, and a sequence as its tokens."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ssp_core.network.vocabulary import VOCABULARY, encode

if TYPE_CHECKING:
    from ssp_core.network.summary import ModuleRow, Summary

_SHOWN = 60  # tokens; of a longer sequence the middle is left out
_SOFTMAX = "Softmax turns the logits of one {what} into probabilities that sum to 1."
# What becomes of the logits, by the class of the network.
_LOGITS = {
    "OmniModelForTokenRegression": "Here the number is the prediction itself.",
    "OmniModelForSequenceRegression": "Here the number is the prediction itself.",
    "OmniModelForMultiLabelSequenceClassification": "The sigmoid function turns each logit into a probability.",
    "OmniModelForSequenceClassification": _SOFTMAX.format(what="RNA"),
    "OmniModelForSeq2Seq": _SOFTMAX.format(what="written symbol"),
}


@dataclass(frozen=True)
class Box:
    """One step: what it is called, its class, the shape of what leaves it, a sentence, and whether it is marked."""

    name: str
    kind: str
    shape: str
    explanation: str
    is_changed: bool = False


@dataclass(frozen=True)
class Token:
    """One token with its id; special ones stand for no nucleotide."""

    text: str
    id: int

    @property
    def is_special(self) -> bool:
        """Whether it is a mark such as <cls>, not a letter."""
        return len(self.text) > 1


@dataclass(frozen=True)
class Tokens:
    """The tokens of a sequence: the first of them, how many are left out, and the last."""

    first: tuple[Token, ...]
    n_hidden: int
    last: tuple[Token, ...]
    vocabulary: tuple[Token, ...]


def boxes(summary: Summary, length: int, *, changed: bool = False) -> tuple[Box, ...]:
    """The steps from sequence to logits for an RNA of `length` nt; `changed` marks those of the head."""
    whole = summary.rows[0]
    parts = [row for row in summary.rows if row.depth == 1]
    head = [row for row in parts if row.name != "model"]
    encoder = next(row for row in parts if row.name == "model")
    width = f"{_sizes(encoder.shape)[-1]:,}"
    return (
        Box("sequence", "letters", f"{length:,} nt", "The RNA as it was typed, one letter for each nucleotide."),
        Box(
            "tokens",
            "OmniTokenizer",
            f"[1, {length + 2}]",
            f"Each letter becomes a number, its token id. The special tokens <cls> and <eos> frame the sequence: "
            f"{length:,} + 2 = {length + 2:,}.",
        ),
        Box(
            "encoder (base model)",
            encoder.class_name,
            encoder.shape,
            "The encoder reads all tokens together and describes each of them by an embedding: "
            f"{width} numbers that depend on the whole RNA.",
        ),
        Box(
            "head",
            ", ".join(f"{row.name}: {row.class_name}" for row in head),
            ", ".join(row.shape for row in head),
            "The head is the small network on top that turns embeddings into the answer to one task.",
            changed,
        ),
        Box("logits", "raw scores", whole.shape, _logits(whole), changed),
    )


def _logits(whole: ModuleRow) -> str:
    meaning = _LOGITS.get(whole.class_name, _SOFTMAX.format(what="nucleotide"))
    return f"A logit is a raw score: the higher, the likelier. {meaning}"


def special_tokens(shape: str, length: int) -> str:
    """Why logits of this shape have as many rows as they have for an RNA of `length` nt."""
    sizes = _sizes(shape)
    if len(sizes) < 3:
        return "This head answers for the whole RNA: it reads the embedding of <cls> alone."
    rows = sizes[1]
    if rows == length:
        return (
            f"This model drops the embeddings of <cls> and <eos> before its head: its logits have {length:,} rows, one "
            "for each nucleotide."
        )
    if rows == length + 2:
        return (
            f"This head answers for every token: of the {rows:,} rows of logits the first (<cls>) and the last (<eos>) "
            f"are dropped afterwards, which leaves {length:,}."
        )
    return f"This head writes one symbol after the other: {length:,} for the structure, then one that ends it."


def _sizes(shape: str) -> list[int]:
    """The sizes in a shape as `Summary` writes it."""
    sizes: list[int] = json.loads(shape)
    return sizes


def tokens(sequence: str) -> Tokens:
    """The tokens of a sequence, the middle of a long one left out."""
    found = [_token(index) for index in encode(sequence)]
    hidden = max(0, len(found) - _SHOWN)
    return Tokens(tuple(found[: _SHOWN - 1] if hidden else found[:-1]), hidden, tuple(found[-1:]), _vocabulary())


def _vocabulary() -> tuple[Token, ...]:
    return tuple(map(_token, range(len(VOCABULARY))))


def _token(index: int) -> Token:
    return Token(VOCABULARY[index], index)
