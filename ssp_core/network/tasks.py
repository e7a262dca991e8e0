"""The six task classes side by side: what each adds to an encoder, its output, its loss."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ssp_core.network.labels import STRUCTURE_LABELS

if TYPE_CHECKING:
    from ssp_core.network.omni import OmniModel


@dataclass(frozen=True)
class HeadRow:
    """One head on an encoder.

    `answers` is what it predicts, `shape` the shape of its `logits` for one RNA, `parameters` those of the head alone,
    `tensors` its weights as (name, shape).
    """

    class_name: str
    answers: str
    shape: str
    parameters: int
    loss: str
    tensors: tuple[tuple[str, str], ...]


_HEADS: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    (
        "OmniModelForTokenClassification",
        "a class for each token: ( ) or .",
        {"label2id": STRUCTURE_LABELS},
        "cross-entropy",
    ),
    ("OmniModelForTokenRegression", "a number for each token", {"num_labels": 1}, "mean squared error"),
    ("OmniModelForSequenceClassification", "a class for the whole RNA", {"num_labels": 2}, "cross-entropy"),
    (
        "OmniModelForMultiLabelSequenceClassification",
        "any number of properties of the whole RNA",
        {"num_labels": 3},
        "binary cross-entropy",
    ),
    ("OmniModelForSequenceRegression", "a number for the whole RNA", {"num_labels": 1}, "mean squared error"),
    (
        "OmniModelForSeq2Seq",
        "a structure, generated label by label",
        {"label2id": STRUCTURE_LABELS},
        "cross-entropy of each label",
    ),
)

HEADS = tuple(name for name, *_ in _HEADS)


def blueprint(settings: Mapping[str, Any], head: str) -> OmniModel:
    """An encoder of these settings under one of `HEADS`, on torch's meta device: all sizes, no weights."""
    import torch

    labels = next(labels for name, _, labels, _ in _HEADS if name == head)
    with torch.device("meta"):
        return _class_of(head)({key: value for key, value in settings.items() if key != "pairing"}, **labels).eval()


def head_rows(settings: Mapping[str, Any], *, length: int) -> tuple[HeadRow, ...]:
    """Every head on an encoder of these settings, for one RNA of `length` nucleotides."""
    from ssp_core.network.summary import summarize

    # A head does not depend on the number of layers: one is enough.
    shallow = {**settings, "num_hidden_layers": 1}
    rows = []
    for name, answers, _, loss in _HEADS:
        model = blueprint(shallow, name)
        head = {path: tensor for path, tensor in model.state_dict().items() if not path.startswith("model.")}
        shape = summarize(model, length=length).rows[0].shape
        tensors = tuple((path, " × ".join(map(str, tensor.shape))) for path, tensor in head.items())
        count = sum(tensor.numel() for tensor in head.values())
        rows.append(HeadRow(name, answers, shape, count, loss, tensors))
    return tuple(rows)


def _class_of(head: str) -> type[OmniModel]:
    from ssp_core.network import heads
    from ssp_core.network.seq2seq import OmniModelForSeq2Seq

    return OmniModelForSeq2Seq if head == OmniModelForSeq2Seq.__name__ else getattr(heads, head)
