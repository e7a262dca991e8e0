"""What the six task models share: an OmniGenome encoder under a head, dictionaries out, a folder to keep them in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import torch
from torch import Tensor, nn

from ssp_core.errors import CheckpointError
from ssp_core.network import checkpoint, hub
from ssp_core.network.encoder import build_encoder, config_settings, encoder_config
from ssp_core.network.labels import read_labels
from ssp_core.network.tokenizer import OmniTokenizer

Given = str | Sequence[str] | Mapping[str, Tensor]
Model = TypeVar("Model", bound="OmniModel")


class OmniModel(nn.Module):
    """The encoder (`model`) under a task's head.

    `source` is a Hub name, a local folder, or settings (see `encoder_config`). From a name or a folder the encoder's
    weights are read, strictly, and the head starts fresh, whatever heads the checkpoint holds; from settings all is
    fresh. `from_pretrained` reads a trained head too. Labels come from `label2id`, `id2label` or `num_labels`, which
    must agree. CheckpointError, HubError or ValueError say what was wrong.
    """

    default_labels: ClassVar[Mapping[str, int] | int | None] = None

    def __init__(
        self,
        source: str | Path | Mapping[str, Any],
        tokenizer: OmniTokenizer | None = None,
        *,
        label2id: Mapping[str, int] | None = None,
        id2label: Mapping[int, str] | None = None,
        num_labels: int | None = None,
        attention: str = "sdpa",
    ) -> None:
        super().__init__()
        if label2id is None and id2label is None and num_labels is None:
            usual = self.default_labels
            label2id, num_labels = (None, usual) if isinstance(usual, int) else (usual, None)
        self.labels = read_labels(label2id, id2label, num_labels)
        self.id2label = dict(enumerate(self.labels))
        self.label2id = {label: index for index, label in self.id2label.items()}
        self.tokenizer = tokenizer or OmniTokenizer()
        found = None if isinstance(source, Mapping) else checkpoint.read(hub.locate(source).folder)
        self.config = encoder_config(source if isinstance(source, Mapping) else found.settings if found else {})
        self.model = build_encoder(self.config, attention=attention)
        self.add_head()
        if found:
            checkpoint.load_strictly(self.model, found.encoder, source=found.source)

    def add_head(self) -> None:
        """Puts the head's modules on the encoder, whose sizes and labels are known by now."""

    @property
    def num_labels(self) -> int:
        """How many labels the head tells apart."""
        return len(self.labels)

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        return next(self.parameters()).device

    def encode(self, input_ids: Tensor, attention_mask: Tensor | None = None) -> Tensor:
        """Token ids [B, S] to embeddings [B, S, H]; without a mask, padding is told by its id."""
        if attention_mask is None:
            attention_mask = input_ids.ne(self.tokenizer.pad_token_id).long()
        hidden: Tensor = self.model(input_ids, attention_mask=attention_mask).last_hidden_state
        return hidden

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor | None = None, labels: Tensor | None = None
    ) -> dict[str, Tensor]:
        """Token ids [B, S] to `logits`, raw scores (see the class for their shape), and `last_hidden_state` [B, S, H];
        with `labels` also `loss`, a scalar. Targets of -100 count for nothing."""
        hidden = self.encode(input_ids, attention_mask)
        logits = self.head(hidden)
        outputs = {"logits": logits, "last_hidden_state": hidden}
        if labels is not None:
            outputs["loss"] = self.loss(logits.float(), labels)
        return outputs

    def head(self, hidden: Tensor) -> Tensor:
        """Embeddings [B, S, H] to raw scores."""
        raise NotImplementedError

    def loss(self, logits: Tensor, labels: Tensor) -> Tensor:
        """The task's loss, a scalar."""
        raise NotImplementedError

    def inputs(self, given: Given) -> dict[str, Tensor]:
        """Sequences, or what the tokenizer made of them, as tensors where the weights are."""
        tokens = given if isinstance(given, Mapping) else self.tokenizer(given)
        return {name: tensor.to(self.device) for name, tensor in tokens.items() if isinstance(tensor, Tensor)}

    @property
    def settings(self) -> dict[str, Any]:
        """What is written to config.json."""
        return {"architecture": type(self).__name__, **config_settings(self.config), "label2id": self.label2id}

    def save_pretrained(self, folder: str | Path) -> None:
        """Writes config.json and model.safetensors; `from_pretrained` gives the same model, to the bit."""
        checkpoint.write(Path(folder), self.settings, self.state_dict())

    @classmethod
    def from_pretrained(
        cls: type[Model], source: str | Path, tokenizer: OmniTokenizer | None = None, *, attention: str = "sdpa"
    ) -> Model:
        """The model of a folder (or Hub repository) that this class, or OmniGenBench's of the same name, saved.

        In evaluation mode, in the precision it was saved in (OmniGenBench's half precision becomes float32).
        CheckpointError where another class saved it, or none: then only a fresh head can be had, by the constructor.
        """
        found = checkpoint.read(hub.locate(source).folder)
        if found.architecture != cls.__name__:
            made = f"was saved by {found.architecture}" if found.architecture else "holds no head of a task model"
            raise CheckpointError(
                f"{found.source} {made}: wanted {cls.__name__}; {cls.__name__}(...) starts a fresh head on its encoder."
            )
        heads = {_renamed(name): tensor for name, tensor in found.heads.items() if not name.startswith("loss_fn.")}
        model = cls._for(found.settings, heads, tokenizer, attention)
        encoder = {f"model.{name}": tensor for name, tensor in found.encoder.items()}
        kind = found.encoder["embeddings.word_embeddings.weight"].dtype
        if kind is torch.bfloat16:
            model.to(kind)
        checkpoint.load_strictly(model, encoder | heads, source=found.source)
        return model.eval()

    @classmethod
    def _for(
        cls: type[Model],
        settings: Mapping[str, Any],
        heads: Mapping[str, Tensor],
        tokenizer: OmniTokenizer | None,
        attention: str,
    ) -> Model:
        """The model that settings describe; its number of labels is the classifier's where they do not say."""
        label2id = settings.get("label2id")
        classifier = heads.get("classifier.bias")
        count = len(classifier) if label2id is None and classifier is not None else None
        return cls(settings, tokenizer, label2id=label2id, num_labels=count, attention=attention)


def _renamed(name: str) -> str:
    """OmniGenBench keeps its pooler in a box of the same name."""
    return name.replace("pooler.pooler.", "pooler.", 1)
