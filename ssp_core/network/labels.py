"""The labels a head tells apart: which id is which, and which target is left out of a loss."""

from __future__ import annotations

from collections.abc import Mapping

from ssp_core.errors import InputError

STRUCTURE_LABELS = {"(": 0, ")": 1, ".": 2}
IGNORED = -100


def read_labels(
    label2id: Mapping[str, int] | None, id2label: Mapping[int, str] | None, num_labels: int | None
) -> tuple[str, ...]:
    """The labels in the order of their ids, from whichever of the three is given.

    Labels that only a number stands for are called "0", "1" and so on. InputError where none is given, where they
    disagree, or where the ids are not 0 to n - 1.
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
        raise InputError("Found an id2label that is not label2id turned round: wanted the two to agree.")
    if num_labels is not None and num_labels != len(labels):
        raise InputError(f"Found {len(labels)} labels and num_labels={num_labels}: wanted the two to agree.")
    return labels
