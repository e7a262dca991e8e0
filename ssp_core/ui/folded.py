"""What one visitor is looking at, and how it comes about: from typed text, and from one decoder to another."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ssp_core.examples import Example
from ssp_core.folding import thermo
from ssp_core.folding.decoding import DecoderSettings, Sample
from ssp_core.folding.structure import Structure, read_reference
from ssp_core.prediction import Prediction
from ssp_core.predictor import Predictor
from ssp_core.sequence import RnaSequence, read_sequence

from .models import told

# What the page offers of each number, and what it starts from, by its controls and by its links.
RANGES = {"gamma": (0.25, 4.0), "trust": (0.0, 1.0), "temperature": (0.25, 4.0), "families": (0.0, 1.0)}
USUAL = {
    "gamma": 1.0,
    "trust": DecoderSettings.trust,
    "temperature": DecoderSettings.temperature,
    "families": DecoderSettings.family_weight,
}
_SAID = {"families": "trust in families"}


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


def in_range(**numbers: float | None) -> None:
    """Raises `ValueError` with a sentence for a number that is missing or not what the page offers."""
    for name, value in numbers.items():
        least, most = RANGES[name]
        if value is None or not least <= value <= most:
            found = "missing" if value is None else f"{value:g}"
            raise ValueError(f"The {_SAID.get(name, name)} is {found}; a number from {least:g} to {most:g} is wanted.")


def decoder_of(kind: str, gamma: float, trust: float, temperature: float, families: float) -> str | DecoderSettings:
    """The controls as the predictor takes them; raises `ValueError` with a sentence for a value out of range. A number
    that the decoder does not use keeps its usual value, so that nothing says it made a difference."""
    if kind == "best":
        return kind
    in_range(gamma=gamma, trust=trust, temperature=temperature, families=families)
    decoding = DecoderSettings(kind, gamma, trust, temperature, families)
    return decoding.only_used()


def fold(predictor: Predictor, text: str, reference: str, decoder: str | DecoderSettings) -> Folded:
    """Read what was typed and fold it; raises `SequenceError`, `StructureError`, `ModelError`, or `ValueError` for a
    decoder that the model cannot have."""
    sequence = read_sequence(text)
    known = reference_of(reference, len(sequence))
    return Folded(_predict(predictor, sequence, decoder), _chosen(decoder), known, sequence.notes)


def fold_example(predictor: Predictor, example: Example, decoder: str | DecoderSettings) -> Folded:
    """Fold an example of the gallery; raises `ModelError` with a sentence."""
    sequence = RnaSequence(example.sequence, example.title)
    return of_example(example, _predict(predictor, sequence, decoder), _chosen(decoder))


def of_example(example: Example, prediction: Prediction, chosen: str) -> Folded:
    """A prediction of an example, with the example's structure as its reference."""
    return Folded(prediction, chosen, Structure.from_dot_bracket(example.structure), example=example)


def _predict(predictor: Predictor, sequence: RnaSequence, decoder: str | DecoderSettings) -> Prediction:
    decoding = predictor.settings_for(decoder)  # refuses what this model has not learned
    thermo.prefetch(sequence)  # the matrix will want it, whatever the model; meanwhile the network runs
    with told("The model failed on this sequence"):
        # As "best" wants it, so that any decoder can follow without the network.
        prediction = predictor.predict([sequence], decoder="best")[0]
        return prediction if decoder == "best" else prediction.with_settings(decoding)


def redecode(predictor: Predictor, folded: Folded, decoder: str | DecoderSettings) -> Folded:
    """The same scores under another decoder; the network does not run. `ValueError` for one the model cannot have."""
    decoding = predictor.settings_for(decoder)
    with told("Decoding failed"):
        prediction = folded.prediction.with_settings(decoding)
    before = folded.prediction
    # Samples were drawn from the probabilities as they were.
    same = (decoding.family_weight, decoding.temperature) == (
        before.settings.family_weight,
        before.settings.temperature,
    )
    return replace(
        folded,
        prediction=prediction,
        chosen=_chosen(decoder),
        stored=False,
        samples=folded.samples if same else (),
        picked=None,
        decoded=None,
    )


def _chosen(decoder: str | DecoderSettings) -> str:
    return decoder if isinstance(decoder, str) else decoder.decoder


def mfe(letters: str) -> Structure:
    """ViennaRNA's minimum free energy structure."""
    return thermo.mfe(letters).structure
