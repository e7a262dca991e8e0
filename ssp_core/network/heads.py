"""Five of the tutorial's six heads, on every token or on the whole sequence: raw scores out, the loss to match.

As in OmniGenBench a tanh stands between the encoder and the head, and a whole sequence is read off its first token;
unlike there, `logits` are raw scores: its softmax before a cross-entropy, which takes another, keeps that loss above
0.55.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ssp_core.errors import CheckpointError
from ssp_core.network import checkpoint
from ssp_core.network.allocator import trimmed
from ssp_core.network.labels import IGNORED, STRUCTURE_LABELS
from ssp_core.network.omni import Given, OmniModel


class Pooler(nn.Module):
    """The first token's embedding through a linear map and a tanh: [B, S, H] to [B, H]."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.dense = nn.Linear(hidden, hidden)

    def forward(self, hidden: Tensor) -> Tensor:
        return torch.tanh(self.dense(hidden[:, 0]))


class _WithClassifier(OmniModel):
    """A linear head."""

    pools: ClassVar[bool] = False

    def add_head(self) -> None:
        if self.pools:
            self.pooler = Pooler(self.config.hidden_size)
        self.dropout = nn.Dropout(self.config.hidden_dropout_prob or 0.0)
        self.activation = nn.Tanh()
        self.classifier = nn.Linear(self.config.hidden_size, self.num_labels)

    def head(self, hidden: Tensor) -> Tensor:
        hidden = self.activation(self.dropout(hidden))
        scores: Tensor = self.classifier(self.pooler(hidden) if self.pools else hidden)
        return scores

    def read(self, logits: Tensor) -> tuple[Tensor, Tensor]:
        """Raw scores to predictions and to how sure they are, from 0 to 1 (or the values again)."""
        raise NotImplementedError

    def words(self, predictions: Tensor) -> Any:
        """One sequence's predictions as lists of labels or numbers."""
        raise NotImplementedError

    @torch.no_grad()
    def predict(self, sequences: Given) -> dict[str, Tensor]:
        """Sequences, or the tokenizer's output, to `predictions` for every token, the special ones included, with
        `logits` and `last_hidden_state`."""
        outputs = self(**self.inputs(sequences))
        return {"predictions": self.read(outputs["logits"].float())[0], **outputs}

    @trimmed
    @torch.inference_mode()
    def inference(self, sequences: Given | None = None, **inputs: Tensor) -> dict[str, Any]:
        """Sequences, or the tokenizer's output, to `predictions` in the labels' own words, without special tokens and
        padding; `confidence`, `logits` and `last_hidden_state` beside them. For a single string its own, not a list."""
        tokens = self.inputs(inputs if sequences is None else sequences)
        outputs = self(**tokens)
        chosen, sure = self.read(outputs["logits"].float())
        lengths = tokens["input_ids"].ne(self.tokenizer.pad_token_id).sum(dim=1).tolist()
        rows = [self.words(row if self.pools else row[1 : n - 1]) for row, n in zip(chosen, lengths, strict=True)]
        result = {"predictions": rows, "confidence": sure, **outputs, **self.more(outputs["logits"])}
        return {name: value[0] for name, value in result.items()} if isinstance(sequences, str) else result

    def more(self, logits: Tensor) -> dict[str, Tensor]:  # noqa: ARG002 - most heads have no more to say
        """What else `inference` tells."""
        return {}


class _Classes(_WithClassifier):
    """One label out of several."""

    def loss(self, logits: Tensor, labels: Tensor) -> Tensor:
        """Cross-entropy, mean over what is not -100; 0 where all is."""
        _check_shape(labels, logits.shape[:-1])
        total = F.cross_entropy(logits.flatten(0, -2), labels.flatten(), ignore_index=IGNORED, reduction="sum")
        return total / (labels != IGNORED).sum().clamp_min(1)

    def read(self, logits: Tensor) -> tuple[Tensor, Tensor]:
        sure, chosen = logits.softmax(dim=-1).max(dim=-1)
        return chosen, sure

    def words(self, predictions: Tensor) -> Any:
        if predictions.dim():
            return [self.id2label[index] for index in predictions.tolist()]
        return self.id2label[int(predictions)]


class _Values(_WithClassifier):
    """A number for each label."""

    default_labels = 1

    def loss(self, logits: Tensor, labels: Tensor) -> Tensor:
        """Mean squared error over what is not -100; 0 where all is."""
        labels = _shaped(labels, logits)
        wanted = labels != IGNORED
        return ((logits - labels) ** 2 * wanted).sum() / wanted.sum().clamp_min(1)

    def read(self, logits: Tensor) -> tuple[Tensor, Tensor]:
        return logits, logits

    def words(self, predictions: Tensor) -> Any:
        return predictions.squeeze(-1).tolist() if self.num_labels == 1 else predictions.tolist()


