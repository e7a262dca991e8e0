"""The prediction the page opens with, stored so that a stranger sees a real result before any model is loaded.

Made anew whenever the model in the box changes: `python -m ssp_core.ui.stored`.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from ssp_core.examples import examples
from ssp_core.folding.decoders import Decoding
from ssp_core.folding.relatives import Relative
from ssp_core.predictor import Prediction, Predictor

from .folded import Folded, of_example
from .theme import ASSETS

_MATRICES = ("probabilities", "pair_probabilities", "informed", "sureness")
PATH = ASSETS / "first_paint.json"


def write() -> None:
    """Fold the first example with the model in the box and store all there is to show of it."""
    example = examples()[0]
    prediction = Predictor("bundled", device="cpu", dtype="float32").predict(example.letters, decoder="best")[0]
    plain = {name: value for name, value in vars(prediction).items() if not isinstance(value, np.ndarray)}
    plain["decoding"] = asdict(prediction.decoding)
    for name in _MATRICES:
        plain[name] = np.round(getattr(prediction, name), 5).tolist()
    plain["relatives"] = [
        {name: np.round(value, 5).tolist() if isinstance(value, np.ndarray) else value for name, value in found.items()}
        for found in map(vars, prediction.relatives)
    ]
    PATH.write_text(json.dumps(plain, separators=(",", ":")) + "\n", encoding="utf-8")


def read() -> Folded:
    """The stored result, with its example's reference."""
    plain = json.loads(PATH.read_text(encoding="utf-8"))
    for name in _MATRICES:
        plain[name] = np.asarray(plain[name], dtype=np.float32)
    plain["decoding"] = Decoding(**plain["decoding"])
    plain["relatives"] = tuple(map(_relative, plain["relatives"]))
    example = examples()[0]
    prediction = replace(Prediction(**plain), name=example.title)
    return replace(of_example(example, prediction, "best"), stored=True)


def _relative(plain: dict[str, Any]) -> Relative:
    kept: dict[str, Any] = {
        name: np.asarray(value) if isinstance(value, list) else value for name, value in plain.items()
    }
    return Relative(**kept)


if __name__ == "__main__":
    write()
