"""Other structures the network considers: ten drawn by their probability, to step through."""

from __future__ import annotations

from dataclasses import replace

from ssp_core.folding.decode import Sample, pair_samples, samples, sharpen
from ssp_core.predictor import confidence

from .folded import Folded

COUNT = 10
_DRAWN = 40  # drawn at most, to have so many different ones: repeats are folded into one


def draw(folded: Folded) -> Folded:
    """The result with up to `COUNT` different structures drawn from the network's probabilities, likeliest first."""
    prediction = folded.prediction
    seed = folded.draws
    if prediction.pair_probabilities is not None:
        drawn = pair_samples(prediction.sequence, prediction.pair_probabilities, _DRAWN, seed)
    else:
        tempered = sharpen(prediction.probabilities, prediction.decoding.temperature)
        drawn = samples(prediction.sequence, tempered, _DRAWN, seed)
    different: dict[tuple[int, ...], Sample] = {}
    for sample in drawn:
        different.setdefault(sample.structure.partners, sample)
    kept = sorted(list(different.values())[:COUNT], key=lambda sample: -sample.probability)
    return replace(folded, samples=tuple(kept), draws=seed + 1)


def choices(folded: Folded) -> list[tuple[str, int]]:
    """What to choose from: each sample's probability and how much of it differs from the decoded structure."""
    decoded = set((folded.decoded or folded.structure).pairs)
    return [
        (
            f"{number}: P {sample.probability:.2g}, {len(sample.structure.pairs)} pairs, "
            f"{len(decoded ^ set(sample.structure.pairs))} differ",
            number,
        )
        for number, sample in enumerate(folded.samples, start=1)
    ]


def pick(folded: Folded, number: int) -> Folded:
    """The result with a sample in place of the decoded structure; raises `ValueError` if there is no such sample."""
    if not 1 <= number <= len(folded.samples):
        raise ValueError(f"There is no sample {number}; draw some first.")
    structure = folded.samples[number - 1].structure
    prediction = folded.prediction
    sure = confidence(structure, prediction.probabilities, prediction.pair_probabilities)
    prediction = replace(prediction, structure=structure.dot_bracket, confidence=sure)
    return replace(folded, prediction=prediction, picked=number, decoded=folded.decoded or folded.structure)
