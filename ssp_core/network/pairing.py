"""The pairing head: from nucleotide embeddings to a logit for each pair (i, j) and for "no partner".

Bilinear maps of the embeddings make an image over (5' partner i, 3' partner j); residual 3 x 3 convolutions let
neighbouring pairs (the next step of a stem) support each other. Only i < j is meant: the triangle below the diagonal is
free. In training it carries a second sequence, transposed, so one image serves two; in evaluation it carries the same
sequence, and the two orientations are averaged. The band |i - j| <= 3, where no hairpin fits, is kept at zero and is
wider than any kernel reaches, so the two triangles never see each other.

The head can be told what thermodynamics says of the same pairs. It then learns where to follow it (an RNA unlike any
it saw) and where to overrule it (a family it knows), cell by cell; without it the head answers by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

MIN_DISTANCE = 4
_FORBIDDEN = -1e4
_FAINTEST = 0.01  # thermodynamic pairs below this probability count as none, in training and ever after
_PARTNERS = {"A": "U", "U": "AG", "G": "CU", "C": "G"}


@dataclass(frozen=True)
class PairingConfig:
    """Sizes of the pairing head."""

    maps: int = 16
    rank: int = 16
    channels: int = 32
    dilations: tuple[int, ...] = (1, 2, 1, 2, 1, 2, 1, 2)


def pair_kinds(vocabulary: tuple[str, ...]) -> Tensor:
    """A table [tokens, tokens] of pair kinds: 0 cannot pair, 1-6 the ordered pairs AU, UA, UG, GC, GU, CG."""
    table = torch.zeros(len(vocabulary), len(vocabulary), dtype=torch.long)
    ordered = [(a, b) for a, partners in _PARTNERS.items() for b in partners]
    for kind, (a, b) in enumerate(ordered, start=1):
        table[vocabulary.index(a), vocabulary.index(b)] = kind
    return table


class _Block(nn.Module):
    """x + conv(relu(norm(x))) on [B, L, L, C]: the norm is over the channels of one cell, so padding and neighbours
    leave it alone."""

    def __init__(self, channels: int, dilation: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(channels)
        self.convolution = nn.Conv2d(channels, channels, 3, padding=dilation, dilation=dilation)

    def forward(self, image: Tensor, cells: Tensor) -> Tensor:
        inside = F.relu(self.norm(image).mul_(cells), inplace=True)  # what is zeroed before stays zero
        return self.convolution(inside.permute(0, 3, 1, 2)).permute(0, 2, 3, 1).add_(image)


class Picture(NamedTuple):
    """What the head sees before it is told anything: made once, read with and without thermodynamics.

    `image` [B', L, L, C], half as many as sequences where two share one, else as many; `cells` [B', L, L, 1], 1 where
    the image means something; `none` [B, L, 1]; `allowed` [B, L, L], True on the pairs i < j that can form; `above` and
    `below` say which sequences of the batch lie on the two sides of the images' diagonals.
    """

    image: Tensor
    cells: Tensor
    none: Tensor
    allowed: Tensor
    above: slice
    below: slice


class PairingHead(nn.Module):
    """Embeddings [B, L, H] and nucleotide ids [B, L] to pair logits [B, L, L + 1].

    Row i scores every partner j of nucleotide i; the last column is "no partner". Pairs that cannot form (not AU, GC
    or GU, closer than a hairpin of three, padding) hold a large negative number.
    """

    kinds: Tensor

    def __init__(self, hidden: int, config: PairingConfig, vocabulary: tuple[str, ...]) -> None:
        super().__init__()
        self.config = config
        width, channels = config.maps * config.rank, config.channels
        self.five_prime = nn.Linear(hidden, width)
        self.three_prime = nn.Linear(hidden, width)
        self.five_prime_bias = nn.Linear(hidden, channels)
        self.three_prime_bias = nn.Linear(hidden, channels)
        self.kind_bias = nn.Embedding(7, channels)
        self.stem = nn.Conv2d(config.maps + 1, channels, 1)
        self.blocks = nn.ModuleList(_Block(channels, dilation) for dilation in config.dilations)
        self.norm = nn.LayerNorm(channels)
        self.pair = nn.Linear(channels, 1)
        self.none = nn.Linear(hidden, 1)
        self.physics = nn.Linear(2, channels)
        self.physics_none = nn.Linear(2, 1)
        for told in (self.physics, self.physics_none):  # at first the head does not listen
            nn.init.zeros_(told.weight)
            nn.init.zeros_(told.bias)
        self.register_buffer("kinds", pair_kinds(vocabulary), persistent=False)

    def forward(self, hidden: Tensor, ids: Tensor, mask: Tensor, physics: Tensor | None = None) -> Tensor:
        """`mask` [B, L] is True on nucleotides and False on padding; `physics` [B, L, L], symmetric, thermodynamic pair
        probabilities."""
        return self.read(self.picture(hidden, ids, mask), physics)

    def picture(self, hidden: Tensor, ids: Tensor, mask: Tensor) -> Picture:
        """The image of `forward`'s arguments."""
        batch, length, _ = hidden.shape
        place = torch.arange(length, device=hidden.device)
        far = place[None, :] - place[:, None] >= MIN_DISTANCE
        inside = mask[:, :, None] & mask[:, None, :]
        kind = self.kinds[ids[:, :, None], ids[:, None, :]]
        shared = self.training and batch % 2 == 0
        above = slice(0, batch // 2) if shared else slice(0, batch)
        below = slice(batch // 2, batch) if shared else above
        cells = (inside[above] & far) | (inside[below] & far.T)
        image = self._image(hidden[above], hidden[below], kind[above], kind[below], place)
        none = self.none(hidden).float()
        return Picture(image, cells[..., None].to(image.dtype), none, far & inside & (kind > 0), above, below)

    def read(self, picture: Picture, physics: Tensor | None = None) -> Tensor:
        """The pair logits of a picture."""
        image, cells, none, allowed, above, below = picture
        if physics is None:
            image = image * cells
        else:
            physics = F.threshold(physics, _FAINTEST, 0.0)
            place = torch.arange(physics.shape[1], device=physics.device)
            told = torch.where(place[:, None] < place[None, :], physics[above], physics[below])
            image = self.physics(_features(told).to(image.dtype)).add_(image).mul_(cells)
            none = none + self.physics_none(_features(1 - physics.sum(dim=2)).to(image.dtype)).float()
        for block in self.blocks:
            image = block(image, cells)
        score = self.pair(F.relu(self.norm(image), inplace=True)).squeeze(-1).float()
        flipped = score.transpose(1, 2)
        score = (score + flipped) / 2 if above == below else torch.cat([score, flipped])
        score = score.masked_fill(~allowed, 0.0)
        allowed = allowed | allowed.transpose(1, 2)
        pairs = (score + score.transpose(1, 2)).masked_fill(~allowed, _FORBIDDEN)
        return torch.cat([pairs, none], dim=2)

    def _image(self, above: Tensor, below: Tensor, kind_above: Tensor, kind_below: Tensor, place: Tensor) -> Tensor:
        """[B, L, L, C]: what the two embeddings, the kind of their pair and their distance say of each cell.

        Above the diagonal the row is the 5' partner; below it the column is.
        """
        upper = place[:, None] < place[None, :]
        maps = torch.where(upper, self._bilinear(above), self._bilinear(below).transpose(2, 3))
        distance = (place[None, :] - place[:, None]).abs().clamp(min=1).log().to(maps.dtype)
        maps = torch.cat([maps, distance.expand_as(maps[:, :1])], dim=1)
        # Channels last from here on: every sum over cells would take several times as long across the two orders.
        image = self.stem(maps.contiguous(memory_format=torch.channels_last)).permute(0, 2, 3, 1)
        kind = torch.where(upper, kind_above, kind_below.transpose(1, 2))
        sides = torch.where(
            upper[:, :, None],
            self.five_prime_bias(above)[:, :, None] + self.three_prime_bias(above)[:, None],
            self.three_prime_bias(below)[:, :, None] + self.five_prime_bias(below)[:, None],
        )
        return image.add_(sides.add_(F.embedding(kind, self.kind_bias.weight.to(sides.dtype))))

    def _bilinear(self, hidden: Tensor) -> Tensor:
        """[B, maps, L, L]: low-rank bilinear products of embedding i as the 5' and j as the 3' partner."""
        shape = (*hidden.shape[:2], self.config.maps, self.config.rank)
        left = self.five_prime(hidden).view(shape).transpose(1, 2)
        right = self.three_prime(hidden).view(shape).transpose(1, 2)
        return left @ right.transpose(2, 3) / self.config.rank**0.5


def _features(probabilities: Tensor) -> Tensor:
    """A probability as two numbers from 0 to 1: its logarithm, cut at one in a thousand, and itself."""
    return torch.stack([probabilities.clamp(1e-3, 1.0).log10() / 3 + 1, probabilities], dim=-1)


def pair_marginals(pair_logits: Tensor) -> tuple[Tensor, Tensor]:
    """Pair probabilities [B, L, L] and class probabilities [B, L, 3] from pair logits [B, L, L + 1].

    A pair's probability is the geometric mean of the two rows that speak of it; where rows disagree so much that the
    pairs of a nucleotide would sum to more than one, they are scaled down to one. The classes are each row's own sums:
    to the right of the nucleotide `(`, to the left `)`, no partner `.`.
    """
    rows = pair_logits.softmax(dim=2)
    partner, none = rows[..., :-1], rows[..., -1:]
    pairs = (partner * partner.transpose(1, 2)).sqrt()
    total = pairs.sum(dim=2, keepdim=True).clamp_min(1.0)
    pairs = pairs / torch.maximum(total, total.transpose(1, 2))
    opening = partner.triu().sum(dim=2, keepdim=True)
    closing = partner.tril().sum(dim=2, keepdim=True)
    return pairs, torch.cat([opening, closing, none], dim=2)
