"""What is folded for a program: one RNA, many, its likeliest structures, its mutants."""

# No `from __future__ import annotations`: gradio reads the hints of answers as they stand here.
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from ssp_core.analysis import mutations as mutants
from ssp_core.analysis.samples import likeliest_structures
from ssp_core.errors import InputError
from ssp_core.folding.decoding import BEST, CHOICES, given_numbers
from ssp_core.progress import in_background
from ssp_core.sequence import RnaSequence
from ssp_core.ui.inputs import fitting, only_record, own_reference, records_of, reference_of
from ssp_core.ui.models import DEFAULT, Models

from .answers import fold_answer, notes_of

if TYPE_CHECKING:
    DecoderName = str
else:
    DecoderName = Literal[tuple(CHOICES)]  # the registry has their names

MOST_RECORDS = 100  # of a text with many RNAs
MOST_NUCLEOTIDES = 10_000  # of all of them together
MOST_MUTATIONS = 100


class Folding:
    """The functions that fold, with the models they choose from."""

    def __init__(self, models: Models) -> None:
        self._models = models

    def fold(
        self,
        sequence: str,
        reference: str = "",
        model: str = DEFAULT,
        decoder: DecoderName = BEST,
        gamma: float | None = None,
        trust: float | None = None,
        temperature: float | None = None,
        families: float | None = None,
    ) -> dict[str, Any]:
        """Predict the secondary structure of one RNA, with a probability for every nucleotide.

        Sequence and reference are letters, or the text of a file with one record: FASTA, dot-bracket notation, CT,
        BPSEQ, Stockholm, GenBank, EMBL, .seq, CSV or JSON. A structure that comes with the sequence is the reference
        unless one is given. Of a pseudoknot the pairs that cross others are left out, which the notes say.

        Args:
            sequence: The RNA, at most 1,022 nucleotides.
            reference: A known structure to score against, in dot-bracket notation or WUSS.
            model: A name that the function models lists.
            decoder: The way from probabilities to a structure; best is what the model's card recommends.
            gamma: Weight of pairs in mea, mixed and informed, 0.25 to 4; above 1 predicts more pairs.
            trust: Share of the network beside thermodynamics in mixed and informed, 0 to 1.
            temperature: Of the network's probabilities before decoding, 0.25 to 4; above 1 makes them less sure.
            families: Weight of a known family's pairs where one is found, 0 to 1; 0 leaves the network alone.

        Returns:
            The structure with its probabilities, pairs, energy, what made it, scores against the reference, and notes.
        """
        record = only_record(sequence)
        known = reference_of(reference, record.sequence) or own_reference(record)
        chosen = given_numbers(decoder, _numbers(gamma, trust, temperature, families))
        predictor = self._models.get(model)
        [prediction] = predictor.predict([record.sequence], predictor.settings_for(decoder, chosen))
        return fold_answer(prediction, decoder, known)

    def fold_many(
        self,
        fasta_text: str,
        model: str = DEFAULT,
        decoder: DecoderName = BEST,
        gamma: float | None = None,
        trust: float | None = None,
        temperature: float | None = None,
        families: float | None = None,
        probabilities: bool = False,
    ) -> list[dict[str, Any]]:
        """Predict the secondary structure of every RNA of a FASTA text.

        At most 100 RNAs with 10,000 nucleotides together are folded; the command ssp-core predict folds any number. The
        text may also be that of another file, as for fold; structures in it are references.

        Args:
            fasta_text: The RNAs, each at most 1,022 nucleotides.
            model: A name that the function models lists.
            decoder: The way from probabilities to a structure; best is what the model's card recommends.
            gamma: Weight of pairs in mea, mixed and informed, 0.25 to 4; above 1 predicts more pairs.
            trust: Share of the network beside thermodynamics in mixed and informed, 0 to 1.
            temperature: Of the network's probabilities before decoding, 0.25 to 4; above 1 makes them less sure.
            families: Weight of a known family's pairs where one is found, 0 to 1; 0 leaves the network alone.
            probabilities: Whether each answer has the numbers of every nucleotide, too.

        Returns:
            For each RNA, in their order, the answer of fold, by default without the numbers of every nucleotide.
        """
        records = records_of(fasta_text)
        _check_amount([len(record.sequence) for record in records])
        records = tuple(fitting(records, number) for number in range(1, len(records) + 1))
        chosen = given_numbers(decoder, _numbers(gamma, trust, temperature, families))
        predictor = self._models.get(model)
        predictions = predictor.stream([record.sequence for record in records], predictor.settings_for(decoder, chosen))
        with in_background():  # who folds one RNA does not wait for a hundred
            return [
                fold_answer(prediction, decoder, own_reference(record), probabilities=probabilities)
                for prediction, record in zip(predictions, records, strict=True)
            ]

    def suboptimal(self, sequence: str, model: str = DEFAULT, families: float | None = None) -> dict[str, Any]:
        """Find the ten valid structures that the network makes likeliest, exactly and in their order.

        They are of the network alone, without thermodynamics.

        Args:
            sequence: The RNA, at most 1,022 nucleotides: letters, or the text of a file with one record.
            model: A name that the function models lists.
            families: Weight of a known family's pairs where one is found, 0 to 1; 0 leaves the network alone.

        Returns:
            The structures in dot-bracket notation, each with its probability among all valid ones; model and notes.
        """
        rna = only_record(sequence).sequence
        # Nothing of argmax is used, and it asks for no thermodynamics.
        chosen = given_numbers("argmax", {"family_weight": families})
        predictor = self._models.get(model)
        [prediction] = predictor.predict([rna], predictor.settings_for("argmax", chosen))
        return {
            "name": rna.name,
            "sequence": str(rna),
            "structures": [
                {"structure": sample.structure.dot_bracket, "probability": sample.probability}
                for sample in likeliest_structures(prediction)
            ],
            "model": prediction.provenance.to_dict(),
            "notes": notes_of(prediction),
        }

    def mutate(
        self,
        sequence: str,
        mutations: list[str],
        model: str = DEFAULT,
        decoder: DecoderName = BEST,
        gamma: float | None = None,
        trust: float | None = None,
        temperature: float | None = None,
        families: float | None = None,
    ) -> dict[str, Any]:
        """Fold an RNA and its mutants, and say what each mutation changes in the structure.

        At most 100 mutations are folded; the command ssp-core mutate --scan folds all of an RNA.

        Args:
            sequence: The RNA, at most 1,022 nucleotides: letters, or the text of a file with one record.
            mutations: Single mutations such as G34A: base, position from 1, new base; each is a mutant of its own.
            model: A name that the function models lists.
            decoder: The way from probabilities to a structure; best is what the model's card recommends.
            gamma: Weight of pairs in mea, mixed and informed, 0.25 to 4; above 1 predicts more pairs.
            trust: Share of the network beside thermodynamics in mixed and informed, 0 to 1.
            temperature: Of the network's probabilities before decoding, 0.25 to 4; above 1 makes them less sure.
            families: Weight of a known family's pairs where one is found, 0 to 1; 0 leaves the network alone.

        Returns:
            The structure without a mutation, and for each mutant the changed pairs, both structures and a sentence.
        """
        rna = only_record(sequence).sequence
        wanted = _read_mutations(rna, mutations)
        chosen = given_numbers(decoder, _numbers(gamma, trust, temperature, families))
        predictor = self._models.get(model)
        [before] = predictor.predict([rna], predictor.settings_for(decoder, chosen))
        return {
            "name": rna.name,
            "sequence": str(rna),
            "structure": before.structure,
            "mutants": [mutants.mutate(predictor, before, mutation).to_dict() for mutation in wanted],
            "decoder": decoder,
            "model": before.provenance.to_dict(),
            "notes": notes_of(before),
        }


