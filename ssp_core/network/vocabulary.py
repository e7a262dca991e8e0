"""The OmniGenome vocabulary: 24 tokens, one for each nucleotide, and a sequence as their ids."""

from __future__ import annotations

from ssp_core.errors import SequenceError

VOCABULARY = (
    *("<cls>", "<pad>", "<eos>", "<unk>"),
    *"ACGTNUacgtnu",
    *"().*123",
    "<mask>",
)
IDS = {token: index for index, token in enumerate(VOCABULARY)}
_NUCLEOTIDES = frozenset("ACGTUN")


def encode(sequence: str) -> list[int]:
    """Token ids of one sequence.

    Args:
        sequence: A, C, G, U, T or N in upper case; T is encoded as U.

    Returns:
        `len(sequence) + 2` ids: `<cls>`, one for each nucleotide, `<eos>`.

    Raises:
        SequenceError: another letter; the message names it and its position.
    """
    for position, letter in enumerate(sequence, start=1):
        if letter not in _NUCLEOTIDES:
            raise SequenceError(f"Found {letter!r} at position {position}: wanted A, C, G, U, T or N in upper case.")
    return [IDS["<cls>"], *(IDS[nucleotide] for nucleotide in sequence.replace("T", "U")), IDS["<eos>"]]
