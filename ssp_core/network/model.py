"""The model that comes with this project: an OmniGenome encoder with the pairing head, saved and loaded as a folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, ClassVar

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ssp_core.network import checkpoint
from ssp_core.network.allocator import trimmed
from ssp_core.network.encoder import build_encoder, config_settings, encoder_config
from ssp_core.network.labels import IGNORED, STRUCTURE_LABELS
from ssp_core.network.model_files import read_config
from ssp_core.network.pairing import PairingConfig, PairingHead, pair_marginals
from ssp_core.network.tokenizer import OmniTokenizer
from ssp_core.network.vocabulary import VOCABULARY


class OmniModelForPairing(nn.Module):
    """The encoder with a pairing head; the class logits are read off the pairs, so that the two agree.

    The model computes in float32 whatever precision it is cast to, so that structures are the same everywhere: bfloat16
    changes the structure where two are nearly as good, and saves time in no part where it changes none
    (`benchmarks/speed.md`).

    Args:
        settings: the encoder's (see `encoder_config`), and `pairing`, the sizes of the pairing head.
        attention: "sdpa", or "eager" where attention maps are wanted.
    """

    architecture: ClassVar[str] = "OmniModelForPairing"

    def __init__(self, settings: Mapping[str, Any], *, attention: str = "sdpa") -> None:
        super().__init__()
        self.config = encoder_config(settings)
        pairing = dict(settings.get("pairing", {}))
        if "dilations" in pairing:
            pairing["dilations"] = tuple(pairing["dilations"])
        self.pairing_config = PairingConfig(**pairing)
        self.tokenizer = OmniTokenizer()
        self.id2label = {index: label for label, index in STRUCTURE_LABELS.items()}
        self.model = build_encoder(self.config, attention=attention)
        self.classifier = nn.Linear(self.config.hidden_size, len(STRUCTURE_LABELS))
        nn.init.zeros_(self.classifier.weight)
        nn.init.zeros_(self.classifier.bias)
        self.pairing = PairingHead(self.config.hidden_size, self.pairing_config, VOCABULARY)

    def _apply(self, fn: Callable[[Tensor], Tensor], recurse: bool = True) -> OmniModelForPairing:
        # `to`, `half`, `cuda` and the like call this: the model moves, but is not rounded.
        def unrounded(tensor: Tensor) -> Tensor:
            moved = fn(tensor)
            return tensor.to(moved.device) if moved.dtype.itemsize < tensor.dtype.itemsize else moved

        super()._apply(unrounded, recurse)
        return self

    def forward(
        self,
        input_ids: Tensor,
        attention_mask: Tensor,
        labels: Tensor | None = None,
        pair_targets: Tensor | None = None,
        thermo_input: Tensor | None = None,
    ) -> dict[str, Tensor]:
        """Logits of classes and pairs, and the loss where the targets are given.

        Args:
            input_ids: token ids [B, L + 2].
            attention_mask: 1 on tokens, 0 on padding [B, L + 2].
            labels: class ids [B, L]; -100 is ignored.
            pair_targets: probabilities of the true pairs [B, L, L].
            thermo_input: pair probabilities from thermodynamics, symmetric [B, L, L].

        Returns:
            `logits` [B, L, 3] of the classes; `pair_logits` [B, L, L + 1], the last column "unpaired"; with both
            targets also `loss`, the cross-entropy of each nucleotide's partners plus half that of its class.
        """
        hidden, mask = self._embeddings(input_ids, attention_mask)
        outputs = self._logits(hidden, self.pairing(hidden, input_ids[:, 1:-1], mask, thermo_input))
        if labels is not None and pair_targets is not None:
            outputs["loss"] = pair_loss(outputs["pair_logits"], pair_targets, mask) + 0.5 * F.cross_entropy(
                outputs["logits"].flatten(0, 1), labels.flatten(), ignore_index=IGNORED
            )
        return outputs

    @trimmed
    @torch.inference_mode()
    def inference(
        self, input_ids: Tensor, attention_mask: Tensor, thermo_input: Callable[[], Tensor] | None = None
    ) -> dict[str, Tensor]:
        """Probabilities; arguments as for `forward`, but `thermo_input` is asked for once the network has run alone.

        Returns:
            `probabilities` [B, L, 3] of the classes `(` `)` `.` and `pair_probabilities` [B, L, L], both of the network
            alone; with `thermo_input` also `pair_probabilities_with_thermo_input` [B, L, L]. All float32; values on
            padding are meaningless.
        """
        _round_nothing(input_ids)
        hidden, mask = self._embeddings(input_ids, attention_mask)
        features = self.pairing.pair_features(hidden, input_ids[:, 1:-1], mask)
        outputs = self._logits(hidden, self.pairing.pair_logits(features))
        probabilities = {
            "probabilities": outputs["logits"].softmax(dim=-1),
            "pair_probabilities": pair_marginals(outputs["pair_logits"])[0],
        }
        if thermo_input is not None:
            pair_logits = self.pairing.pair_logits(features, thermo_input())
            probabilities["pair_probabilities_with_thermo_input"] = pair_marginals(pair_logits)[0]
        return probabilities

    @torch.inference_mode()
    def pairing_logits(self, hidden: Tensor, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """What the pairing head adds to each class logit [B, L, 3]: the logarithms of the marginals of its pairs.

        Args:
            hidden: last hidden states of all tokens [B, L + 2, H].
            input_ids: token ids [B, L + 2].
            attention_mask: 1 on tokens, 0 on padding [B, L + 2].
        """
        _round_nothing(input_ids)
        return _log_marginals(self.pairing(hidden[:, 1:-1], input_ids[:, 1:-1], attention_mask[:, 2:].bool()))

    def _embeddings(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """The nucleotides' last hidden states [B, L, H], and a mask [B, L], False on padding."""
        hidden = self.model(input_ids, attention_mask=attention_mask).last_hidden_state[:, 1:-1]
        # <eos> of a shorter sequence is inside this slice: neither it nor padding is a nucleotide.
        return hidden, attention_mask[:, 2:].bool()

    def _logits(self, hidden: Tensor, pair_logits: Tensor) -> dict[str, Tensor]:
        logits = self.classifier(hidden).float() + _log_marginals(pair_logits)
        return {"logits": logits, "pair_logits": pair_logits}

    def save_pretrained(self, folder: str | Path, *, half: bool = False) -> None:
        """Write config.json and model.safetensors; with `half` the weights are stored in float16.

        A model read from float16 weights computes in float32 all the same.
        """
        tensors = {name: tensor.half() if half else tensor for name, tensor in self.state_dict().items()}
        checkpoint.write(Path(folder), {"architecture": self.architecture, **self.settings}, tensors)

    @property
    def settings(self) -> dict[str, Any]:
        """What `__init__` takes to build the same network."""
        return {**config_settings(self.config), "pairing": asdict(self.pairing_config)}

    @classmethod
    def from_pretrained(cls, folder: str | Path, *, attention: str = "sdpa") -> OmniModelForPairing:
        """The model of a folder that `save_pretrained` wrote, in evaluation mode; CheckpointError where it is not."""
        path = Path(folder)
        model = cls(read_config(path), attention=attention)
        checkpoint.load_strictly(model, checkpoint.read_weights(path), source=path.name)
        return model.eval()


def _round_nothing(input_ids: Tensor) -> None:
    """Compute convolutions in float32: by default cuDNN's round to ten bits, unlike all other operations."""
    if input_ids.is_cuda:
        torch.backends.cudnn.allow_tf32 = False


def _log_marginals(pair_logits: Tensor) -> Tensor:
    """Logarithms [B, L, 3] of the class probabilities that pair logits [B, L, L + 1] give."""
    _, marginals = pair_marginals(pair_logits)
    return marginals.clamp_min(1e-6).log()


def pair_loss(pair_logits: Tensor, pair_targets: Tensor, mask: Tensor) -> Tensor:
    """Cross-entropy of each nucleotide's row over its partners and "unpaired", mean over nucleotides."""
    unpaired = (1 - pair_targets.sum(dim=2, keepdim=True)).clamp_min(0)
    rows = -(torch.cat([pair_targets, unpaired], dim=2) * pair_logits.log_softmax(dim=2)).sum(dim=2)
    return (rows * mask).sum() / mask.sum()
