"""Other structures that the network considers: drawn by their probability, or the likeliest ones in order.

Both are of the network alone, with the families that were found weighed in; thermodynamics has no part in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ssp_core.folding.decoding import Sample, likeliest, pair_likeliest, pair_samples, samples, sharpen, with_families
from ssp_core.folding.structure import Structure

if TYPE_CHECKING:
    from ssp_core.prediction import Prediction

COUNT = 10  # structures in a list
DRAWS = 40  # random draws at most, of which the different ones are kept


def draw_samples(prediction: Prediction, seed: int = 0) -> tuple[Sample, ...]:
    """Draw structures by their probability.

    Args:
        prediction: its network output is drawn from, with its family weight and, for a model with token classes only,
            its temperature.
        seed: another one gives other structures.

    Returns:
        At most `COUNT` different structures of `DRAWS` random draws, likeliest first.
    """
    network = with_families(prediction.output, prediction.settings.family_weight)
    if network.pair_probabilities is not None:
        drawn = pair_samples(prediction.sequence, network.pair_probabilities, DRAWS, seed)
    else:
        classes = sharpen(network.class_probabilities, prediction.settings.temperature)
        drawn = samples(prediction.sequence, classes, DRAWS, seed)
    different: dict[Structure, Sample] = {}
    for sample in drawn:
        different.setdefault(sample.structure, sample)
    return tuple(sorted(list(different.values())[:COUNT], key=lambda sample: -sample.probability))


def likeliest_structures(prediction: Prediction) -> tuple[Sample, ...]:
    """Find the `COUNT` likeliest structures, exactly and in order, of the distribution that `draw_samples` draws from.

    Args:
        prediction: as for `draw_samples`.
    """
    network = with_families(prediction.output, prediction.settings.family_weight)
    if network.pair_probabilities is not None:
        return pair_likeliest(prediction.sequence, network.pair_probabilities, COUNT)
    classes = sharpen(network.class_probabilities, prediction.settings.temperature)
    return likeliest(prediction.sequence, classes, COUNT)
