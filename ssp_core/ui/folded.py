"""What one visitor is looking at, and how it comes about: from typed text, and from one decoder to another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from ssp_core.examples import Example
from ssp_core.folding import thermo
from ssp_core.folding.decode import Sample
from ssp_core.folding.decoders import Decoding
from ssp_core.folding.structure import Structure, read_reference
from ssp_core.prediction import Prediction, foresee
from ssp_core.predictor import Predictor
from ssp_core.sequence import RnaSequence, read_sequence

from .models import told


@dataclass(frozen=True, eq=False)
class Folded:
    """A prediction with what the visitor gave to it. Lives in the visitor's own gr.State, nowhere else."""

    prediction: Prediction
    chosen: str  # the decoder as chosen: "best" or a kind
    reference: Structure | None = None
    notes: tuple[str, ...] = ()
    example: Example | None = None
    stored: bool = False  # the result that came with the page
    samples: tuple[Sample, ...] = ()
    ranked: bool = False  # whether `samples` are the likeliest structures instead of drawn ones
    draws: int = 0  # how often samples were drawn: the next draw is another
    picked: int | None = None  # the sample shown in place of the decoded structure, counted from 1
    decoded: Structure | None = None  # the decoded structure while a sample is shown

    @property
    def structure(self) -> Structure:
        """The decoded structure."""
        return Structure.from_dot_bracket(self.prediction.structure)

    @property
    def title(self) -> str:
        """What to call this RNA."""
        return self.prediction.name or "Your RNA"


def reference_of(text: str, length: int) -> Structure | None:
    """The pasted reference, or None where the box is empty; raises `StructureError`."""
    return read_reference(text, length) if text.strip() else None


def decoder_of(kind: str, gamma: float, trust: float, temperature: float, families: float) -> str | Decoding:
    """The controls as the predictor takes them; raises `ValueError` with a sentence for a value out of range."""
    if kind == "best":
        return kind
    return Decoding(kind, float(gamma), float(trust), float(temperature), float(families))


def fold(predictor: Predictor, text: str, reference: str, decoder: str | Decoding) -> Folded:
    """Read what was typed and fold it; raises `SequenceError`, `StructureError`, `ModelError`, or `ValueError` for a
    decoder that the model cannot have."""
    sequence = read_sequence(text)
    known = reference_of(reference, len(sequence.letters))
    return Folded(_predict(predictor, sequence, decoder), _chosen(decoder), known, sequence.notes)


def fold_example(predictor: Predictor, example: Example, decoder: str | Decoding) -> Folded:
    """Fold an example of the gallery; raises `ModelError` with a sentence."""
    sequence = RnaSequence(name=example.title, letters=example.letters, notes=())
    return of_example(example, _predict(predictor, sequence, decoder), _chosen(decoder))


def of_example(example: Example, prediction: Prediction, chosen: str) -> Folded:
    """A prediction of an example, with the example's structure as its reference."""
    return Folded(prediction, chosen, Structure.from_dot_bracket(example.structure), example=example)


def _predict(predictor: Predictor, sequence: RnaSequence, decoder: str | Decoding) -> Prediction:
    decoding = predictor.decoding(decoder)  # refuses what this model has not learned
    foresee(sequence.letters)  # the matrix will want it, whatever the model; meanwhile the network runs
    with told("The model failed on this sequence"):
        # As "best" wants it, so that any decoder can follow without the network.
        prediction = predictor.predict([sequence], decoder="best")[0]
        return prediction if decoder == "best" else predictor.redecode(prediction, decoding)


def redecode(predictor: Predictor, folded: Folded, decoder: str | Decoding) -> Folded:
    """The same scores under another decoder; the network does not run. `ValueError` for one the model cannot have."""
    decoding = predictor.decoding(decoder)
    with told("Decoding failed"):
        prediction = predictor.redecode(folded.prediction, decoding)
    # Samples were drawn from the probabilities as they were.
    samples = folded.samples if prediction.probabilities is folded.prediction.probabilities else ()
    return replace(folded, prediction=prediction, chosen=_chosen(decoder), samples=samples, picked=None, decoded=None)


def _chosen(decoder: str | Decoding) -> str:
    return decoder if isinstance(decoder, str) else decoder.kind


@lru_cache(maxsize=64)
def mfe(letters: str) -> Structure:
    """ViennaRNA's minimum free energy structure, remembered: every change of a view asks for it again."""
    return thermo.mfe(letters).structure
