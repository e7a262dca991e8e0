"""What the tests of the page share."""

from __future__ import annotations

import pytest

from ssp_core.predictor import Predictor
from ssp_core.ui import first_result
from ssp_core.ui.result import Result


@pytest.fixture
def first() -> Result:
    """The result that the page opens with."""
    return first_result.read()


@pytest.fixture(scope="session")
def predictor() -> Predictor:
    """The bundled model."""
    return Predictor("bundled", device="cpu")