class OmniModelForTokenClassification(_Classes):
    """A label for each token: `logits` [B, S, C] with S = L + 2, special tokens included; `labels` [B, S] of ids.

    `inference` also gives `probabilities` [B, L, C] float32 of the nucleotides, what is beyond a shorter sequence's end
    being of no meaning; for dot-brackets their columns are `(`, `)`, `.`, in whatever order the labels are.
    """

    def more(self, logits: Tensor) -> dict[str, Tensor]:
        probabilities = logits[:, 1:-1].float().softmax(dim=-1)
        if set(self.labels) == set(STRUCTURE_LABELS):
            probabilities = probabilities[..., [self.label2id[label] for label in STRUCTURE_LABELS]]
        return {"probabilities": probabilities}


class OmniModelForPublishedStructure(OmniModelForTokenClassification):
    """The structure head that the authors' base checkpoints carry: two linear maps with nothing between them.

    It was taught ViennaRNA's structures of plant transcripts, so it imitates ViennaRNA rather than experiment. `logits`
    [B, S, 3] for `(`, `)`, `.`. Read by `published`; the constructor starts a fresh one.
    """

    default_labels = STRUCTURE_LABELS

    def add_head(self) -> None:
        self.dense = nn.Linear(self.config.hidden_size, self.config.hidden_size)
        self.classifier = nn.Linear(self.config.hidden_size, self.num_labels)

    def head(self, hidden: Tensor) -> Tensor:
        scores: Tensor = self.classifier(self.dense(hidden))
        return scores

    @classmethod
    def published(cls, folder: Path, *, attention: str = "sdpa") -> OmniModelForPublishedStructure:
        """The model of a folder in the Hub's layout; CheckpointError where it holds no structure head."""
        found = checkpoint.read(folder)
        heads = {name: tensor for name, tensor in found.heads.items() if name.startswith(("dense.", "classifier."))}
        if not heads:
            raise CheckpointError(
                f"{found.source} holds no structure head (dense.*, classifier.*): wanted one, or a fresh head instead."
            )
        model = cls(found.settings, attention=attention)
        encoder = {f"model.{name}": tensor for name, tensor in found.encoder.items()}
        checkpoint.load_strictly(model, encoder | heads, source=found.source)
        return model.eval()


class OmniModelForSequenceClassification(_Classes):
    """A label for the sequence: `logits` [B, C]; `labels` [B] of ids."""

    pools = True


class OmniModelForMultiLabelSequenceClassification(_WithClassifier):
    """Any number of labels for the sequence: `logits` [B, C]; `labels` [B, C] of 0 and 1."""

    pools = True

    def loss(self, logits: Tensor, labels: Tensor) -> Tensor:
        """Binary cross-entropy, mean over what is not -100; 0 where all is."""
        labels = _shaped(labels, logits)
        wanted = labels != IGNORED
        each = F.binary_cross_entropy_with_logits(logits, labels.clamp_min(0).to(logits.dtype), reduction="none")
        return (each * wanted).sum() / wanted.sum().clamp_min(1)

    def read(self, logits: Tensor) -> tuple[Tensor, Tensor]:
        likely = logits.sigmoid()
        return (likely >= 0.5).long(), torch.maximum(likely, 1 - likely)

    def words(self, predictions: Tensor) -> Any:
        return [label for label, chosen in zip(self.labels, predictions.tolist(), strict=True) if chosen]


class OmniModelForSequenceRegression(_Values):
    """Numbers for the sequence: `logits` [B, C], one by default; `labels` [B, C], or [B] for one."""

    pools = True


class OmniModelForTokenRegression(_Values):
    """Numbers for each token: `logits` [B, S, C], one by default; `labels` [B, S, C], or [B, S] for one."""


def _shaped(labels: Tensor, logits: Tensor) -> Tensor:
    """Targets in the shape of the scores: for a single one its axis may be left out."""
    if labels.dim() == logits.dim() - 1 and logits.shape[-1] == 1:
        labels = labels.unsqueeze(-1)
    _check_shape(labels, logits.shape)
    return labels


def _check_shape(labels: Tensor, wanted: torch.Size) -> None:
    if labels.shape != wanted:
        raise ValueError(f"Found labels of shape {list(labels.shape)}: wanted {list(wanted)}.")
