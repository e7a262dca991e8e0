"""The page's functions for programs, called in this process."""

from __future__ import annotations

import gradio as gr
import pytest

from ssp_core.cache import CACHE
from ssp_core.folding.thermo import ensembles
from ssp_core.ui import api
from ssp_core.ui.models import Models


def test_the_likeliest_structures_cost_no_thermodynamics(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(sequence: str, energy_model: str) -> None:
        raise AssertionError(f"asked for the thermodynamics of {sequence} under {energy_model}")

    CACHE.clear()
    monkeypatch.setattr(ensembles, "ensemble", refused)
    with gr.Blocks() as page:
        api.build(Models())
    [suboptimal] = [function.fn for function in page.fns.values() if function.api_name == "suboptimal"]
    assert suboptimal is not None
    found = suboptimal("GGGGGGCCAAAAGGCCCCCC")
    assert len({each["structure"] for each in found}) == 10
    assert "(((((((....)))))))" in found[0]["structure"]
