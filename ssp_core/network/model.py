"""The model in the box: an OmniGenome encoder with the pairing head, raw logits out, saved and loaded as a folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, ClassVar

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ssp_core.network import checkpoint
from ssp_core.network.encoder import build_encoder, config_settings, encoder_config
from ssp_core.network.labels import IGNORED, STRUCTURE_LABELS
from ssp_core.network.pairing import PairingConfig, PairingHead, pair_marginals
from ssp_core.network.tokenizer import VOCABULARY, OmniTokenizer


class OmniModelForPairing(nn.Module):
    """The encoder with a pairing head, and token classes read off the pairs: the classes and the pairs are one story.

    It computes in float32 whatever precision it is cast to, so that the structures are the same everywhere: near a tie
    bfloat16 tips them, and no part of the network can have it that would save time (`benchmarks/speed.md`). `settings`
    are the encoder's (see `encoder_config`) with `pairing`, the sizes of the pairing head.
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
        # What `to`, `half`, `cuda` and their like go through: it moves, and it does not round.
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
        physics: Tensor | None = None,
    ) -> dict[str, Tensor]:
        """Token ids [B, L + 2] to a dictionary; `physics` [B, L, L], if given, tells the pairing head thermodynamic
        pair probabilities.

        `logits` [B, L, 3] raw class scores of the nucleotides; `pair_logits` [B, L, L + 1], the last column "no
        partner". With `pair_targets` [B, L, L] (probabilities of the true pairs) and `labels` [B, L] (class ids, -100
        ignored) also `loss`: the cross-entropy of each nucleotide's row of partners plus half that of its class.
        """
        hidden, mask = self._embeddings(input_ids, attention_mask)
        outputs = self._scores(hidden, self.pairing(hidden, input_ids[:, 1:-1], mask, physics))
        if labels is not None and pair_targets is not None:
            outputs["loss"] = pair_loss(outputs["pair_logits"], pair_targets, mask) + 0.5 * F.cross_entropy(
                outputs["logits"].flatten(0, 1), labels.flatten(), ignore_index=IGNORED
            )
        return outputs

    @torch.inference_mode()
    def inference(self, input_ids: Tensor, attention_mask: Tensor, physics: Tensor | None = None) -> dict[str, Tensor]:
        """Class probabilities [B, L, 3] and pair probabilities [B, L, L] of the network by itself; with `physics` also
        `informed` [B, L, L], the pair probabilities when told of it. All float32, padding included."""
        if input_ids.is_cuda:  # by default cuDNN's convolutions round float32 to ten bits, unlike every other sum there
            torch.backends.cudnn.allow_tf32 = False
        hidden, mask = self._embeddings(input_ids, attention_mask)
        picture = self.pairing.picture(hidden, input_ids[:, 1:-1], mask)
        alone = self._scores(hidden, self.pairing.read(picture))
        found = {
            "probabilities": alone["logits"].softmax(dim=-1),
            "pair_probabilities": pair_marginals(alone["pair_logits"])[0],
        }
        if physics is not None:
            found["informed"] = pair_marginals(self.pairing.read(picture, physics))[0]
        return found

    def _embeddings(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """The nucleotides' last hidden states [B, L, H], and which of them are there [B, L]."""
        hidden = self.model(input_ids, attention_mask=attention_mask).last_hidden_state[:, 1:-1]
        # <eos> of a shorter sequence lies inside the slice: it is no nucleotide, and neither is padding.
        return hidden, attention_mask[:, 2:].bool()

    def _scores(self, hidden: Tensor, pair_logits: Tensor) -> dict[str, Tensor]:
        _, marginals = pair_marginals(pair_logits)
        logits = self.classifier(hidden).float() + marginals.clamp_min(1e-6).log()
        return {"logits": logits, "pair_logits": pair_logits}

    def save_pretrained(self, folder: str | Path, *, half: bool = False) -> None:
        """Writes config.json and model.safetensors; `half` keeps the weights in float16, in half the bytes, and what
        reads them computes in float32 all the same."""
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
        model = cls(checkpoint.read_config(path), attention=attention)
        checkpoint.load_strictly(model, checkpoint.read_weights(path), source=path.name)
        return model.eval()


def pair_loss(pair_logits: Tensor, pair_targets: Tensor, mask: Tensor) -> Tensor:
    """Cross-entropy of each nucleotide's row over its partners and "none", mean over nucleotides."""
    none = (1 - pair_targets.sum(dim=2, keepdim=True)).clamp_min(0)
    rows = -(torch.cat([pair_targets, none], dim=2) * pair_logits.log_softmax(dim=2)).sum(dim=2)
    return (rows * mask).sum() / mask.sum()
