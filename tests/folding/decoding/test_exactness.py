"""Every decoder against the slow, obvious way: all legal structures, one by one."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssp_core.folding.decoding import (
    argmax,
    likeliest,
    map_structure,
    mea_structure,
    pair_likeliest,
    pair_samples,
    posteriors,
    samples,
    sharpen,
)
from ssp_core.folding.decoding.classes import FLOOR
from ssp_core.folding.decoding.optimal import GAMMAS, expected_f1
from ssp_core.folding.structure import Structure, is_legal
from ssp_core.rna import CLASSES, can_pair, canonical_mask
from tests.folding.strategies import (
    Array,
    Pairs,
    class_probabilities,
    dot_bracket,
    every_structure,
    pair_probabilities,
    pairable,
)


def class_score(probabilities: Array, text: str) -> float:
    logs = np.log(np.maximum(probabilities, FLOOR))
    return float(sum(logs[i, CLASSES.index(letter)] for i, letter in enumerate(text)))


def accuracy(pairs: Array, structure: Pairs, gamma: float) -> float:
    paired = {i for pair in structure for i in pair}
    unpaired = np.maximum(0.0, 1.0 - pairs.sum(axis=1))
    return float(
        sum(2.0 * gamma * pairs[pair] for pair in structure) + sum(u for i, u in enumerate(unpaired) if i not in paired)
    )


def distribution(probabilities: Array, sequence: str) -> dict[str, float]:
    """The probability of each legal structure, by its dot-bracket."""
    texts = [dot_bracket(len(sequence), pairs) for pairs in every_structure(sequence)]
    scores = np.array([class_score(probabilities, text) for text in texts])
    weights = np.exp(scores - scores.max())
    return dict(zip(texts, (weights / weights.sum()).tolist(), strict=True))


def random_case(seed: int, length: int) -> tuple[str, Array]:
    random = np.random.default_rng(seed)
    return "".join(random.choice(list("ACGU"), length)), random.dirichlet([0.4, 0.4, 0.4], length)


@given(data=st.data(), sequence=pairable())
@settings(max_examples=200)
def test_map_is_the_best_of_all_legal_structures(data: st.DataObject, sequence: str) -> None:
    probabilities = data.draw(class_probabilities(len(sequence)))
    found = map_structure(sequence, probabilities)
    assert is_legal(sequence, found)
    best = max(class_score(probabilities, dot_bracket(len(sequence), pairs)) for pairs in every_structure(sequence))
    assert class_score(probabilities, found.dot_bracket) == pytest.approx(best, abs=1e-9)


@given(data=st.data(), sequence=pairable(), gamma=st.sampled_from([0.1, 0.5, 1.0, 2.0, 6.0, 100.0]))
@settings(max_examples=200)
def test_mea_is_the_best_of_all_legal_structures(data: st.DataObject, sequence: str, gamma: float) -> None:
    pairs = data.draw(pair_probabilities(len(sequence)))
    found = mea_structure(sequence, pairs, gamma)
    assert is_legal(sequence, found)
    best = max(accuracy(pairs, structure, gamma) for structure in every_structure(sequence))
    assert accuracy(pairs, found.pairs, gamma) == pytest.approx(best, abs=1e-9)


@given(data=st.data(), sequence=pairable(1, 10))
@settings(max_examples=60)
def test_a_free_gamma_takes_what_lets_expect_the_largest_f1(data: st.DataObject, sequence: str) -> None:
    pairs = data.draw(pair_probabilities(len(sequence)))
    found = mea_structure(sequence, pairs, None)
    rivals = [mea_structure(sequence, pairs, gamma) for gamma in GAMMAS]
    assert found in rivals
    assert expected_f1(found, pairs) == max(expected_f1(rival, pairs) for rival in rivals)


def test_a_free_gamma_differs_from_rna_to_rna() -> None:
    faint, sure = np.zeros((12, 12)), np.zeros((12, 12))
    for i in range(4):
        faint[i, 11 - i] = faint[11 - i, i] = 0.3  # the best that there is
        sure[i, 11 - i] = sure[11 - i, i] = 0.99 if i else 0.3
    assert mea_structure("GGGGAAAACCCC", faint, None).dot_bracket == "((((....))))"
    assert mea_structure("GGGGAAAACCCC", sure, None).dot_bracket == ".(((....)))."


def test_the_expected_f1_of_a_sure_structure_is_its_f1() -> None:
    pairs = np.zeros((12, 12))
    for i in range(4):
        pairs[i, 11 - i] = pairs[11 - i, i] = 1.0
    assert expected_f1(Structure.from_dot_bracket("((((....))))"), pairs) == 1.0
    assert expected_f1(Structure.from_dot_bracket("((........))"), pairs) == pytest.approx(2 * 2 / (2 + 4))
    assert expected_f1(Structure.from_dot_bracket("." * 12), pairs) == 0.0
    assert expected_f1(Structure.from_dot_bracket("." * 12), np.zeros((12, 12))) == 1.0


def test_map_and_mea_are_exact_where_many_structures_compete() -> None:
    """Longer than hypothesis goes, on letters that mostly pair: a test of the recursion's pruning."""
    for seed in range(40):
        random = np.random.default_rng(seed)
        sequence = "".join(random.choice(list("GC"), 15))
        structures = every_structure(sequence)
        probabilities = random.dirichlet([1, 1, 1], 15)
        best = max(class_score(probabilities, dot_bracket(15, pairs)) for pairs in structures)
        found = map_structure(sequence, probabilities).dot_bracket
        assert class_score(probabilities, found) == pytest.approx(best, abs=1e-9)
        pairs = np.triu(random.random((15, 15)), 1)
        pairs = (pairs + pairs.T) / 15
        most = max(accuracy(pairs, structure, 2.0) for structure in structures)
        assert accuracy(pairs, mea_structure(sequence, pairs, 2.0).pairs, 2.0) == pytest.approx(most, abs=1e-9)


