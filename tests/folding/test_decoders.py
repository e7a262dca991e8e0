"""The decoders by name: always legal, always as long as the sequence, and what each setting does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssp_core.folding import thermo
from ssp_core.folding.decoding import CLASSES, mea_structure
from ssp_core.folding.decoding.decoders import KINDS, Decoding, decode, expected_pairs, sharpen_pairs
from ssp_core.folding.structure import Structure, is_legal
from tests.folding.strategies import Array, class_probabilities, letters, pair_probabilities

decodings = st.builds(
    Decoding,
    kind=st.sampled_from(KINDS),
    gamma=st.sampled_from([None, 0.01, 0.5, 1.0, 6.0, 100.0]),
    trust=st.floats(0.0, 1.0),
    temperature=st.sampled_from([0.01, 0.5, 1.0, 3.0, 100.0]),
)


@given(data=st.data(), sequence=letters(0, 40), decoding=decodings, has_pairs=st.booleans())
@settings(max_examples=300)
def test_every_output_is_legal_and_as_long_as_its_sequence(
    data: st.DataObject, sequence: str, decoding: Decoding, has_pairs: bool
) -> None:
    classes = data.draw(class_probabilities(len(sequence))).astype(np.float32)
    pairs = data.draw(pair_probabilities(len(sequence))) if has_pairs else None
    informed = data.draw(pair_probabilities(len(sequence))) if decoding.kind == "informed" else None
    assert is_legal(sequence, decode(sequence, classes, pairs, decoding, informed=informed))


def sure_of(text: str) -> Array:
    """Class probabilities that name each letter of a string."""
    return np.array([[0.98 if letter == name else 0.01 for name in CLASSES] for letter in text])


def test_argmax_keeps_only_what_is_legal() -> None:
    assert decode("GGAAACA", sure_of("((...)."), None, Decoding("argmax")).dot_bracket == ".(...)."
    assert decode("AAAAA", sure_of("(...)"), None, Decoding("argmax")).dot_bracket == "....."


def test_map_and_mea_read_sure_classes() -> None:
    for kind in ("map", "mea"):
        assert decode("GGAAACC", sure_of("((...))"), None, Decoding(kind)).dot_bracket == "((...))"


def test_trust_goes_from_thermodynamics_to_the_network() -> None:
    sequence = "GGGGAAAACCCC"
    network = np.zeros((12, 12))
    network[1, 9] = network[9, 1] = 0.9
    classes = np.full((12, 3), 1 / 3)
    physics = thermo.pair_probabilities(sequence)
    assert decode(sequence, classes, network, Decoding("mixed", trust=1.0)) == mea_structure(sequence, network)
    assert decode(sequence, classes, network, Decoding("mixed", trust=0.0)) == mea_structure(sequence, physics)
    # An ensemble that is handed in is used instead of ViennaRNA's.
    assert decode(sequence, classes, network, Decoding("mixed", trust=0.0), network) == mea_structure(sequence, network)


def test_informed_decodes_the_network_that_was_told_of_thermodynamics() -> None:
    sequence = "GGGGAAAACCCC"
    alone, told = np.zeros((12, 12)), np.zeros((12, 12))
    alone[1, 9] = alone[9, 1] = told[0, 11] = told[11, 0] = 0.9
    classes = np.full((12, 3), 1 / 3)
    physics = thermo.pooled_pair_probabilities(sequence)
    decoding = Decoding("informed", trust=0.25)
    found = expected_pairs(sequence, classes, alone, decoding, None, told)
    np.testing.assert_allclose(found, told / 4 + physics * 3 / 4)
    assert decode(sequence, classes, alone, decoding, informed=told) == mea_structure(sequence, found)
    with pytest.raises(ValueError, match="told of thermodynamics"):
        decode(sequence, classes, alone, decoding)


def test_classes_alone_enter_viennarnas_ensemble() -> None:
    sequence = "GGGGAAAACCCC"
    assert decode(sequence, sure_of("." * 12), None, Decoding("mixed", trust=0.0)).dot_bracket == "((((....))))"
    assert decode(sequence, sure_of("." * 12), None, Decoding("mixed", trust=0.9)).dot_bracket == "." * 12


def test_a_larger_gamma_pairs_more() -> None:
    pairs = np.zeros((5, 5))
    pairs[0, 4] = pairs[4, 0] = 0.4
    classes = np.full((5, 3), 1 / 3)
    assert decode("GAAAC", classes, pairs, Decoding(gamma=1.0)) == Structure.from_dot_bracket(".....")
    assert decode("GAAAC", classes, pairs, Decoding(gamma=2.0)) == Structure.from_dot_bracket("(...)")


def test_a_higher_temperature_makes_the_network_less_sure() -> None:
    pairs = np.zeros((5, 5))
    pairs[0, 4] = pairs[4, 0] = 0.7
    classes = np.full((5, 3), 1 / 3)
    assert decode("GAAAC", classes, pairs, Decoding(gamma=0.5)) == Structure.from_dot_bracket("(...)")
    assert decode("GAAAC", classes, pairs, Decoding(gamma=0.5, temperature=5.0)) == Structure.from_dot_bracket(".....")


@given(data=st.data(), temperature=st.floats(0.1, 10.0))
def test_sharpened_pairs_stay_symmetric_probabilities(data: st.DataObject, temperature: float) -> None:
    pairs = data.draw(pair_probabilities(8))
    sharpened = sharpen_pairs(pairs, temperature)
    np.testing.assert_allclose(sharpened, sharpened.T)
    assert ((sharpened >= 0.0) & (sharpened <= 1.0)).all()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"kind": "best"}, "The decoder 'best' is unknown; one of argmax, map, mea, mixed, informed is wanted."),
        ({"gamma": 0.0}, "The gamma is 0.0; a number above 0 and at most 100 is wanted."),
        ({"gamma": float("nan")}, "The gamma is nan; a number above 0 and at most 100 is wanted."),
        ({"temperature": 1e9}, "The temperature is 1000000000.0; a number above 0 and at most 100 is wanted."),
        ({"trust": 1.5}, "The trust is 1.5; a number from 0 to 1 is wanted."),
    ],
)
def test_settings_out_of_range_get_one_sentence(wrong: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match="wanted") as caught:
        Decoding(**wrong)  # type: ignore[arg-type]
    assert str(caught.value) == sentence


@pytest.mark.parametrize("kind", KINDS)
def test_probabilities_of_another_length_are_refused(kind: str) -> None:
    with pytest.raises(ValueError, match=r"\(5, 3\) is wanted for 5 nucleotides"):
        decode("GAAAC", np.full((4, 3), 1 / 3), None, Decoding(kind))
