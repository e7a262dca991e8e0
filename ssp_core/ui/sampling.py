"""Other structures the model considers, to step through: ten drawn by their probability, or the ten likeliest."""

from __future__ import annotations

from dataclasses import replace

from ssp_core.folding.decoding import Sample, likeliest, pair_likeliest, pair_samples, samples, sharpen, with_families
from ssp_core.folding.structure import Structure

from .folded import Folded

COUNT = 10
_DRAWN = 40  # drawn at most, to have so many different ones: repeats are folded into one


def draw(folded: Folded) -> Folded:
    """The result with up to `COUNT` different structures drawn from the model's probabilities, likeliest first."""
    prediction = folded.prediction
    seed = folded.draws
    network = with_families(prediction.output, prediction.settings.family_weight)
    if network.pair_probabilities is not None:
        drawn = pair_samples(prediction.sequence, network.pair_probabilities, _DRAWN, seed)
    else:
        tempered = sharpen(network.class_probabilities, prediction.settings.temperature)
        drawn = samples(prediction.sequence, tempered, _DRAWN, seed)
    different: dict[tuple[int, ...], Sample] = {}
    for sample in drawn:
        different.setdefault(sample.structure.partners, sample)
    kept = sorted(list(different.values())[:COUNT], key=lambda sample: -sample.probability)
    return replace(folded, samples=tuple(kept), ranked=False, draws=seed + 1)


def rank(folded: Folded) -> Folded:
    """The result with its `COUNT` likeliest structures: exact, under the distribution that `draw` draws from."""
    prediction = folded.prediction
    network = with_families(prediction.output, prediction.settings.family_weight)
    if network.pair_probabilities is not None:
        found = pair_likeliest(prediction.sequence, network.pair_probabilities, COUNT)
    else:
        tempered = sharpen(network.class_probabilities, prediction.settings.temperature)
        found = likeliest(prediction.sequence, tempered, COUNT)
    return replace(folded, samples=found, ranked=True)


def choices(folded: Folded) -> list[tuple[str, int]]:
    """What to choose from: each structure's probability and how much of it differs from the decoded structure."""
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
    """The result with one of the list in place of the decoded structure; `ValueError` if there is no such one."""
    if not 1 <= number <= len(folded.samples):
        raise ValueError(f"There is no structure {number} in the list; one of {len(folded.samples)} is wanted.")
    shown = _with(folded, folded.samples[number - 1].structure)
    return replace(shown, picked=number, decoded=folded.decoded or folded.structure)


def back(folded: Folded) -> Folded:
    """The result with its decoded structure again, if one of the list stands in its place."""
    return folded if folded.decoded is None else replace(_with(folded, folded.decoded), picked=None, decoded=None)


def _with(folded: Folded, structure: Structure) -> Folded:
    return replace(folded, prediction=folded.prediction.with_structure(structure))