@given(data=st.data(), sequence=pairable())
@settings(max_examples=150)
def test_posteriors_are_the_sums_over_all_legal_structures(data: st.DataObject, sequence: str) -> None:
    length = len(sequence)
    probabilities = data.draw(class_probabilities(length))
    wanted = np.zeros((length, length))
    for text, probability in distribution(probabilities, sequence).items():
        for i, j in Structure.from_dot_bracket(text).pairs:
            wanted[i, j] += probability
            wanted[j, i] += probability
    np.testing.assert_allclose(posteriors(sequence, probabilities), wanted, atol=1e-9)


def test_posteriors_stay_finite_however_sure_and_long() -> None:
    length = 600
    sequence = "G" * 300 + "C" * 300
    sure = np.zeros((length, 3), dtype=np.float32)
    sure[:298, 0] = sure[302:, 1] = sure[298:302, 2] = 1.0
    pairs = posteriors(sequence, sure)
    assert np.isfinite(pairs).all()
    np.testing.assert_allclose(pairs[np.arange(298), length - 1 - np.arange(298)], 1.0, atol=1e-9)
    # The same certainty on letters that cannot pair leaves nothing but the unpaired structure.
    assert posteriors("A" * length, sure).max() == 0.0
    assert map_structure("A" * length, sure).dot_bracket == "." * length


def test_posteriors_rows_sum_to_at_most_one() -> None:
    sequence, probabilities = random_case(1, 150)
    pairs = posteriors(sequence, probabilities)
    assert (pairs == pairs.T).all()
    assert (pairs.sum(axis=1) <= 1.0 + 1e-9).all()
    assert not pairs[~(canonical_mask(sequence) | canonical_mask(sequence).T)].any()


@given(data=st.data(), sequence=pairable(6, 12), seed=st.integers(0, 2**32 - 1))
@settings(max_examples=100)
def test_each_sample_states_its_probability(data: st.DataObject, sequence: str, seed: int) -> None:
    probabilities = data.draw(class_probabilities(len(sequence)))
    wanted = distribution(probabilities, sequence)
    for sample in samples(sequence, probabilities, 5, seed):
        assert sample.probability == pytest.approx(wanted[sample.structure.dot_bracket], abs=1e-9)


def test_samples_come_as_often_as_their_probability_says() -> None:
    sequence = "GGCAAAAGCC"
    probabilities = np.random.default_rng(7).dirichlet([1, 1, 1], len(sequence))
    probabilities = (probabilities + 0.3) / 1.9
    count = 4000
    drawn = Counter(sample.structure.dot_bracket for sample in samples(sequence, probabilities, count, 11))
    for text, probability in distribution(probabilities, sequence).items():
        spread = 5.0 * np.sqrt(probability * (1.0 - probability) / count) + 1.0 / count
        assert abs(drawn[text] / count - probability) < spread, text


def test_samples_repeat_with_their_seed_and_only_then() -> None:
    sequence, probabilities = random_case(3, 60)
    assert samples(sequence, probabilities, 5, 1) == samples(sequence, probabilities, 5, 1)
    assert samples(sequence, probabilities, 5, 1) != samples(sequence, probabilities, 5, 2)
    assert samples(sequence, probabilities, 0, 1) == ()


@given(data=st.data(), sequence=pairable(6, 11), seed=st.integers(0, 100))
@settings(max_examples=100)
def test_pair_samples_follow_rows_that_agree(data: st.DataObject, sequence: str, seed: int) -> None:
    pairs = data.draw(pair_probabilities(len(sequence)))
    unpaired = np.maximum(1.0 - pairs.sum(axis=1), FLOOR)
    weights = {}
    for structure in every_structure(sequence):
        loose = set(range(len(sequence))) - {i for pair in structure for i in pair}
        weights[dot_bracket(len(sequence), structure)] = float(
            sum(2.0 * np.log(max(pairs[pair], FLOOR)) for pair in structure) + sum(np.log(unpaired[i]) for i in loose)
        )
    top = max(weights.values())
    total = sum(np.exp(weight - top) for weight in weights.values())
    for sample in pair_samples(sequence, pairs, 3, seed):
        wanted = np.exp(weights[sample.structure.dot_bracket] - top) / total
        assert sample.probability == pytest.approx(wanted, abs=1e-9)


