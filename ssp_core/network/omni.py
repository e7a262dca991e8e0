"""What the six task classes share: an OmniGenome encoder under a head, saved and loaded as a folder."""

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
from ssp_core.network.model_card import write_card
from ssp_core.network.tokenizer import OmniTokenizer

ModelInput = str | Sequence[str] | Mapping[str, Tensor]
Model = TypeVar("Model", bound="OmniModel")
_OF_AUTO_CLASS = {"config", "trust_remote_code", "adapter_kwargs", "local_files_only", "token"}


class OmniModel(nn.Module):
    """The encoder (`model`) under the head of a task. B sequences of S tokens, embeddings of width H, C labels.

    A new instance has a fresh head, whatever heads the checkpoint holds: only the encoder's weights are read. Use
    `from_pretrained` to read a trained head too.

    Args:
        source: "bundled", a Hub name, a local folder, or settings (see `encoder_config`), with which the encoder is
            fresh too.
        tokenizer: an OmniTokenizer, made where none is given.
        label2id: the labels with their ids; instead of it `id2label`, or `num_labels` for labels that are numbers only.
        id2label: see `label2id`; where several of the three are given they must agree.
        num_labels: see `label2id`.
        attention: "sdpa", or "eager" where attention maps are wanted.

    Raises:
        CheckpointError: the files are not a model's; the message names the file or tensor.
        HubError: there is no such folder, and the repository could not be downloaded.
        InputError: labels are missing or do not agree.
    """

    default_labels: ClassVar[Mapping[str, int] | int | None] = None
    input_modalities: ClassVar[str] = "text"  # what a pipeline of transformers says of its model

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
            default = self.default_labels
            label2id, num_labels = (None, default) if isinstance(default, int) else (default, None)
        self.labels = read_labels(label2id, id2label, num_labels)
        self.id2label = dict(enumerate(self.labels))
        self.label2id = {label: index for index, label in self.id2label.items()}
        self.tokenizer = tokenizer or OmniTokenizer()
        loaded = None if isinstance(source, Mapping) else checkpoint.read(hub.locate(source).folder)
        self.config = encoder_config(source if isinstance(source, Mapping) else loaded.settings if loaded else {})
        self.config.id2label, self.config.label2id = self.id2label, self.label2id
        self.model = build_encoder(self.config, attention=attention)
        self.add_head()
        if loaded:
            checkpoint.load_strictly(self.model, loaded.encoder, source=loaded.source)

    def add_head(self) -> None:
        """Add the head's modules; called when the encoder's sizes and the labels are known."""

    @property
    def num_labels(self) -> int:
        """The number of labels."""
        return len(self.labels)

    @property
    def device(self) -> torch.device:
        """The device of the weights."""
        return next(self.parameters()).device

    @staticmethod
    def can_generate() -> bool:
        """Whether transformers generates text with it."""
        return False

    def encode(self, input_ids: Tensor, attention_mask: Tensor | None = None) -> Tensor:
        """Embeddings [B, S, H] of token ids [B, S]; without a mask, padding is found by its id."""
        if attention_mask is None:
            attention_mask = input_ids.ne(self.tokenizer.pad_token_id).long()
        hidden: Tensor = self.model(input_ids, attention_mask=attention_mask).last_hidden_state
        return hidden

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor | None = None, labels: Tensor | None = None
    ) -> dict[str, Tensor]:
        """Logits, embeddings and, with labels, the loss.

        Args:
            input_ids: token ids [B, S].
            attention_mask: 1 on tokens, 0 on padding [B, S].
            labels: targets, see the class for their shape; -100 is ignored.

        Returns:
            `logits`, see the class for their shape; `last_hidden_state` [B, S, H]; with labels also `loss`, a scalar.
        """
        hidden = self.encode(input_ids, attention_mask)
        logits = self.head(hidden)
        outputs = {"logits": logits, "last_hidden_state": hidden}
        if labels is not None:
            outputs["loss"] = self.loss(logits.float(), labels)
        return outputs

    def head(self, hidden: Tensor) -> Tensor:
        """Logits from embeddings [B, S, H]."""
        raise NotImplementedError

    def loss(self, logits: Tensor, labels: Tensor) -> Tensor:
        """The task's loss, a scalar."""
        raise NotImplementedError

    def inference(self, sequences: ModelInput) -> dict[str, Any]:
        """Predictions without special tokens and padding; see the class."""
        raise NotImplementedError

    def inputs(self, sequences: ModelInput) -> dict[str, Tensor]:
        """Sequences, or the tokenizer's output, as tensors on the device of the weights."""
        tokens = sequences if isinstance(sequences, Mapping) else self.tokenizer(sequences)
        return {name: tensor.to(self.device) for name, tensor in tokens.items() if isinstance(tensor, Tensor)}

    @property
    def settings(self) -> dict[str, Any]:
        """What is written to config.json."""
        return {
            "architecture": type(self).__name__,
            "architectures": [type(self).__name__],
            "model_type": self.config.model_type,
            **config_settings(self.config),
            "label2id": self.label2id,
            "id2label": self.id2label,
        }

    def save_pretrained(self, folder: str | Path) -> None:
        """Write config.json and model.safetensors, from which `from_pretrained` makes the same model to the bit, and a
        card, unless the folder has one."""
        checkpoint.write(Path(folder), self.settings, self.state_dict())
        write_card(Path(folder), type(self).__name__, self.labels)

    @classmethod
    def from_pretrained(
        cls: type[Model],
        source: str | Path,
        tokenizer: OmniTokenizer | None = None,
        *,
        attention: str = "sdpa",
        revision: str | None = None,
        dtype: torch.dtype | str | None = None,
        **of_auto_class: Any,
    ) -> Model:
        """A saved model with its trained head, in evaluation mode.

        Args:
            source: a folder or Hub repository that this class saved, or OmniGenBench's class of the same name.
            tokenizer: an OmniTokenizer, made where none is given.
            attention: as for the class.
            revision: a commit, branch or tag of the Hub's repository.
            dtype: the precision; None and "auto" for that in which it was saved (OmniGenBench's half precision becomes
                float32).
            of_auto_class: what transformers' Auto classes add. None of it has an effect: the configuration is read from
                the folder again, and no code of a repository is run.

        Returns:
            The model.

        Raises:
            CheckpointError: the folder was saved by another class or holds no head, or its files are damaged.
        """
        unknown = sorted(set(of_auto_class) - _OF_AUTO_CLASS)
        if unknown:
            raise TypeError(f"from_pretrained of {cls.__name__} takes no argument {unknown[0]!r}.")
        loaded = checkpoint.read(hub.locate(source, revision=revision).folder)
        if loaded.architecture != cls.__name__:
            made = f"was saved by {loaded.architecture}" if loaded.architecture else "holds no head of a task model"
            raise CheckpointError(
                f"{loaded.source} {made}: wanted {cls.__name__}; {cls.__name__}(...) starts a fresh head on it."
            )
        heads = {_renamed(name): tensor for name, tensor in loaded.heads.items() if not name.startswith("loss_fn.")}
        model = cls._from_settings(loaded.settings, heads, tokenizer, attention)
        encoder = {f"model.{name}": tensor for name, tensor in loaded.encoder.items()}
        saved = loaded.encoder["embeddings.word_embeddings.weight"].dtype
        if saved is torch.bfloat16:
            model.to(saved)
        checkpoint.load_strictly(model, encoder | heads, source=loaded.source)
        wanted = None if dtype in (None, "auto") else getattr(torch, str(dtype).removeprefix("torch."))
        return model.to(wanted).eval()

    @classmethod
    def _from_settings(
        cls: type[Model],
        settings: Mapping[str, Any],
        heads: Mapping[str, Tensor],
        tokenizer: OmniTokenizer | None,
        attention: str,
    ) -> Model:
        """The model that settings describe; without labels there, the classifier's size gives their number."""
        label2id = settings.get("label2id")
        classifier = heads.get("classifier.bias")
        count = len(classifier) if label2id is None and classifier is not None else None
        return cls(settings, tokenizer, label2id=label2id, num_labels=count, attention=attention)


def _renamed(name: str) -> str:
    """OmniGenBench nests its pooler in a module of the same name."""
    return name.replace("pooler.pooler.", "pooler.", 1)
