"""A small transformer decoder with cross-attention: trains on whole targets, generates one label at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@dataclass(frozen=True)
class Seq2SeqDecoderConfig:
    """Sizes of the decoder."""

    width: int = 128
    layers: int = 2
    heads: int = 4


@dataclass(frozen=True, eq=False)
class DecoderCache:
    """Keys and values of every layer, kept so that generating a label computes only what is new.

    `memory` [1, heads, S, D] of the encoder's embeddings; `generated` [N, heads, T, D] of the T labels of N candidates.
    """

    memory: tuple[tuple[Tensor, Tensor], ...]
    generated: tuple[tuple[Tensor, Tensor], ...] = ()

    def select(self, rows: Tensor) -> DecoderCache:
        """The cache of the candidates in these rows, in their order."""
        return replace(self, generated=tuple((keys[rows], values[rows]) for keys, values in self.generated))


class Seq2SeqDecoder(nn.Module):
    """Target labels so far [B, T] and the encoder's embeddings [B, S, H] to logits [B, T, C + 1] of the next label.

    Besides the C labels there are two ids, end and start; the last logit is the end's. Both sides get sinusoidal
    positions (Vaswani et al., 2017), so that label t can attend to nucleotide t.
    """

    def __init__(self, hidden: int, labels: int, config: Seq2SeqDecoderConfig) -> None:
        super().__init__()
        self.end, self.start = labels, labels + 1
        self.width = config.width
        self.label_embeddings = nn.Embedding(labels + 2, config.width)
        self.memory_projection = nn.Linear(hidden, config.width)
        layer = nn.TransformerDecoderLayer(
            config.width, config.heads, 4 * config.width, dropout=0.0, batch_first=True, norm_first=True
        )
        self.layers = nn.TransformerDecoder(layer, config.layers, norm=nn.LayerNorm(config.width))
        self.label_logits = nn.Linear(config.width, labels + 1)

    def forward(self, labels: Tensor, hidden: Tensor, mask: Tensor) -> Tensor:
        """Logits [B, T, C + 1].

        Args:
            labels: label ids [B, T], the first of each row the start's.
            hidden: the encoder's embeddings [B, S, H].
            mask: True on tokens, False on padding [B, S].
        """
        embedded = self.label_embeddings(labels)
        embedded = embedded + sinusoidal_positions(embedded.shape[1], self.width, first=1).to(embedded)
        length = labels.shape[1]
        later = torch.ones(length, length, dtype=torch.bool, device=labels.device).triu(1)
        memory = self._memory(hidden)
        logits: Tensor = self.label_logits(
            self.layers(embedded, memory, tgt_mask=later, tgt_is_causal=True, memory_key_padding_mask=~mask)
        )
        return logits

    def _memory(self, hidden: Tensor) -> Tensor:
        memory: Tensor = self.memory_projection(hidden)
        # <cls> is first in the memory, the start is first among the labels: nucleotide t and label t have position t.
        return memory + sinusoidal_positions(memory.shape[1], self.width).to(memory)

    def start_cache(self, hidden: Tensor) -> DecoderCache:
        """The cache before the first label, from one sequence's embeddings [1, S, H] without padding."""
        memory = self._memory(hidden)
        projected = []
        for layer in self.layers.layers:
            key, value = _project(layer.multihead_attn, memory, 1, 3)
            projected.append((key, value))
        return DecoderCache(tuple(projected))

    def step(self, labels: Tensor, cache: DecoderCache) -> tuple[Tensor, DecoderCache]:
        """Logits [N, C + 1] of the next label from the last label of N candidates [N], and the cache with it added.

        The logits are those of `forward` over the whole of each candidate.
        """
        place = 1 + (cache.generated[0][0].shape[2] if cache.generated else 0)
        state = self.label_embeddings(labels)[:, None]
        state = state + sinusoidal_positions(1, self.width, first=place).to(state)
        generated = []
        for index, layer in enumerate(self.layers.layers):
            query, *new = _project(layer.self_attn, layer.norm1(state), 0, 3)
            if cache.generated:
                new = [torch.cat(both, dim=2) for both in zip(cache.generated[index], new, strict=True)]
            generated.append((new[0], new[1]))
            state = state + _attend(layer.self_attn, query, *new)
            [query] = _project(layer.multihead_attn, layer.norm2(state), 0, 1)
            memory = (part.expand(len(labels), -1, -1, -1) for part in cache.memory[index])
            state = state + _attend(layer.multihead_attn, query, *memory)
            state = state + layer.linear2(layer.activation(layer.linear1(layer.norm3(state))))
        if self.layers.norm is not None:
            state = self.layers.norm(state)
        logits: Tensor = self.label_logits(state)[:, 0]
        return logits, DecoderCache(cache.memory, tuple(generated))


def _project(attention: nn.MultiheadAttention, inputs: Tensor, first: int, last: int) -> tuple[Tensor, ...]:
    """Of queries, keys and values (0, 1 and 2) of inputs [N, T, W] those from `first` to before `last`.

    Each is [N, heads, T, D].
    """
    rows = slice(first * inputs.shape[2], last * inputs.shape[2])
    projected = F.linear(inputs, attention.in_proj_weight[rows], attention.in_proj_bias[rows])
    return projected.unflatten(2, (last - first, attention.num_heads, -1)).permute(2, 0, 3, 1, 4).unbind()


def _attend(attention: nn.MultiheadAttention, query: Tensor, keys: Tensor, values: Tensor) -> Tensor:
    mixed = F.scaled_dot_product_attention(query, keys, values)
    out: Tensor = attention.out_proj(mixed.transpose(1, 2).flatten(2))
    return out


def sinusoidal_positions(length: int, width: int, *, first: int = 0) -> Tensor:
    """Sinusoids [length, width] of the positions from `first` on."""
    angles = torch.arange(first, first + length)[:, None] / 10000 ** (torch.arange(0, width, 2) / width)
    return torch.cat([angles.sin(), angles.cos()], dim=1)[:, :width]
