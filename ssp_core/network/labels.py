"""The labels of a head: which id stands for which label, and the targets of a loss: their shape, what it ignores."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ssp_core.errors import InputError
from ssp_core.rna import CLASSES

if TYPE_CHECKING:
    import torch
    from torch import Tensor

STRUCTURE_LABELS = {label: index for index, label in enumerate(CLASSES)}
IGNORED = -100


def read_labels(
    label2id: Mapping[str, int] | None, id2label: Mapping[int, str] | None, num_labels: int | None
) -> tuple[str, ...]:
    """The labels in the order of their ids, from whichever of the three is given.

    With `num_labels` alone the labels are "0", "1" and so on.

    Raises:
        InputError: none of the three is given, they disagree, or the ids are not 0 to n - 1.
    """
    if label2id is None and id2label is not None:
        label2id = {label: int(index) for index, label in id2label.items()}
    if label2id is None:
        if num_labels is None:
            raise InputError("Found no labels: wanted label2id, id2label or num_labels.")
        label2id = {str(index): index for index in range(num_labels)}
    labels = tuple(sorted(label2id, key=lambda label: label2id[label]))
    if [label2id[label] for label in labels] != list(range(len(labels))) or not labels:
        raise InputError(f"Found the label ids {sorted(label2id.values())}: wanted 0 to n - 1, each once.")
    if id2label is not None and {int(index): label for index, label in id2label.items()} != dict(enumerate(labels)):
        raise InputError("Found an id2label that is not the inverse of label2id: wanted the two to agree.")
    if num_labels is not None and num_labels != len(labels):
        raise InputError(f"Found {len(labels)} labels and num_labels={num_labels}: wanted the two to agree.")
    return labels


def shaped(labels: Tensor, logits: Tensor) -> Tensor:
    """Targets in the shape of the logits; their last axis may be missing where it is 1."""
    if labels.dim() == logits.dim() - 1 and logits.shape[-1] == 1:
        labels = labels.unsqueeze(-1)
    check_shape(labels, logits.shape)
    return labels


def check_shape(labels: Tensor, wanted: torch.Size) -> None:
    """Raise `InputError` for targets of another shape."""
    if labels.shape != wanted:
        raise InputError(f"Found labels of shape {list(labels.shape)}: wanted {list(wanted)}.")
