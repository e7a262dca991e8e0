"""A small decoder with cross-attention: all letters at once to learn from, or one after the other to write with."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@dataclass(frozen=True)
class DecoderConfig:
    """Sizes of the decoder."""

    width: int = 128
    layers: int = 2
    heads: int = 4


@dataclass(frozen=True, eq=False)
class Read:
    """What a decoder keeps while it writes, so that it reads nothing twice: for each layer the keys and values
    [1, heads, S, D] of the encoder's embeddings, and those [N, heads, T, D] of the T letters of N beginnings."""

    memory: tuple[tuple[Tensor, Tensor], ...]
    letters: tuple[tuple[Tensor, Tensor], ...] = ()

    def of(self, rows: Tensor) -> Read:
        """The same for the beginnings in these rows, in their order."""
        return replace(self, letters=tuple((keys[rows], values[rows]) for keys, values in self.letters))


class Decoder(nn.Module):
    """Writes with an eye on the encoder: letters so far [B, T] and its embeddings [B, S, H] to scores [B, T, C + 1].

    Letter ids are the labels' and two more, the end and the start; the last score is the end's. Both sides know their
    places by sinusoids (Vaswani et al., 2017), so that attention can find letter t at nucleotide t.
    """

    def __init__(self, hidden: int, labels: int, config: DecoderConfig) -> None:
        super().__init__()
        self.end, self.start = labels, labels + 1
        self.width = config.width
        self.letters = nn.Embedding(labels + 2, config.width)
        self.memory = nn.Linear(hidden, config.width)
        layer = nn.TransformerDecoderLayer(
            config.width, config.heads, 4 * config.width, dropout=0.0, batch_first=True, norm_first=True
        )
        self.layers = nn.TransformerDecoder(layer, config.layers, norm=nn.LayerNorm(config.width))
        self.scores = nn.Linear(config.width, labels + 1)

    def forward(self, written: Tensor, hidden: Tensor, mask: Tensor) -> Tensor:
        """`mask` [B, S] is True on tokens and False on padding."""
        letters = self.letters(written)
        letters = letters + places(letters.shape[1], self.width, first=1).to(letters)
        length = written.shape[1]
        later = torch.ones(length, length, dtype=torch.bool, device=written.device).triu(1)
        scores: Tensor = self.scores(
            self.layers(
                letters, self._memory(hidden), tgt_mask=later, tgt_is_causal=True, memory_key_padding_mask=~mask
            )
        )
        return scores

    def _memory(self, hidden: Tensor) -> Tensor:
        memory: Tensor = self.memory(hidden)
        # <cls> stands first in the memory and the start first among the letters: both sides count alike.
        return memory + places(memory.shape[1], self.width).to(memory)

    def read(self, hidden: Tensor) -> Read:
        """One sequence's embeddings [1, S, H], without padding, before the first letter is written."""
        memory = self._memory(hidden)
        found = []
        for layer in self.layers.layers:
            key, value = _projected(layer.multihead_attn, memory, 1, 3)
            found.append((key, value))
        return Read(tuple(found))

    def step(self, letters: Tensor, read: Read) -> tuple[Tensor, Read]:
        """The last letter of each of N beginnings [N] to scores [N, C + 1] of the next, as `forward` gives them for the
        whole of each, and what is read by now."""
        place = 1 + (read.letters[0][0].shape[2] if read.letters else 0)
        state = self.letters(letters)[:, None]
        state = state + places(1, self.width, first=place).to(state)
        kept = []
        for index, layer in enumerate(self.layers.layers):
            query, *new = _projected(layer.self_attn, layer.norm1(state), 0, 3)
            if read.letters:
                new = [torch.cat(both, dim=2) for both in zip(read.letters[index], new, strict=True)]
            kept.append((new[0], new[1]))
            state = state + _attended(layer.self_attn, query, *new)
            [query] = _projected(layer.multihead_attn, layer.norm2(state), 0, 1)
            known = (each.expand(len(letters), -1, -1, -1) for each in read.memory[index])
            state = state + _attended(layer.multihead_attn, query, *known)
            state = state + layer.linear2(layer.activation(layer.linear1(layer.norm3(state))))
        if self.layers.norm is not None:
            state = self.layers.norm(state)
        scores: Tensor = self.scores(state)[:, 0]
        return scores, Read(read.memory, tuple(kept))


def _projected(attention: nn.MultiheadAttention, inputs: Tensor, first: int, last: int) -> tuple[Tensor, ...]:
    """Queries, keys and values (0, 1 and 2: those from `first` to before `last`) of inputs [N, T, W], each
    [N, heads, T, D]."""
    rows = slice(first * inputs.shape[2], last * inputs.shape[2])
    found = F.linear(inputs, attention.in_proj_weight[rows], attention.in_proj_bias[rows])
    return found.unflatten(2, (last - first, attention.num_heads, -1)).permute(2, 0, 3, 1, 4).unbind()


def _attended(attention: nn.MultiheadAttention, query: Tensor, keys: Tensor, values: Tensor) -> Tensor:
    mixed = F.scaled_dot_product_attention(query, keys, values)
    out: Tensor = attention.out_proj(mixed.transpose(1, 2).flatten(2))
    return out


def places(length: int, width: int, *, first: int = 0) -> Tensor:
    """Sinusoids [length, width] of the places from `first` on."""
    angles = torch.arange(first, first + length)[:, None] / 10000 ** (torch.arange(0, width, 2) / width)
    return torch.cat([angles.sin(), angles.cos()], dim=1)[:, :width]
