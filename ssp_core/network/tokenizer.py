"""OmniTokenizer: the OmniGenome vocabulary, one token a nucleotide, `<cls>` before and `<eos>` after."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import BatchEncoding

VOCABULARY = (
    *("<cls>", "<pad>", "<eos>", "<unk>"),
    *"ACGTNUacgtnu",
    *"().*123",
    "<mask>",
)
_NUCLEOTIDES = frozenset("ACGTUN")


class OmniTokenizer:
    """The 24 tokens every OmniGenome checkpoint shares.

    Only A, C, G, T, U and N are encoded: the published tokenizer gives lower-case letters other ids, takes typed
    dot-brackets for letters and collapses a run of unknown characters into one token, each of which would silently
    break the one-token-a-nucleotide alignment. T is read as U, as the checkpoints' authors do.
    """

    def __init__(self) -> None:
        self.vocab = {token: index for index, token in enumerate(VOCABULARY)}
        self.special_tokens_map = {
            "cls_token": "<cls>",
            "pad_token": "<pad>",
            "eos_token": "<eos>",
            "unk_token": "<unk>",
            "mask_token": "<mask>",
        }
        self.cls_token_id, self.pad_token_id, self.eos_token_id = 0, 1, 2

    @classmethod
    def from_pretrained(cls, name: str | Path) -> OmniTokenizer:
        """The tokenizer of a Hub name or a local folder: the vocabulary is the same for every OmniGenome checkpoint.

        A local folder whose `vocab.txt` says otherwise is refused with ValueError.
        """
        listing = Path(name) / "vocab.txt"
        if listing.is_file():
            found = tuple(listing.read_text(encoding="utf-8").split())
            if found != VOCABULARY:
                raise ValueError(
                    f"The vocabulary in {listing} has {len(found)} tokens that are not OmniGenome's {len(VOCABULARY)}."
                )
        return cls()

    @property
    def vocab_size(self) -> int:
        return len(VOCABULARY)

    def encode(self, sequence: str) -> list[int]:
        """Token ids of one sequence, `<cls>` and `<eos>` included: `len(sequence) + 2` of them."""
        for position, letter in enumerate(sequence, start=1):
            if letter not in _NUCLEOTIDES:
                raise ValueError(f"Found {letter!r} at position {position}: wanted A, C, G, U, T or N in upper case.")
        body = [self.vocab[letter] for letter in sequence.replace("T", "U")]
        return [self.cls_token_id, *body, self.eos_token_id]

    def tokens(self, ids: Sequence[int]) -> list[str]:
        """The tokens behind ids."""
        return [VOCABULARY[index] for index in ids]

    def __call__(
        self,
        sequences: str | Sequence[str],
        *,
        padding: bool = True,
        truncation: bool = False,
        max_length: int | None = None,
        return_tensors: str = "pt",
    ) -> BatchEncoding:
        """`input_ids` and `attention_mask`, each an int64 tensor [batch, longest + 2].

        A sequence of more than `max_length` tokens is cut only where `truncation` asks for it, else refused.
        """
        if return_tensors != "pt" or not padding:
            raise ValueError("OmniTokenizer gives padded torch tensors only: wanted padding=True, return_tensors='pt'.")
        rows = [self.encode(sequence) for sequence in ([sequences] if isinstance(sequences, str) else sequences)]
        if max_length is not None:
            longest = max(map(len, rows), default=0)
            if longest > max_length and not truncation:
                raise ValueError(f"Found {longest} tokens: wanted max_length={max_length} at most, or truncation=True.")
            rows = [row if len(row) <= max_length else [*row[: max_length - 1], self.eos_token_id] for row in rows]
        width = max(map(len, rows), default=0)
        ids = torch.full((len(rows), width), self.pad_token_id, dtype=torch.long)
        for index, row in enumerate(rows):
            ids[index, : len(row)] = torch.tensor(row)
        return BatchEncoding({"input_ids": ids, "attention_mask": (ids != self.pad_token_id).long()})
