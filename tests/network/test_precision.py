"""The model in the box gives the same structures whatever precision it is asked for, and on whatever device."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from ssp_core.examples import examples
from ssp_core.network import opening
from ssp_core.predictor import Predictor

GALLERY = [example.sequence for example in examples()]


@pytest.fixture(scope="module")
def exact() -> Predictor:
    return Predictor("bundled", device="cpu", dtype="float32")


def test_a_cast_moves_the_model_and_rounds_nothing() -> None:
    model = opening.open_model("bundled").model
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    for cast in (model.to(torch.bfloat16), model.half(), model.bfloat16()):
        after = cast.state_dict()
        assert after.keys() == before.keys()
        assert all(torch.equal(tensor, before[name]) for name, tensor in after.items())
        assert {tensor.dtype for tensor in after.values()} == {torch.float32}
    assert {parameter.device.type for parameter in model.to("meta").parameters()} == {"meta"}
    assert {parameter.dtype for parameter in model.to("meta").double().parameters()} == {torch.float64}


def test_both_precisions_fold_the_gallery_alike(exact: Predictor) -> None:
    asked = Predictor("bundled", device="cpu", dtype="bfloat16").predict(GALLERY, decoder="mea")
    for one, other in zip(exact.predict(GALLERY, decoder="mea"), asked, strict=True):
        assert one.structure == other.structure
        assert one.raw_structure == other.raw_structure


@pytest.mark.parametrize("device", ["cuda", "mps"])
@pytest.mark.parametrize("decoder", ["best", "mea", "map"])
def test_a_gpu_folds_the_gallery_as_the_processor_does(exact: Predictor, device: str, decoder: str) -> None:
    if not (torch.cuda.is_available() if device == "cuda" else torch.backends.mps.is_available()):
        pytest.skip(f"no {device} device on this machine")
    there = Predictor("bundled", device=device).predict(GALLERY, decoder=decoder)
    for one, other in zip(exact.predict(GALLERY, decoder=decoder), there, strict=True):
        np.testing.assert_allclose(other.probabilities, one.probabilities, atol=1e-3)
        assert one.structure == other.structure
