"""The prediction the page opens with, stored so that a stranger sees a real result before any model is loaded.

Made anew whenever the model in the box changes: `python -m ssp_core.ui.stored`, then the pictures of its views,
`python -m ssp_core.ui.stills`.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np

from ssp_core.assets import ASSETS
from ssp_core.examples import examples
from ssp_core.folding.decoding import Decoded, DecoderSettings, NetworkOutput
from ssp_core.folding.homology import FamilyHit
from ssp_core.folding.structure import Structure
from ssp_core.prediction import Prediction, Provenance
from ssp_core.predictor import Predictor
from ssp_core.sequence import RnaSequence

from .folded import Folded, of_example

PATH = ASSETS / "first_paint.json"


def write() -> None:
    """Fold the first example with the model in the box and store all there is to show of it."""
    example = examples()[0]
    prediction = Predictor("bundled", device="cpu", dtype="float32").predict(example.sequence, decoder="best")[0]
    PATH.write_text(json.dumps(_plain(prediction), separators=(",", ":")) + "\n", encoding="utf-8")


def read() -> Folded:
    """The stored result, with its example's reference."""
    plain = json.loads(PATH.read_text(encoding="utf-8"))
    example = examples()[0]
    output, decoded = plain["output"], plain["decoded"]
    hits = tuple(FamilyHit(**_arrays(hit)) for hit in output.pop("family_hits"))
    partners = tuple(decoded.pop("structure")["partners"])
    made = Prediction(
        RnaSequence(plain["sequence"], example.title),
        NetworkOutput(family_hits=hits, **_arrays(output, np.float32)),
        DecoderSettings(**plain["settings"]),
        Decoded(Structure(partners), **_arrays(decoded, np.float32)),
        Provenance(**plain["provenance"]),
    )
    return replace(of_example(example, made, "best"), stored=True)


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return np.round(value, 5).tolist()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    return value


def _arrays(plain: dict[str, Any], kind: type | None = None) -> dict[str, Any]:
    return {name: np.asarray(value, kind) if isinstance(value, list) else value for name, value in plain.items()}


if __name__ == "__main__":
    write()
