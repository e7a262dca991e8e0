"""The bridge: order, batching, precision, the cache, and decoders that never run the network again."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from ssp_core import Decoding, Predictor, SequenceError, Structure
from ssp_core.examples import examples
from ssp_core.folding.decoding.decoders import classes_of
from ssp_core.folding.homology.search import with_relatives
from ssp_core.folding.structure import is_legal
from ssp_core.network.device import choose_device, choose_dtype
from ssp_core.prediction import expected

TRNA = "GCGGAUUUAGCUCAGUUGGGAGAGCGCCAGACUGAAGAUCUGGAGGUCCUGUGUUCGAUCCACAGAAUUCGCACCA"
DECODERS = ["best", "argmax", "map", "mea", "mixed", "informed"]


@pytest.fixture(scope="module")
def predictor() -> Predictor:
    return Predictor("bundled", device="cpu", dtype="float32")


def test_folds_a_hairpin_nobody_can_miss(predictor: Predictor) -> None:
    [prediction] = predictor.predict(["GGGGGCCAAAAGGCCCCC"])
    assert prediction.structure == "(((((((....)))))))"
    assert prediction.probabilities.shape == (18, 3)
    assert prediction.probabilities.dtype == np.float32
    assert prediction.pair_probabilities is not None
    assert prediction.pair_probabilities.shape == (18, 18)
    assert 0.5 < prediction.confidence <= 1
    assert prediction.trained


def test_the_classes_and_the_pairs_are_one_story(predictor: Predictor) -> None:
    [prediction] = predictor.predict([TRNA])
    assert prediction.pair_probabilities is not None
    np.testing.assert_allclose(prediction.probabilities.sum(axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(prediction.pair_probabilities, prediction.pair_probabilities.T)
    assert prediction.pair_probabilities.min() >= 0
    assert prediction.pair_probabilities.max() <= 1
    assert prediction.pair_probabilities.sum(axis=1).max() <= 1 + 1e-5
    # What the two say of a nucleotide being paired at all: the same but for the pairs' mean of two rows.
    paired = prediction.probabilities[:, :2].sum(axis=1)
    assert np.abs(prediction.pair_probabilities.sum(axis=1) - paired).mean() < 0.1


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text("ACGUN", min_size=1, max_size=60), min_size=1, max_size=5), st.sampled_from(DECODERS))
def test_every_decoder_gives_legal_structures_in_the_order_asked(
    predictor: Predictor, sequences: list[str], decoder: str
) -> None:
    predictions = predictor.predict(sequences, decoder=decoder)
    assert [prediction.sequence for prediction in predictions] == sequences
    for prediction in predictions:
        assert is_legal(prediction.sequence, Structure.from_dot_bracket(prediction.structure))
        assert len(prediction.raw_structure) == len(prediction.sequence)


def test_a_batch_says_what_each_says_alone() -> None:
    sequences = ["GGGGAAAACCCC", TRNA, "GGGAAAUCCCAUAUGCGCUUAAGCGC"]
    together = Predictor("bundled", device="cpu", dtype="float32").predict(sequences)
    alone = Predictor("bundled", device="cpu", dtype="float32")
    for prediction in together:
        [single] = alone.predict([prediction.sequence])
        np.testing.assert_allclose(prediction.probabilities, single.probabilities, atol=1e-4)
        assert prediction.structure == single.structure


def test_the_model_in_the_box_stays_in_float32() -> None:
    [prediction] = Predictor("bundled", device="cpu", dtype="bfloat16").predict(["GGGGGCCAAAAGGCCCCC"])
    assert prediction.structure == "(((((((....)))))))"
    assert prediction.precision == "float32"


def test_redecoding_and_repeating_never_run_the_network(predictor: Predictor, monkeypatch: pytest.MonkeyPatch) -> None:
    [prediction] = predictor.predict([TRNA], decoder="informed")

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("the network ran")

    monkeypatch.setattr(predictor.model, "inference", fail)
    for decoder in DECODERS:
        assert len(predictor.redecode(prediction, decoder).structure) == len(TRNA)
    [again] = predictor.predict([TRNA], decoder=Decoding(kind="mea", gamma=3.0))
    assert again.structure.count("(") >= prediction.structure.count("(")
    with pytest.raises(AssertionError, match="the network ran"):
        predictor.predict(["GGGGAAAACCCCA"])


def test_a_prediction_made_without_being_told_says_so_when_the_informed_network_is_asked_for(
    predictor: Predictor,
) -> None:
    [prediction] = predictor.predict(["GGGAAAUCCCAUAUGC"], decoder="mea")
    assert prediction.scores.informed is None
    with pytest.raises(ValueError, match="told of thermodynamics"):
        predictor.redecode(prediction, "informed")
    [told] = predictor.predict(["GGGAAAUCCCAUAUGC"], decoder="informed")
    assert told.scores.informed is not None
    assert told.pair_probabilities is not None
    assert prediction.pair_probabilities is not None
    np.testing.assert_array_equal(told.scores.informed, told.scores.informed.T)
    assert told.scores.informed.sum(axis=1).max() <= 1 + 1e-5
    np.testing.assert_allclose(told.pair_probabilities, prediction.pair_probabilities, atol=1e-5)


def test_a_model_that_cannot_listen_refuses_to_be_told(predictor: Predictor, monkeypatch: pytest.MonkeyPatch) -> None:
    [prediction] = predictor.predict([TRNA])
    monkeypatch.setattr(predictor, "can_be_informed", False)
    for refused in (
        lambda: predictor.predict([TRNA], decoder="informed"),
        lambda: predictor.redecode(prediction, Decoding("informed")),
        lambda: predictor.scores([TRNA], informed=True),
    ):
        with pytest.raises(ValueError, match="cannot be told of thermodynamics: wanted another decoder"):
            refused()


def test_best_is_what_the_card_says(predictor: Predictor) -> None:
    assert predictor.best == Decoding(**predictor.card["decoder"])
    [prediction] = predictor.predict([TRNA])
    assert prediction.decoding == predictor.best


def test_input_is_read_as_typed(predictor: Predictor) -> None:
    [prediction] = predictor.predict(["gggg aaaa tccc"])
    assert prediction.sequence == "GGGGAAAAUCCC"
    with pytest.raises(SequenceError):
        predictor.predict(["GGGG1AAAX"])
    with pytest.raises(ValueError, match="decoder"):
        predictor.predict(["GGGGAAAACCCC"], decoder="magic")


def test_devices_and_precisions() -> None:
    assert choose_device("cpu") == torch.device("cpu")
    assert choose_dtype("float32", torch.device("cpu")) is torch.float32
    assert choose_dtype("auto", torch.device("cuda")) is torch.bfloat16
    assert choose_dtype("auto", torch.device("mps")) is torch.float32
    with pytest.raises(ValueError, match="float8"):
        choose_dtype("float8", torch.device("cpu"))


def test_the_family_of_a_known_rna_is_found(predictor: Predictor) -> None:
    [prediction] = predictor.predict([TRNA])
    assert prediction.relatives
    assert prediction.relatives[0].evalue <= 1e-3
    [stranger] = predictor.predict(["GGGGGCCAAAAGGCCCCC"])
    assert stranger.relatives == ()


def test_a_family_has_its_say_in_every_letter_and_pair(predictor: Predictor) -> None:
    [alone] = predictor.predict([TRNA], decoder=Decoding("mea", families=0.0))
    np.testing.assert_array_equal(alone.probabilities, alone.scores.classes)
    trusting = predictor.redecode(alone, "mea")
    assert trusting.decoding.families == Decoding.families
    assert trusting.pair_probabilities is not None
    assert alone.scores.pairs is not None
    pairs = with_relatives(alone.scores.pairs.astype(np.float64), alone.relatives, Decoding.families)
    np.testing.assert_allclose(trusting.pair_probabilities, pairs, atol=1e-6)
    moved = classes_of(pairs) - classes_of(alone.scores.pairs.astype(np.float64))
    np.testing.assert_allclose(trusting.probabilities, alone.probabilities + moved, atol=0.05)  # cut at 0 and 1
    little = predictor.redecode(alone, Decoding("mea", families=0.001))
    np.testing.assert_allclose(little.probabilities, alone.probabilities, atol=0.003)
    for kind in ("argmax", "map", "mea"):  # none found: nothing changes
        [stranger] = predictor.predict(["GGGGGCCAAAAGGCCCCC"], decoder=Decoding(kind, families=1.0))
        np.testing.assert_array_equal(stranger.probabilities, stranger.scores.classes)


def test_every_example_is_decoded_by_every_decoder_at_any_trust_in_its_family(predictor: Predictor) -> None:
    for example in examples():
        [prediction] = predictor.predict([example.letters], decoder="mea")
        for kind in ("argmax", "map", "mea"):
            for trust in (0.0, 0.05, 0.4, 0.75, 1.0):
                found = predictor.redecode(prediction, Decoding(kind, families=trust))
                assert is_legal(example.letters, Structure.from_dot_bracket(found.structure)), (example.title, kind)
                assert found.probabilities.min() >= 0.0
                np.testing.assert_allclose(found.probabilities.sum(axis=1), 1.0, atol=1e-5)


def test_what_another_decoder_leaves_as_it_was_is_kept(predictor: Predictor) -> None:
    [prediction] = predictor.predict([TRNA])
    assert predictor.redecode(prediction, "map").probabilities is prediction.probabilities
    without = predictor.redecode(prediction, Decoding("map", families=0.0))
    assert not np.allclose(without.probabilities, prediction.probabilities, atol=0.05)


def test_a_model_without_families_finds_none(monkeypatch: pytest.MonkeyPatch) -> None:
    without = Predictor("bundled", device="cpu", dtype="float32")
    monkeypatch.setattr(without, "kinship", None)
    [prediction] = without.predict([TRNA], decoder=Decoding("mixed", families=0.5))
    assert prediction.relatives == ()
    assert prediction.families == 0


def test_confidence_is_of_what_was_decoded(predictor: Predictor) -> None:
    [informed] = predictor.predict([TRNA], decoder=Decoding("informed", families=0.0))
    trusted = predictor.redecode(informed, Decoding("informed", families=0.9))
    pairs = expected(TRNA, trusted.scores, trusted.decoding)
    partners = Structure.from_dot_bracket(trusted.structure).partners
    states = [pairs[i, j] if j >= 0 else 1 - pairs[i].sum() for i, j in enumerate(partners)]
    assert trusted.confidence == pytest.approx(float(np.mean(states)), abs=1e-6)
