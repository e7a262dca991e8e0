"""The page's functions for programs: typed arguments in, JSON out, listed under "Use via API"."""

from __future__ import annotations

from typing import Any

import gradio as gr

from ssp_core.folding.metrics import score
from ssp_core.folding.structure import StructureError
from ssp_core.sequence import SequenceError

from . import exports, folded, inputs
from .models import DEFAULT, ModelError, Models


def build(models: Models) -> None:
    """Offer the functions on the page that is being built."""

    def fold(
        sequence: str,
        reference: str = "",
        model: str = DEFAULT,
        decoder: str = "best",
        gamma: float = 1.0,
        trust: float = 0.5,
        temperature: float = 1.0,
    ) -> dict[str, Any]:
        """Predict the secondary structure of one RNA.

        Args:
            sequence: the RNA, plain letters or one FASTA record, at most 1,022 nucleotides.
            reference: a known structure in ( ) . to score against, or nothing.
            model: the name of the model, "bundled" for the one in the box.
            decoder: best, mixed, mea, map or argmax.
            gamma: weight of pairs in mea and mixed.
            trust: share of the network in mixed, 0 to 1.
            temperature: of the probabilities before decoding.

        Returns:
            The structure, raw string, probabilities, pairs, what made them, and scores if there is a reference.
        """
        try:
            text, known = inputs.bounded(sequence, "sequence"), inputs.bounded(reference, "reference")
            chosen = folded.decoder_of(decoder, gamma, trust, temperature)
            result = folded.fold(models.get(model), text, known, chosen)
        except (SequenceError, StructureError, ModelError, ValueError) as error:
            raise gr.Error(str(error), print_exception=False) from None
        answer = exports.as_json(result)
        if result.reference is not None:
            scores = score(result.prediction.structure, result.reference.dot_bracket)
            answer["scores"] = {
                "precision": scores.pairs.precision,
                "sensitivity": scores.pairs.sensitivity,
                "f1": scores.pairs.f1,
                "mcc": scores.pairs.mcc,
                "f1_slipped": scores.slipped.f1,
                "token_accuracy": scores.tokens.accuracy,
                "token_macro_f1": scores.tokens.macro_f1,
            }
        return answer

    # A queue apart from the page's: a program may wait here for a download, and no visitor waits behind it.
    gr.api(fold, api_name="fold", concurrency_id="programs")
