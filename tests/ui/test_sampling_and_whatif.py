"""Samples and mutations, without a network."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest

from ssp_core.folding.decoding import DecoderSettings
from ssp_core.folding.structure import Structure, is_legal
from ssp_core.prediction import Prediction
from ssp_core.predictor import Predictor
from ssp_core.ui import folded, sampling, stored, whatif


class Mirror:
    """Stands for a predictor: gives the stored structure for whatever is asked, and remembers what was."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def predict(self, sequences: list[str], decoder: Any = None) -> list[Prediction]:
        self.asked += sequences
        first = stored.read().prediction
        return [replace(first, sequence=letters, decoding=decoder or first.decoding) for letters in sequences]


def test_samples_are_different_legal_and_sorted() -> None:
    drawn = sampling.draw(stored.read())
    letters = drawn.prediction.sequence
    structures = [sample.structure for sample in drawn.samples]
    assert 1 <= len(structures) <= sampling.COUNT
    assert len(set(structures)) == len(structures)
    assert all(is_legal(letters, structure) for structure in structures)
    assert [s.probability for s in drawn.samples] == sorted((s.probability for s in drawn.samples), reverse=True)


def test_a_picked_sample_is_shown_and_a_wrong_one_refused() -> None:
    drawn = sampling.draw(stored.read())
    picked = sampling.pick(drawn, 1)
    assert picked.structure == drawn.samples[0].structure
    assert picked.decoded == drawn.structure
    again = sampling.back(sampling.pick(picked, 2))
    assert (again.structure, again.picked, again.decoded) == (drawn.structure, None, None)
    with pytest.raises(ValueError, match="no structure 99"):
        sampling.pick(drawn, 99)


def test_back_is_the_decoded_result_again_with_its_confidence() -> None:
    result = sampling.draw(stored.read())
    again = sampling.back(sampling.pick(result, len(result.samples)))
    assert again.prediction.structure == result.prediction.structure
    assert again.prediction.confidence == pytest.approx(result.prediction.confidence, abs=1e-4)  # stored are 5 digits


def test_samples_leave_with_the_probabilities_they_were_drawn_from() -> None:
    class Decodes:
        def decoding(self, decoder: Any) -> Any:
            return decoder

        def redecode(self, prediction: Prediction, decoder: DecoderSettings) -> Prediction:
            return prediction.under(decoder)

    drawn = sampling.rank(stored.read())
    trust = drawn.prediction.settings.family_weight
    predictor: Any = Decodes()
    assert folded.redecode(predictor, drawn, DecoderSettings("map", families=trust)).samples == drawn.samples
    assert folded.redecode(predictor, drawn, DecoderSettings("map", families=0.0)).samples == ()


def test_the_likeliest_are_never_less_likely_than_samples() -> None:
    first = stored.read()
    found = sampling.rank(first)
    assert found.ranked
    assert len({each.structure for each in found.samples}) == sampling.COUNT
    chances = [each.probability for each in found.samples]
    assert chances == sorted(chances, reverse=True)
    drawn = sampling.draw(found)
    assert not drawn.ranked
    assert drawn.samples[0].probability <= chances[0] + 1e-12
    without = replace(first, prediction=replace(first.prediction, pair_probabilities=None))
    assert all(is_legal(first.prediction.sequence, each.structure) for each in sampling.rank(without).samples)


@pytest.mark.parametrize(
    ("position", "base", "wanted"),
    [
        (0, "A", "from 1 to 76"),
        (77, "A", "from 1 to 76"),
        (3, None, "No base"),
        (3, "X", "No base"),
        (1, "G", "already"),
    ],
)
def test_a_mutation_that_cannot_be_is_one_sentence(position: int, base: str | None, wanted: str) -> None:
    with pytest.raises(ValueError, match=wanted):
        whatif.mutation_of(stored.read(), position, base)


def test_a_mutation_changes_one_letter() -> None:
    first = stored.read()
    mutation = whatif.mutation_of(first, 3, "A")
    mirror = Mirror()
    html = whatif.mutate(cast(Predictor, mirror), first, mutation)
    assert mirror.asked == [mutation.of(first.prediction.sequence)]
    assert sum(a != b for a, b in zip(mirror.asked[0], first.prediction.sequence, strict=True)) == 1
    assert "G3A: 0 pairs differ" in html
    drawn = sampling.draw(first)  # a sample that is shown in the decoded structure's place makes no difference
    picked = sampling.pick(drawn, len(drawn.samples))
    assert picked.prediction.structure != first.prediction.structure
    assert "G3A: 0 pairs differ" in whatif.mutate(cast(Predictor, mirror), picked, mutation)
    *_, (_, _, scanned) = whatif.scan(cast(Predictor, mirror), picked)
    assert "is 1 pairs" in scanned  # the least there is to say of a scan that finds nothing moved


def test_a_scan_folds_three_mutants_a_position() -> None:
    first = stored.read()
    mirror = Mirror()
    steps = list(whatif.scan(cast(Predictor, mirror), first))
    assert steps[-1][0] == steps[-1][1] == 3 * len(first.prediction.sequence) == len(set(mirror.asked))


def test_distance_counts_pairs_of_one_side_only() -> None:
    assert whatif.distance("((...))", "(.....)") == 1
    assert whatif.distance("((...))", ".......") == 2
    assert Structure.from_dot_bracket("((...))").pairs == ((0, 6), (1, 5))
