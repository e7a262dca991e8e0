"""The pairing head: from nucleotide embeddings to a logit for each pair (i, j) and for "unpaired".

Bilinear maps of the embeddings give features for each pair (5' partner i, 3' partner j). Residual 3 x 3 convolutions
over these pair features let neighbouring pairs (the next pair of a helix) support each other. Only i < j is needed, so
the triangle below the diagonal is free. In training it holds a second sequence, transposed: one array serves two
sequences. In evaluation it holds the same sequence, and the two orientations are averaged. The band |i - j| <= 3, where
no hairpin fits, is kept at zero and is wider than any kernel reaches, so the two triangles never mix.

The head takes pair probabilities from thermodynamics as an optional input (`thermo_input`). It has learned where to
follow them (an RNA unlike any in training) and where to overrule them (a family that it knows). Without them it
predicts alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ssp_core.rna import MIN_HAIRPIN

# In the order of the rows of `base_pair_bias`, which the weights fix; row 0 stands for two bases that cannot pair.
_BASE_PAIRS = ("AU", "UA", "UG", "GC", "GU", "CG")
_FORBIDDEN = -1e4
_LEAST_PROBABILITY = 0.01  # smaller ones of `thermo_input` count as 0: training kept none below


@dataclass(frozen=True)
class PairingConfig:
    """Sizes of the pairing head: bilinear maps and their rank, channels and dilations of the convolutions."""

    maps: int = 16
    rank: int = 16
    channels: int = 32
    dilations: tuple[int, ...] = (1, 2, 1, 2, 1, 2, 1, 2)


def base_pair_table(vocabulary: tuple[str, ...]) -> Tensor:
    """A table [tokens, tokens] of base-pair numbers: 0 cannot pair, 1-6 the ordered pairs AU, UA, UG, GC, GU, CG."""
    table = torch.zeros(len(vocabulary), len(vocabulary), dtype=torch.long)
    for number, pair in enumerate(_BASE_PAIRS, start=1):
        table[vocabulary.index(pair[0]), vocabulary.index(pair[1])] = number
    return table


class ResidualBlock(nn.Module):
    """x + convolution(relu(norm(x))) on pair features [B, L, L, C].

    The norm is over the channels of one pair, so padding and neighbours do not change it.
    """

    def __init__(self, channels: int, dilation: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(channels)
        self.convolution = nn.Conv2d(channels, channels, 3, padding=dilation, dilation=dilation)

    def forward(self, features: Tensor, valid: Tensor) -> Tensor:
        inside = F.relu(self.norm(features).mul_(valid), inplace=True)  # what is 0 before relu is 0 after it
        return self.convolution(inside.permute(0, 3, 1, 2)).permute(0, 2, 3, 1).add_(features)


class PairFeatures(NamedTuple):
    """What the head computes before `thermo_input` is added: made once, used with it and without it.

    `features` [B', L, L, C], with B' half of B where two sequences share an array, else B; `valid` [B', L, L, 1] is 1
    where the features mean something; `unpaired` [B, L, 1] are logits; `allowed` [B, L, L] is True on the pairs i < j
    that can form; `upper` and `lower` are the sequences of the batch in the two triangles.
    """

    features: Tensor
    valid: Tensor
    unpaired: Tensor
    allowed: Tensor
    upper: slice
    lower: slice


class PairingHead(nn.Module):
    """Embeddings [B, L, H] and token ids [B, L] to pair logits [B, L, L + 1].

    Row i holds the logits of every partner j of nucleotide i; the last column is "unpaired". Pairs that cannot form
    (not AU, GC or GU, a hairpin shorter than three, padding) hold a large negative number.
    """

    base_pairs: Tensor

    def __init__(self, hidden: int, config: PairingConfig, vocabulary: tuple[str, ...]) -> None:
        super().__init__()
        self.config = config
        width, channels = config.maps * config.rank, config.channels
        self.five_prime = nn.Linear(hidden, width)
        self.three_prime = nn.Linear(hidden, width)
        self.five_prime_bias = nn.Linear(hidden, channels)
        self.three_prime_bias = nn.Linear(hidden, channels)
        self.base_pair_bias = nn.Embedding(1 + len(_BASE_PAIRS), channels)
        self.input_projection = nn.Conv2d(config.maps + 1, channels, 1)
        self.blocks = nn.ModuleList(ResidualBlock(channels, dilation) for dilation in config.dilations)
        self.norm = nn.LayerNorm(channels)
        self.pair_logit = nn.Linear(channels, 1)
        self.unpaired_logit = nn.Linear(hidden, 1)
        self.thermo_input = nn.Linear(2, channels)
        self.thermo_input_unpaired = nn.Linear(2, 1)
        for layer in (self.thermo_input, self.thermo_input_unpaired):  # without training the input changes nothing
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)
        self.register_buffer("base_pairs", base_pair_table(vocabulary), persistent=False)

    def forward(self, hidden: Tensor, ids: Tensor, mask: Tensor, thermo_input: Tensor | None = None) -> Tensor:
        """Pair logits.

        Args:
            hidden: embeddings of the nucleotides [B, L, H].
            ids: their token ids [B, L].
            mask: True on nucleotides, False on padding [B, L].
            thermo_input: pair probabilities from thermodynamics, symmetric [B, L, L].

        Returns:
            Logits [B, L, L + 1], the last column "unpaired".
        """
        return self.pair_logits(self.pair_features(hidden, ids, mask), thermo_input)

    def pair_features(self, hidden: Tensor, ids: Tensor, mask: Tensor) -> PairFeatures:
        """The features of every pair, before `thermo_input`; arguments as for `forward`."""
        batch, length, _ = hidden.shape
        place = torch.arange(length, device=hidden.device)
        far = place[None, :] - place[:, None] > MIN_HAIRPIN
        inside = mask[:, :, None] & mask[:, None, :]
        base_pair = self.base_pairs[ids[:, :, None], ids[:, None, :]]
        shared = self.training and batch % 2 == 0
        upper = slice(0, batch // 2) if shared else slice(0, batch)
        lower = slice(batch // 2, batch) if shared else upper
        valid = (inside[upper] & far) | (inside[lower] & far.T)
        features = self._features(hidden[upper], hidden[lower], base_pair[upper], base_pair[lower], place)
        unpaired = self.unpaired_logit(hidden).float()
        allowed = far & inside & (base_pair > 0)
        return PairFeatures(features, valid[..., None].to(features.dtype), unpaired, allowed, upper, lower)

    def pair_logits(self, pair_features: PairFeatures, thermo_input: Tensor | None = None) -> Tensor:
        """Logits [B, L, L + 1] from pair features, with `thermo_input` [B, L, L] or without."""
        features, valid, unpaired, allowed, upper, lower = pair_features
        if thermo_input is None:
            features = features * valid
        else:
            thermo_input = F.threshold(thermo_input, _LEAST_PROBABILITY, 0.0)
            place = torch.arange(thermo_input.shape[1], device=thermo_input.device)
            pairs = torch.where(place[:, None] < place[None, :], thermo_input[upper], thermo_input[lower])
            features = self.thermo_input(_encoded(pairs).to(features.dtype)).add_(features).mul_(valid)
            alone = _encoded(1 - thermo_input.sum(dim=2)).to(features.dtype)
            unpaired = unpaired + self.thermo_input_unpaired(alone).float()
        for block in self.blocks:
            features = block(features, valid)
        logits = self.pair_logit(F.relu(self.norm(features), inplace=True)).squeeze(-1).float()
        transposed = logits.transpose(1, 2)
        logits = (logits + transposed) / 2 if upper == lower else torch.cat([logits, transposed])
        logits = logits.masked_fill(~allowed, 0.0)
        allowed = allowed | allowed.transpose(1, 2)
        logits = (logits + logits.transpose(1, 2)).masked_fill(~allowed, _FORBIDDEN)
        return torch.cat([logits, unpaired], dim=2)

    def _features(self, upper: Tensor, lower: Tensor, upper_pair: Tensor, lower_pair: Tensor, place: Tensor) -> Tensor:
        """[B, L, L, C] from the two embeddings, the base pair and the distance of each pair.

        Above the diagonal the row is the 5' partner; below it the column is.
        """
        above = place[:, None] < place[None, :]
        maps = torch.where(above, self._bilinear(upper), self._bilinear(lower).transpose(2, 3))
        distance = (place[None, :] - place[:, None]).abs().clamp(min=1).log().to(maps.dtype)
        maps = torch.cat([maps, distance.expand_as(maps[:, :1])], dim=1)
        # Channels last from here on: with the other order every sum over channels would take several times as long.
        features = self.input_projection(maps.contiguous(memory_format=torch.channels_last)).permute(0, 2, 3, 1)
        base_pair = torch.where(above, upper_pair, lower_pair.transpose(1, 2))
        bias = torch.where(
            above[:, :, None],
            self.five_prime_bias(upper)[:, :, None] + self.three_prime_bias(upper)[:, None],
            self.three_prime_bias(lower)[:, :, None] + self.five_prime_bias(lower)[:, None],
        )
        return features.add_(bias.add_(F.embedding(base_pair, self.base_pair_bias.weight.to(bias.dtype))))

    def _bilinear(self, hidden: Tensor) -> Tensor:
        """[B, maps, L, L]: low-rank bilinear products of embedding i as the 5' and j as the 3' partner."""
        shape = (*hidden.shape[:2], self.config.maps, self.config.rank)
        left = self.five_prime(hidden).view(shape).transpose(1, 2)
        right = self.three_prime(hidden).view(shape).transpose(1, 2)
        return left @ right.transpose(2, 3) / self.config.rank**0.5


def _encoded(probabilities: Tensor) -> Tensor:
    """A probability as two numbers from 0 to 1: its logarithm, cut at 0.001, and itself."""
    return torch.stack([probabilities.clamp(1e-3, 1.0).log10() / 3 + 1, probabilities], dim=-1)


def pair_marginals(pair_logits: Tensor) -> tuple[Tensor, Tensor]:
    """Pair and class probabilities from pair logits.

    A pair's probability is the geometric mean of the two rows that contain it. Where the rows disagree so much that the
    pairs of a nucleotide would sum to more than one, they are scaled down to one. The class probabilities are sums over
    each row: partners to the right of the nucleotide `(`, to the left `)`, unpaired `.`.

    Args:
        pair_logits: [B, L, L + 1], the last column "unpaired".

    Returns:
        Pair probabilities [B, L, L], symmetric, and class probabilities [B, L, 3], columns `(` `)` `.`.
    """
    rows = pair_logits.softmax(dim=2)
    partner, unpaired = rows[..., :-1], rows[..., -1:]
    pairs = (partner * partner.transpose(1, 2)).sqrt()
    total = pairs.sum(dim=2, keepdim=True).clamp_min(1.0)
    pairs = pairs / torch.maximum(total, total.transpose(1, 2))
    opening = partner.triu().sum(dim=2, keepdim=True)
    closing = partner.tril().sum(dim=2, keepdim=True)
    return pairs, torch.cat([opening, closing, unpaired], dim=2)
