"""Where a motif in IUPAC letters occurs in an RNA."""

from __future__ import annotations

import numpy as np

from ssp_core.errors import InputError
from ssp_core.folding.elements import Span
from ssp_core.rna import BASES, IUPAC

MAX_MOTIF = 100  # letters


def find_motif(sequence: str, iupac: str) -> tuple[Span, ...]:
    """Find every place where a motif occurs, also where places overlap.

    Args:
        sequence: letters of ACGUN.
        iupac: the motif, IUPAC letters in upper or lower case, T read as U; blanks are ignored. N matches every
            nucleotide. An N of the sequence, which could be any base, is matched by N only.

    Returns:
        First and last position, 0-based, of each place, in order.

    Raises:
        InputError: if the motif is empty, longer than `MAX_MOTIF`, or has another letter.

    Example:
        >>> find_motif("CGAAAGCGCAAG", "GNRA")
        ((1, 4), (7, 10))
        >>> find_motif("AAAA", "AA")
        ((0, 1), (1, 2), (2, 3))
    """
    motif = _checked(iupac)
    count = len(sequence) - len(motif) + 1
    if count < 1:
        return ()
    nucleotides = np.array(list(sequence))
    matching = np.ones(count, dtype=bool)
    for offset, letter in enumerate(motif):
        wanted = [*BASES, "N"] if letter == "N" else list(IUPAC[letter])
        matching &= np.isin(nucleotides[offset : offset + count], wanted)
    return tuple((first, first + len(motif) - 1) for first in np.flatnonzero(matching).tolist())


def _checked(iupac: str) -> str:
    """The motif in upper case without blanks."""
    if len(iupac) > 10 * MAX_MOTIF:  # look at no more of a paste than decides the answer
        raise InputError(f"The motif has {len(iupac):,} characters; at most {MAX_MOTIF} letters are wanted.")
    motif = "".join(iupac.split())
    if not motif:
        raise InputError("The motif is empty; IUPAC letters such as GNRA are wanted.")
    for position, letter in enumerate(motif, start=1):
        if not (letter.isascii() and letter.upper() in IUPAC):
            raise InputError(
                f"The motif has {letter!r} at position {position}; IUPAC letters ({' '.join(IUPAC)}) are wanted."
            )
    if len(motif) > MAX_MOTIF:
        raise InputError(f"The motif has {len(motif)} letters; at most {MAX_MOTIF} are wanted.")
    return motif.upper()
