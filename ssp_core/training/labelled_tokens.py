"""What a token head learns from: token ids with a label each, their batches, and how well labels are predicted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from ssp_core.network.heads import OmniModelForTokenClassification
from ssp_core.network.labels import IGNORED
from ssp_core.network.tokenizer import OmniTokenizer
from ssp_core.progress import report

from .rows import LabelledRna

_WINDOW = 16  # batches whose RNAs are sorted by length together, so that little is padded
_CHUNK = 16  # RNAs that are embedded or evaluated together
_MAX_BYTES = 1 << 30  # of embeddings that are kept


@dataclass(frozen=True, eq=False)
class LabelledTokens:
    """One sequence of S tokens: `input_ids` and `labels` int64 [S], -100 for what is ignored.

    `hidden` [S, H] holds the encoder's embeddings where they do not change in training.
    """

    input_ids: Tensor
    labels: Tensor
    hidden: Tensor | None = None

    def __len__(self) -> int:
        return len(self.input_ids)


@dataclass(frozen=True, eq=False)
class Evaluation:
    """The mean loss of a token, and the true and the predicted label ids of all tokens that count, in one row each."""

    loss: float
    targets: NDArray[np.int64]
    predicted: NDArray[np.int64]

    @property
    def macro_f1(self) -> float:
        """The mean F1 of the labels that occur, as scikit-learn computes it."""
        return macro_f1(self.targets, self.predicted)

    @property
    def accuracy(self) -> float:
        """The share of tokens that are predicted right."""
        return float((self.targets == self.predicted).mean()) if len(self.targets) else 0.0


def macro_f1(targets: NDArray[np.int64], predicted: NDArray[np.int64]) -> float:
    """The mean F1 of those label ids that occur in either array; 0 where there are none."""
    scores = []
    for label in np.union1d(targets, predicted):
        true, found = targets == label, predicted == label
        scores.append(2.0 * (true & found).sum() / (true.sum() + found.sum()))
    return float(np.mean(scores)) if scores else 0.0


class Labelling(Protocol):
    """What gives tokens and labels their ids: a model, or a data set."""

    @property
    def tokenizer(self) -> OmniTokenizer:
        """What gives tokens their ids."""

    @property
    def label2id(self) -> Mapping[str, int]:
        """The id of each label."""


def examples_of(labelling: Labelling, rnas: Iterable[LabelledRna]) -> list[LabelledTokens]:
    """RNAs as tokens and labels; the special tokens are ignored."""
    found = []
    for rna in rnas:
        labels = [IGNORED, *(labelling.label2id[letter] for letter in rna.structure), IGNORED]
        found.append(LabelledTokens(torch.tensor(labelling.tokenizer.encode(rna.sequence)), torch.tensor(labels)))
    return found


def embedded(model: OmniModelForTokenClassification, examples: Sequence[LabelledTokens]) -> list[LabelledTokens]:
    """The examples with the encoder's embeddings, computed once; as they are where these would take too much memory."""
    if sum(map(len, examples)) * model.config.hidden_size * 4 > _MAX_BYTES:
        return list(examples)
    found = list(examples)
    model.model.eval()
    for done, places in enumerate(chunks(examples)):
        report("embedding the training RNAs", done * _CHUNK, len(examples))
        batch = collate([examples[place] for place in places], model.tokenizer.pad_token_id)
        with torch.no_grad():
            hidden = model.encode(batch["input_ids"].to(model.device)).float().cpu()
        for place, row in zip(places, hidden, strict=True):
            found[place] = replace(examples[place], hidden=row[: len(examples[place])].clone())
    return found


def chunks(examples: Sequence[LabelledTokens]) -> list[list[int]]:
    """The places of all examples in chunks of similar length, always the same ones."""
    order = sorted(range(len(examples)), key=lambda place: len(examples[place]))
    return [order[start : start + _CHUNK] for start in range(0, len(order), _CHUNK)]


def epoch_batches(lengths: Sequence[int], batch_size: int, random: np.random.Generator) -> list[list[int]]:
    """One pass in random order: the places of each batch, of similar length where there are many."""
    order = random.permutation(len(lengths))
    window = _WINDOW * batch_size
    found: list[list[int]] = []
    for start in range(0, len(order), window):
        members = sorted(map(int, order[start : start + window]), key=lambda place: lengths[place])
        found += [members[first : first + batch_size] for first in range(0, len(members), batch_size)]
    return [found[index] for index in random.permutation(len(found))]


def collate(examples: Sequence[LabelledTokens], pad_token_id: int) -> dict[str, Tensor]:
    """A padded batch: `labels`, and `hidden` if every example has it, else `input_ids`."""
    batch = {"labels": pad_sequence([item.labels for item in examples], True, IGNORED)}
    hidden = [item.hidden for item in examples if item.hidden is not None]
    if len(hidden) == len(examples):
        return {**batch, "hidden": pad_sequence(hidden, True)}
    return {**batch, "input_ids": pad_sequence([item.input_ids for item in examples], True, pad_token_id)}
