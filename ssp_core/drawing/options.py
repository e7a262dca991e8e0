"""What a chain view can be asked for, and the check of what it is given."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ssp_core.errors import InputError, StructureError
from ssp_core.folding.structure import Structure

VIEWS = ("planar", "arcs", "circle")
COLOURINGS = ("element", "confidence", "base", "class", "agreement")


@dataclass(frozen=True)
class DrawingOptions:
    """How a chain is drawn.

    Args:
        colour: one of `COLOURINGS`: nucleotides by structural element, by confidence, by base, by class (opens a pair,
            closes one, unpaired), or by agreement with the reference.
        reference: a known structure, as long as the sequence; its pairs are drawn too.
        confidence: (L,) from 0 to 1; needed for the colouring "confidence".
        title: the RNA's name, for the description and for files.
        mutated: 0-based nucleotides that are ringed as mutated.
        changed: 0-based nucleotides that are ringed, with their pairs in the same colour, as paired otherwise than in
            the structure that this one stands beside.

    Raises:
        InputError: if `colour` is no colouring.
    """

    colour: str = "element"
    reference: Structure | None = None
    confidence: ArrayLike | None = None
    title: str = ""
    mutated: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.colour not in COLOURINGS:
            raise InputError(f"{self.colour!r} is no colouring; choose one of {', '.join(COLOURINGS)}.")
        if self.confidence is not None:  # a tuple, so that options can be compared and hashed
            values = np.asarray(self.confidence, dtype=np.float64).ravel().tolist()
            object.__setattr__(self, "confidence", tuple(values))


def check(sequence: str, structure: Structure, options: DrawingOptions) -> None:
    """Raise an error of the `InputError` family unless everything has one entry for each nucleotide."""
    length = len(sequence)
    if not length:
        raise InputError("There is no nucleotide to draw.")
    if len(structure) != length:
        raise StructureError(f"The structure has {len(structure)} positions and the sequence {length} nucleotides.")
    if options.reference is not None and len(options.reference) != length:
        raise StructureError(
            f"The reference has {len(options.reference)} positions and the sequence {length} nucleotides."
        )
    if any(not 0 <= i < length for i in (*options.mutated, *options.changed)):
        raise InputError(
            f"A marked nucleotide is outside of the sequence; positions from 0 to {length - 1} are wanted."
        )
    if options.colour == "agreement" and options.reference is None:
        raise InputError("Colouring by agreement needs a reference structure.")
    if options.colour == "confidence":
        values = np.asarray([] if options.confidence is None else options.confidence)
        if values.shape != (length,):
            raise InputError(f"Colouring by confidence needs {length} values and was given {values.size}.")
