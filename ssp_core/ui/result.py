"""What the Fold tab shows: a prediction with what the visitor gave to it; and how one is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from ssp_core.analysis.report import Context, Picked
from ssp_core.errors import InputError
from ssp_core.examples import Example
from ssp_core.folding import thermo
from ssp_core.folding.decoding import BEST, DecoderSettings, Sample, check_number
from ssp_core.folding.structure import Structure
from ssp_core.prediction import Prediction
from ssp_core.reading import Reference
from ssp_core.sequence import RnaSequence
from ssp_core.ui.models import reraise_as_model_error

if TYPE_CHECKING:
    from ssp_core.predictor import Predictor


@dataclass(frozen=True, eq=False)
class Alternatives:
    """Other structures of the same RNA to choose from: drawn at random, or the likeliest ones."""

    kind: Literal["drawn", "likeliest"]
    samples: tuple[Sample, ...]


@dataclass(frozen=True, eq=False)
class Result:
    """A prediction and how it is shown.

    Attributes:
        prediction: as it was decoded.
        choice: the decoder as it was chosen: "best", or settings.
        reference: the known structure to compare with.
        pseudoknot: the known structure with its pairs that cross others, if it has any. It is compared with only once
            the visitor agrees to do without these; then `reference` is the rest of it.
        notes: what reading the input changed.
        example: the gallery's record, if it is one of the gallery.
        stored: whether it came with the page.
        alternatives: other structures to choose from.
        draws: how often structures were drawn: the seed of the next draw.
        picked: which of the alternatives is shown in place of the decoded structure, from 1.
    """

    prediction: Prediction
    choice: str | DecoderSettings = BEST
    reference: Structure | None = None
    pseudoknot: Reference | None = None
    notes: tuple[str, ...] = ()
    example: Example | None = None
    stored: bool = False
    alternatives: Alternatives | None = None
    draws: int = 0
    picked: int | None = None

    @property
    def sequence(self) -> RnaSequence:
        """The RNA."""
        return self.prediction.sequence

    @property
    def title(self) -> str:
        """What the page calls this RNA."""
        return self.sequence.name or "Your RNA"

    @cached_property
    def shown(self) -> Prediction:
        """The prediction with the structure that is shown: the decoded one, or the alternative that was picked."""
        if self.picked is None or self.alternatives is None:
            return self.prediction
        return self.prediction.with_structure(self.alternatives.samples[self.picked - 1].structure)

    @property
    def structure(self) -> Structure:
        """The structure that is shown."""
        return self.shown.decoded.structure

    @property
    def choice_name(self) -> str:
        """The decoder as it was chosen, by name."""
        return self.choice if isinstance(self.choice, str) else self.choice.decoder

    @property
    def context(self) -> Context:
        """What files say beside the prediction."""
        picked = None
        if self.picked is not None and self.alternatives is not None:
            sample = self.alternatives.samples[self.picked - 1]
            picked = Picked(self.picked, self.alternatives.kind, sample.probability)
        return Context(
            self.choice_name, self.reference, picked, energies=True, about=self.example.about if self.example else ()
        )


def choice_of(name: str, numbers: Mapping[str, Any]) -> str | DecoderSettings:
    """The decoder as the controls, the API and links give it: "best", or settings with the numbers it uses.

    Raises:
        SettingsError: for a decoder that does not exist, or a number that is missing or out of its range.
    """
    for number, value in numbers.items():
        check_number(number, value)
    return BEST if name == BEST else DecoderSettings(name, **numbers).only_used()


def compared(result: Result, known: Reference | None, *, without_crossing: bool = False) -> Result:
    """The result with another known structure. One with crossing pairs is compared with if the visitor agrees to leave
    these out, or has agreed to before."""
    if known is None:
        return replace(result, reference=None, pseudoknot=None)
    agreed = without_crossing or not known.crossing_pairs or known.structure == result.reference
    return replace(
        result, reference=known.structure if agreed else None, pseudoknot=known if known.crossing_pairs else None
    )


def predict(predictor: Predictor, sequence: RnaSequence, choice: str | DecoderSettings) -> Prediction:
    """Fold one RNA; SettingsError for a decoder that the model cannot be decoded with, ModelError if it fails."""
    settings = predictor.settings_for(choice)
    thermo.prefetch(sequence)  # the matrix needs it, whatever the model; meanwhile the network runs
    with reraise_as_model_error("The model failed on this sequence"):
        prediction = predictor.predict([sequence])[0]  # as "best" needs it, so that any decoder can follow
        return prediction if choice == BEST else prediction.with_settings(settings)


def fold_example(predictor: Predictor, example: Example, choice: str | DecoderSettings) -> Result:
    """Fold an example of the gallery and compare it with its known structure."""
    sequence = RnaSequence(example.sequence, name=example.title)
    return of_example(example, predict(predictor, sequence, choice), choice)


def of_example(example: Example, prediction: Prediction, choice: str | DecoderSettings = BEST) -> Result:
    """A prediction of an example, with the example's structure, if one is known, as its reference."""
    known = Structure.from_dot_bracket(example.structure) if example.structure else None
    return Result(prediction, choice, known, example=example)


def decoded_by(predictor: Predictor, result: Result, choice: str | DecoderSettings) -> Result:
    """The same network output by another decoder; the network does not run.

    Raises:
        SettingsError: for a decoder that the model cannot be decoded with.
        ModelError: if decoding fails.
    """
    if choice == result.choice and result.picked is None:
        return result
    settings = predictor.settings_for(choice)
    before = result.prediction
    if settings == before.settings:  # the same numbers by another name
        prediction = before
    else:
        with reraise_as_model_error("Decoding failed"):
            prediction = before.with_settings(settings)
    # What alternatives are found with: `ssp_core.analysis.samples`.
    same = all(getattr(settings, name) == getattr(before.settings, name) for name in ("family_weight", "temperature"))
    kept = result.alternatives if same else None
    return replace(result, prediction=prediction, choice=choice, stored=False, alternatives=kept, picked=None)


def picked(result: Result, number: int) -> Result:
    """The result with one of its alternatives shown; InputError if there is no such one."""
    count = len(result.alternatives.samples) if result.alternatives else 0
    if not 1 <= number <= count:
        raise InputError(f"There is no structure {number} in the list; it has {count}.")
    return replace(result, picked=number)
