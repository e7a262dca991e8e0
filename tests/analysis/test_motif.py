"""Motifs: every place by brute force, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ssp_core.analysis.motif import MAX_MOTIF, find_motif
from ssp_core.errors import InputError
from ssp_core.rna import IUPAC
from tests.folding.strategies import letters


@given(letters(0, 30), st.text("".join(IUPAC), min_size=1, max_size=5))
@example("ACGUNACGUN", "N")
@example("NNNN", "AN")
@example("AAA", "AAAA")
def test_every_place_is_found(sequence: str, motif: str) -> None:
    def fits(nucleotide: str, letter: str) -> bool:
        return letter == "N" or nucleotide in IUPAC[letter]

    places = [
        (i, i + len(motif) - 1)
        for i in range(len(sequence) - len(motif) + 1)
        if all(fits(nucleotide, letter) for nucleotide, letter in zip(sequence[i:], motif, strict=False))
    ]
    assert find_motif(sequence, motif) == tuple(places)


def test_a_motif_may_be_typed_carelessly() -> None:
    assert find_motif("GGUUCG", " t tC\n") == ((2, 4),)


@pytest.mark.parametrize(
    ("motif", "message"),
    [
        ("", "The motif is empty; IUPAC letters such as GNRA are wanted."),
        (" \n", "The motif is empty"),
        ("GNXA", "The motif has 'X' at position 3; IUPAC letters"),
        ("G(", "The motif has '\\('"),
        ("A" * (MAX_MOTIF + 1), "The motif has 101 letters; at most 100 are wanted."),
        ("A" * 5000, "The motif has 5,000 characters; at most 100 letters are wanted."),
        ("Gß", "The motif has 'ß' at position 2"),
        ("\u017f", "The motif has '\u017f' at position 1"),  # a long s: its upper case is S
    ],
)
def test_what_is_no_motif_is_refused(motif: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        find_motif("GGAAAC", motif)
