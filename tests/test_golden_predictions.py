"""The gallery's predictions under every decoder, held to what the shipped weights gave when they were last recorded.

Structures and raw strings must be equal, the network's probabilities within 1e-4. After a change that is meant to
change them: `python -m tests.test_golden_predictions`, and say in the commit what differs.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from ssp_core import Predictor
from ssp_core.examples import examples

STRUCTURES = Path(__file__).parent / "golden" / "predictions.json"
PROBABILITIES = Path(__file__).parent / "golden" / "probabilities.npz"
DECODERS = ("best", "informed", "mixed", "mea", "map", "argmax")
STEPS = 65_535  # probabilities are kept as whole parts of this many: exact to 1e-5

Matrices = dict[str, NDArray[Any]]


def predict() -> tuple[dict[str, dict[str, str]], Matrices]:
    """Structures by example and decoder, and the network's own probabilities, by example and kind."""
    predictor = Predictor("bundled", device="cpu", dtype="float32")
    structures: dict[str, dict[str, str]] = {}
    matrices: Matrices = {}
    for example in examples():
        prediction = predictor.predict(example.sequence, decoder="best")[0]
        output = prediction.output
        structures[example.key] = {"raw": prediction.raw_structure} | {
            decoder: prediction.with_settings(predictor.settings_for(decoder)).structure for decoder in DECODERS
        }
        assert output.pair_probabilities is not None
        assert output.thermo_input_pairs is not None
        matrices |= {
            f"{example.key} classes": output.class_probabilities,
            f"{example.key} pairs": output.pair_probabilities,
            f"{example.key} pairs with thermodynamics": output.thermo_input_pairs,
        }
    return structures, matrices


@pytest.fixture(scope="module")
def predicted() -> tuple[dict[str, dict[str, str]], Matrices]:
    return predict()


def test_structures(predicted: tuple[dict[str, dict[str, str]], Matrices]) -> None:
    assert predicted[0] == json.loads(STRUCTURES.read_text(encoding="utf-8"))


def test_probabilities(predicted: tuple[dict[str, dict[str, str]], Matrices]) -> None:
    with np.load(PROBABILITIES) as recorded:
        assert set(recorded.files) == set(predicted[1])
        for name, matrix in predicted[1].items():
            np.testing.assert_allclose(matrix, recorded[name] / STEPS, rtol=0, atol=1e-4, err_msg=name)


def record() -> None:
    structures, matrices = predict()
    STRUCTURES.write_text(json.dumps(structures, indent=1) + "\n", encoding="utf-8")
    np.savez_compressed(
        PROBABILITIES, **{name: np.rint(matrix * STEPS).astype(np.uint16) for name, matrix in matrices.items()}
    )


if __name__ == "__main__":
    record()
