"""The double mutant: single mutations break a pair, both together restore it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssp_core import Predictor
from ssp_core.analysis.compensation import compensatory_mutations
from ssp_core.analysis.mutations import Mutation
from ssp_core.errors import InputError
from ssp_core.folding import thermo
from ssp_core.folding.decoding import DecoderSettings
from ssp_core.folding.structure import Structure
from ssp_core.rna import CANONICAL_PAIRS, can_pair
from tests.fakes import FakePredictor, fake_prediction

HAIRPIN = "GGGGAAAACCCC"


def predictor() -> Any:
    return FakePredictor()


@given(st.sampled_from(sorted(CANONICAL_PAIRS)))
def test_the_mutants_of_each_pair(pair: str) -> None:
    prediction = fake_prediction(f"G{pair[0]}GGAAAACC{pair[1]}C")
    folding = predictor()
    test = compensatory_mutations(folding, prediction, (1, 10))
    a, b = pair[0], pair[1]
    assert test.first.mutations == (Mutation(1, b),)
    assert test.second.mutations == (Mutation(10, a),)
    assert test.both.mutations == (Mutation(1, b), Mutation(10, a))
    bases = [(str(one.after.sequence[1]), str(one.after.sequence[10])) for one in (test.first, test.second, test.both)]
    assert bases == [(b, b), (a, a), (b, a)]
    assert [can_pair(*one) for one in bases] == [False, False, True]
    assert [str(sequence) for sequence in folding.folded] == [
        str(one.after.sequence) for one in (test.first, test.second, test.both)
    ]
    assert test.restored


def test_what_is_lost_and_regained() -> None:
    test = compensatory_mutations(predictor(), fake_prediction(HAIRPIN, DecoderSettings("map")), (1, 10))
    assert test.stem == ((0, 11), (1, 10), (2, 9), (3, 8))
    assert (test.first.lost_pairs, test.first.new_pairs, test.first.stem_left) == (((1, 10),), (), 3)
    assert test.second.lost_pairs == test.regained_pairs == ((1, 10),)
    assert (test.both.lost_pairs, test.both.stem_left) == ((), 4)
    assert [test.probability, test.first.probability, test.both.probability] == pytest.approx([0.9, 0.0, 0.9])
    assert test.first.after.settings == test.before.settings
    assert test.both.free_energy == test.both.after.free_energy == -4.6
    assert test.first.after.name == "G2C"
    broken = Structure.from_dot_bracket("(.((....)).)")
    first, second = (thermo.free_energy(rna, broken) for rna in ("GCGGAAAACCCC", "GGGGAAAACCGC"))
    assert (test.first.free_energy, test.second.free_energy) == (first, second)
    assert test.sentences == (
        "G 2 and C 11 pair with a probability of 90 %, in a stem of 4 pairs; the free energy is -5.4 kcal/mol.",
        f"G2C: C and C cannot pair; the pair is not there (0 %), the stem keeps 3 of 4 pairs; {first:.1f} kcal/mol.",
        f"C11G: G and G cannot pair; the pair is not there (0 %), the stem keeps 3 of 4 pairs; {second:.1f} kcal/mol.",
        "G2C and C11G: C and G can pair again; the pair is there (90 %), the stem keeps 4 of 4 pairs; -4.6 kcal/mol.",
        "Together they restore the pair. In the laboratory that would be evidence that the two bases pair; this is the "
        "model's prediction.",
    )


def test_a_pair_that_is_not_restored() -> None:
    folding = predictor()
    before = fake_prediction(HAIRPIN)
    nothing = before.with_structure(Structure.from_dot_bracket("." * 12))
    folding.predict = lambda sequences, **_: [nothing] * len(sequences)
    test = compensatory_mutations(folding, before, (0, 11))
    assert not test.restored
    assert test.regained_pairs == ()
    assert test.sentences[-1] == (
        "Together they do not restore the pair: it depends on more than these two bases being able to pair."
    )


def test_a_whole_stem_that_comes_back() -> None:
    """As the bundled model sees the acceptor stem of a tRNA."""
    trna = "GCGGAUUUAGCUCAGUUGGGAGAGCGCCAGACUGAAGAUCUGGAGGUCCUGUGUUCGAUCCACAGAAUUCGCACCA"
    bundled = Predictor("bundled", device="cpu", dtype="float32")
    [prediction] = bundled.predict([trna])
    test = compensatory_mutations(bundled, prediction, (2, 69))
    assert max(test.first.stem_left, test.second.stem_left) <= 2
    assert test.both.stem_left == 7
    assert set(test.regained_pairs) <= set(test.stem)
    assert len(test.regained_pairs) >= 6
    assert test.both.probability > 0.5
    restored = f"Together they restore the pair and what depends on it, {len(test.regained_pairs)} pairs in all."
    assert test.sentences[-1].startswith(restored)


@pytest.mark.parametrize(
    ("sequence", "structure", "pair", "message"),
    [
        (HAIRPIN, "((((....))))", (0, 10), "The structure has no pair 1-11; one of its own pairs is wanted."),
        ("AGGGAAAACCCC", "((((....))))", (0, 11), "A and C form no canonical pair; one such as G-C is wanted."),
        ("NGGGAAAACCCC", "((((....))))", (0, 11), "N and C form no canonical pair"),
    ],
)
def test_what_is_no_pair_is_refused(sequence: str, structure: str, pair: tuple[int, int], message: str) -> None:
    folding = predictor()
    with pytest.raises(InputError, match=message):
        compensatory_mutations(
            folding, fake_prediction(sequence).with_structure(Structure.from_dot_bracket(structure)), pair
        )
    assert folding.folded == []
