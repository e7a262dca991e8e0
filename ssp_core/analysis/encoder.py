"""What an encoder does to nucleotides, layer by layer, and which of its attention maps look like base pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ssp_core.rna import MIN_HAIRPIN

if TYPE_CHECKING:
    from ssp_core.network.inspection import Inspection

_AXES = 2


@dataclass(frozen=True)
class HeadMatch:
    """An attention head, 0-based layer and head, and the correlation of its map with base pairs, -1 to 1."""

    layer: int
    head: int
    correlation: float


def movement(inspection: Inspection) -> NDArray[np.float32]:
    """How much each layer turns the hidden state of each nucleotide.

    Returns:
        The cosine (layers, L) between a nucleotide's hidden state after a layer and before it: 1 where the layer does
        not turn it, 0 where the two are at right angles or one of them is zero.
    """
    hidden = _nucleotides(inspection)
    lengths = np.linalg.norm(hidden, axis=2)
    products = (hidden[1:] * hidden[:-1]).sum(axis=2)
    scale = lengths[1:] * lengths[:-1]
    cosines = np.divide(products, scale, out=np.zeros_like(products), where=scale > 0.0)
    return np.asarray(np.clip(cosines, -1.0, 1.0), dtype=np.float32)


@dataclass(frozen=True)
class MostMoved:
    """What turned most: the layer of the smallest mean cosine, and in it the nucleotide of the smallest, 0-based."""

    layer: int
    mean: float
    nucleotide: int
    cosine: float


def most_moved(moved: NDArray[np.float32]) -> MostMoved:
    """What turned most, by the cosines (layers, L) of `movement`."""
    layer = int(moved.mean(axis=1).argmin())
    nucleotide = int(moved[layer].argmin())
    return MostMoved(layer, float(moved[layer].mean()), nucleotide, float(moved[layer, nucleotide]))


@dataclass(frozen=True, eq=False)
class Projection:
    """Hidden states in two dimensions.

    Attributes:
        points: coordinates (layers + 1, L, 2); 0 on an axis along which nothing varies.
        shares: the share of the variance within layers that each axis shows (2,), from 0 to 1.
    """

    points: NDArray[np.float32]
    shares: NDArray[np.float32]


def projection(inspection: Inspection) -> Projection:
    """Hidden states on their two principal components (Pearson 1901), the same two for all layers.

    Layers differ more in their common direction and length than nucleotides do within one. So the states of each layer
    are first centred on their mean and scaled to unit mean square. The first axis is the direction of the largest
    variance of all layers together, the second that of the largest at right angles to it. Each axis points so that the
    largest of its coefficients, by amount, is positive. Special tokens are left out.
    """
    hidden = _standardised(inspection)
    _, scales, axes = np.linalg.svd(hidden.reshape(-1, hidden.shape[2]), full_matrices=False)
    axes, variances = axes[:_AXES], scales**2
    signs = np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)])
    points = np.zeros((*hidden.shape[:2], _AXES), dtype=np.float32)
    points[..., : len(axes)] = hidden @ (axes * signs[:, None]).T
    shares = np.zeros(_AXES, dtype=np.float32)
    if variances.any():
        shares[: len(variances)] = (variances / variances.sum())[:_AXES]
    return Projection(points, shares)


def most_like_pairs(inspection: Inspection, pairs: ArrayLike, count: int = 5) -> tuple[HeadMatch, ...]:
    """The attention heads whose maps look most like base pairs: a correlation, not a proof that they find pairs.

    A head's map, nucleotides only, is averaged with its transpose. It is compared with the pairs at the places i < j
    that have room for a hairpin of 3 or more.

    Args:
        inspection: of an RNA of L nucleotides.
        pairs: 1 where two nucleotides pair, else 0 (L, L), symmetric.
        count: how many heads at most.

    Returns:
        The heads of the largest Pearson correlation, largest first; none where the RNA has no pair, as nothing
        correlates with what does not vary. A head whose map does not vary has the correlation 0.

    Raises:
        ValueError: if the pairs are not of L nucleotides.
    """
    maps = inspection.attention[:, :, 1:-1, 1:-1].astype(np.float64)
    known = np.asarray(pairs, dtype=np.float64)
    length = maps.shape[-1]
    if known.shape != (length, length):
        raise ValueError(f"The pairs have shape {known.shape}; {(length, length)} is wanted for {length} nucleotides.")
    i, j = np.triu_indices(length, MIN_HAIRPIN + 1)
    wanted = known[i, j]
    if not len(wanted) or wanted.min() == wanted.max():
        return ()
    values = (maps[:, :, i, j] + maps[:, :, j, i]) / 2
    correlations = _correlations(values.reshape(-1, len(wanted)), wanted)
    heads = maps.shape[1]
    order = np.argsort(-correlations, kind="stable")[:count].tolist()
    return tuple(HeadMatch(k // heads, k % heads, float(correlations[k])) for k in order)


def _correlations(rows: NDArray[np.float64], wanted: NDArray[np.float64]) -> NDArray[np.float64]:
    """The Pearson correlation of each row with `wanted`; 0 for a row that does not vary."""
    centred, target = rows - rows.mean(axis=1, keepdims=True), wanted - wanted.mean()
    scale = np.linalg.norm(centred, axis=1) * np.linalg.norm(target)
    varies = np.ptp(rows, axis=1) > 0.0  # the mean of equal numbers can be rounded, which leaves a norm above 0
    return np.divide(centred @ target, scale, out=np.zeros(len(rows)), where=varies & (scale > 0.0))


def _standardised(inspection: Inspection) -> NDArray[np.float64]:
    """Hidden states (layers + 1, L, H), each layer with mean 0 and mean square 1; 0 where nothing varies."""
    hidden = _nucleotides(inspection)
    centred = hidden - hidden.mean(axis=1, keepdims=True)
    scale = np.sqrt((centred**2).mean(axis=(1, 2), keepdims=True))
    varies = np.broadcast_to(scale > 1e-9 * np.abs(hidden).max(), centred.shape)
    return np.asarray(np.divide(centred, scale, out=np.zeros_like(centred), where=varies))


def _nucleotides(inspection: Inspection) -> NDArray[np.float64]:
    """Hidden states (layers + 1, L, H) without those of the special tokens."""
    return inspection.hidden[:, 1:-1].astype(np.float64)
