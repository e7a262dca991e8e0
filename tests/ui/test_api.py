"""The page's functions for programs, called in this process."""

from __future__ import annotations

import gradio as gr
import pytest

from ssp_core.folding import helpers
from ssp_core.prediction import thermodynamic_pairs
from ssp_core.ui import api
from ssp_core.ui.models import Models


def test_the_likeliest_structures_cost_no_thermodynamics(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(letters: str) -> None:
        raise AssertionError(f"asked for the thermodynamics of {letters}")

    thermodynamic_pairs.cache_clear()
    monkeypatch.setattr(helpers, "pooled_pair_probabilities", refused)
    with gr.Blocks() as page:
        api.build(Models())
    [suboptimal] = [function.fn for function in page.fns.values() if function.api_name == "suboptimal"]
    assert suboptimal is not None
    found = suboptimal("GGGGGGCCAAAAGGCCCCCC")
    assert len({each["structure"] for each in found}) == 10
    assert "(((((((....)))))))" in found[0]["structure"]
