"""The result that the page opens with, computed in advance: a visitor sees a real one before any model is loaded.

`python -m tools.first_result` makes it again, whenever the bundled model or how it decodes changes.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from ssp_core.assets import ASSETS
from ssp_core.examples import examples
from ssp_core.folding.decoding import Decoded, DecoderSettings, NetworkOutput
from ssp_core.folding.homology import FamilyHit
from ssp_core.folding.structure import Structure
from ssp_core.prediction import Prediction, Provenance
from ssp_core.sequence import RnaSequence

from .result import Result, of_example

PATH = ASSETS / "first_result.json"
_DIGITS = 5


@cache
def read() -> Result:
    """The stored result with its example's known structure."""
    example = examples()[0]
    stored = orjson.loads(PATH.read_bytes())
    hits = tuple(
        FamilyHit(**hit | {name: np.asarray(hit[name]) for name in ("positions", "weights")})
        for hit in stored["family_hits"]
    )
    prediction = Prediction(
        RnaSequence(example.sequence, name=example.title),
        NetworkOutput(**_arrays(stored["output"]), family_hits=hits),
        DecoderSettings(**stored["settings"]),
        Decoded(structure=Structure.from_dot_bracket(stored["structure"]), **_arrays(stored["decoded"])),
        Provenance(**stored["provenance"]),
    )
    return Result(**{**vars(of_example(example, prediction)), "stored": True})


def write(prediction: Prediction, path: Path = PATH) -> None:
    """Store the prediction of the first example."""
    output, decoded = dict(vars(prediction.output)), dict(vars(prediction.decoded))
    hits = [_plain(vars(hit)) for hit in output.pop("family_hits")]
    stored = {
        "structure": decoded.pop("structure").dot_bracket,
        "output": _plain(output),
        "decoded": _plain(decoded),
        "family_hits": hits,
        "settings": asdict(prediction.settings),
        "provenance": asdict(prediction.provenance),
    }
    path.write_bytes(orjson.dumps(stored, option=orjson.OPT_APPEND_NEWLINE))


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _rounded(value) if isinstance(value, np.ndarray) else value for name, value in values.items()}


def _rounded(array: NDArray[Any]) -> Any:
    return (np.round(array.astype(float), _DIGITS) if array.dtype.kind == "f" else array).tolist()


def _arrays(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: np.asarray(value, dtype=np.float32) if isinstance(value, list) else value
        for name, value in values.items()
    }
