"""Make assets/first_result.json, the result that the page opens with: `python -m tools.first_result`."""

from __future__ import annotations

from ssp_core.examples import examples
from ssp_core.predictor import Predictor
from ssp_core.sequence import RnaSequence
from ssp_core.ui import first_result


def main() -> None:
    """Fold the first example of the gallery with the bundled model and store the prediction."""
    example = examples()[0]
    predictor = Predictor("bundled", device="cpu", dtype="float32")
    first_result.write(predictor.predict([RnaSequence(example.sequence, name=example.title)])[0])


if __name__ == "__main__":
    main()
