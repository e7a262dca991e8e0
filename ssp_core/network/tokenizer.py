"""OmniTokenizer: the OmniGenome vocabulary, one token a nucleotide, `<cls>` before and `<eos>` after."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import AutoTokenizer, BatchEncoding

from ssp_core.errors import CheckpointError, InputError, SequenceError
from ssp_core.network.configuration import OmniGenomeConfig
from ssp_core.network.vocabulary import IDS, VOCABULARY, encode
from ssp_core.rna import MAX_LENGTH

_LISTING = "vocab.txt"


class OmniTokenizer:
    """The 24 tokens that all OmniGenome checkpoints share.

    Only A, C, G, T, U and N are encoded. The published tokenizer gives lower-case letters other ids, takes typed
    dot-brackets for nucleotides and merges a run of unknown characters into one token: each of these would silently
    break the rule of one token a nucleotide. T is encoded as U, as by the checkpoints' authors.

    A pipeline of transformers takes it as its tokenizer, and `AutoTokenizer` finds it for a folder of a task class.

    Example:
        >>> tokenizer = OmniTokenizer()
        >>> tokenizer.encode("ACGU")
        [0, 4, 5, 6, 9, 2]
        >>> tokenizer.tokens([0, 4, 5, 6, 9, 2])
        ['<cls>', 'A', 'C', 'G', 'U', '<eos>']
        >>> tokenizer(["ACGU", "GG"])["attention_mask"].tolist()
        [[1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 0, 0]]
    """

    is_fast = True  # pipelines ask only those for the place of each token
    model_max_length = MAX_LENGTH + 2
    padding_side = "right"

    def __init__(self) -> None:
        self.vocab = dict(IDS)
        self.special_tokens_map = {
            "cls_token": "<cls>",
            "pad_token": "<pad>",
            "eos_token": "<eos>",
            "unk_token": "<unk>",
            "mask_token": "<mask>",
        }
        self.cls_token_id, self.pad_token_id, self.eos_token_id, self.unk_token_id = 0, 1, 2, 3

    @classmethod
    def from_pretrained(cls, name: str | Path, **of_auto_class: object) -> OmniTokenizer:  # noqa: ARG003
        """The tokenizer of a checkpoint; the vocabulary is the same for all.

        Args:
            name: "bundled", a Hub name (nothing is downloaded) or a local folder.
            of_auto_class: what `AutoTokenizer` adds, such as a revision; the vocabulary depends on none of it.

        Raises:
            CheckpointError: the folder has a `vocab.txt` with another vocabulary.
        """
        listing = Path(name) / _LISTING
        if listing.is_file():
            found = tuple(listing.read_text(encoding="utf-8").split())
            if found != VOCABULARY:
                raise CheckpointError(
                    f"The vocabulary in {listing} has {len(found)} tokens that are not OmniGenome's {len(VOCABULARY)}."
                )
        return cls()

    @property
    def vocab_size(self) -> int:
        """The number of tokens."""
        return len(VOCABULARY)

    def encode(self, sequence: str) -> list[int]:
        """Token ids of one sequence.

        Args:
            sequence: A, C, G, U, T or N in upper case.

        Returns:
            `len(sequence) + 2` ids: `<cls>`, one for each nucleotide, `<eos>`.

        Raises:
            SequenceError: another letter; the message names it and its position.
        """
        return encode(sequence)

    def tokens(self, ids: Sequence[int]) -> list[str]:
        """The tokens with these ids."""
        return [VOCABULARY[index] for index in ids]

    def convert_ids_to_tokens(self, ids: int | Sequence[int]) -> str | list[str]:
        """The same under the name that transformers' tokenizers have for it, also for a single id."""
        return VOCABULARY[ids] if isinstance(ids, int) else self.tokens(ids)

    def convert_tokens_to_string(self, tokens: Sequence[str]) -> str:
        """The tokens as one string."""
        return "".join(tokens)

    def save_pretrained(self, folder: str | Path, **_: object) -> tuple[str, ...]:
        """Write vocab.txt, as a pipeline does that is saved; gives the paths of what was written."""
        path = Path(folder) / _LISTING
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(VOCABULARY) + "\n", encoding="utf-8")
        return (str(path),)

    def __call__(
        self,
        sequences: str | Sequence[str],
        *,
        padding: bool = True,
        truncation: bool = False,
        max_length: int | None = None,
        return_tensors: str = "pt",
        return_special_tokens_mask: bool = False,
        return_offsets_mapping: bool = False,
    ) -> BatchEncoding:
        """Token ids and attention mask of one sequence or several.

        Args:
            sequences: B sequences, or one string.
            padding: only True: rows are padded to the longest.
            truncation: cut sequences of more than `max_length` tokens; otherwise they are refused.
            max_length: tokens at most, the two special ones included.
            return_tensors: only "pt".
            return_special_tokens_mask: whether to add `special_tokens_mask`, 0 on nucleotides.
            return_offsets_mapping: whether to add `offset_mapping`, where each token begins and ends in its sequence.

        Returns:
            `input_ids` and `attention_mask` (1 on tokens, 0 on padding), int64 [B, longest + 2].

        Raises:
            SequenceError: a letter that is no nucleotide, or a sequence that is too long.
            InputError: another `padding` or `return_tensors`.
        """
        if return_tensors != "pt" or not padding:
            raise InputError("OmniTokenizer gives padded torch tensors only: wanted padding=True, return_tensors='pt'.")
        rows = [self.encode(sequence) for sequence in ([sequences] if isinstance(sequences, str) else sequences)]
        if max_length is not None:
            longest = max(map(len, rows), default=0)
            if longest > max_length and not truncation:
                raise SequenceError(
                    f"Found {longest} tokens: wanted max_length={max_length} at most, or truncation=True."
                )
            rows = [row if len(row) <= max_length else [*row[: max_length - 1], self.eos_token_id] for row in rows]
        width = max(map(len, rows), default=0)
        ids = torch.full((len(rows), width), self.pad_token_id, dtype=torch.long)
        for index, row in enumerate(rows):
            ids[index, : len(row)] = torch.tensor(row)
        encoded = {"input_ids": ids, "attention_mask": (ids != self.pad_token_id).long()}
        special = ids <= self.unk_token_id
        if return_special_tokens_mask:
            encoded["special_tokens_mask"] = special.long()
        if return_offsets_mapping:
            starts = torch.arange(width).sub(1).expand_as(ids)
            encoded["offset_mapping"] = torch.stack([starts, starts + 1], dim=-1).masked_fill(special[..., None], 0)
        return BatchEncoding(encoded)


AutoTokenizer.register(OmniGenomeConfig, tokenizer_class=OmniTokenizer)
