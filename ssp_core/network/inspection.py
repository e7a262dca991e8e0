"""What a model computes for one RNA, opened up: tokens, hidden states, attention maps and the numbers of the head.

Everything is computed in float32, with the model's own weights, by transformers' eager attention, which alone gives
attention maps. The model itself may use any attention and precision; it is not changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ssp_core.errors import InputError
from ssp_core.network.encoder import OmniGenomeModel, build_encoder, config_settings, encoder_config
from ssp_core.network.heads import OmniModelForPublishedStructure, OmniModelForTokenClassification
from ssp_core.network.labels import STRUCTURE_LABELS
from ssp_core.network.model import OmniModelForPairing
from ssp_core.network.tokenizer import OmniTokenizer

MAX_INSPECTED = 200  # nucleotides: attention maps grow with the square of the length

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class HeadNumbers:
    """The last linear layer of a structure head, for the L nucleotides; rows and columns of classes are ( ) .

    Attributes:
        inputs: what the layer takes (L, H).
        weight: its weights (3, H).
        bias: its biases (3,).
        pairing: what the pairing head adds to each logit (L, 3), the logarithms of its class marginals; None for a
            model without one.
        logits: `inputs @ weight.T + bias`, and `pairing` where there is one (L, 3).
        before: what stands between the last hidden state and the layer: "tanh", "dense" (a linear layer), or "".
    """

    inputs: Floats
    weight: Floats
    bias: Floats
    pairing: Floats | None
    logits: Floats
    before: str


@dataclass(frozen=True, eq=False)
class Inspection:
    """What a model computes for one RNA of L nucleotides, S = L + 2 tokens.

    Attributes:
        tokens: the tokens (S), `<cls>` first and `<eos>` last.
        input_ids: their ids (S,).
        attention_mask: 1 on tokens (S,).
        hidden: hidden states (layers + 1, S, H): the embedding, then the output of each layer, the last one after the
            final norm.
        attention: attention maps (layers, heads, S, S); row i adds up to 1 and says where token i takes from.
        head: the numbers of the head.
    """

    tokens: tuple[str, ...]
    input_ids: NDArray[np.int64]
    attention_mask: NDArray[np.int64]
    hidden: Floats
    attention: Floats
    head: HeadNumbers


@torch.inference_mode()
def inspect(model: nn.Module, sequence: str) -> Inspection:
    """Open up a model for one RNA.

    Args:
        model: a model that predicts a structure: of `opening.open_model`, in any precision and on any device.
        sequence: 1 to `MAX_INSPECTED` letters of ACGUN.

    Raises:
        InputError: the RNA is too long or empty, or the model predicts no structure.
        SequenceError: a letter is no nucleotide's.
    """
    if not 1 <= len(sequence) <= MAX_INSPECTED:
        raise InputError(f"The RNA to look into has {len(sequence):,} nt: wanted 1 to {MAX_INSPECTED}.")
    if (
        not isinstance(model, (OmniModelForPairing, OmniModelForTokenClassification))
        or set(model.id2label.values()) != STRUCTURE_LABELS.keys()
    ):
        raise InputError(f"{type(model).__name__} predicts no structure: wanted a model with a structure head.")
    tokens = OmniTokenizer()(sequence)
    ids, mask = (tokens[name].to(next(model.parameters()).device) for name in ("input_ids", "attention_mask"))
    outputs = _eager(model.model)(ids, attention_mask=mask, output_hidden_states=True, output_attentions=True)
    (row,) = ids.tolist()
    return Inspection(
        tokens=tuple(OmniTokenizer().tokens(row)),
        input_ids=_numpy(ids[0]),
        attention_mask=_numpy(mask[0]),
        hidden=_numpy(torch.cat(outputs.hidden_states)),
        attention=_numpy(torch.cat(outputs.attentions)),
        head=_head(model, outputs.last_hidden_state, ids, mask),
    )


def _eager(encoder: OmniGenomeModel) -> OmniGenomeModel:
    """The encoder with eager attention in float32; it shares weights that are in float32 already."""
    with torch.device("meta"):
        eager = build_encoder(encoder_config(config_settings(encoder.config)), attention="eager")
    eager.load_state_dict({name: tensor.float() for name, tensor in encoder.state_dict().items()}, assign=True)
    return eager.eval()


def _head(
    model: OmniModelForPairing | OmniModelForTokenClassification, hidden: Tensor, ids: Tensor, mask: Tensor
) -> HeadNumbers:
    """The head's numbers, from hidden states [1, S, H]."""
    inputs, before, pairing = hidden[0, 1:-1], "", None
    if isinstance(model, OmniModelForPairing):
        pairing = model.pairing_logits(hidden, ids, mask)[0]
    elif isinstance(model, OmniModelForPublishedStructure):
        inputs, before = _linear(model.dense, inputs), "dense"
    else:
        inputs, before = model.activation(inputs), "tanh"
    logits = _linear(model.classifier, inputs)
    label2id = {label: index for index, label in model.id2label.items()}
    rows = [label2id[label] for label in STRUCTURE_LABELS]
    logits = logits[:, rows] if pairing is None else logits[:, rows] + pairing
    return HeadNumbers(
        inputs=_numpy(inputs),
        weight=_numpy(model.classifier.weight[rows].float()),
        bias=_numpy(model.classifier.bias[rows].float()),
        pairing=None if pairing is None else _numpy(pairing),
        logits=_numpy(logits),
        before=before,
    )


def _linear(layer: nn.Linear, inputs: Tensor) -> Tensor:
    """A linear layer in float32, whatever the precision of its weights."""
    return inputs @ layer.weight.float().T + layer.bias.float()


def _numpy(tensor: Tensor) -> NDArray[Any]:
    return tensor.cpu().numpy()
