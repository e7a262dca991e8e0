"""Computing pair features a strip of rows at a time, and the residual blocks of the pairing head, which do so in place.

Inference on a CPU goes over the rows in strips: a strip stays in the processor's cache from one operation to the next,
and no operation needs a second array of all pairs. With gradients, and on other devices, one strip holds all rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

_WHOLE = 1 << 17  # up to so many pairs (one RNA of 362 nucleotides) a single strip is faster, and takes little memory
_STRIP = 1 << 15  # pairs in a strip, about, where there are more


def make_strips(like: Tensor) -> list[slice]:
    """Slices of all rows in order, for pair features of the batch and length of `like` [B, L, ...]."""
    batch, length = like.shape[:2]
    if torch.is_grad_enabled() or like.device.type != "cpu" or batch * length * length <= _WHOLE:
        return [slice(0, length)]
    count = max(1, _STRIP // (batch * length))
    return [slice(start, min(start + count, length)) for start in range(0, length, count)]


def by_strips(compute: Callable[[slice], Tensor], strips: Sequence[slice], like: Tensor, channels: int) -> Tensor:
    """The rows that `compute` gives for each strip, in one array [B, L, L, channels]; `like` [B, L, ...] is as large
    and of the same kind."""
    if len(strips) == 1:
        return compute(strips[0])
    batch, length = like.shape[:2]
    whole = like.new_empty(batch, length, length, channels)  # before any strip, so that it fits where the last one was
    for rows in strips:
        whole[:, rows] = compute(rows)
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

    def forward(self, features: Tensor, valid: Tensor, strips: Sequence[slice]) -> Tensor:
        """The features after this block; in place where there are several strips. `valid` [B, L, L, 1] is 1 or 0."""
        if len(strips) > 1:
            return self._update_(features, valid, strips)
        inside = F.relu(self.norm(features).mul_(valid), inplace=True)  # what is 0 before relu is 0 after it
        return self.convolution(inside.permute(0, 3, 1, 2)).permute(0, 2, 3, 1).add_(features)

    def _update_(self, features: Tensor, valid: Tensor, strips: Sequence[slice]) -> Tensor:
        # `inside` holds relu(norm(x)) of a strip and of the rows beside it that the kernel reaches. Those above the
        # next strip are kept from this one, since `features` has their new values by then.
        margin = self.dilation
        batch, _, length, channels = features.shape
        inside = features.new_zeros(batch, strips[0].stop + 2 * margin, length, channels)
        self._activate(features, valid, slice(0, margin), out=inside[:, margin:])
        for rows in strips:
            count = rows.stop - rows.start
            self._activate(features, valid, slice(rows.start + margin, rows.stop + margin), out=inside[:, 2 * margin :])
            change = self.convolve(inside[:, : count + 2 * margin].permute(0, 3, 1, 2))
            features[:, rows] += change.permute(0, 2, 3, 1)
            inside[:, : 2 * margin] = inside[:, count : count + 2 * margin].clone()
        return features

    def _activate(self, features: Tensor, valid: Tensor, rows: slice, *, out: Tensor) -> None:
        """Write relu(norm(x)) of rows into the first rows of `out`, and zeros for rows beyond the last."""
        normed = self.norm(features[:, rows])
        count = normed.shape[1]
        torch.mul(normed, valid[:, rows], out=out[:, :count]).relu_()
        out[:, count : rows.stop - rows.start].zero_()

    def convolve(self, inside: Tensor) -> Tensor:
        """The convolution without padding above and below: [B, C, rows + 2 * dilation, L] to [B, C, rows, L]."""
        weight, bias = self.convolution.weight, self.convolution.bias
        return F.conv2d(inside, weight, bias, padding=(0, self.dilation), dilation=self.dilation)
