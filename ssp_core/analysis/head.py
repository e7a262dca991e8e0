"""The arithmetic of a structure head: products of numbers and weights, their sums, and what a softmax makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ssp_core.rna import CLASSES

if TYPE_CHECKING:
    from ssp_core.network.inspection import HeadNumbers


def contributions(head: HeadNumbers, nucleotide: int) -> NDArray[np.float32]:
    """What each number of a nucleotide's embedding adds to its three logits.

    Args:
        head: the numbers of a head, for L nucleotides.
        nucleotide: its 0-based position.

    Returns:
        Products of weight and input (3, H), rows ( ) . Each row adds up, with `head.bias` and where there is one
        `head.pairing`, to the logit of its class.

    Raises:
        IndexError: if there is no such nucleotide.
    """
    if not 0 <= nucleotide < len(head.inputs):
        raise IndexError(f"There is no nucleotide {nucleotide + 1}; 1 to {len(head.inputs)} are wanted.")
    return np.asarray(head.weight * head.inputs[nucleotide])


def largest_contributions(head: HeadNumbers, nucleotide: int, count: int) -> NDArray[np.intp]:
    """Which numbers of a nucleotide's embedding add most to its three logits, or take most away.

    Args:
        head: the numbers of a head, for L nucleotides.
        nucleotide: its 0-based position.
        count: how many numbers for each class, at most H.

    Returns:
        Places in `head.inputs[nucleotide]` (3, count), rows ( ) . , those of the largest amount first, ties in their
        order.

    Raises:
        IndexError: if there is no such nucleotide.
    """
    order = np.argsort(-np.abs(contributions(head, nucleotide)), axis=1, kind="stable")
    return np.asarray(order[:, :count])


def mean_loss(logits: ArrayLike, structure: str) -> float:
    """The cross-entropy of logits (L, 3), mean over nucleotides, if this dot-bracket string of length L is the truth.

    Raises:
        ValueError: if the lengths differ, or a letter is none of ( ) .

    Example:
        >>> round(mean_loss([[0.0, 0.0, 0.0], [0.0, 0.0, 5.0]], "(."), 3)
        0.556
    """
    probabilities = softmax(logits)
    if len(structure) != len(probabilities) or set(structure) - set(CLASSES):
        raise ValueError(f"The structure is {structure!r:.60}; {len(probabilities)} letters ( ) . are wanted.")
    labels = [CLASSES.index(letter) for letter in structure]
    return float(-np.log(probabilities[np.arange(len(labels)), labels]).mean())


def softmax(logits: ArrayLike, temperature: float = 1.0) -> NDArray[np.float64]:
    """Probabilities from logits, over the last axis.

    Args:
        logits: numbers of any size (..., C).
        temperature: by which they are divided first, above 0: above 1 flattens, below 1 sharpens.

    Returns:
        Numbers from 0 to 1 (..., C) that add up to 1.

    Raises:
        ValueError: if the temperature is not a number above 0.

    Example:
        >>> softmax([2.0, 0.0, 0.0]).round(2), softmax([2.0, 0.0, 0.0], temperature=4.0).round(2)
        (array([0.79, 0.11, 0.11]), array([0.45, 0.27, 0.27]))
    """
    if not (temperature > 0.0 and np.isfinite(temperature)):
        raise ValueError(f"The temperature is {temperature}; a number above 0 is wanted.")
    scores = np.asarray(logits, dtype=np.float64) / temperature
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))
