"""Step 2: the tokens of the RNA with their ids, mask and labels, and the dictionary that the model takes."""

from __future__ import annotations

from dataclasses import dataclass

from ssp_core.network.labels import IGNORED, STRUCTURE_LABELS
from ssp_core.network.vocabulary import VOCABULARY
from ssp_core.ui.templates import render

from .learner import Learner

_PRINTED = 24  # numbers of a tensor


@dataclass(frozen=True)
class Column:
    """One token: its id, whether it is real, the label it is trained on, and that label's letter (empty: none)."""

    token: str
    id: int
    mask: int
    label: int
    letter: str


def html(learner: Learner) -> str:
    """The picture."""
    found = columns(learner.sequence, learner.prediction.structure)
    length = len(found)
    tensors = {
        "input_ids": [column.id for column in found],
        "attention_mask": [column.mask for column in found],
        "labels": [column.label for column in found],
    }
    return render(
        "learn/tokens.html",
        columns=found,
        tensors={name: _printed(values) for name, values in tensors.items()},
        shape=f"[1, {length}]",
        labels=STRUCTURE_LABELS,
        vocabulary=tuple(enumerate(VOCABULARY)),
        with_reference=learner.result.reference is not None,
    )


def columns(sequence: str, structure: str) -> tuple[Column, ...]:
    """A column for each token; the labels are those of the structure, -100 on special tokens."""
    from ssp_core.network.tokenizer import OmniTokenizer

    tokenizer = OmniTokenizer()
    inputs = tokenizer(sequence)
    ids, mask = inputs["input_ids"][0].tolist(), inputs["attention_mask"][0].tolist()
    letters = ["", *structure, ""]
    labels = [STRUCTURE_LABELS.get(letter, IGNORED) for letter in letters]
    return tuple(map(Column, tokenizer.tokens(ids), ids, mask, labels, letters))


def _printed(values: list[int]) -> str:
    if len(values) <= _PRINTED:
        return ", ".join(map(str, values))
    half = _PRINTED // 2
    return ", ".join([*map(str, values[:half]), "…", *map(str, values[-half:])])