@given(data=st.data(), sequence=pairable(1, 12), count=st.integers(0, 12))
@settings(max_examples=100)
def test_the_likeliest_come_in_their_order(data: st.DataObject, sequence: str, count: int) -> None:
    probabilities = data.draw(class_probabilities(len(sequence)))
    wanted = distribution(probabilities, sequence)
    found = likeliest(sequence, probabilities, count)
    assert len({each.structure for each in found}) == len(found)
    for sample, probability in zip(found, sorted(wanted.values(), reverse=True), strict=False):
        assert sample.probability == pytest.approx(probability, abs=1e-9)
        assert sample.probability == pytest.approx(wanted[sample.structure.dot_bracket], abs=1e-9)
    missing = sorted(wanted.values(), reverse=True)[len(found) : count]
    assert not missing or max(missing) < 1e-12  # what has no chance worth the name is not listed


def test_the_likeliest_of_a_long_one_lead_with_map_and_outdo_samples() -> None:
    sequence, probabilities = random_case(5, 120)
    found = likeliest(sequence, probabilities, 10)
    assert len(set(found)) == 10
    assert found[0].structure == map_structure(sequence, probabilities)
    assert [each.probability for each in found] == sorted((each.probability for each in found), reverse=True)
    drawn = {each.structure: each.probability for each in samples(sequence, probabilities, 300, 0)}
    better = {structure for structure, probability in drawn.items() if probability > found[-1].probability + 1e-12}
    assert better <= {each.structure for each in found}


@given(data=st.data(), sequence=pairable(6, 11))
@settings(max_examples=50)
def test_pair_likeliest_ranks_what_pair_samples_draws(data: st.DataObject, sequence: str) -> None:
    pairs = data.draw(pair_probabilities(len(sequence)))
    found = {each.structure: each.probability for each in pair_likeliest(sequence, pairs, 3)}
    for sample in pair_samples(sequence, pairs, 5, 0):
        if sample.structure in found:
            assert sample.probability == pytest.approx(found[sample.structure], abs=1e-12)
        else:
            assert sample.probability <= min(found.values()) + 1e-12


@given(sequence=pairable(1, 30))
def test_the_mask_is_canonical_and_leaves_room_for_hairpins(sequence: str) -> None:
    mask = canonical_mask(sequence)
    for i in range(len(sequence)):
        for j in range(len(sequence)):
            assert mask[i, j] == (j - i > 3 and can_pair(sequence[i], sequence[j]))


def test_argmax_reads_each_row_by_itself() -> None:
    assert argmax(np.array([[0.5, 0.2, 0.3], [0.1, 0.8, 0.1], [0.0, 0.4, 0.6]])) == "()."
    assert argmax(np.zeros((0, 3))) == ""


@given(data=st.data(), temperature=st.floats(0.05, 20.0))
def test_sharpen_keeps_order_and_sums(data: st.DataObject, temperature: float) -> None:
    probabilities = data.draw(class_probabilities(5, floor=0.01))
    sharpened = sharpen(probabilities, temperature)
    np.testing.assert_allclose(sharpened.sum(axis=1), 1.0)
    np.testing.assert_allclose(sharpen(sharpened, 1.0 / temperature), probabilities, atol=1e-6)


def test_sharpen_takes_zeros() -> None:
    np.testing.assert_allclose(
        sharpen([[1.0, 0.0, 0.0], [0.25, 0.25, 0.5]], 0.5), np.array([[1, 0, 0], [1 / 6, 1 / 6, 2 / 3]])
    )


def test_an_empty_sequence_has_the_empty_structure() -> None:
    nothing = np.zeros((0, 3))
    assert map_structure("", nothing) == mea_structure("", np.zeros((0, 0))) == Structure(())
    assert posteriors("", nothing).shape == (0, 0)
    assert samples("", nothing, 2, 0)[0].probability == 1.0


@pytest.mark.parametrize(
    ("probabilities", "message"),
    [
        (np.zeros((4, 3)), r"shape \(4, 3\); \(5, 3\) is wanted"),
        (np.full((5, 3), np.nan), "nan at nucleotide 1"),
        (np.array([[0.5, 0.5, 0.0]] * 4 + [[-1.0, 1.0, 1.0]]), "-1.0 at nucleotide 5"),
    ],
)
def test_wrong_probabilities_are_named(probabilities: Array, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        map_structure("GAAAC", probabilities)


@pytest.mark.parametrize("wrong", [0.0, -1.0, float("nan"), float("inf")])
def test_settings_out_of_range_are_named(wrong: float) -> None:
    with pytest.raises(ValueError, match="a number above 0 is wanted"):
        mea_structure("GAAAC", np.zeros((5, 5)), wrong)
    with pytest.raises(ValueError, match="a number above 0 is wanted"):
        sharpen(np.ones((1, 3)), wrong)
