"""What a program may ask about structures: how well one agrees with another, and how it looks."""

# No `from __future__ import annotations`: gradio reads the hints of answers as they stand here.
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ssp_core.analysis import comparison
from ssp_core.drawing import COLOURINGS, VIEWS, DrawingOptions
from ssp_core.drawing import draw as draw_chain
from ssp_core.errors import InputError
from ssp_core.folding.decoding import BEST
from ssp_core.folding.structure import Structure
from ssp_core.reading import Reference, read_reference
from ssp_core.sequence import RnaSequence
from ssp_core.ui.inputs import bounded, only_record, own_reference, reference_of
from ssp_core.ui.models import DEFAULT, Models

from .answers import left_out, notes_of
from .folding import DecoderName

if TYPE_CHECKING:
    View = str
    Colour = str
else:
    View, Colour = Literal[VIEWS], Literal[COLOURINGS]

_WITHOUT = "the drawing leaves them out"


class _Drawn(NamedTuple):
    """What is drawn; without confidence and model for a structure that was given."""

    structure: Structure
    notes: tuple[str, ...]
    confidence: NDArray[np.float32] | None = None
    model: dict[str, Any] | None = None


class Structures:
    """The functions on structures, with the models that predict one where none is given."""

    def __init__(self, models: Models) -> None:
        self._models = models

    def compare(self, structure: str, reference: str) -> dict[str, Any]:
        """Score a secondary structure against a known one of the same length.

        Both are in dot-bracket notation or WUSS, or the text of a file with one structure. Where there are pairs that
        cross others, as in a pseudoknot, notes say which of them were left out.

        Args:
            structure: What is scored.
            reference: The known structure.

        Returns:
            Precision, sensitivity, F1 and MCC of the base pairs, F1 with a slip of one position, and scores of letters.
        """
        scored = read_reference(bounded(structure, "structure"), subject="The structure")
        known = read_reference(bounded(reference, "reference"))
        if len(scored.structure) != len(known.structure):
            raise InputError(
                f"The structure has {len(scored.structure)} letters and the reference {len(known.structure)}; they "
                "must be equally long."
            )
        scores = comparison.compare(scored.structure, known.structure)
        notes = [*left_out(scored, "The structure"), *left_out(known, "The reference")]
        return {**scores, "notes": notes} if notes else {**scores}

    def draw(
        self,
        sequence: str,
        structure: str = "",
        view: View = VIEWS[0],
        colour: Colour = COLOURINGS[0],
        reference: str = "",
        model: str = DEFAULT,
        decoder: DecoderName = BEST,
    ) -> dict[str, Any]:
        """Draw the secondary structure of one RNA as SVG.

        The structure that is given is drawn, else the one that comes with the sequence; where there is none, the RNA is
        folded. For a fold with other settings give the structure that fold has answered.

        Args:
            sequence: The RNA, at most 1,022 nucleotides: letters, or the text of a file with one record.
            structure: What to draw, in dot-bracket notation or WUSS; empty for the RNA's own or a predicted structure.
            view: The layout: planar (in the plane, as in papers), arcs (on a line) or circle.
            colour: By structural element, confidence (of a fold), base, class, or agreement with the reference.
            reference: A known structure whose pairs are drawn, too.
            model: A name that the function models lists; for an RNA that is folded.
            decoder: The way from probabilities to a structure; for an RNA that is folded.

        Returns:
            The drawing as the text of an SVG file under svg, the structure, a description of the drawing, and notes.
        """
        record = only_record(sequence)
        rna = record.sequence
        given = _given(structure, rna) or own_reference(record)
        known = reference_of(reference, rna)
        if given is not None and colour == "confidence":
            raise InputError("A structure that is given has no confidence; another colour is wanted.")
        drawn = self._fold(rna, model, decoder) if given is None else _Drawn(given.structure, rna.notes)
        options = DrawingOptions(colour, known.structure if known else None, drawn.confidence, title=rna.name)
        scene = draw_chain(view, rna, drawn.structure, options)
        return {
            "name": rna.name,
            "sequence": str(rna),
            "structure": drawn.structure.dot_bracket,
            "view": view,
            "colour": colour,
            "description": scene.description,
            "svg": scene.svg(),
            "decoder": decoder if given is None else None,
            "model": drawn.model,
            "notes": [
                *drawn.notes,
                *left_out(given, "The structure", _WITHOUT),
                *left_out(known, "The reference", _WITHOUT),
            ],
        }

    def _fold(self, rna: RnaSequence, model: str, decoder: str) -> _Drawn:
        """The predicted structure of an RNA."""
        [prediction] = self._models.get(model).predict([rna], decoder)
        decoded, caution = prediction.decoded, tuple(notes_of(prediction))
        return _Drawn(decoded.structure, caution, decoded.confidence, prediction.provenance.to_dict())


def _given(text: str, rna: RnaSequence) -> Reference | None:
    """The structure that a program gave, None where it gave none."""
    text = bounded(text, "structure")
    return read_reference(text, rna, subject="The structure") if text.strip() else None
