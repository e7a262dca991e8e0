"""`decode`: always valid, always as long as the sequence, and what each decoder and each number does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ssp_core.errors import SettingsError
from ssp_core.folding import thermo
from ssp_core.folding.decoding import (
    CHOICES,
    DECODERS,
    SETTINGS,
    DecoderSettings,
    NetworkOutput,
    decode,
    mea_structure,
    with_families,
)
from ssp_core.folding.homology import FamilyHit
from ssp_core.folding.structure import Structure, is_legal
from ssp_core.rna import CLASSES
from tests.folding.strategies import Array, class_probabilities, letters, pair_probabilities

HAIRPIN = "GGGGAAAACCCC"
decoder_settings = st.builds(
    DecoderSettings,
    decoder=st.sampled_from(tuple(DECODERS)),
    gamma=st.sampled_from([None, 0.25, 0.5, 1.0, 4.0]),
    trust=st.floats(0.0, 1.0),
    temperature=st.sampled_from([0.25, 0.5, 1.0, 3.0, 4.0]),
)


def output_of(classes: Array, pairs: Array | None = None, thermo_input_pairs: Array | None = None) -> NetworkOutput:
    def single(matrix: Array | None) -> NDArray[np.float32] | None:
        return None if matrix is None else matrix.astype(np.float32)

    return NetworkOutput(classes.astype(np.float32), single(pairs), single(thermo_input_pairs))


def uniform(length: int) -> Array:
    return np.full((length, 3), 1 / 3)


def classes_naming(text: str) -> Array:
    """Class probabilities that are nearly certain of each letter of a string."""
    return np.array([[0.98 if letter == name else 0.01 for name in CLASSES] for letter in text])


def matrix_of(length: int, *pairs: tuple[int, int, float]) -> Array:
    matrix = np.zeros((length, length))
    for i, j, probability in pairs:
        matrix[i, j] = matrix[j, i] = probability
    return matrix


@given(data=st.data(), sequence=letters(0, 40), chosen=decoder_settings, has_pairs=st.booleans())
@settings(max_examples=300)
def test_every_structure_is_valid_and_as_long_as_its_sequence(
    data: st.DataObject, sequence: str, chosen: DecoderSettings, has_pairs: bool
) -> None:
    classes = data.draw(class_probabilities(len(sequence)))
    pairs = data.draw(pair_probabilities(len(sequence))) if has_pairs else None
    with_thermo = data.draw(pair_probabilities(len(sequence))) if chosen.decoder == "informed" else None
    decoded = decode(sequence, output_of(classes, pairs, with_thermo), chosen)
    assert is_legal(sequence, decoded.structure)
    assert decoded.class_probabilities.shape == (len(sequence), 3)
    assert decoded.confidence.shape == (len(sequence),)
    assert ((decoded.confidence >= 0) & (decoded.confidence <= 1 + 1e-6)).all()
    if chosen.spec.objective == "mea":
        assert decoded.pair_probabilities is not None
        assert decoded.pair_probabilities.shape == (len(sequence), len(sequence))


def test_argmax_keeps_only_valid_pairs() -> None:
    assert (
        str(decode("GGAAACA", output_of(classes_naming("((...).")), DecoderSettings("argmax")).structure) == ".(...)."
    )
    assert str(decode("AAAAA", output_of(classes_naming("(...)")), DecoderSettings("argmax")).structure) == "....."


@pytest.mark.parametrize("decoder", ["map", "mea"])
def test_map_and_mea_read_classes_that_are_nearly_certain(decoder: str) -> None:
    assert str(decode("GGAAACC", output_of(classes_naming("((...))")), DecoderSettings(decoder)).structure) == "((...))"


def test_trust_goes_from_thermodynamics_to_the_network() -> None:
    network = matrix_of(12, (1, 9, 0.9))
    output = output_of(uniform(12), network)
    ensemble = thermo.mean_pair_probabilities(HAIRPIN)
    alone = decode(HAIRPIN, output, DecoderSettings("mixed", trust=1.0))
    assert alone.structure == mea_structure(HAIRPIN, network)
    physics = decode(HAIRPIN, output, DecoderSettings("mixed", trust=0.0))
    assert physics.structure == mea_structure(HAIRPIN, ensemble)
    assert physics.pair_probabilities is not None
    np.testing.assert_allclose(physics.pair_probabilities, ensemble, atol=1e-6)


def test_informed_takes_the_network_with_thermodynamic_input() -> None:
    alone, with_thermo = matrix_of(12, (1, 9, 0.9)), matrix_of(12, (0, 11, 0.9))
    chosen = DecoderSettings("informed", trust=0.25)
    decoded = decode(HAIRPIN, output_of(uniform(12), alone, with_thermo), chosen)
    expected = with_thermo / 4 + thermo.mean_pair_probabilities(HAIRPIN) * 3 / 4
    assert decoded.pair_probabilities is not None
    np.testing.assert_allclose(decoded.pair_probabilities, expected, atol=1e-6)
    assert decoded.structure == mea_structure(HAIRPIN, expected)
    with pytest.raises(SettingsError, match="takes thermodynamics as input"):
        decode(HAIRPIN, output_of(uniform(12), alone), chosen)


def test_classes_alone_are_mixed_into_viennarnas_ensemble() -> None:
    output = output_of(classes_naming("." * 12))
    assert str(decode(HAIRPIN, output, DecoderSettings("mixed", trust=0.0)).structure) == "((((....))))"
    assert str(decode(HAIRPIN, output, DecoderSettings("mixed", trust=0.9)).structure) == "." * 12
    assert str(decode(HAIRPIN, output, DecoderSettings("mixed", trust=1.0)).structure) == "." * 12


def test_a_larger_gamma_pairs_more() -> None:
    output = output_of(uniform(5), matrix_of(5, (0, 4, 0.4)))
    assert decode("GAAAC", output, DecoderSettings(gamma=1.0)).structure == Structure.from_dot_bracket(".....")
    decoded = decode("GAAAC", output, DecoderSettings(gamma=2.0))
    assert (decoded.structure, decoded.gamma) == (Structure.from_dot_bracket("(...)"), 2.0)


def test_a_higher_temperature_makes_the_network_less_sure() -> None:
    output = output_of(uniform(5), matrix_of(5, (0, 4, 0.7)))
    assert str(decode("GAAAC", output, DecoderSettings(gamma=0.5)).structure) == "(...)"
    assert str(decode("GAAAC", output, DecoderSettings(gamma=0.5, temperature=4.0)).structure) == "....."


def test_probabilities_are_those_that_made_the_structure() -> None:
    """A pair that only thermodynamics gives is in the probabilities beside the drawing."""
    decoded = decode(HAIRPIN, output_of(uniform(12), np.zeros((12, 12))), DecoderSettings("mixed", 4.0, trust=0.3))
    assert str(decoded.structure) == "((((....))))"
    assert decoded.pair_probabilities is not None
    for i, j in decoded.structure.pairs:
        assert decoded.class_probabilities[i, 0] >= decoded.pair_probabilities[i, j] - 1e-6
        assert decoded.confidence[i] == decoded.pair_probabilities[i, j] > 0.25


def test_families_move_classes_and_pairs_together() -> None:
    hit = FamilyHit(0, 9, 50.0, 1e-9, 0, 12, 1.0, np.ones(12), np.array([[0, 11]]), np.array([0.8]))
    output = NetworkOutput(uniform(12).astype(np.float32), np.zeros((12, 12), dtype=np.float32), family_hits=(hit,))
    weighed = with_families(output, 0.5)
    assert weighed.pair_probabilities is not None
    assert weighed.pair_probabilities[0, 11] == pytest.approx(0.4)
    np.testing.assert_allclose(weighed.class_probabilities.sum(axis=1), 1, atol=1e-6)
    assert weighed.class_probabilities[0, 0] > output.class_probabilities[0, 0]
    assert with_families(output, 0.0) is output


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"decoder": "best"}, "The decoder 'best' is unknown; one of informed, mixed, mea, map, argmax is wanted."),
        ({"gamma": 0.0}, "The gamma is 0; a number from 0.25 to 4 is wanted."),
        ({"gamma": float("nan")}, "The gamma is nan; a number from 0.25 to 4 is wanted."),
        ({"gamma": "2"}, "The gamma is '2'; a number from 0.25 to 4 is wanted."),
        ({"temperature": 1e9}, "The temperature is 1e+09; a number from 0.25 to 4 is wanted."),
        ({"trust": 1.5}, "The trust in the network is 1.5; a number from 0 to 1 is wanted."),
        ({"family_weight": None}, "The trust in a known family is missing; a number from 0 to 1 is wanted."),
    ],
)
def test_settings_out_of_range_get_one_sentence(wrong: dict[str, object], sentence: str) -> None:
    with pytest.raises(SettingsError) as caught:
        DecoderSettings(**wrong)  # type: ignore[arg-type]
    assert str(caught.value) == sentence


def test_a_free_trust_is_larger_where_a_family_is_found_and_counts() -> None:
    hit = FamilyHit(0, 9, 50.0, 1e-9, 0, 12, 1.0, np.ones(12), np.array([[0, 11]]), np.array([0.8]))
    free = DecoderSettings("mixed", trust=None)
    assert (free.trust_for([hit]), free.trust_for([])) == (0.9, 0.4)
    assert DecoderSettings("mixed", trust=None, family_weight=0.0).trust_for([hit]) == 0.4
    assert DecoderSettings("mixed", trust=0.5).trust_for([hit]) == 0.5


def test_numbers_that_a_decoder_does_not_use_go_back_to_their_defaults() -> None:
    chosen = DecoderSettings("map", gamma=2.0, trust=0.1, temperature=2.0, family_weight=0.3)
    assert chosen.only_used() == DecoderSettings("map", family_weight=0.3)
    assert DecoderSettings("informed", gamma=2.0, trust=0.1).only_used() == DecoderSettings("informed", 2.0, 0.1)


def test_the_registry_is_complete() -> None:
    assert list(CHOICES) == ["best", *DECODERS]
    for decoder in DECODERS.values():
        assert set(decoder.settings) <= set(SETTINGS)
        assert decoder.title
        assert decoder.hint.endswith(".")
    for setting in SETTINGS.values():
        assert setting.least <= setting.default <= setting.most


@pytest.mark.parametrize("decoder", ["argmax", "map", "mea", "mixed"])
def test_probabilities_of_another_length_are_refused(decoder: str) -> None:
    with pytest.raises(ValueError, match=r"\(5, 3\) is wanted for 5 nucleotides"):
        decode("GAAAC", output_of(uniform(4)), DecoderSettings(decoder))
