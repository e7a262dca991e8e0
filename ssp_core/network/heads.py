"""Five of the six task classes, on every token or on the whole sequence: logits out, and the loss that fits the task.

As in OmniGenBench a tanh stands between encoder and head, and a whole sequence is read off its first token. Unlike
there, `logits` are raw: OmniGenBench applies a softmax before a cross-entropy that applies another, which keeps that
loss above 0.55.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import AutoModelForTokenClassification

from ssp_core.errors import CheckpointError
from ssp_core.network import checkpoint
from ssp_core.network.allocator import trimmed
from ssp_core.network.configuration import OmniGenomeConfig
from ssp_core.network.labels import IGNORED, STRUCTURE_LABELS, check_shape, shaped
from ssp_core.network.omni import ModelInput, OmniModel


class Pooler(nn.Module):
    """The first token's embedding through a linear layer and a tanh: [B, S, H] to [B, H]."""

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
        logits: Tensor = self.classifier(self.pooler(hidden) if self.pools else hidden)
        return logits

    def decide(self, logits: Tensor) -> tuple[Tensor, Tensor]:
        """Predictions and their confidence from 0 to 1 (for values: the values again)."""
        raise NotImplementedError

    def to_rows(self, predictions: Tensor) -> dict[str, Any]:
        """What `inference` says of one sequence: its `predictions`, and their `labels` where the head has them."""
        raise NotImplementedError

    @torch.no_grad()
    def predict(self, sequences: ModelInput) -> dict[str, Tensor]:
        """Predictions as ids or numbers, for every token where the head has them.

        Args:
            sequences: one sequence, several, or the tokenizer's output.

        Returns:
            `predictions`, special tokens included, `logits` and `last_hidden_state` [B, S, H].
        """
        outputs = self(**self.inputs(sequences))
        return {"predictions": self.decide(outputs["logits"].float())[0], **outputs}

    @trimmed
    @torch.inference_mode()
    def inference(self, sequences: ModelInput | None = None, **inputs: Tensor) -> dict[str, Any]:
        """Predictions as ids and labels, or as numbers, without special tokens and padding.

        Args:
            sequences: one sequence, several, or the tokenizer's output.
            inputs: the tokenizer's output as keywords, instead of `sequences`.

        Returns:
            `predictions`, a list of ids or numbers for each sequence, and `labels` of the ids (for a single string its
            own values, not lists of one); `confidence`, `logits` and `last_hidden_state` as tensors.
        """
        tokens = self.inputs(inputs if sequences is None else sequences)
        outputs = self(**tokens)
        predictions, confidence = self.decide(outputs["logits"].float())
        lengths = tokens["input_ids"].ne(self.tokenizer.pad_token_id).sum(dim=1).tolist()
        found = [
            self.to_rows(row if self.pools else row[1 : length - 1])
            for row, length in zip(predictions, lengths, strict=True)
        ]
        rows = {name: [row[name] for row in found] for name in found[0]} if found else {"predictions": []}
        result = {**rows, "confidence": confidence, **outputs, **self.extra_outputs(outputs["logits"])}
        return {name: value[0] for name, value in result.items()} if isinstance(sequences, str) else result

    def extra_outputs(self, logits: Tensor) -> dict[str, Tensor]:  # noqa: ARG002 - most heads add nothing
        """What else `inference` returns."""
        return {}


class _Classification(_WithClassifier):
    """One label out of several."""

    def loss(self, logits: Tensor, labels: Tensor) -> Tensor:
        """Cross-entropy, mean over what is not -100; 0 where all is."""
        check_shape(labels, logits.shape[:-1])
        total = F.cross_entropy(logits.flatten(0, -2), labels.flatten(), ignore_index=IGNORED, reduction="sum")
        return total / (labels != IGNORED).sum().clamp_min(1)

    def decide(self, logits: Tensor) -> tuple[Tensor, Tensor]:
        confidence, predictions = logits.softmax(dim=-1).max(dim=-1)
        return predictions, confidence

    def to_rows(self, predictions: Tensor) -> dict[str, Any]:
        ids: Any = predictions.tolist()
        labels = [self.id2label[index] for index in ids] if predictions.dim() else self.id2label[ids]
        return {"predictions": ids, "labels": labels}


class _Regression(_WithClassifier):
    """A number for each label."""

    default_labels = 1

    def loss(self, logits: Tensor, labels: Tensor) -> Tensor:
        """Mean squared error over what is not -100; 0 where all is."""
        labels = shaped(labels, logits)
        counted = labels != IGNORED
        return ((logits - labels) ** 2 * counted).sum() / counted.sum().clamp_min(1)

    def decide(self, logits: Tensor) -> tuple[Tensor, Tensor]:
        return logits, logits

    def to_rows(self, predictions: Tensor) -> dict[str, Any]:
        return {"predictions": (predictions.squeeze(-1) if self.num_labels == 1 else predictions).tolist()}


class OmniModelForTokenClassification(_Classification):
    """A label for each token, such as the dot-bracket symbol of each nucleotide.

    Shapes, for RNAs of L nucleotides, S = L + 2 tokens and C labels: `logits` [B, S, C], special tokens included;
    `labels` [B, S] of ids, -100 ignored. `inference` gives L ids under `predictions` and L labels under `labels`, and
    `probabilities` [B, L, C], float32, of the nucleotides (meaningless after the end of a shorter sequence); for
    dot-bracket labels their columns are `(`, `)`, `.`, whatever the order of the labels.

    Args:
        source, tokenizer, label2id, id2label, num_labels, attention: as for every `OmniModel`.

    Example:
        >>> sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2,
        ...          "intermediate_size": 32, "vocab_size": 24}
        >>> model = OmniModelForTokenClassification(sizes, label2id={"(": 0, ")": 1, ".": 2})
        >>> outputs = model.inference("GGGAAACCC")
        >>> tuple(outputs["logits"].shape), len(outputs["predictions"]), tuple(outputs["probabilities"].shape)
        ((11, 3), 9, (9, 3))
    """

    def extra_outputs(self, logits: Tensor) -> dict[str, Tensor]:
        probabilities = logits[:, 1:-1].float().softmax(dim=-1)
        if set(self.labels) == set(STRUCTURE_LABELS):
            probabilities = probabilities[..., [self.label2id[label] for label in STRUCTURE_LABELS]]
        return {"probabilities": probabilities}


