"""The bridge: order, batching, precision, the cache, and decoders that never run the network again."""

from __future__ import annotations

import json
import pickle
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from ssp_core import DecoderSettings, Predictor, SequenceError, Structure
from ssp_core.card import read_card
from ssp_core.errors import SettingsError
from ssp_core.examples import examples
from ssp_core.folding.decoding import expected_pairs
from ssp_core.folding.homology import with_family_pairs
from ssp_core.folding.structure import is_legal
from ssp_core.network.device import choose_device, choose_dtype

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
    assert prediction.provenance.trained


def test_classes_and_pairs_agree(predictor: Predictor) -> None:
    [prediction] = predictor.predict([TRNA])
    assert prediction.pair_probabilities is not None
    np.testing.assert_allclose(prediction.probabilities.sum(axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(prediction.pair_probabilities, prediction.pair_probabilities.T)
    assert prediction.pair_probabilities.min() >= 0
    assert prediction.pair_probabilities.max() <= 1
    assert prediction.pair_probabilities.sum(axis=1).max() <= 1 + 1e-5
    paired = prediction.probabilities[:, :2].sum(axis=1)
    np.testing.assert_allclose(prediction.pair_probabilities.sum(axis=1), paired, atol=1e-5)


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


def test_a_batch_gives_what_each_sequence_gives_alone() -> None:
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
    assert prediction.provenance.dtype == "float32"


def test_other_settings_and_repeats_never_run_the_network(
    predictor: Predictor, monkeypatch: pytest.MonkeyPatch
) -> None:
    [prediction] = predictor.predict([TRNA], decoder="informed")

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("the network ran")

    monkeypatch.setattr(predictor.model, "inference", fail)
    for decoder in DECODERS:
        assert len(prediction.with_settings(predictor.settings_for(decoder)).structure) == len(TRNA)
    [again] = predictor.predict([TRNA], decoder=DecoderSettings(decoder="mea", gamma=3.0))
    assert again.structure.count("(") >= prediction.structure.count("(")
    with pytest.raises(AssertionError, match="the network ran"):
        predictor.predict(["GGGGAAAACCCCA"])


def test_a_prediction_without_thermodynamic_input_cannot_be_decoded_as_informed(predictor: Predictor) -> None:
    [prediction] = predictor.predict(["GGGAAAUCCCAUAUGC"], decoder="mea")
    assert prediction.output.thermo_input_pairs is None
    with pytest.raises(SettingsError, match="takes thermodynamics as input"):
        prediction.with_settings(DecoderSettings("informed"))
    [informed] = predictor.predict(["GGGAAAUCCCAUAUGC"], decoder="informed")
    output = informed.output
    assert output.thermo_input_pairs is not None
    assert output.pair_probabilities is not None
    assert prediction.output.pair_probabilities is not None
    np.testing.assert_array_equal(output.thermo_input_pairs, output.thermo_input_pairs.T)
    assert output.thermo_input_pairs.sum(axis=1).max() <= 1 + 1e-5
    np.testing.assert_allclose(output.pair_probabilities, prediction.output.pair_probabilities, atol=1e-5)


def test_a_model_without_thermodynamic_input_refuses_informed(
    predictor: Predictor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(predictor, "accepts_thermo_input", False)
    for refused in (
        lambda: predictor.predict([TRNA], decoder="informed"),
        lambda: predictor.settings_for(DecoderSettings("informed")),
        lambda: predictor.outputs([TRNA], thermo_input=True),
    ):
        with pytest.raises(SettingsError, match="takes no thermodynamics as input"):
            refused()


def test_best_is_what_the_card_says(predictor: Predictor) -> None:
    assert predictor.best == DecoderSettings(**read_card().decoder)
    [prediction] = predictor.predict([TRNA])
    assert prediction.settings == predictor.best


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
    assert prediction.family_hits
    assert prediction.family_hits[0].evalue <= 1e-3
    [stranger] = predictor.predict(["GGGGGCCAAAAGGCCCCC"])
    assert stranger.family_hits == ()


def test_a_family_is_weighed_into_what_made_the_structure(predictor: Predictor) -> None:
    [alone] = predictor.predict([TRNA], decoder=DecoderSettings("mea", family_weight=0.0))
    network = alone.output.pair_probabilities
    assert network is not None
    assert alone.pair_probabilities is not None
    np.testing.assert_allclose(alone.pair_probabilities, network, atol=1e-6)
    weighed = alone.with_settings(DecoderSettings("mea"))
    pairs = with_family_pairs(network.astype(np.float64), alone.family_hits, weighed.settings.family_weight)
    assert weighed.pair_probabilities is not None
    np.testing.assert_allclose(weighed.pair_probabilities, pairs, atol=1e-6)
    little = alone.with_settings(DecoderSettings("mea", family_weight=0.001))
    np.testing.assert_allclose(little.probabilities, alone.probabilities, atol=0.003)
    for prediction in (alone, weighed, little):  # the network's own never change, nor does the raw structure
        assert prediction.output is alone.output
        assert prediction.raw_structure == alone.raw_structure
    for decoder in ("argmax", "map"):  # no family found: what made the structure is the network's own
        [unrelated] = predictor.predict(["GGGGGCCAAAAGGCCCCC"], decoder=DecoderSettings(decoder, family_weight=1.0))
        np.testing.assert_array_equal(unrelated.probabilities, unrelated.output.class_probabilities)


def test_every_example_is_decoded_by_every_decoder_at_any_trust_in_its_family(predictor: Predictor) -> None:
    for example in examples():
        [prediction] = predictor.predict([example.sequence], decoder="mea")
        for kind in ("argmax", "map", "mea"):
            for trust in (0.0, 0.05, 0.4, 0.75, 1.0):
                found = prediction.with_settings(DecoderSettings(kind, family_weight=trust))
                assert is_legal(example.sequence, Structure.from_dot_bracket(found.structure)), (example.title, kind)
                assert found.probabilities.min() >= 0.0
                np.testing.assert_allclose(found.probabilities.sum(axis=1), 1.0, atol=1e-5)


def test_a_model_without_families_finds_none(monkeypatch: pytest.MonkeyPatch) -> None:
    without = Predictor("bundled", device="cpu", dtype="float32")
    monkeypatch.setattr(without, "_families", None)
    [prediction] = without.predict([TRNA], decoder=DecoderSettings("mixed", family_weight=0.5))
    assert prediction.family_hits == ()
    assert prediction.provenance.n_families == 0


def test_confidence_is_that_of_what_made_the_structure(predictor: Predictor) -> None:
    [informed] = predictor.predict([TRNA], decoder=DecoderSettings("informed", family_weight=0.0))
    trusted = informed.with_settings(DecoderSettings("informed", family_weight=0.9))
    pairs = expected_pairs(TRNA, trusted.output, trusted.settings)
    partners = Structure.from_dot_bracket(trusted.structure).partners
    states = [pairs[i, j] if j >= 0 else 1 - pairs[i].sum() for i, j in enumerate(partners)]
    assert trusted.confidence == pytest.approx(float(np.mean(states)), abs=1e-6)


def test_probabilities_never_contradict_the_structure(predictor: Predictor) -> None:
    """A nucleotide that is drawn paired because thermodynamics wins has that in its probabilities."""
    random = np.random.default_rng(3)
    sequence = "".join(random.choice(list("ACGU"), size=300))
    [prediction] = predictor.predict([sequence])
    assert prediction.pair_probabilities is not None
    for i, j in Structure.from_dot_bracket(prediction.structure).pairs:
        assert prediction.probabilities[i, 0] >= prediction.pair_probabilities[i, j] - 1e-5
        assert prediction.decoded.confidence[i] == prediction.pair_probabilities[i, j]


def test_a_predictor_pickles(predictor: Predictor) -> None:
    copied = pickle.loads(pickle.dumps(predictor))  # noqa: S301 - our own
    [before], [after] = predictor.predict([TRNA]), copied.predict([TRNA])
    assert after.structure == before.structure
    np.testing.assert_allclose(after.probabilities, before.probabilities, atol=1e-5)


def test_cached_matrices_cannot_be_changed(predictor: Predictor) -> None:
    [prediction] = predictor.predict([TRNA])
    assert prediction.output.pair_probabilities is not None
    with pytest.raises(ValueError, match="read-only"):
        prediction.output.pair_probabilities[0, 0] = 1.0


def test_a_prediction_is_plain_json(predictor: Predictor) -> None:
    [prediction] = predictor.predict([TRNA])
    plain = json.loads(json.dumps(prediction.to_dict()))
    assert plain["structure"] == prediction.structure
    assert plain["sequence"] == TRNA
    assert len(plain["probabilities"]) == len(plain["network"]["probabilities"]) == len(TRNA)
    assert plain["decoding"]["decoder"] == "informed"
    assert plain["families"][0]["start"] >= 1


def test_a_prediction_says_how_large_its_model_is(predictor: Predictor) -> None:
    [prediction] = predictor.predict([TRNA])
    assert prediction.provenance.parameters == read_card().parameters
    assert not prediction.provenance.imitates_thermodynamics


def test_the_built_in_encoder_under_an_untrained_head(predictor: Predictor) -> None:
    one, other = (Predictor("bundled-untrained", device="cpu", dtype="float32") for _ in range(2))
    [prediction], [again] = one.predict(TRNA), other.predict(TRNA)
    np.testing.assert_array_equal(prediction.probabilities, again.probabilities)
    assert not prediction.provenance.trained
    assert (prediction.provenance.model, prediction.provenance.n_families) == ("bundled-untrained", 0)
    assert prediction.provenance.revision == predictor.revision
    assert (prediction.settings.decoder, prediction.family_hits) == ("map", ())
    assert prediction.to_dict()["model"]["trained"] is False
    assert is_legal(TRNA, Structure.from_dot_bracket(prediction.structure))
    trained, untrained = predictor.model.get_submodule("model"), one.model.get_submodule("model")
    for name, tensor in trained.state_dict().items():
        assert torch.equal(tensor, untrained.state_dict()[name]), name
    with pytest.raises(SettingsError, match="untrained head takes no thermodynamics"):
        one.predict(TRNA, "informed")


def test_where_memory_is_short_passes_get_smaller_and_then_run_on_the_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    rnas = ["GGGGAAAACCCC", "GGGCAAAAGCCC", "GGCCAAAAGGCC"]
    wanted = [prediction.structure for prediction in Predictor("bundled", device="cpu").predict(rnas)]
    predictor, seen = Predictor("bundled", device="cpu"), []
    inference: Any = predictor.model.inference

    def short(input_ids: torch.Tensor, **inputs: Any) -> Any:
        seen.append(len(input_ids))
        if len(input_ids) > 1 or input_ids.device.type == "meta":
            raise torch.OutOfMemoryError("too much")
        return inference(input_ids=input_ids, **inputs)

    monkeypatch.setattr(predictor.model, "inference", short)
    assert [prediction.structure for prediction in predictor.predict(rnas)] == wanted
    assert seen == [3, 1, 2, 1, 1]
    monkeypatch.setattr(predictor, "device", torch.device("meta"))  # stands for a GPU without memory
    [prediction] = predictor.predict(["GGGGUUUUCCCC"])
    assert prediction.structure == "((((....))))"
    assert prediction.provenance.device == "cpu"
