"""Class probabilities, one row of `(`, `)`, `.` a nucleotide: checked, sharpened, read off, turned into pair gains."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ssp_core.rna import CLASSES, canonical_mask

# A softmax in single precision can underflow to an exact zero. A zero counts as the smallest normal float32, so that a
# legal structure exists whatever the network says, and the one with the fewest impossible sequence wins.
FLOOR = float(np.finfo(np.float32).tiny)


def checked(name: str, values: ArrayLike, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """`values` as float64 of the given shape, finite and not negative; ValueError says what is wrong."""
    array = np.asarray(values, dtype=np.float64)
    if array.shape != shape:
        raise ValueError(f"The {name} have shape {array.shape}; {shape} is wanted for {shape[0]} nucleotides.")
    wrong = np.argwhere(~((array >= 0.0) & np.isfinite(array)))
    if len(wrong):
        where, value = wrong[0], array[tuple(wrong[0])]
        raise ValueError(f"The {name} hold {value} at nucleotide {where[0] + 1}; numbers from 0 to 1 are wanted.")
    return array


def argmax(probabilities: ArrayLike) -> str:
    """The likeliest class of each nucleotide, from probabilities (L, 3): a raw string that may be illegal."""
    array = np.asarray(probabilities)
    return "".join(CLASSES[k] for k in array.reshape(-1, len(CLASSES)).argmax(axis=1))


def sharpen(probabilities: ArrayLike, temperature: float) -> NDArray[np.float64]:
    """Raise to 1 / temperature and renormalise over the last axis; above 1 flattens, below 1 sharpens."""
    if not (temperature > 0.0 and np.isfinite(temperature)):
        raise ValueError(f"The temperature is {temperature}; a number above 0 is wanted.")
    with np.errstate(divide="ignore"):
        scores = np.log(np.asarray(probabilities, dtype=np.float64)) / temperature
    top = scores.max(axis=-1, keepdims=True)
    powers = np.exp(scores - np.where(np.isfinite(top), top, 0.0))
    total = powers.sum(axis=-1, keepdims=True)
    return np.asarray(powers / np.where(total > 0.0, total, 1.0))


def log_gains(sequence: str, probabilities: ArrayLike) -> NDArray[np.float64]:
    """Compute what each pair adds to the log probability of the all-unpaired structure; -inf where illegal; (L, L).

    gain[i, j] = log p_i("(") + log p_j(")") - log p_i(".") - log p_j("."), for i < j, from class probabilities (L, 3).
    """
    array = checked("class probabilities", probabilities, (len(sequence), len(CLASSES)))
    opening, closing, unpaired = np.log(np.maximum(array, FLOOR)).T
    gains = (opening - unpaired)[:, None] + (closing - unpaired)[None, :]
    return np.where(canonical_mask(sequence), gains, -np.inf)


def classes_of(pair_probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """The class probabilities (L, 3) that symmetric pair probabilities (L, L) imply."""
    opening = np.triu(pair_probabilities).sum(axis=1)
    closing = np.tril(pair_probabilities).sum(axis=1)
    return np.stack([opening, closing, np.maximum(0.0, 1.0 - opening - closing)], axis=1)


def sharpen_pairs(pair_probabilities: NDArray[np.float64], temperature: float) -> NDArray[np.float64]:
    """`sharpen` for symmetric pair probabilities (L, L): row by row, no partner included, then symmetrised."""
    if temperature == 1.0:
        return pair_probabilities
    unpaired = np.maximum(0.0, 1.0 - pair_probabilities.sum(axis=1, keepdims=True))
    sharpened = sharpen(np.concatenate([pair_probabilities, unpaired], axis=1), temperature)[:, :-1]
    return np.asarray((sharpened + sharpened.T) / 2.0)