class OmniModelForPublishedStructure(OmniModelForTokenClassification):
    """The structure head of the authors' base checkpoints: two linear layers with nothing between them.

    It was trained on ViennaRNA's structures of plant transcripts, so it imitates ViennaRNA, not experiments. `logits`
    [B, S, 3] for `(`, `)`, `.`. `published` reads it; the constructor starts a fresh one.
    """

    default_labels = STRUCTURE_LABELS

    def add_head(self) -> None:
        self.dense = nn.Linear(self.config.hidden_size, self.config.hidden_size)
        self.classifier = nn.Linear(self.config.hidden_size, self.num_labels)

    def head(self, hidden: Tensor) -> Tensor:
        logits: Tensor = self.classifier(self.dense(hidden))
        return logits

    @classmethod
    def published(cls, folder: Path, *, attention: str = "sdpa") -> OmniModelForPublishedStructure:
        """The model of a folder in the Hub's layout; CheckpointError where it holds no structure head."""
        loaded = checkpoint.read(folder)
        heads = {name: tensor for name, tensor in loaded.heads.items() if name.startswith(("dense.", "classifier."))}
        if not heads:
            raise CheckpointError(
                f"{loaded.source} holds no structure head (dense.*, classifier.*): wanted one, or a fresh head instead."
            )
        model = cls(loaded.settings, attention=attention)
        encoder = {f"model.{name}": tensor for name, tensor in loaded.encoder.items()}
        checkpoint.load_strictly(model, encoder | heads, source=loaded.source)
        return model.eval()


class OmniModelForSequenceClassification(_Classification):
    """One label for the whole sequence, such as its RNA family.

    Shapes, for C labels: `logits` [B, C]; `labels` [B] of ids, -100 ignored.

    Args:
        source, tokenizer, label2id, id2label, num_labels, attention: as for every `OmniModel`.

    Example:
        >>> sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2,
        ...          "intermediate_size": 32, "vocab_size": 24}
        >>> model = OmniModelForSequenceClassification(sizes, num_labels=4)
        >>> tuple(model.predict(["GGGAAACCC", "ACGU"])["logits"].shape)
        (2, 4)
    """

    pools = True


class OmniModelForMultiLabelSequenceClassification(_WithClassifier):
    """Any number of labels for the whole sequence, each present or absent.

    Shapes, for C labels: `logits` [B, C]; `labels` [B, C] of 0 and 1, -100 ignored. A label is predicted where its
    probability is at least 0.5.

    Args:
        source, tokenizer, label2id, id2label, num_labels, attention: as for every `OmniModel`.

    Example:
        >>> sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2,
        ...          "intermediate_size": 32, "vocab_size": 24}
        >>> model = OmniModelForMultiLabelSequenceClassification(sizes, num_labels=3)
        >>> tuple(model.predict("GGGAAACCC")["predictions"].shape)
        (1, 3)
    """

    pools = True

    def loss(self, logits: Tensor, labels: Tensor) -> Tensor:
        """Binary cross-entropy, mean over what is not -100; 0 where all is."""
        labels = shaped(labels, logits)
        counted = labels != IGNORED
        losses = F.binary_cross_entropy_with_logits(logits, labels.clamp_min(0).to(logits.dtype), reduction="none")
        return (losses * counted).sum() / counted.sum().clamp_min(1)

    def decide(self, logits: Tensor) -> tuple[Tensor, Tensor]:
        probabilities = logits.sigmoid()
        return (probabilities >= 0.5).long(), torch.maximum(probabilities, 1 - probabilities)

    def to_rows(self, predictions: Tensor) -> dict[str, Any]:
        ids = predictions.nonzero().flatten().tolist()
        return {"predictions": ids, "labels": [self.id2label[index] for index in ids]}


class OmniModelForSequenceRegression(_Regression):
    """Numbers for the whole sequence, such as its half-life.

    Shapes, for C numbers (1 by default): `logits` [B, C]; `labels` [B, C], or [B] for one number, -100 ignored.

    Args:
        source, tokenizer, label2id, id2label, num_labels, attention: as for every `OmniModel`.

    Example:
        >>> sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2,
        ...          "intermediate_size": 32, "vocab_size": 24}
        >>> model = OmniModelForSequenceRegression(sizes)
        >>> isinstance(model.inference("GGGAAACCC")["predictions"], float)
        True
    """

    pools = True


class OmniModelForTokenRegression(_Regression):
    """Numbers for each token, such as the reactivity of each nucleotide.

    Shapes, for S tokens and C numbers (1 by default): `logits` [B, S, C], special tokens included; `labels` [B, S, C],
    or [B, S] for one number, -100 ignored.

    Args:
        source, tokenizer, label2id, id2label, num_labels, attention: as for every `OmniModel`.

    Example:
        >>> sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2,
        ...          "intermediate_size": 32, "vocab_size": 24}
        >>> model = OmniModelForTokenRegression(sizes)
        >>> len(model.inference("GGGAAACCC")["predictions"])
        9
    """


AutoModelForTokenClassification.register(OmniGenomeConfig, OmniModelForTokenClassification)
