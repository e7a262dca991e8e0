"""The authors' own example, on the real 186M checkpoint; and the bridge over every kind of folder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ssp_core.network import hub
from ssp_core.predictor import Predictor
from tests.network.folders import SMALL, head_tensors, write_hub, write_omnigenbench

REPOSITORY = "yangheng/OmniGenome-186M"


def test_the_published_example() -> None:
    # Tests ask no host: `hf download yangheng/OmniGenome-186M` where the Hub can be reached, and this one runs.
    if hub.find_local(REPOSITORY) is None:
        pytest.skip(f"{REPOSITORY} is not in this machine's Hub cache, and tests ask no other host")
    [found] = Predictor("omnigenome-186m", device="cpu", dtype="float32").predict(
        "GAAAAAAAAGGGGAGAAAUCCCGCCCGAAAGGGCGCCCAAAGGGC", decoder="argmax"
    )
    assert found.raw_structure == "..........((((....))))((((....))))((((...))))"


@pytest.mark.parametrize("kind", ["hub", "omnigenbench"])
def test_a_folder_folds_in_both_precisions(tmp_path: Path, kind: str) -> None:
    if kind == "hub":
        write_hub(tmp_path / "model", SMALL)
    else:
        heads = {name: tensor for name, tensor in head_tensors(48).items() if name.startswith("classifier.")}
        write_omnigenbench(tmp_path / "model", SMALL, heads, model_cls="OmniModelForTokenClassification")
    random = np.random.default_rng(0)
    rnas = ["".join(random.choice(list("ACGU"), size=length)) for length in (5, 60, 300)]
    exact = Predictor(str(tmp_path / "model"), device="cpu", dtype="float32").predict(rnas, decoder="map")
    rough = Predictor(str(tmp_path / "model"), device="cpu", dtype="bfloat16").predict(rnas, decoder="map")
    assert [len(each.structure) for each in exact] == [5, 60, 300]
    assert all(each.pair_probabilities is None for each in exact)
    assert all(np.allclose(each.probabilities.sum(axis=1), 1, atol=1e-5) for each in [*exact, *rough])
    same = [
        a == b
        for one, other in zip(exact, rough, strict=True)
        for a, b in zip(one.raw_structure, other.raw_structure, strict=True)
    ]
    assert np.mean(same) > 0.97
