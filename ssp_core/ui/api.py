"""The page's functions for programs: typed arguments in, JSON out, listed under "Use via API"."""

from __future__ import annotations

from typing import Any

import gradio as gr

from ssp_core.analysis import comparison, report
from ssp_core.analysis.samples import likeliest_structures
from ssp_core.errors import InputError, ModelError
from ssp_core.folding.decoding import BEST, SETTINGS, DecoderSettings
from ssp_core.folding.structure import read_reference
from ssp_core.sequence import read_sequence

from .inputs import bounded
from .models import DEFAULT, Models, reraise_as_model_error
from .result import choice_of, predict, reference_of

_DEFAULTS = {name: setting.default for name, setting in SETTINGS.items()}


def build(models: Models) -> None:
    """Offer the functions on the page that is being built."""

    def fold(
        sequence: str,
        reference: str = "",
        model: str = DEFAULT,
        decoder: str = BEST,
        gamma: float = _DEFAULTS["gamma"],
        trust: float = _DEFAULTS["trust"],
        temperature: float = _DEFAULTS["temperature"],
        families: float = _DEFAULTS["family_weight"],
    ) -> dict[str, Any]:
        """Predict the secondary structure of one RNA.

        Args:
            sequence: the RNA, plain letters or one FASTA record, at most 1,022 nucleotides.
            reference: a known structure in ( ) . to score against, or nothing.
            model: the name of the model, "bundled" for the built-in one.
            decoder: best, informed, mixed, mea, map or argmax.
            gamma: weight of pairs in mea, mixed and informed.
            trust: share of the network beside thermodynamics in mixed and informed, 0 to 1.
            temperature: of the network's probabilities before decoding.
            families: weight of a known family's pairs where one is found, 0 to 1; 0 leaves the network alone.

        Returns:
            The structure, the network's letters, probabilities, pairs, what made them, and scores if there is a
            reference.
        """
        try:
            rna = read_sequence(bounded(_text(sequence, "sequence"), "sequence"))
            known = reference_of(bounded(_text(reference, "reference"), "reference"), len(rna))
            numbers = {"gamma": gamma, "trust": trust, "temperature": temperature, "family_weight": families}
            choice = choice_of(_text(decoder, "decoder"), numbers)
            prediction = predict(models.get(_text(model, "model")), rna, choice)
        except (InputError, ModelError) as error:
            raise _refusal(error) from None
        chosen = choice if isinstance(choice, str) else choice.decoder
        return report.to_json(prediction, report.Context(chosen, known))

    def suboptimal(
        sequence: str, model: str = DEFAULT, families: float = _DEFAULTS["family_weight"]
    ) -> list[dict[str, Any]]:
        """The ten valid structures that the network makes likeliest without thermodynamics, exactly and in their order.

        Args:
            sequence: the RNA, plain letters or one FASTA record, at most 1,022 nucleotides.
            model: the name of the model, "bundled" for the built-in one.
            families: weight of a known family's pairs where one is found, 0 to 1; 0 leaves the network alone.

        Returns:
            For each structure its dot-bracket string and its probability among all valid structures.
        """
        try:
            rna = read_sequence(bounded(_text(sequence, "sequence"), "sequence"))
            settings = DecoderSettings("argmax", family_weight=families)  # no thermodynamics, nothing to optimize
            predictor = models.get(_text(model, "model"))
            with reraise_as_model_error("The model failed on this sequence"):
                prediction = predictor.predict([rna], decoder=settings)[0]
        except (InputError, ModelError) as error:
            raise _refusal(error) from None
        return [
            {"structure": sample.structure.dot_bracket, "probability": sample.probability}
            for sample in likeliest_structures(prediction)
        ]

    def compare(structure: str, reference: str) -> dict[str, float]:
        """Score a secondary structure against a known one of the same length.

        Args:
            structure: what is scored, in ( ) . letters.
            reference: the known structure, in ( ) . letters.

        Returns:
            Precision, sensitivity, F1 and MCC of the base pairs, F1 with one end of a pair allowed to slip by one
            position, and accuracy and macro-F1 of the letters.
        """
        try:
            text = "".join(bounded(_text(structure, "structure"), "structure").split())
            scored = read_reference(text, len(text))
            known = read_reference(bounded(_text(reference, "reference"), "reference"), len(text))
            return comparison.compare(scored, known)
        except InputError as error:
            raise _refusal(error) from None

    # A queue apart from the page's: a program may wait here for a download, and no visitor waits behind it.
    gr.api(fold, api_name="fold", concurrency_id="programs")
    gr.api(suboptimal, api_name="suboptimal", concurrency_id="programs")
    gr.api(compare, api_name="compare", concurrency_id="decoding")


def _text(value: object, name: str) -> str:
    """A text as it came; InputError for anything else."""
    if not isinstance(value, str):
        raise InputError(f"The {name} is {value!r:.40}; a text is wanted.")
    return value


def _refusal(error: Exception) -> gr.Error:
    """The error with its sentence, for the answer and not for the log."""
    return gr.Error(str(error), print_exception=False)
