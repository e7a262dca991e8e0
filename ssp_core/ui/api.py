"""The page's functions for programs: typed arguments in, JSON out, listed under "Use via API"."""

from __future__ import annotations

from typing import Any

import gradio as gr

from ssp_core.errors import SequenceError, StructureError
from ssp_core.folding.decoding import DecoderSettings
from ssp_core.folding.metrics import score
from ssp_core.folding.structure import Structure, read_reference
from ssp_core.sequence import read_sequence

from . import exports, folded, inputs, sampling
from .models import DEFAULT, ModelError, Models, told


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
        families: float = DecoderSettings.family_weight,
    ) -> dict[str, Any]:
        """Predict the secondary structure of one RNA.

        Args:
            sequence: the RNA, plain letters or one FASTA record, at most 1,022 nucleotides.
            reference: a known structure in ( ) . to score against, or nothing.
            model: the name of the model, "bundled" for the one in the box.
            decoder: best, informed, mixed, mea, map or argmax.
            gamma: weight of pairs in mea, mixed and informed.
            trust: share of the network in mixed and informed, 0 to 1.
            temperature: of the probabilities before decoding.
            families: trust in a known family, wherever one is found, 0 to 1; 0 leaves the network alone.

        Returns:
            The structure, raw string, probabilities, pairs, what made them, and scores if there is a reference.
        """
        try:
            text, known = inputs.bounded(sequence, "sequence"), inputs.bounded(reference, "reference")
            chosen = folded.decoder_of(decoder, gamma, trust, temperature, families)
            result = folded.fold(models.get(model), text, known, chosen)
        except (SequenceError, StructureError, ModelError, ValueError) as error:
            raise gr.Error(str(error), print_exception=False) from None
        answer = exports.as_json(result)
        if result.reference is not None:
            answer["scores"] = _scores(result.prediction.structure, result.reference)
        return answer

    def suboptimal(
        sequence: str, model: str = DEFAULT, families: float = DecoderSettings.family_weight
    ) -> list[dict[str, Any]]:
        """The ten legal structures that the model makes likeliest without thermodynamics, exactly and in their order.

        Args:
            sequence: the RNA, plain letters or one FASTA record, at most 1,022 nucleotides.
            model: the name of the model, "bundled" for the one in the box.
            families: trust in a known family, wherever one is found, 0 to 1; 0 leaves the network alone.

        Returns:
            For each structure its dot-bracket string and its probability among all legal structures.
        """
        try:
            rna = read_sequence(inputs.bounded(sequence, "sequence"))
            decoder = DecoderSettings("argmax", family_weight=families)
            with told("The model failed on this sequence"):  # no thermodynamics, no decoder
                prediction = models.get(model).predict(rna, decoder=decoder)[0]
        except (SequenceError, ModelError, ValueError) as error:
            raise gr.Error(str(error), print_exception=False) from None
        found = sampling.rank(folded.Folded(prediction, "argmax")).samples
        return [{"structure": each.structure.dot_bracket, "probability": each.probability} for each in found]

    def compare(structure: str, reference: str) -> dict[str, float]:
        """Score a secondary structure against a known one of the same length.

        Args:
            structure: what is scored, in ( ) . letters.
            reference: the known structure, in ( ) . letters.

        Returns:
            Precision, sensitivity, F1 and MCC of the base pairs, F1 with a slip of one position allowed, and accuracy
            and macro-F1 of the letters.
        """
        try:
            text = inputs.bounded(structure, "structure").strip()
            given = read_reference(text, len(text))
            known = read_reference(inputs.bounded(reference, "reference"), len(text))
        except (SequenceError, StructureError) as error:
            raise gr.Error(str(error), print_exception=False) from None
        return _scores(given.dot_bracket, known)

    # A queue apart from the page's: a program may wait here for a download, and no visitor waits behind it.
    gr.api(fold, api_name="fold", concurrency_id="programs")
    gr.api(suboptimal, api_name="suboptimal", concurrency_id="programs")
    gr.api(compare, api_name="compare", concurrency_id="decoding")


def _scores(structure: str, reference: Structure) -> dict[str, float]:
    scores = score(structure, reference.dot_bracket)
    return {
        "precision": scores.pairs.precision,
        "sensitivity": scores.pairs.sensitivity,
        "f1": scores.pairs.f1,
        "mcc": scores.pairs.mcc,
        "f1_slipped": scores.slipped.f1,
        "token_accuracy": scores.tokens.accuracy,
        "token_macro_f1": scores.tokens.macro_f1,
    }
