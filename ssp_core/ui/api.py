"""The page's functions for programs: typed arguments in, JSON out, listed under "Use via API"."""

from __future__ import annotations

from typing import Any

import gradio as gr

from ssp_core.analysis import comparison, report
from ssp_core.analysis.description import no_pair_sentence
from ssp_core.analysis.samples import likeliest_structures
from ssp_core.errors import InputError, ModelError
from ssp_core.folding.decoding import BEST, SETTINGS, DecoderSettings
from ssp_core.reading import Reference, crossing_pairs_sentence, read_reference

from .inputs import bounded, only_record, own_reference, reference_of
from .models import DEFAULT, Models, reraise_as_model_error
from .result import choice_of, predict

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
            sequence: the RNA, at most 1,022 nucleotides: letters, or the text of a file with one record (FASTA,
                dot-bracket notation, CT, BPSEQ, Stockholm, GenBank, EMBL, .seq, CSV, JSON).
            reference: a known structure to score against, in dot-bracket notation or WUSS, or the text of a file; by
                default the structure that came with the sequence, if there is one. Of a pseudoknot the pairs that cross
                others are left out, which the notes say.
            model: the name of the model, "bundled" for the built-in one.
            decoder: best, informed, mixed, mea, map or argmax.
            gamma: weight of pairs in mea, mixed and informed.
            trust: share of the network beside thermodynamics in mixed and informed, 0 to 1.
            temperature: of the network's probabilities before decoding.
            families: weight of a known family's pairs where one is found, 0 to 1; 0 leaves the network alone.

        Returns:
            The structure, the network's letters, probabilities, pairs, what made them, scores if there is a reference,
            and notes: sentences on what reading the sequence and the reference changed or left out, or that the RNA
            cannot form a pair.
        """
        try:
            record = only_record(_text(sequence, "sequence"))
            rna = record.sequence
            known = reference_of(_text(reference, "reference"), rna) or own_reference(record)
            numbers = {"gamma": gamma, "trust": trust, "temperature": temperature, "family_weight": families}
            choice = choice_of(_text(decoder, "decoder"), numbers)
            prediction = predict(models.get(_text(model, "model")), rna, choice)
        except (InputError, ModelError) as error:
            raise _refusal(error) from None
        chosen = choice if isinstance(choice, str) else choice.decoder
        answer = report.to_json(prediction, report.Context(chosen, known.structure if known else None, energies=True))
        notes = [*rna.notes, *filter(None, [no_pair_sentence(rna)]), *_left_out(known, "The reference")]
        return {**answer, "notes": notes}

    def suboptimal(
        sequence: str, model: str = DEFAULT, families: float = _DEFAULTS["family_weight"]
    ) -> list[dict[str, Any]]:
        """The ten valid structures that the network makes likeliest without thermodynamics, exactly and in their order.

        Args:
            sequence: the RNA, at most 1,022 nucleotides: letters, or the text of a file with one record.
            model: the name of the model, "bundled" for the built-in one.
            families: weight of a known family's pairs where one is found, 0 to 1; 0 leaves the network alone.

        Returns:
            For each structure its dot-bracket string and its probability among all valid structures.
        """
        try:
            rna = only_record(_text(sequence, "sequence")).sequence
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

    def compare(structure: str, reference: str) -> dict[str, Any]:
        """Score a secondary structure against a known one of the same length.

        Args:
            structure: what is scored, in dot-bracket notation or WUSS, or the text of a file with one structure.
            reference: the known structure, likewise.

        Returns:
            Precision, sensitivity, F1 and MCC of the base pairs, F1 with one end of a pair allowed to slip by one
            position, and accuracy and macro-F1 of the letters. Where there are pairs that cross others, as in a
            pseudoknot, also notes: sentences that say which of them were left out.
        """
        try:
            scored = _structure(structure, "structure")
            known = _structure(reference, "reference")
            if len(scored.structure) != len(known.structure):
                raise InputError(
                    f"The structure has {len(scored.structure)} letters and the reference {len(known.structure)}; they "
                    "must be equally long."
                )
            scores = comparison.compare(scored.structure, known.structure)
        except InputError as error:
            raise _refusal(error) from None
        notes = [*_left_out(scored, "The structure"), *_left_out(known, "The reference")]
        return {**scores, "notes": notes} if notes else {**scores}

    # A queue apart from the page's: a program may wait here for a download, and no visitor waits behind it.
    gr.api(fold, api_name="fold", concurrency_id="programs", concurrency_limit=16)
    gr.api(suboptimal, api_name="suboptimal", concurrency_id="programs")
    gr.api(compare, api_name="compare", concurrency_id="decoding")


def _text(value: object, name: str) -> str:
    """A text as it came; InputError for anything else."""
    if not isinstance(value, str):
        raise InputError(f"The {name} is {value!r:.40}; a text is wanted.")
    return value


def _structure(value: object, name: str) -> Reference:
    """A structure of any length; InputError for what is none."""
    return read_reference(bounded(_text(value, name), name), subject=f"The {name}")


def _left_out(known: Reference | None, subject: str) -> list[str]:
    """What is said of pairs that cross others."""
    if known is None or not known.crossing_pairs:
        return []
    return [f"{crossing_pairs_sentence(known.crossing_pairs, subject)[:-1]}; the scores leave them out."]


def _refusal(error: Exception) -> gr.Error:
    """The error with its sentence, for the answer and not for the log."""
    return gr.Error(str(error), print_exception=False)