def _numbers(
    gamma: float | None, trust: float | None, temperature: float | None, families: float | None
) -> dict[str, float | None]:
    """The numbers of a decoder by the names of its settings."""
    return {"gamma": gamma, "trust": trust, "temperature": temperature, "family_weight": families}


def _check_amount(lengths: Sequence[int]) -> None:
    """Raise `InputError` for more RNAs, or more of them together, than a program may ask for at once."""
    more = "`ssp-core predict rna.fa -o structures.json` folds any number."
    if len(lengths) > MOST_RECORDS:
        raise InputError(f"The text holds {len(lengths):,} RNAs; at most {MOST_RECORDS} are folded at once, and {more}")
    if sum(lengths) > MOST_NUCLEOTIDES:
        raise InputError(
            f"The text holds {sum(lengths):,} nucleotides; at most {MOST_NUCLEOTIDES:,} are folded at once, and {more}"
        )


def _read_mutations(rna: RnaSequence, texts: Sequence[str]) -> list[mutants.Mutation]:
    """The mutations of an RNA; `InputError` for none, for too many, or for one that does not fit it."""
    if not texts:
        raise InputError("There is no mutation; at least one such as G34A is wanted.")
    if len(texts) > MOST_MUTATIONS:
        raise InputError(
            f"There are {len(texts):,} mutations; at most {MOST_MUTATIONS} are folded at once, and `ssp-core mutate "
            "rna.fa --scan` folds all of an RNA."
        )
    return [mutants.read_mutation(rna, text) for text in texts]
