"""OmniDatasetForTokenClassification: RNAs with known structures as tensors, spelled as in OmniGenBench."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from ssp_core.errors import InputError
from ssp_core.network.labels import IGNORED, STRUCTURE_LABELS
from ssp_core.network.tokenizer import OmniTokenizer

from .labelled_tokens import examples_of
from .rows import LabelledRna, without_longer
from .splits import Splits, read_splits

_SEED = 0


class OmniDatasetForTokenClassification:
    """RNAs with a label for each nucleotide. An item is a dictionary of tensors, all items of a set equally long.

    `input_ids`, `attention_mask` and `labels` are int64 [S], where S is the number of tokens of the longest RNA of the
    set; labels are -100 on the special tokens and on padding.

    Args:
        rnas: at least one.
        tokenizer: an OmniTokenizer, made where none is given.
        label2id: the labels with their ids, `(` 0, `)` 1 and `.` 2 by default.
        description: where the RNAs are from, in one clause.
        by_thermodynamics: whether ViennaRNA predicted the structures.

    Raises:
        InputError: there is no RNA, or a label without an id.

    Example:
        >>> from ssp_core.training.rows import LabelledRna
        >>> dataset = OmniDatasetForTokenClassification([LabelledRna("GGAAACC", "((...))"), LabelledRna("ACG", "...")])
        >>> dataset[1]["labels"].tolist()
        [-100, 2, 2, 2, -100, -100, -100, -100, -100]
    """

    def __init__(
        self,
        rnas: Sequence[LabelledRna],
        tokenizer: OmniTokenizer | None = None,
        *,
        label2id: Mapping[str, int] | None = None,
        description: str = "the RNAs given",
        by_thermodynamics: bool = False,
    ) -> None:
        if not rnas:
            raise InputError("Found no RNA; at least one is wanted.")
        self.tokenizer = tokenizer or OmniTokenizer()
        self.label2id = dict(STRUCTURE_LABELS if label2id is None else label2id)
        self.description, self.by_thermodynamics = description, by_thermodynamics
        missing = sorted({letter for rna in rnas for letter in rna.structure} - set(self.label2id))
        if missing:
            raise InputError(f"Found no id for {' '.join(missing)} in label2id: wanted one for each label.")
        self.examples = examples_of(self, rnas)
        self._width = max(map(len, self.examples))

    @classmethod
    def from_hub(
        cls,
        dataset_name_or_path: str | Path,
        tokenizer: OmniTokenizer | None = None,
        *,
        max_length: int | None = None,
        label2id: Mapping[str, int] | None = None,
        max_examples: int | None = None,
    ) -> dict[str, OmniDatasetForTokenClassification]:
        """The parts of a set: "train", and "valid" and "test" where it has them.

        A warning says, in a sentence each, what was left out, and whether the small shipped set was loaded because the
        Hub's RNA-SSP-Archive2 cannot be had.

        Args:
            dataset_name_or_path: a folder with files train.*, valid.* and test.*, a single file, a set of OmniGenBench
                on the Hub, or a repository of data there (`owner/name`). Files are read as by `ssp-core train`.
            tokenizer: an OmniTokenizer, made where none is given.
            max_length: tokens of the longest RNA, the two special ones included; longer RNAs are left out, never cut.
            label2id: as for the class.
            max_examples: of each part so many RNAs at most, drawn at random, always the same.

        Returns:
            A dictionary of data sets by part.

        Raises:
            FormatError: a file or a row cannot be used; the message names file, line and reason.
            HubError: there is no such file or folder, and the set could not be downloaded.
            InputError: nothing is left of a part, or a label has no id.
        """
        if max_examples is not None and max_examples < 1:
            raise InputError(f"Found max_examples={max_examples}: wanted 1 or more, or None for all.")
        splits = _up_to(read_splits(dataset_name_or_path), max_length)
        for note in splits.notes:
            warnings.warn(note, stacklevel=2)
        facts = {"description": splits.description, "by_thermodynamics": splits.by_thermodynamics}
        return {
            part: cls(_drawn(rnas, max_examples), tokenizer, label2id=label2id, **facts)  # type: ignore[arg-type]
            for part, rnas in splits.parts.items()
        }

    def __len__(self) -> int:
        return len(self.examples)

    def __getitem__(self, place: int) -> dict[str, Tensor]:
        example = self.examples[place]
        padding = (0, self._width - len(example))
        return {
            "input_ids": F.pad(example.input_ids, padding, value=self.tokenizer.pad_token_id),
            "attention_mask": F.pad(torch.ones_like(example.input_ids), padding),
            "labels": F.pad(example.labels, padding, value=IGNORED),
        }

    def __iter__(self) -> Iterator[dict[str, Tensor]]:
        return (self[place] for place in range(len(self)))


def _up_to(splits: Splits, max_length: int | None) -> Splits:
    """The RNAs of at most so many tokens, with a note on how many others there were."""
    if max_length is None:
        return splits
    longest = max_length - 2
    parts, notes = without_longer(splits.parts, longest)
    empty = [part for part, rnas in parts.items() if not rnas]
    if empty:
        raise InputError(
            f"No RNA of at most {longest:,} nucleotides is left for {' and '.join(empty)}; a larger max_length is "
            "wanted, or other data."
        )
    return replace(splits, parts=parts, notes=(*splits.notes, *notes))


def _drawn(rnas: Sequence[LabelledRna], count: int | None) -> Sequence[LabelledRna]:
    """So many of the RNAs at random, in the order in which they are in the file."""
    if count is None or count >= len(rnas):
        return rnas
    return [rnas[place] for place in sorted(np.random.default_rng(_SEED).choice(len(rnas), count, replace=False))]
