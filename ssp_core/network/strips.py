"""Computing pair features a strip of rows at a time, and the residual blocks of the pairing head, which do so in place.

Inference on a CPU goes over the rows in strips: a strip stays in the processor's cache from one operation to the next,
no operation needs a second array of all pairs, and where only the triangle below the diagonal is wanted, most of what
lies above it is left out. With gradients, and on other devices, one strip holds all pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

_ROWS = 32  # of a strip: more save less of the triangle, fewer pay more for each operation by itself


class Strip(NamedTuple):
    """Some rows of the array of all pairs, and the columns that are computed there."""

    rows: slice
    columns: slice

    def of(self, array: Tensor) -> Tensor:
        """This part of an array [B, L, L, ...]."""
        return array[:, self.rows, self.columns]


def make_strips(like: Tensor, *, triangle: bool) -> list[Strip]:
    """Strips of all rows in order, for pair features of the batch and length of `like` [B, L, ...].

    With `triangle` the columns right of a strip's last row are left out; no pair i > j is there.
    """
    length = like.shape[1]
    if torch.is_grad_enabled() or like.device.type != "cpu" or length < 2 * _ROWS:
        return [Strip(slice(0, length), slice(0, length))]
    ends = range(_ROWS, length + _ROWS, _ROWS)
    return [
        Strip(slice(end - _ROWS, min(end, length)), slice(0, min(end, length) if triangle else length)) for end in ends
    ]


def by_strips(compute: Callable[[Strip], Tensor], strips: Sequence[Strip], like: Tensor, channels: int) -> Tensor:
    """What `compute` gives for each strip, in one array [B, L, L, channels], 0 elsewhere; `like` [B, L, ...] is as
    large and of the same kind."""
    if len(strips) == 1:
        return compute(strips[0])
    batch, length = like.shape[:2]
    whole = like.new_zeros(batch, length, length, channels)  # before any strip, so that it fits where the last one was
    for strip in strips:
        strip.of(whole).copy_(compute(strip))
    return whole


class ResidualBlock(nn.Module):
    """x + convolution(relu(norm(x))) on pair features [B, L, L, C].

    The norm is over the channels of one pair, so padding and neighbours do not change it.
    """

    def __init__(self, channels: int, dilation: int) -> None:
        super().__init__()
        self.dilation = dilation
        self.norm = nn.LayerNorm(channels)
        self.convolution = nn.Conv2d(channels, channels, 3, padding=dilation, dilation=dilation)

    def forward(self, features: Tensor, valid: Tensor, strips: Sequence[Strip]) -> Tensor:
        """The features after this block; in place where there are several strips. `valid` [B, L, L, 1] is 1 or 0."""
        if len(strips) > 1:
            return self._update_(features, valid, strips)
        inside = F.relu(self.norm(features).mul_(valid), inplace=True)  # what is 0 before relu is 0 after it
        return self.convolution(inside.permute(0, 3, 1, 2)).permute(0, 2, 3, 1).add_(features)

    def _update_(self, features: Tensor, valid: Tensor, strips: Sequence[Strip]) -> Tensor:
        # `inside` holds relu(norm(x)) of a strip and of the rows beside it that the kernel reaches. Those above are
        # kept from the strip before, since `features` has their new values by then. No pair is right of a strip's last
        # column that the kernel would reach.
        margin = self.dilation
        batch, _, length, channels = features.shape
        above = features.new_zeros(batch, margin, 0, channels)
        for rows, columns in strips:
            count = rows.stop - rows.start
            inside = features.new_empty(batch, count + 2 * margin, columns.stop, channels)
            inside[:, :margin, : above.shape[2]] = above
            inside[:, :margin, above.shape[2] :] = 0.0
            with_below = Strip(slice(rows.start, min(rows.stop + margin, length)), columns)
            end = margin + with_below.rows.stop - rows.start
            torch.mul(self.norm(with_below.of(features)), with_below.of(valid), out=inside[:, margin:end]).relu_()
            inside[:, end:] = 0.0
            above = inside[:, count : count + margin].clone()
            features[:, rows, columns] += self.convolve(inside.permute(0, 3, 1, 2)).permute(0, 2, 3, 1)
        return features

    def convolve(self, inside: Tensor) -> Tensor:
        """The convolution without padding above and below: [B, C, rows + 2 * dilation, W] to [B, C, rows, W]."""
        weight, bias = self.convolution.weight, self.convolution.bias
        return F.conv2d(inside, weight, bias, padding=(0, self.dilation), dilation=self.dilation)
