"""The pairing head: from nucleotide embeddings to a logit for each pair (i, j) and for "unpaired".

Bilinear maps of the embeddings give features for each pair (5' partner i, 3' partner j). Residual 3 x 3 convolutions
over these pair features let neighbouring pairs (the next pair of a helix) support each other. One triangle is enough
for an RNA. In training the one above the diagonal (the row is the 5' partner) holds one RNA, the one below it (the row
is the 3' partner) another: one array serves two. In evaluation only the one below the diagonal is computed, which was
as often right as the mean of the two (`benchmarks/accuracy.md`). The band |i - j| <= 3, where no hairpin fits, is kept
at zero and is wider than any kernel reaches, so the two triangles never mix.

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

from ssp_core.network.strips import ResidualBlock, Strip, by_strips, make_strips
from ssp_core.progress import checkpoint
from ssp_core.rna import MIN_HAIRPIN

# In the order of the rows of `base_pair_bias`, which the weights fix; row 0 stands for two bases that cannot pair.
_BASE_PAIRS = ("AU", "UA", "UG", "GC", "GU", "CG")
_FORBIDDEN = -1e4
_LEAST_PROBABILITY = 0.01  # smaller ones of `thermo_input` count as 0: training kept none below


@dataclass(frozen=True)
class PairingConfig:
    """Sizes of the pairing head: bilinear maps and their rank, channels and dilations of the convolutions.

    `thermo_share` is how much of `thermo_input` counts: less than 1 where its ensembles are sharper than in training.
    """

    maps: int = 16
    rank: int = 16
    channels: int = 32
    dilations: tuple[int, ...] = (1, 2, 1, 2, 1, 2, 1, 2)
    thermo_share: float = 1.0


def base_pair_table(vocabulary: tuple[str, ...]) -> Tensor:
    """A table [tokens, tokens] of base-pair numbers: 0 cannot pair, 1-6 the ordered pairs AU, UA, UG, GC, GU, CG."""
    table = torch.zeros(len(vocabulary), len(vocabulary), dtype=torch.long)
    for number, pair in enumerate(_BASE_PAIRS, start=1):
        table[vocabulary.index(pair[0]), vocabulary.index(pair[1])] = number
    return table


class PairFeatures(NamedTuple):
    """What the head computes before `thermo_input` is added: made once, used with it and without it.

    `features` [B', L, L, C], with B' half of B where two sequences share an array, else B; `valid` [B', L, L, 1] is 1
    where the features mean something; `unpaired` [B, L, 1] are logits; `allowed` [B, L, L] is True on the pairs i < j
    that can form; with `shared` the first half of the batch is in the triangles above the diagonal and the second half
    below it, else all of it is below.
    """

    features: Tensor
    valid: Tensor
    unpaired: Tensor
    allowed: Tensor
    shared: bool


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
        possible = inside & far
        valid = _in_triangles(possible, shared=shared)
        features = self._features(hidden, base_pair, shared=shared)
        unpaired = self.unpaired_logit(hidden).float()
        allowed = possible & (base_pair > 0)
        return PairFeatures(features, valid[..., None].to(features.dtype), unpaired, allowed, shared)

    def pair_logits(self, pair_features: PairFeatures, thermo_input: Tensor | None = None) -> Tensor:
        """Logits [B, L, L + 1] from pair features, with `thermo_input` [B, L, L] or without."""
        _, valid, unpaired, allowed, shared = pair_features
        strips = make_strips(valid, triangle=not shared)
        pairs = None
        if thermo_input is not None:
            thermo_input = F.threshold(self.config.thermo_share * thermo_input, _LEAST_PROBABILITY, 0.0)
            pairs = _in_triangles(thermo_input, shared=shared)
            alone = _encoded(1 - thermo_input.sum(dim=2)).to(valid.dtype)
            unpaired = unpaired + self.thermo_input_unpaired(alone).float()
        features = by_strips(
            lambda strip: self._valid_features(pair_features, pairs, strip), strips, valid, self.config.channels
        )
        for block in self.blocks:
            checkpoint()
            features = block(features, valid, strips)
        logits = by_strips(
            lambda strip: self.pair_logit(F.relu(self.norm(strip.of(features)), inplace=True)),
            strips,
            valid,
            channels=1,
        )
        logits = logits.squeeze(-1).float()
        transposed = logits.transpose(1, 2)
        logits = torch.cat([logits, transposed]) if shared else transposed
        logits = logits.masked_fill(~allowed, 0.0)
        allowed = allowed | allowed.transpose(1, 2)
        logits = (logits + logits.transpose(1, 2)).masked_fill(~allowed, _FORBIDDEN)
        return torch.cat([logits, unpaired], dim=2)

    def _valid_features(self, pair_features: PairFeatures, pairs: Tensor | None, strip: Strip) -> Tensor:
        """A strip of the features, with the pair probabilities `pairs` [B', L, L] added where they are given."""
        features, valid = strip.of(pair_features.features), strip.of(pair_features.valid)
        if pairs is None:
            return features * valid
        return self.thermo_input(_encoded(strip.of(pairs)).to(features.dtype)).add_(features).mul_(valid)

    def _features(self, hidden: Tensor, base_pair: Tensor, *, shared: bool) -> Tensor:
        """[B', L, L, C] from the embeddings, the base pair and the distance of each pair."""
        place = torch.arange(hidden.shape[1], device=hidden.device)
        five, three = self._split(self.five_prime(hidden)), self._split(self.three_prime(hidden))
        five_bias, three_bias = self.five_prime_bias(hidden), self.three_prime_bias(hidden)
        base_pair = _in_triangles(base_pair, shared=shared)
        base_pair_bias = self.base_pair_bias.weight.to(five_bias.dtype)
        half = len(hidden) // 2 if shared else 0

        def features(strip: Strip) -> Tensor:
            rows, columns = strip
            maps = three[half:, :, rows] @ five[half:, :, columns].transpose(2, 3)
            bias = three_bias[half:, rows, None] + five_bias[half:, None, columns]
            if shared:
                below = place[rows, None] > place[None, columns]
                maps = torch.where(below, maps, five[:half, :, rows] @ three[:half, :, columns].transpose(2, 3))
                upper_bias = five_bias[:half, rows, None] + three_bias[:half, None, columns]
                bias = torch.where(below[..., None], bias, upper_bias)
            maps = maps / self.config.rank**0.5
            distance = (place[rows, None] - place[None, columns]).abs().clamp(min=1).log().to(maps.dtype)
            maps = torch.cat([maps, distance.expand_as(maps[:, :1])], dim=1)
            # Channels last from here on: otherwise every sum over channels would take several times as long.
            projected = self.input_projection(maps.contiguous(memory_format=torch.channels_last)).permute(0, 2, 3, 1)
            return projected.add_(bias.add_(F.embedding(strip.of(base_pair), base_pair_bias)))

        embeddings = hidden[half:]
        return by_strips(features, make_strips(embeddings, triangle=not shared), embeddings, self.config.channels)

    def _split(self, projected: Tensor) -> Tensor:
        """[B, L, maps * rank] to [B, maps, L, rank]."""
        return projected.unflatten(2, (self.config.maps, self.config.rank)).transpose(1, 2)


def _in_triangles(pairs: Tensor, *, shared: bool) -> Tensor:
    """Values of pairs (5' partner, 3' partner) [B, L, L] where the features of these pairs are: [B', L, L]."""
    if not shared:
        return pairs.transpose(1, 2)
    upper, lower = pairs.chunk(2)
    place = torch.arange(pairs.shape[1], device=pairs.device)
    return torch.where(place[:, None] < place[None, :], upper, lower.transpose(1, 2))


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
